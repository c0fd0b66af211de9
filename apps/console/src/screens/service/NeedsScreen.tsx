import { exportNeedsRoute, listNeedsRoute } from '@nuandeng/contract'
import { NEED_SOURCES, NEED_STATES, NEED_TOPICS } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Checkbox, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { addressOf, call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Choice, SearchField, UnitField } from '../../shell/FilterFields.tsx'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { NeedsTable } from './NeedsTable.tsx'
import type { NeedsSearch } from './routes.tsx'

/** Needs (客户需求): what is due first at the top, each with its owner and next step until it is closed. */
export function NeedsScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/needs').useSearch()
  const navigate = useNavigate()
  const mayNotExport = useRefusal()('need.export')
  const { cursor, isOverdue, ...rest } = search
  const filter = { ...rest, ...(isOverdue ? { isOverdue: 'true' as const } : {}) }
  const list = useQuery({
    queryKey: ['needs', filter, cursor],
    queryFn: () => call(listNeedsRoute, { ...filter, cursor } as never),
    placeholderData: keepPreviousData,
  })
  const go = (change: NeedsSearch) =>
    navigate({ to: '/needs', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('need.title')}</h1>
      <Filters search={search} onChange={go} />
      {mayNotExport ? (
        <p className="why">
          {t('refusal.of', { what: t('need.exportCsv'), reason: mayNotExport })}
        </p>
      ) : (
        <p className="row">
          {(['csv', 'xlsx'] as const).map((format) => (
            <a key={format} href={addressOf(exportNeedsRoute, { ...filter, format }).url} download>
              {t(format === 'csv' ? 'need.exportCsv' : 'need.exportXlsx')}
            </a>
          ))}
        </p>
      )}
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <NeedsTable needs={list.data.items} none={t('need.none')} />}
      <Pager cursor={cursor} next={list.data?.next} onGo={(next) => go({ cursor: next })} />
    </>
  )
}

function Filters({
  search,
  onChange,
}: {
  search: NeedsSearch
  onChange: (change: NeedsSearch) => void
}) {
  const { t } = useTranslation()
  return (
    <search className="card filters">
      <SearchField
        id="needs-search"
        hint={t('need.searchHint')}
        value={search.search}
        maxLength={60}
        onSearch={(search) => onChange({ search })}
      />
      <UnitField
        id="needs-unit"
        value={search.unitId}
        onChange={(unitId) => onChange({ unitId })}
      />
      <Choice
        id="needs-state"
        label={t('need.state')}
        any={t('need.any')}
        value={search.state}
        options={NEED_STATES.map((value) => ({ value, label: t(`needState.${value}`) }))}
        onChange={(state) => onChange({ state })}
      />
      <Choice
        id="needs-topic"
        label={t('need.topic')}
        any={t('need.any')}
        value={search.topic}
        options={NEED_TOPICS.map((value) => ({ value, label: t(`needTopic.${value}`) }))}
        onChange={(topic) => onChange({ topic })}
      />
      <Choice
        id="needs-source"
        label={t('need.source')}
        any={t('need.any')}
        value={search.source}
        options={NEED_SOURCES.map((value) => ({ value, label: t(`needSource.${value}`) }))}
        onChange={(source) => onChange({ source })}
      />
      <Checkbox
        checked={search.isOverdue ?? false}
        onChange={({ target }) => onChange({ isOverdue: target.checked || undefined })}
      >
        {t('need.onlyOverdue')}
      </Checkbox>
    </search>
  )
}
