import {
  getDayBreakdownRoute,
  getDayTotalsRoute,
  type LiveDay,
  type ReplyOf,
} from '@nuandeng/contract'
import { MEASURES, type Measure } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Alert, Select, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useLiveDay } from '../../api/live-day.ts'
import { HourChart } from '../../charts/hours.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { formatClock, formatDay, formatMoment } from '../../shell/format.ts'
import { BreakdownTable } from './BreakdownTable.tsx'
import { type ShownDay, useDay, useDays, type WalkInTypes, walkInTypeName } from './current-day.ts'
import { Figures } from './Figures.tsx'
import { RecountMark } from './RecountMark.tsx'
import { UnitTable } from './UnitTable.tsx'

/** What changes slowly is asked for again this often; the figures themselves are pushed. */
const REFRESH_MS = 5000

type Totals = ReplyOf<typeof getDayTotalsRoute>

/** The activity day (活动日) of a unit, live, down to the single record. */
export function ActivityDayScreen() {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/day').useSearch()
  const { day, current, isNone, error } = useDay(search)
  const { picture, isConnected } = useLiveDay(day, search.unitId)
  const totals = useQuery({
    queryKey: ['totals', day, search.unitId],
    queryFn: () => call(getDayTotalsRoute, { ...(day as ShownDay), unitId: search.unitId }),
    enabled: day !== undefined,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })
  if (error ?? totals.error) return <Failure error={error ?? totals.error} />
  if (isNone) return <Alert type="info" title={t('day.none')} />
  if (!day || !totals.data) return <Spin aria-label={t('app.loading')} />
  const data = withPicture(totals.data, picture)
  const live = isConnected ? t('day.live') : t('day.offline')
  return (
    <>
      <DayHead day={day} data={data} />
      <div className="row">
        <span className={`mark ${isConnected ? 'good' : 'bad'}`} role="status">
          {live}
        </span>
        <RecountMark recount={data.recount} />
        <span className="soft">{t('app.updatedAt', { time: formatClock(data.asOf) })}</span>
        {data.closing && (
          <Link to="/closing" search={day}>
            {t('day.closedAt', { time: formatMoment(data.closing.closedAt) })}
          </Link>
        )}
      </div>
      <Figures totals={data.totals} late={data.late} />
      {data.recount.differences.length > 0 && <Differences data={data} />}
      <section className="card">
        <h2>{t('day.byUnit')}</h2>
        <UnitTable day={day} data={data} />
      </section>
      <Breakdown day={day} unitId={search.unitId} walkInTypes={current?.walkInTypes ?? []} />
    </>
  )
}

/** The figures as they were pushed last, over those that were read. */
function withPicture(read: Totals, picture: LiveDay | undefined): Totals {
  if (!picture || picture.unit.unitId !== read.unit.unitId || picture.asOf < read.asOf) return read
  return {
    ...read,
    asOf: picture.asOf,
    totals: picture.totals,
    late: picture.late,
    recount: { ...picture.recount, differences: read.recount.differences },
    rows: read.rows.map((row) => ({
      ...row,
      totals:
        picture.rows.find(({ unit }) => unit.unitId === row.unit.unitId)?.totals ?? row.totals,
    })),
  }
}

function DayHead({ day, data }: { day: ShownDay; data: Totals }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const days = useDays(day)
  return (
    <>
      <nav aria-label={t('unit.path')} className="row soft">
        {data.ancestors.map((unit) => (
          <span key={unit.unitId}>
            <Link to="/day" search={{ ...day, unitId: unit.unitId }}>
              {unit.name}
            </Link>{' '}
            ›
          </span>
        ))}
      </nav>
      <div className="row apart">
        <h1>
          {data.unit.name} · {formatDay(day.activityDay)}
        </h1>
        <Select
          aria-label={t('day.pickDay')}
          value={day.activityDay}
          style={{ minWidth: 150 }}
          options={(days.data?.items ?? []).map(({ activityDay }) => ({ value: activityDay }))}
          onChange={(activityDay) =>
            navigate({ to: '/day', search: { ...day, activityDay, unitId: data.unit.unitId } })
          }
        />
      </div>
    </>
  )
}

function Differences({ data }: { data: Totals }) {
  const { t } = useTranslation()
  return (
    <section className="card" role="alert">
      <h2 className="bad">{t('day.differences')}</h2>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('day.unit')}</th>
            <th scope="col">{t('day.chartMeasure')}</th>
            <th scope="col">{t('day.counted')}</th>
            <th scope="col">{t('day.recounted')}</th>
          </tr>
        </thead>
        <tbody>
          {data.recount.differences.map(({ unit, measure, counted, recounted }) => (
            <tr key={`${unit.unitId} ${measure}`}>
              <th scope="row">{unit.name}</th>
              <td>{measure}</td>
              <td>{counted}</td>
              <td>{recounted}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Breakdown({
  day,
  unitId,
  walkInTypes,
}: {
  day: ShownDay
  unitId: string | undefined
  walkInTypes: WalkInTypes
}) {
  const { t, i18n } = useTranslation()
  const [measure, setMeasure] = useState<Measure>('customers')
  const { data, error } = useQuery({
    queryKey: ['breakdown', day, unitId],
    queryFn: () => call(getDayBreakdownRoute, { ...day, unitId }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })
  if (error) return <Failure error={error} />
  if (!data) return null
  const records = { ...day, unitId: data.unit.unitId }
  const nameOf = (code: string | null) =>
    code ? walkInTypeName(walkInTypes, code, i18n.language) : t('day.unspecified')
  return (
    <>
      <section className="card">
        <div className="row apart">
          <h2>{t('day.byHour')}</h2>
          <Select
            aria-label={t('day.chartMeasure')}
            value={measure}
            style={{ minWidth: 170 }}
            options={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
            onChange={setMeasure}
          />
        </div>
        <div className="two">
          <HourChart
            rows={data.byHour}
            measure={measure}
            height={280}
            label={`${t('day.byHour')} ${t(`measure.${measure}`)}`}
          />
          <BreakdownTable
            heading={t('day.hour')}
            caption={t('day.table')}
            lines={data.byHour.map(({ hour, totals }) => ({
              key: String(hour),
              name: `${hour}:00`,
              totals,
              records: { ...records, hour },
            }))}
          />
        </div>
      </section>
      <div className="two">
        <section className="card">
          <BreakdownTable
            heading={t('day.walkInType')}
            caption={t('day.byWalkInType')}
            lines={data.byWalkInType.map(({ walkInType, totals }) => ({
              key: walkInType ?? '-',
              name: nameOf(walkInType),
              totals,
              records: { ...records, ...(walkInType ? { walkInType } : {}) },
            }))}
          />
        </section>
        <section className="card">
          <BreakdownTable
            heading={t('day.customerClass')}
            caption={t('day.byClass')}
            lines={data.byCustomerClass.map(({ customerClass, totals }) => ({
              key: customerClass ?? '-',
              name: customerClass ? t(`class.${customerClass}`) : t('day.unspecified'),
              totals,
              records: { ...records, ...(customerClass ? { customerClass } : {}) },
            }))}
          />
        </section>
      </div>
    </>
  )
}
