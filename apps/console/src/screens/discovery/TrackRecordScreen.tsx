import { getTrackRecordRoute, type ReplyOf } from '@nuandeng/contract'
import { addDays, type PlainDate } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Input, Spin } from 'antd'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Choice, Field } from '../../shell/FilterFields.tsx'
import { todayInChina } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { AMBER } from '../../theme.ts'
import type { RecordSearch } from './routes.tsx'
import { usePercent, useRuleTitles } from './words.ts'

const Chart = lazy(() => import('../../charts/Chart.tsx'))

type Rule = ReplyOf<typeof getTrackRecordRoute>['rules'][number]
type Figures = Pick<
  Rule,
  'right' | 'wrong' | 'unclear' | 'missed' | 'checked' | 'precision' | 'recall'
>

/** How right each rule was (规则战绩): by month of the visit, and by the units below. */
export function TrackRecordScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const search = getRouteApi('/shell/track-record').useSearch()
  const navigate = useNavigate()
  const today = todayInChina() as PlainDate
  const unitId = search.unitId ?? me.unit.unitId
  const from = search.from ?? addDays(today, -365)
  const until = search.until ?? today
  const { ruleId } = search
  const { data, error, isPending } = useQuery({
    queryKey: ['track-record', unitId, ruleId, from, until],
    queryFn: () => call(getTrackRecordRoute, { unitId, ruleId, from, until }),
    placeholderData: keepPreviousData,
  })
  const go = (change: RecordSearch) =>
    navigate({ to: '/track-record', search: { ...search, ...change } })
  return (
    <>
      <h1>{t('trackRecord.title')}</h1>
      <p className="soft">{t('trackRecord.note')}</p>
      <Filters search={{ ...search, unitId, from, until }} onChange={go} />
      {error && <Failure error={error} />}
      {isPending && <Spin aria-label={t('app.loading')} />}
      {data && data.rules.length === 0 && <p className="card soft">{t('trackRecord.none')}</p>}
      {data?.rules.map((rule) => (
        <OfRule key={rule.ruleId} rule={rule} />
      ))}
    </>
  )
}

function Filters({
  search,
  onChange,
}: {
  search: RecordSearch
  onChange: (change: RecordSearch) => void
}) {
  const { t } = useTranslation()
  const { options } = useRuleTitles()
  return (
    <search className="card filters">
      <Field id="record-unit" label={t('app.unitFilter')}>
        <UnitPicker
          id="record-unit"
          value={search.unitId}
          onChange={(unitId) => onChange({ unitId })}
        />
      </Field>
      <Choice
        {...{ id: 'record-rule', label: t('signal.rule'), any: t('signal.any') }}
        value={search.ruleId}
        options={options}
        onChange={(ruleId) => onChange({ ruleId })}
      />
      {(['from', 'until'] as const).map((end) => (
        <Field key={end} id={`record-${end}`} label={t(`trackRecord.${end}`)}>
          <Input
            id={`record-${end}`}
            type="date"
            value={search[end]}
            onChange={({ target }) => onChange({ [end]: target.value || undefined })}
          />
        </Field>
      ))}
    </search>
  )
}

function OfRule({ rule }: { rule: Rule }) {
  const { t } = useTranslation()
  const search = getRouteApi('/shell/track-record').useSearch()
  const { titleOf } = useRuleTitles()
  const title = titleOf(rule.ruleId)
  return (
    <section className="card">
      <h2>{title}</h2>
      <Summary rule={rule} />
      <div className="two even start">
        <PrecisionChart rule={rule} title={title} />
        <RecordTable
          label={t('trackRecord.byMonth')}
          head={t('signal.month')}
          rows={rule.months.map((figures) => ({
            key: figures.month,
            head: figures.month,
            figures,
          }))}
        />
      </div>
      <RecordTable
        label={t('trackRecord.byUnit')}
        head={t('rules.unitOf')}
        rows={rule.units.map((figures) => ({
          key: figures.unit.unitId,
          head: (
            <Link to="/track-record" search={{ ...search, unitId: figures.unit.unitId }}>
              {figures.unit.name}
            </Link>
          ),
          figures,
        }))}
      />
    </section>
  )
}

function Summary({ rule }: { rule: Rule }) {
  const { t } = useTranslation()
  const percent = usePercent()
  return (
    <dl className="figures">
      <div className="figure">
        <dt>{t('trackRecord.precision')}</dt>
        <dd className="value">{percent(rule.precision)}</dd>
        <dd className="beside">
          {t('trackRecord.ofClear', { right: rule.right, clear: rule.right + rule.wrong })}
        </dd>
      </div>
      <div className="figure">
        <dt>{t('trackRecord.recall')}</dt>
        <dd className="value">{percent(rule.recall)}</dd>
        <dd className="beside">
          {t('trackRecord.ofChecked', { missed: rule.missed, checked: rule.checked })}
        </dd>
      </div>
    </dl>
  )
}

/** The precision of each month; the table beside says the same. */
function PrecisionChart({ rule: { months }, title }: { rule: Rule; title: string }) {
  const { t } = useTranslation()
  const name = t('trackRecord.precision')
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: months.map(({ month }) => month) },
      yAxis: {
        ...{ type: 'value', min: 0, max: 100, name: `${name} %`, nameTextStyle: { align: 'left' } },
        splitLine: { lineStyle: { opacity: 0.25 } },
      },
      series: [
        {
          ...{ type: 'bar', name, barMaxWidth: 40 },
          itemStyle: { color: AMBER, borderRadius: [3, 3, 0, 0] },
          data: months.map(({ precision }) =>
            precision === null ? null : Math.round(precision * 100),
          ),
        },
      ],
    }),
    [months, name],
  )
  return (
    <Suspense fallback={<div style={{ height: 240 }} />}>
      <Chart option={option} label={t('trackRecord.chart', { rule: title })} height={240} />
    </Suspense>
  )
}

const COUNTS = ['right', 'wrong', 'unclear', 'missed'] as const

function RecordTable({
  label,
  head,
  rows,
}: {
  label: string
  head: string
  rows: readonly { key: string; head: ReactNode; figures: Figures }[]
}) {
  const { t } = useTranslation()
  const percent = usePercent()
  return (
    <Scroll label={label}>
      <table className="plain">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {COUNTS.map((count) => (
              <th key={count} scope="col" className="number">
                {t(`trackRecord.${count}`)}
              </th>
            ))}
            <th scope="col" className="number">
              {t('trackRecord.precision')}
            </th>
            <th scope="col" className="number">
              {t('trackRecord.recall')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, head, figures }) => (
            <tr key={key}>
              <th scope="row">{head}</th>
              {COUNTS.map((count) => (
                <td key={count} className="number">
                  {figures[count]}
                </td>
              ))}
              <td className="number">{percent(figures.precision)}</td>
              <td className="number">{percent(figures.recall)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
