import { exportEventsRoute, listEventsRoute } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { addressOf, call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Pager } from '../../shell/Pager.tsx'
import { AuditFilters } from './AuditFilters.tsx'
import { Chains } from './Chains.tsx'
import { EventTable } from './EventTable.tsx'
import type { AuditSearch } from './routes.tsx'
import { useChains } from './use-chains.ts'

/** The audit trail (审计记录): who did what to which, when; and whether the chain that seals it is whole. */
export function AuditScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/audit').useSearch()
  const navigate = useNavigate()
  const chains = useChains()
  const filter = filterOf(search)
  const list = useQuery({
    queryKey: ['events', search],
    queryFn: () => call(listEventsRoute, { ...filter, cursor: search.cursor, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const go = (change: AuditSearch) =>
    navigate({ to: '/audit', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('audit.title')}</h1>
      <Chains chains={chains} />
      <AuditFilters search={search} chains={chains.data ?? []} onChange={go} />
      <Exports filter={filter} />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <EventTable events={list.data.items} chains={chains.data ?? []} onPick={go} />}
      <Pager cursor={search.cursor} next={list.data?.next} onGo={(cursor) => go({ cursor })} />
    </>
  )
}

/** What is shown, in full, as a file; the export is in the trail itself. */
function Exports({ filter }: { filter: ReturnType<typeof filterOf> }) {
  const { t } = useTranslation()
  const hrefOf = (format: string) => addressOf(exportEventsRoute, { ...filter, format }).url
  return (
    <p className="row">
      <a href={hrefOf('csv')} download>
        {t('audit.exportCsv')}
      </a>
      <a href={hrefOf('xlsx')} download>
        {t('audit.exportXlsx')}
      </a>
      <span className="soft small">{t('audit.exportNote')}</span>
    </p>
  )
}

/** The filter as the server takes it: dates become the instants at which they begin in China. */
function filterOf({ actorId, kind, subjectId, cityCode, from, to }: AuditSearch) {
  return {
    actorId,
    kind,
    subjectId,
    cityCode,
    from: from && startOf(from, 0),
    to: to && startOf(to, 1),
  }
}

function startOf(day: string, daysLater: number): string | undefined {
  const at = Date.parse(`${day}T00:00:00+08:00`)
  return Number.isNaN(at) ? undefined : new Date(at + daysLater * 86_400_000).toISOString()
}
