import { listUnitsRoute, type ReplyOf } from '@nuandeng/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Checkbox, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay, formatNumber, todayInChina } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import type { UnitSearch } from './routes.tsx'
import type { Unit } from './UnitScreen.tsx'

type Row = ReplyOf<typeof listUnitsRoute>['items'][number]

/** The units below, or found by name or code anywhere; where there are more below, it says how many. */
export function UnitsBelow({ unit, search }: { unit: Unit; search: UnitSearch }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { unitId } = unit
  const isWithClosed = search.closed === 'true'
  const below = useQuery({
    queryKey: ['units', unitId, search.search, search.cursor, isWithClosed],
    queryFn: () =>
      call(listUnitsRoute, {
        ...(search.search ? { search: search.search } : { parentId: unitId }),
        ...(isWithClosed ? {} : { validOn: todayInChina() }),
        cursor: search.cursor,
        limit: 50,
      }),
    placeholderData: keepPreviousData,
  })
  const go = (change: UnitSearch) =>
    navigate({ to: '/unit', search: { ...search, unitId, cursor: undefined, ...change } })
  return (
    <section className="card">
      <div className="row apart">
        <h2>{search.search ? t('units.found', { text: search.search }) : t('unit.below')}</h2>
        <div className="row">
          <Checkbox
            checked={isWithClosed}
            onChange={({ target }) => go({ closed: target.checked ? 'true' : undefined })}
          >
            {t('units.withClosed')}
          </Checkbox>
          <Input.Search
            aria-label={t('unit.search')}
            placeholder={t('unit.search')}
            key={search.search}
            defaultValue={search.search}
            allowClear
            style={{ width: 280, maxWidth: '100%' }}
            onSearch={(text) => go({ search: text.trim() || undefined })}
          />
        </div>
      </div>
      {below.error && <Failure error={below.error} />}
      {below.data?.items.length === 0 && <p className="soft">{t('units.noneBelow')}</p>}
      {below.data && below.data.items.length > 0 && <Table rows={below.data.items} />}
      <Pager cursor={search.cursor} next={below.data?.next} onGo={(cursor) => go({ cursor })} />
    </section>
  )
}

function Table({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation()
  return (
    <div className="scroll">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('units.name')}</th>
            <th scope="col">{t('unit.kind')}</th>
            <th scope="col" className="wide-only">
              {t('unit.code')}
            </th>
            <th scope="col" className="wide-only">
              {t('units.period')}
            </th>
            <th scope="col" className="number">
              {t('unit.below')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.unitId} className={row.validTo ? 'soft' : ''}>
              <th scope="row">
                <Link to="/unit" search={{ unitId: row.unitId }}>
                  {row.name}
                </Link>
                {row.validTo && (
                  <div className="small">
                    {t(row.mergedIntoId ? 'units.merged' : 'units.closed')}
                  </div>
                )}
              </th>
              <td>{t(`unit.${row.kind}`)}</td>
              <td className="wide-only">{row.code}</td>
              <td className="wide-only">
                {formatDay(row.validFrom)} – {row.validTo && formatDay(row.validTo)}
              </td>
              <td className="number">
                {row.childCount > 0 ? `${formatNumber(row.childCount)} ›` : '—'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
