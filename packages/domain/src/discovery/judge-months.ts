import { judgeCameAlive, judgeCollapse, judgeGrowth, judgeStuck } from './judge-change.ts'
import { judgeLowUse, judgeSeason, judgeVacant } from './judge-low.ts'
import {
  type Check,
  type Draft,
  floorsOf,
  type Months,
  monthBefore,
  NOT_READ,
  readCount,
  type UseSeries,
} from './month-series.ts'
import { type DiscoveryEdition, type Finding, isDecimal, type MonthRule } from './rule.ts'

export interface Judgement {
  checks: readonly Check[]
  /** What was found; undefined when a check does not hold. */
  finding: Pick<Finding, 'score' | 'level' | 'numbers' | 'from' | 'to'> | undefined
}

/**
 * The verdict of one rule on one customer's months, step by step: what SQL does for all of them, done for one.
 * Of the register it knows the capacity alone, and nothing of the other rules (see `unless`).
 */
export function judgeMonths(
  rule: MonthRule,
  series: UseSeries,
  edition: Pick<DiscoveryEdition, 'dayFloorKwh' | 'newWithinMonths'>,
  capacityVa: number | null = null,
): Judgement {
  const months = { ...series, floors: floorsOf(series, edition.dayFloorKwh) }
  const draft = draftOf(rule, months, capacityVa)
  const checks = [...readingChecks(rule, series.use, edition.newWithinMonths), ...draft.checks]
  if (!checks.every(({ holds }) => holds)) return { checks, finding: undefined }
  return {
    checks,
    finding: {
      score: draft.score,
      level: null,
      numbers: shown(draft.numbers),
      from: monthBefore(series.newest, draft.fromAge),
      to: monthBefore(series.newest, draft.toAge),
    },
  }
}

function draftOf(rule: MonthRule, months: Months, capacityVa: number | null): Draft {
  switch (rule.kind) {
    case 'low-use':
      return judgeLowUse(rule, months)
    case 'vacant':
      return judgeVacant(rule, months)
    case 'season':
      return judgeSeason(rule, months)
    case 'collapse':
      return judgeCollapse(rule, months)
    case 'stuck':
      return judgeStuck(rule, months)
    case 'growth':
      return judgeGrowth(rule, months, capacityVa)
    case 'came-alive':
      return judgeCameAlive(rule, months)
  }
}

/** Enough was read since the first reading, and that is not too short ago (新装). */
function readingChecks(
  { minReadPercent }: MonthRule,
  use: readonly number[],
  newWithinMonths: number,
): Check[] {
  const span = use.findLastIndex((value) => value !== NOT_READ) + 1
  const reads = readCount(use)
  return [
    {
      name: 'read often enough',
      arithmetic: `${reads} of ${span} months since the first reading × 100 ≥ ${minReadPercent} × ${span}`,
      holds: reads * 100 >= minReadPercent * span,
    },
    {
      name: 'not new',
      arithmetic: `${span} months since the first reading ≥ ${newWithinMonths}`,
      holds: span >= newWithinMonths,
    },
  ]
}

/** Numbers as they are shown: energies in kWh, the rest as they are. */
export function shown(numbers: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, isDecimal(name) ? value / 100 : value]),
  )
}
