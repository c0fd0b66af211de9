import {
  exportFieldRecordsRoute,
  getUnitRoute,
  listFieldRecordsRoute,
  type ReplyOf,
} from '@nuandeng/contract'
import { CUSTOMER_CLASSES, FIELD_RECORD_KINDS } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Input, Select, Spin, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { addressOf, call } from '../../api/call.ts'
import { may, useMe } from '../../api/session.ts'
import type { RecordsSearch } from '../../routes.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { useDay } from '../activity-day/current-day.ts'
import { RecordDrawer } from './RecordDrawer.tsx'

type Row = ReplyOf<typeof listFieldRecordsRoute>['items'][number]

/** Field records (现场记录): found, filtered, exported, and opened one by one. */
export function RecordsScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/records').useSearch()
  const navigate = useNavigate()
  const { day, current } = useDay(search)
  const { recordId, cursor, ...filter } = { ...search, ...day }
  const list = useQuery({
    queryKey: ['records', filter, cursor],
    queryFn: () => call(listFieldRecordsRoute, { ...filter, cursor } as never),
    enabled: day !== undefined,
    placeholderData: keepPreviousData,
  })
  const go = (change: RecordsSearch) =>
    navigate({ to: '/records', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('records.title')}</h1>
      <Filters search={search} walkInTypes={current?.walkInTypes ?? []} onChange={go} />
      <Exports filter={filter} />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data && <List rows={list.data.items} onOpen={(id) => go({ recordId: id, cursor })} />}
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
  walkInTypes: readonly { code: string; name: string; nameEn: string }[]
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
    </search>
  )
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

function List({ rows, onOpen }: { rows: readonly Row[]; onOpen: (recordId: string) => void }) {
  const { t } = useTranslation()
  if (rows.length === 0) return <p>{t('app.none')}</p>
  return (
    <section className="card scroll" aria-label={t('records.title')}>
      <table className="plain">
        <thead>
          <tr>
            {['occurredAt', 'kind'].map((name) => (
              <th scope="col" key={name}>
                {t(`records.${name}`)}
              </th>
            ))}
            <th scope="col">{t('day.unit')}</th>
            <th scope="col">{t('records.content')}</th>
            <th scope="col" className="number">
              {t('records.quantity')}
            </th>
            <th scope="col">{t('records.contact')}</th>
            <th scope="col">{t('records.state')}</th>
            <th scope="col">{t('app.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.recordId}>
              <td style={{ whiteSpace: 'nowrap' }}>{formatMoment(row.occurredAt)}</td>
              <td style={{ whiteSpace: 'nowrap' }}>{t(`kind.${row.kind}`)}</td>
              <td>{row.unit.name}</td>
              <td>{[row.subject, row.text, row.remark].filter(Boolean).join(' · ')}</td>
              <td className="number">{formatNumber(row.quantity)}</td>
              <td>{row.contactMasked?.name}</td>
              <td>
                {row.isLate && <Tag>{t('records.late')}</Tag>}
                {row.isCounted ? t('records.counted') : t('records.notCounted')}
              </td>
              <td>
                <Button
                  size="small"
                  onClick={() => onOpen(row.recordId)}
                  aria-label={`${t('records.open')} ${t(`kind.${row.kind}`)} ${formatMoment(row.occurredAt)}`}
                >
                  {t('records.open')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
