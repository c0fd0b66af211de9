import type { DayTotals } from '@nuandeng/domain'
import { lazy, Suspense, useMemo } from 'react'
import { AMBER } from '../theme.ts'

const Chart = lazy(() => import('./Chart.tsx'))

export type HourRow = { hour: number; totals: DayTotals }

/** The curve of a day: one measure by the hour it happened. */
export function HourChart({
  rows,
  measure,
  label,
  height,
  ink = '#5e5148',
  colour = AMBER,
  fontSize = 13,
}: {
  rows: readonly HourRow[]
  measure: keyof DayTotals
  label: string
  height: number
  ink?: string
  colour?: string
  fontSize?: number
}) {
  const option = useMemo(() => {
    const hours = rows.map(({ hour }) => hour)
    const from = Math.min(7, ...hours)
    const to = Math.max(18, ...hours)
    const axis = Array.from({ length: to - from + 1 }, (_, i) => from + i)
    return {
      grid: { left: 8, right: 8, top: 12, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: axis.map((hour) => `${hour}`),
        axisLabel: { color: ink, fontSize },
      },
      yAxis: {
        type: 'value',
        axisLabel: { color: ink, fontSize },
        splitNumber: 4,
        splitLine: { lineStyle: { opacity: 0.25 } },
      },
      series: [
        {
          type: 'bar',
          itemStyle: { color: colour, borderRadius: [3, 3, 0, 0] },
          data: axis.map((hour) => rows.find((row) => row.hour === hour)?.totals[measure] ?? 0),
        },
      ],
    }
  }, [rows, measure, ink, colour, fontSize])
  return (
    <Suspense fallback={<div style={{ height }} />}>
      <Chart option={option} label={label} height={height} />
    </Suspense>
  )
}
