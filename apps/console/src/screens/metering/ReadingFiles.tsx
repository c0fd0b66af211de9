import { listReadingFilesRoute, type ReplyOf } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { Scroll } from '../../shell/Scroll.tsx'

type File = ReplyOf<typeof listReadingFilesRoute>['items'][number]

/** Hundredths of a kilowatt-hour in one. */
const HUNDREDTHS = 100

interface Paged {
  cursor: string | undefined
  onGo: (cursor: string | undefined) => void
}

/** Which file counts for each month of a city, and which stood there before. */
export function ReadingFiles({ cursor, onGo }: Paged) {
  const { t } = useTranslation()
  const list = useQuery({
    queryKey: ['readings', 'files', cursor],
    queryFn: () => call(listReadingFilesRoute, { cursor, limit: 25 }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <h2>{t('readings.files')}</h2>
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data?.items.length === 0 && <p className="card soft">{t('readings.none')}</p>}
      {list.data && list.data.items.length > 0 && <FileTable files={list.data.items} />}
      <Pager cursor={cursor} next={list.data?.next} onGo={onGo} />
    </>
  )
}

function FileTable({ files }: { files: readonly File[] }) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('readings.files')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('readings.month')}</th>
            <th scope="col">{t('readings.city')}</th>
            <th scope="col">{t('readings.state')}</th>
            <th scope="col" className="number">
              {t('readings.accounts')}
            </th>
            <th scope="col" className="number">
              {t('readings.readings')}
            </th>
            <th scope="col" className="number">
              {t('readings.changed')}
            </th>
            <th scope="col" className="number">
              {t('readings.energy')}
            </th>
            <th scope="col">{t('readings.source')}</th>
            <th scope="col">{t('readings.by')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileLine key={file.fileId} file={file} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function FileLine({ file }: { file: File }) {
  const { t } = useTranslation()
  const counts = file.supersededAt === null
  return (
    <tr>
      <th scope="row" className="whole">
        {file.month.slice(0, 7)}
      </th>
      <td className="whole">{file.unit.name}</td>
      <td className="whole">
        <span className={`mark ${counts ? 'good' : 'soft'}`}>
          {t(counts ? 'readings.counts' : 'readings.superseded')}
        </span>
      </td>
      <td className="number">{formatNumber(file.accounts)}</td>
      <td className="number">{formatNumber(file.rows)}</td>
      <td className="number">{formatNumber(file.changed)}</td>
      <td className="number">{formatNumber(Math.round(file.used / HUNDREDTHS))}</td>
      <td className="words">{file.sourceNames.join('、')}</td>
      <td className="whole">
        {file.writtenBy}
        <div className="soft small">{formatMoment(file.writtenAt)}</div>
      </td>
    </tr>
  )
}
