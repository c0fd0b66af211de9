import type { getReadingCoverageRoute, ReplyOf } from '@nuandeng/contract'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { AMBER } from '../../theme.ts'
import './metering.css'

const Chart = lazy(() => import('../../charts/Chart.tsx'))

type Data = ReplyOf<typeof getReadingCoverageRoute>
type Month = Data['months'][number]

const HEIGHT = 320
const INK = '#5e5148'
/** Months that stand side by side for the units below. */
const SIDE_BY_SIDE = 6

const percentOf = ({ customers, covered }: Month) =>
  customers === 0 ? 0 : Math.floor((covered * 1000) / customers) / 10
const shown = (month: Month) => `${percentOf(month)} %`
const nameOf = ({ month }: Month) => month.slice(0, 7)

/** How many customers were read (抄表覆盖率), drawn and in a table, and the same of the units below. */
export function Coverage({ data }: { data: Data }) {
  const { t } = useTranslation()
  if (data.months.length === 0) return <p className="card soft">{t('readings.noCoverage')}</p>
  return (
    <>
      <h2>{t('readings.coverageOf', { name: data.unit.name })}</h2>
      <div className="two even start">
        <div className="card">
          <CoverageChart months={data.months} />
        </div>
        <MonthTable months={data.months} />
      </div>
      {data.below.length > 0 && <UnitsBelow data={data} />}
    </>
  )
}

function CoverageChart({ months }: { months: readonly Month[] }) {
  const { t } = useTranslation()
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: months.map(nameOf), axisLabel: { color: INK } },
      yAxis: { type: 'value', min: 0, max: 100, axisLabel: { color: INK, formatter: '{value} %' } },
      series: [
        {
          type: 'bar',
          barMaxWidth: 36,
          itemStyle: { color: AMBER, borderRadius: [3, 3, 0, 0] },
          data: months.map(percentOf),
        },
      ],
    }),
    [months],
  )
  return (
    <Suspense fallback={<div style={{ height: HEIGHT }} />}>
      <Chart option={option} label={t('readings.coverageDrawn')} height={HEIGHT} />
    </Suspense>
  )
}

/** The newest month first: it is what one looks for. */
function MonthTable({ months }: { months: readonly Month[] }) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('readings.coverage')} className="card coverage-months">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('readings.month')}</th>
            <th scope="col" className="number">
              {t('readings.customers')}
            </th>
            <th scope="col" className="number">
              {t('readings.covered')}
            </th>
            <th scope="col" className="number">
              {t('readings.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map((month) => (
            <tr key={month.month}>
              <th scope="row">{nameOf(month)}</th>
              <td className="number">{formatNumber(month.customers)}</td>
              <td className="number">{formatNumber(month.covered)}</td>
              <td className="number">{shown(month)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function UnitsBelow({ data: { months, below } }: { data: Data }) {
  const { t } = useTranslation()
  const newest = months.slice(-SIDE_BY_SIDE).toReversed()
  return (
    <Scroll label={t('readings.below')} className="card">
      <h2>{t('readings.below')}</h2>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('readings.unit')}</th>
            {newest.map((month) => (
              <th scope="col" className="number" key={month.month}>
                {nameOf(month)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {below.map(({ unit, months: own }) => (
            <tr key={unit.unitId}>
              <th scope="row">
                <Link to="/readings" search={{ unitId: unit.unitId }}>
                  {unit.name}
                </Link>
              </th>
              {newest.map(({ month }) => {
                const found = own.find((other) => other.month === month)
                return (
                  <td className="number" key={month}>
                    {found ? shown(found) : '—'}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
