import { listReadingRejectsRoute, type ReplyOf } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatNumber } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { Scroll } from '../../shell/Scroll.tsx'

type Reject = ReplyOf<typeof listReadingRejectsRoute>['items'][number]

/** Lines that an import refused (拒收行), with what stood in them. */
export function RejectsScreen() {
  const { t } = useTranslation()
  const route = getRouteApi('/shell/readings/imports/$importId')
  const { importId } = route.useParams()
  const { cursor } = route.useSearch()
  const navigate = useNavigate()
  const list = useQuery({
    queryKey: ['readings', 'rejects', importId, cursor],
    queryFn: () => call(listReadingRejectsRoute, { importId, cursor, limit: 100 }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <p>
        <Link to="/readings">{t('readings.title')}</Link>
      </p>
      <h1>{t('readings.rejects')}</h1>
      <p className="soft">{t('readings.rejectsNote')}</p>
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data?.items.length === 0 && <p className="card soft">{t('app.none')}</p>}
      {list.data && list.data.items.length > 0 && <RejectTable rejects={list.data.items} />}
      <Pager
        cursor={cursor}
        next={list.data?.next}
        onGo={(next) =>
          navigate({
            to: '/readings/imports/$importId',
            params: { importId },
            search: { cursor: next },
          })
        }
      />
    </>
  )
}

function RejectTable({ rejects }: { rejects: readonly Reject[] }) {
  const { t, i18n } = useTranslation()
  return (
    <Scroll label={t('readings.rejects')} className="card">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('readings.source')}</th>
            <th scope="col" className="number">
              {t('readings.line')}
            </th>
            <th scope="col">{t('readings.reason')}</th>
            <th scope="col">{t('readings.raw')}</th>
          </tr>
        </thead>
        <tbody>
          {rejects.map((reject) => (
            <tr key={reject.rejectNo}>
              <th scope="row" className="words">
                {reject.file}
              </th>
              <td className="number">{formatNumber(reject.line)}</td>
              <td className="words">
                {i18n.exists(`readingFault.${reject.code}`)
                  ? t(`readingFault.${reject.code}`)
                  : reject.message}
                {reject.column && <div className="soft small">{reject.column}</div>}
              </td>
              <td className="words">
                <code>{reject.raw}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
