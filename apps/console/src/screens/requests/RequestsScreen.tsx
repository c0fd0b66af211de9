import { exportRequestsRoute, listRequestsRoute } from '@nuandeng/contract'
import { REQUEST_KINDS, REQUEST_STATES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Select, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { addressOf, call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { SearchField, UnitField } from '../../shell/FilterFields.tsx'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { RequestTable } from './RequestTable.tsx'
import './requests.css'
import type { RequestsSearch } from './routes.tsx'

/** Requests in reach (工单查询): found by number or account, narrowed and exported. */
export function RequestsScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/requests').useSearch()
  const navigate = useNavigate()
  const filter = filterOf(search)
  const list = useQuery({
    queryKey: ['requests', 'list', search],
    queryFn: () => call(listRequestsRoute, { ...filter, cursor: search.cursor, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const go = (change: RequestsSearch) =>
    navigate({ to: '/requests', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('nav.requests')}</h1>
      <Filters search={search} onChange={go} />
      <Exports filter={filter} />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data?.items.length === 0 && <p className="card soft">{t('request.none')}</p>}
      {list.data && list.data.items.length > 0 && (
        <RequestTable label={t('nav.requests')} requests={list.data.items} />
      )}
      <Pager cursor={search.cursor} next={list.data?.next} onGo={(cursor) => go({ cursor })} />
    </>
  )
}

function filterOf({ unitId, kind, state, find, mobileId }: RequestsSearch) {
  return { unitId, kind, state, mobileServiceId: mobileId, search: find }
}

function Filters({
  search,
  onChange,
}: {
  search: RequestsSearch
  onChange: (change: RequestsSearch) => void
}) {
  const { t } = useTranslation()
  return (
    <search className="card filters">
      <SearchField
        id="requests-find"
        label={t('request.find')}
        hint={t('request.findHint')}
        value={search.find}
        onSearch={(find) => onChange({ find })}
      />
      <UnitField
        id="requests-unit"
        value={search.unitId}
        onChange={(unitId) => onChange({ unitId })}
      />
      <div className="field">
        <label htmlFor="requests-kind">{t('request.kind')}</label>
        <Select
          id="requests-kind"
          value={search.kind ?? null}
          placeholder={t('request.anyKind')}
          allowClear
          options={REQUEST_KINDS.map((value) => ({ value, label: t(`requestKind.${value}`) }))}
          onChange={(kind) => onChange({ kind: kind ?? undefined })}
        />
      </div>
      <div className="field">
        <label htmlFor="requests-state">{t('request.state')}</label>
        <Select
          id="requests-state"
          value={search.state ?? null}
          placeholder={t('request.anyState')}
          allowClear
          options={REQUEST_STATES.map((value) => ({ value, label: t(`requestState.${value}`) }))}
          onChange={(state) => onChange({ state: state ?? undefined })}
        />
      </div>
      <div className="row picked">
        {search.mobileId && <span className="soft">{t('mobile.onlyAt')}</span>}
        {Object.values(search).some(Boolean) && (
          <Button
            size="small"
            onClick={() =>
              onChange({
                unitId: undefined,
                kind: undefined,
                state: undefined,
                find: undefined,
                mobileId: undefined,
              })
            }
          >
            {t('app.clear')}
          </Button>
        )}
      </div>
    </search>
  )
}

function Exports({ filter }: { filter: ReturnType<typeof filterOf> }) {
  const { t } = useTranslation()
  const reason = useRefusal()('request.export')
  if (reason)
    return <p className="why">{t('refusal.of', { what: t('request.exportCsv'), reason })}</p>
  const hrefOf = (format: string) => addressOf(exportRequestsRoute, { ...filter, format }).url
  return (
    <p className="row">
      <a href={hrefOf('csv')} download>
        {t('request.exportCsv')}
      </a>
      <a href={hrefOf('xlsx')} download>
        {t('request.exportXlsx')}
      </a>
      <span className="soft small">{t('request.exportNote')}</span>
    </p>
  )
}
