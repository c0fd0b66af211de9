import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { FONT } from '../theme.ts'

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer])

/** Draws what stands in the table beside it; `label` says what for those who cannot see it. */
export default function Chart({
  option,
  label,
  height,
}: {
  option: EChartsCoreOption
  label: string
  height: number
}) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!box.current) return
    const chart = init(box.current, undefined, { renderer: 'svg' })
    const watcher = new ResizeObserver(() => chart.resize())
    watcher.observe(box.current)
    chart.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option })
    return () => {
      watcher.disconnect()
      chart.dispose()
    }
  }, [option])
  // What is drawn must not hold its place wide when the window gets narrower.
  return <div ref={box} role="img" aria-label={label} style={{ height, contain: 'size' }} />
}
