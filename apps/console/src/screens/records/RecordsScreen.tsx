import {
  exportFieldRecordsRoute,
  getUnitRoute,
  listFieldRecordsRoute,
  type ReplyOf,
} from '@nuandeng/contract'
import { CUSTOMER_CLASSES, FIELD_RECORD_KINDS } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Alert, Button, Empty, Input, Select, Spin, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { addressOf, call } from '../../api/call.ts'
import { may, useMe } from '../../api/session.ts'
import type { RecordsSearch } from '../../routes.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, formatMoment, formatNumber } from '../../shell/format.ts'
import { useDay, type WalkInTypes } from '../activity-day/current-day.ts'
import { RecordDrawer } from './RecordDrawer.tsx'

type Row = ReplyOf<typeof listFieldRecordsRoute>['items'][number]

/** Field records (现场记录): found, filtered, exported, and opened one by one. */
export function RecordsScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/records').useSearch()
  const navigate = useNavigate()
  const { day, current, isNone, error } = useDay(search)
  const { recordId, cursor, ...filter } = { ...search, ...day }
  const list = useQuery({
    queryKey: ['records', filter, cursor],
    queryFn: () => call(listFieldRecordsRoute, { ...filter, cursor } as never),
    enabled: day !== undefined,
    placeholderData: keepPreviousData,
  })
  const go = (change: RecordsSearch) =>
    navigate({ to: '/records', search: { ...search, cursor: undefined, ...change } })
  if (error) return <Failure error={error} />
  if (isNone) return <Alert type="info" title={t('day.none')} />
  return (
    <>
      <h1>
        {t('records.title')} {day && `· ${formatDay(day.activityDay)}`}
      </h1>
      <Filters search={search} walkInTypes={current?.walkInTypes ?? []} onChange={go} />
      <Exports filter={filter} />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <List rows={list.data.items} search={search} isOld={list.isPlaceholderData} />}
      <div className="row" style={{ marginTop: 12 }}>
        {cursor && <Button onClick={() => go({})}>{t('records.first')}</Button>}
        {list.data?.next && (
          <Button onClick={() => go({ cursor: list.data?.next ?? undefined })}>
            {t('records.next')}
          </Button>
        )}
      </div>
      <RecordDrawer
        recordId={recordId}
        onClose={() => go({ recordId: undefined, cursor })}
        onOpen={(id) => go({ recordId: id, cursor })}
      />
    </>
  )
}

function Filters({
  search,
  walkInTypes,
  onChange,
}: {
  search: RecordsSearch
  walkInTypes: WalkInTypes
  onChange: (change: RecordsSearch) => void
}) {
  const { t, i18n } = useTranslation()
  const unit = useQuery({
    queryKey: ['unit', search.unitId],
    queryFn: () => call(getUnitRoute, { unitId: search.unitId ?? '' }),
    enabled: search.unitId !== undefined,
  })
  const states = [
    { value: 'counted', label: t('records.counted'), search: { isCounted: 'true' } },
    { value: 'not', label: t('records.notCounted'), search: { isCounted: 'false' } },
    { value: 'late', label: t('records.late'), search: { isLate: 'true' } },
  ]
  const state = search.isLate ? 'late' : { true: 'counted', false: 'not' }[search.isCounted ?? '']
  return (
    <search className="card row">
      <Input.Search
        aria-label={t('app.search')}
        placeholder={t('records.searchHint')}
        defaultValue={search.search}
        key={search.search}
        allowClear
        minLength={2}
        style={{ maxWidth: 420 }}
        onSearch={(text) => onChange({ search: text.trim() || undefined })}
      />
      <Pick
        label={t('records.kind')}
        value={search.kind}
        options={FIELD_RECORD_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <Pick
        label={t('day.walkInType')}
        value={search.walkInType}
        options={walkInTypes.map(({ code, name, nameEn }) => ({
          value: code,
          label: i18n.language === 'zh' ? name : nameEn,
        }))}
        onChange={(walkInType) => onChange({ walkInType })}
      />
      <Pick
        label={t('day.customerClass')}
        value={search.customerClass}
        options={CUSTOMER_CLASSES.map((value) => ({ value, label: t(`class.${value}`) }))}
        onChange={(customerClass) => onChange({ customerClass })}
      />
      <Pick
        label={t('records.state')}
        value={state}
        options={states}
        onChange={(value) =>
          onChange({
            isLate: undefined,
            isCounted: undefined,
            ...states.find((option) => option.value === value)?.search,
          })
        }
      />
      {unit.data && (
        <Tag closable onClose={() => onChange({ unitId: undefined })}>
          {unit.data.name}
        </Tag>
      )}
      {search.hour !== undefined && (
        <Tag closable onClose={() => onChange({ hour: undefined })}>
          {t('records.hour', { hour: search.hour })}
        </Tag>
      )}
      {Object.keys(NO_FILTER).some((name) => search[name as keyof RecordsSearch] !== undefined) && (
        <Button type="link" onClick={() => onChange(NO_FILTER)}>
          {t('app.clear')}
        </Button>
      )}
    </search>
  )
}

const NO_FILTER: RecordsSearch = {
  search: undefined,
  kind: undefined,
  walkInType: undefined,
  customerClass: undefined,
  hour: undefined,
  isLate: undefined,
  isCounted: undefined,
  unitId: undefined,
}

function Pick({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string | undefined
  options: { value: string; label: string }[]
  onChange: (value: string | undefined) => void
}) {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      value={value ?? null}
      allowClear
      options={options}
      style={{ minWidth: 150 }}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}

function Exports({ filter }: { filter: object }) {
  const { t } = useTranslation()
  const me = useMe()
  const isAllowed = may(me, 'record.export')
  const hrefOf = (format: string) =>
    addressOf(exportFieldRecordsRoute, { ...filter, format } as Record<string, unknown>).url
  if (!isAllowed)
    return <p className="soft">{`${t('records.exportCsv')}: ${t('app.noPermission')}`}</p>
  return (
    <p className="row">
      <a href={hrefOf('csv')} download>
        {t('records.exportCsv')}
      </a>
      <a href={hrefOf('xlsx')} download>
        {t('records.exportXlsx')}
      </a>
    </p>
  )
}

function List({
  rows,
  search,
  isOld,
}: {
  rows: readonly Row[]
  search: RecordsSearch
  /** What is shown was found by the filter before this one, which is still being asked for. */
  isOld: boolean
}) {
  const { t } = useTranslation()
  if (rows.length === 0) {
    return (
      <section className="card">
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('records.nothingFound')} />
      </section>
    )
  }
  return (
    <section className="card scroll" aria-label={t('records.title')} aria-busy={isOld}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('records.occurredAt')}</th>
            <th scope="col">{t('records.kind')}</th>
            <th scope="col">{t('day.unit')}</th>
            <th scope="col">{t('records.content')}</th>
            <th scope="col" className="number">
              {t('records.quantity')}
            </th>
            <th scope="col">{t('records.contact')}</th>
            <th scope="col">{t('records.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.recordId} row={row} search={search} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Line({ row, search }: { row: Row; search: RecordsSearch }) {
  const { t } = useTranslation()
  const occurredAt = formatMoment(row.occurredAt)
  const kind = t(`kind.${row.kind}`)
  return (
    <tr>
      <th scope="row">
        <Link
          to="/records"
          search={{ ...search, recordId: row.recordId }}
          resetScroll={false}
          aria-label={`${occurredAt} ${kind} ${row.unit.name}`}
        >
          {occurredAt}
        </Link>
      </th>
      <td className="whole">{kind}</td>
      <td className="whole">{row.unit.name}</td>
      <td className="words">{[row.subject, row.text, row.remark].filter(Boolean).join(' · ')}</td>
      <td className="number">{formatNumber(row.quantity)}</td>
      <td className="whole">{row.contactMasked?.name}</td>
      <td className="whole">
        {row.isLate && <Tag>{t('records.late')}</Tag>}
        {row.isCounted ? (
          t('records.counted')
        ) : (
          <span className="soft">{t('records.notCounted')}</span>
        )}
      </td>
    </tr>
  )
}
