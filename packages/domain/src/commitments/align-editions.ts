import type { SupplyArea, SupplyClass } from './edition.ts'
import { PERIOD_MINUTES, type PeriodUnit } from './period.ts'

/** What of a rule is compared (对照). */
export interface ComparedRule {
  row: string
  item: string
  kind: string
  area?: SupplyArea | undefined
  class?: SupplyClass | undefined
  start?: readonly string[] | undefined
  stop?: string | undefined
  limit?: number | undefined
  unit?: PeriodUnit | undefined
  statistic?: string | undefined
  atLeast?: number | undefined
}

/** The same promise in two editions; one side is missing where an edition does not know it. */
export interface AlignedRule<R> {
  left: R | undefined
  right: R | undefined
  differs: boolean
}

const COMPARED = ['statistic', 'atLeast'] as const

/** Two hours are 120 minutes; a day is no 24 hours, because it ends at midnight. */
export function isSamePeriod(a: ComparedRule, b: ComparedRule): boolean {
  const isByClock = ({ unit }: ComparedRule) => unit === 'minute' || unit === 'hour'
  const minutes = ({ limit, unit }: ComparedRule) => limit && unit && limit * PERIOD_MINUTES[unit]
  return isByClock(a) && isByClock(b)
    ? minutes(a) === minutes(b)
    : a.limit === b.limit && a.unit === b.unit
}

/**
 * Two editions side by side (版本对照). Clocks are the same promise when they start and stop with the same
 * and bind the same customers, whatever their item is numbered; what is no clock is taken in its order
 * within its item and kind.
 */
export function alignEditions<R extends ComparedRule>(
  left: readonly R[],
  right: readonly R[],
): AlignedRule<R>[] {
  const others = keyed(right)
  const rows = [...keyed(left)].map(([key, rule]) => {
    const other = others.get(key)
    others.delete(key)
    const differs =
      !other || !isSamePeriod(rule, other) || COMPARED.some((field) => rule[field] !== other[field])
    return { left: rule, right: other, differs }
  })
  return [
    ...rows,
    ...[...others.values()].map((rule) => ({ left: undefined, right: rule, differs: true })),
  ]
}

function keyed<R extends ComparedRule>(rules: readonly R[]): Map<string, R> {
  const counts = new Map<string, number>()
  return new Map(
    rules.map((rule) => {
      if (rule.stop) {
        const { kind, start = [], stop, area, class: supply } = rule
        return [[kind, ...[...start].sort(), stop, area, supply].join(' '), rule]
      }
      const place = `${rule.kind} ${rule.item}`
      const count = (counts.get(place) ?? 0) + 1
      counts.set(place, count)
      return [`${place} ${count}`, rule]
    }),
  )
}
