import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Scroll } from '../../shell/Scroll.tsx'
import { AMBER } from '../../theme.ts'

const Chart = lazy(() => import('../../charts/Chart.tsx'))

const HEIGHT = 300
const INK = '#5e5148'

interface Curve {
  accountNo: string
  series: readonly { month: string; kwh: number | null }[]
  thresholdKwh: number | null
  firstMonth: string
  lastMonth: string
}

/** A household's use by month with the line of the rule; a month that was not read is a gap. The table says the same. */
export function UseCurve(curve: Curve) {
  const { t } = useTranslation()
  const { series, thresholdKwh, accountNo } = curve
  const option = useOption(curve)
  if (series.length === 0) return <p className="soft">{t('signal.noReadings')}</p>
  return (
    <>
      <Suspense fallback={<div style={{ height: HEIGHT }} />}>
        <Chart
          option={option}
          label={t('signal.curveLabel', { account: accountNo })}
          height={HEIGHT}
        />
      </Suspense>
      <p className="soft small">
        {t('signal.curveNote')}
        {thresholdKwh !== null && ` ${t('signal.threshold', { kwh: thresholdKwh.toFixed(2) })}`}
      </p>
      <SeriesTable {...curve} />
    </>
  )
}

function useOption({ series, thresholdKwh, firstMonth, lastMonth }: Curve) {
  const { t } = useTranslation()
  const name = t('signal.kwh')
  return useMemo(() => {
    const months = series.map(({ month }) => month)
    const axisLabel = { color: INK, fontSize: 12 }
    const isFound = ({ month }: { month: string }) => month >= firstMonth && month <= lastMonth
    const lineOf = (data: (number | null)[], line: object) => ({
      ...{ type: 'line', data, connectNulls: false, ...line },
    })
    return {
      grid: { left: 8, right: 16, top: 28, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: months, axisLabel },
      yAxis: {
        ...{ type: 'value', name, nameTextStyle: { align: 'left' }, min: 0, axisLabel },
        splitLine: { lineStyle: { opacity: 0.25 } },
      },
      series: [
        lineOf(
          series.map(({ kwh }) => kwh),
          { name, symbolSize: 6, itemStyle: { color: INK }, lineStyle: { color: INK } },
        ),
        // The months that the finding is about, drawn over the others.
        lineOf(
          series.map((point) => (isFound(point) ? point.kwh : null)),
          {
            name: t('signal.foundMonths'),
            symbolSize: 8,
            lineStyle: { color: AMBER, width: 3 },
            itemStyle: { color: AMBER },
            z: 3,
          },
        ),
        ...(thresholdKwh === null
          ? []
          : [
              lineOf(
                months.map(() => thresholdKwh),
                {
                  name: t('signal.threshold', { kwh: thresholdKwh.toFixed(2) }),
                  ...{ symbol: 'none', itemStyle: { color: '#a61b1b' } },
                  lineStyle: { color: '#a61b1b', type: 'dashed', width: 1.5 },
                },
              ),
            ]),
      ],
    }
  }, [series, thresholdKwh, firstMonth, lastMonth, name, t])
}

function SeriesTable({ series, firstMonth, lastMonth }: Curve) {
  const { t } = useTranslation()
  return (
    <Scroll label={t('signal.curve')} className="series">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('signal.month')}</th>
            <th scope="col" className="number">
              {t('signal.kwh')}
            </th>
          </tr>
        </thead>
        <tbody>
          {series.toReversed().map(({ month, kwh }) => (
            <tr key={month}>
              <th scope="row">
                {month}
                {month >= firstMonth && month <= lastMonth && (
                  <span className="mark-found" aria-hidden="true">
                    {' '}
                    ●
                  </span>
                )}
              </th>
              <td className="number">
                {kwh === null ? (
                  <span className="soft">{t('signal.notRead')}</span>
                ) : (
                  kwh.toFixed(2)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
