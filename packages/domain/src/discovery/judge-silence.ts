import { addDays, type PlainDate } from '../calendar-day.ts'
import { type Judgement, shown } from './judge-months.ts'
import { kwh, leading, NOT_READ, readCount, twiceMedian, type UseSeries } from './month-series.ts'
import { hundredths, type SilenceRule } from './rule.ts'

/**
 * 独居静默: of somebody who lives alone, the newest days that were read, each far below the days before. Yellow
 * after some, red after more; green is no finding. Days that were not read are left out, and never silent.
 */
export function judgeSilence(rule: SilenceRule, { newest, use }: UseSeries): Judgement {
  const history = use.slice(rule.redDays, rule.redDays + rule.historyDays)
  const twice = twiceMedian(history)
  const read = use.flatMap((value, age) => (value === NOT_READ ? [] : [age]))
  const isSilent = (age: number) => (use[age] ?? 0) * 200 < rule.silentPercent * twice
  const silent = read.slice(0, leading(read, isSilent))
  const highest = Math.max(0, ...silent.map((age) => use[age] ?? 0))
  const span = use.findLastIndex((value) => value !== NOT_READ) + 1
  const days = silent.length
  const checks = [
    {
      name: 'read often enough',
      arithmetic: `${read.length} of ${span} days since the first reading × 100 ≥ ${rule.minReadPercent} × ${span}`,
      holds: read.length * 100 >= rule.minReadPercent * span,
    },
    {
      name: 'history',
      arithmetic: `${readCount(history)} of ${rule.historyDays} days before read ≥ ${rule.minHistory}; twice their median ${kwh(twice)} ≥ 2 × ${rule.historyKwh.toFixed(2)}`,
      holds: readCount(history) >= rule.minHistory && twice >= 2 * hundredths(rule.historyKwh),
    },
    {
      name: 'silent',
      arithmetic: `newest read days under ${rule.silentPercent} % of the median: ${days} ≥ ${rule.yellowDays} (red from ${rule.redDays})`,
      holds: days >= rule.yellowDays,
    },
  ]
  if (!checks.every(({ holds }) => holds)) return { checks, finding: undefined }
  const dayOf = (age = 0) => addDays(newest as PlainDate, -age)
  return {
    checks,
    finding: {
      // Red is before all else in a queue: somebody may be lying there.
      score: Math.min(1000, Math.floor((days * 1000) / rule.redDays)),
      level: days >= rule.redDays ? 'red' : 'yellow',
      numbers: shown({ days, highestKwh: highest, medianKwh: Math.floor(twice / 2) }),
      from: dayOf(silent.at(-1)),
      to: dayOf(silent[0]),
    },
  }
}
