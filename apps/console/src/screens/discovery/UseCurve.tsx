import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Scroll } from '../../shell/Scroll.tsx'
import { AMBER } from '../../theme.ts'

const Chart = lazy(() => import('../../charts/Chart.tsx'))

const HEIGHT = 300
const INK = '#5e5148'

interface Curve {
  accountNo: string
  by: 'month' | 'day'
  /** Months or days, oldest first. */
  points: readonly { at: string; kwh: number | null }[]
  thresholdKwh: number | null
  /** The first and the last of those that the finding is about. */
  first: string
  last: string
}

/**
 * A household's use by month or by day with the line of the rule; what was not read is a gap. The table says the same.
 */
export function UseCurve(curve: Curve) {
  const { t } = useTranslation()
  const { points, thresholdKwh, accountNo, by } = curve
  const option = useOption(curve)
  if (points.length === 0) return <p className="soft">{t('signal.noReadings')}</p>
  return (
    <>
      <Suspense fallback={<div style={{ height: HEIGHT }} />}>
        <Chart
          option={option}
          label={t(`useCurveLabel.${by}`, { account: accountNo })}
          height={HEIGHT}
        />
      </Suspense>
      <p className="soft small">
        {t('signal.curveNote')}
        {thresholdKwh !== null && ` ${t('signal.threshold', { kwh: thresholdKwh.toFixed(2) })}`}
      </p>
      <PointTable {...curve} />
    </>
  )
}

function useOption({ points, thresholdKwh, first, last, by }: Curve) {
  const { t } = useTranslation()
  const name = t('signal.kwh')
  return useMemo(() => {
    const axisLabel = { color: INK, fontSize: 12 }
    const isFound = ({ at }: { at: string }) => at >= first && at <= last
    const lineOf = (data: (number | null)[], line: object) => ({
      ...{ type: 'line', data, connectNulls: false, ...line },
    })
    return {
      grid: { left: 8, right: 16, top: 28, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: points.map(({ at }) => at), axisLabel },
      yAxis: {
        ...{ type: 'value', name, nameTextStyle: { align: 'left' }, min: 0, axisLabel },
        splitLine: { lineStyle: { opacity: 0.25 } },
      },
      series: [
        lineOf(
          points.map(({ kwh }) => kwh),
          { name, symbolSize: 6, itemStyle: { color: INK }, lineStyle: { color: INK } },
        ),
        // What the finding is about, drawn over the others.
        lineOf(
          points.map((point) => (isFound(point) ? point.kwh : null)),
          {
            name: t(`useFound.${by}`),
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
                points.map(() => thresholdKwh),
                {
                  name: t('signal.threshold', { kwh: thresholdKwh.toFixed(2) }),
                  ...{ symbol: 'none', itemStyle: { color: '#a61b1b' } },
                  lineStyle: { color: '#a61b1b', type: 'dashed', width: 1.5 },
                },
              ),
            ]),
      ],
    }
  }, [points, thresholdKwh, first, last, by, name, t])
}

function PointTable({ points, first, last, by }: Curve) {
  const { t } = useTranslation()
  return (
    <Scroll label={t(`useCurve.${by}`)} className="series">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t(`signal.${by}`)}</th>
            <th scope="col" className="number">
              {t('signal.kwh')}
            </th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ at, kwh }) => (
            <tr key={at}>
              <th scope="row">
                {at}
                {at >= first && at <= last && (
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
