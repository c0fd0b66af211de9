import { listReadingImportsRoute, type ReplyOf } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { Scroll } from '../../shell/Scroll.tsx'

type Import = ReplyOf<typeof listReadingImportsRoute>['items'][number]
const SUMS = ['rows', 'imported', 'unchanged', 'unread'] as const

interface Paged {
  cursor: string | undefined
  onGo: (cursor: string | undefined) => void
}

/** What each import brought, and the way to the lines that it refused. */
export function ReadingImports({ cursor, onGo }: Paged) {
  const { t } = useTranslation()
  const list = useQuery({
    queryKey: ['readings', 'imports', cursor],
    queryFn: () => call(listReadingImportsRoute, { cursor, limit: 25 }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <h2>{t('readings.imports')}</h2>
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data?.items.length === 0 && <p className="card soft">{t('readings.noImports')}</p>}
      {list.data && list.data.items.length > 0 && <ImportTable imports={list.data.items} />}
      <Pager cursor={cursor} next={list.data?.next} onGo={onGo} />
    </>
  )
}

function ImportTable({ imports }: { imports: readonly Import[] }) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('readings.imports')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('readings.source')}</th>
            <th scope="col">{t('readings.unit')}</th>
            {SUMS.map((name) => (
              <th scope="col" className="number" key={name}>
                {t(`readings.${name}`)}
              </th>
            ))}
            <th scope="col" className="number">
              {t('readings.rejected')}
            </th>
            <th scope="col">{t('readings.by')}</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((item) => (
            <ImportLine key={item.importId} item={item} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function ImportLine({ item }: { item: Import }) {
  const { t } = useTranslation()
  const { importId, rejected } = item
  return (
    <tr>
      <th scope="row" className="words">
        {item.files.map(({ name, period, encoding }) => (
          <div key={name}>
            {name}
            <div className="soft small">
              {t(`readingPeriod.${period}`)} · {encoding.toUpperCase()}
            </div>
          </div>
        ))}
      </th>
      <td className="whole">{item.unit.name}</td>
      {SUMS.map((name) => (
        <td className="number" key={name}>
          {formatNumber(item[name])}
        </td>
      ))}
      <td className="number">
        {rejected === 0 ? (
          '0'
        ) : (
          <Link to="/readings/imports/$importId" params={{ importId }}>
            {t('readings.rejectedLines', { number: formatNumber(rejected) })}
          </Link>
        )}
      </td>
      <td className="whole">
        {item.importedBy}
        <div className="soft small">{formatMoment(item.importedAt)}</div>
      </td>
    </tr>
  )
}
