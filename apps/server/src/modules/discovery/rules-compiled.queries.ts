import {
  type DiscoveryEdition,
  daysIn,
  hundredths,
  type MonthRule,
  monthBefore,
} from '@nuandeng/domain'
import { type CompiledRule, type StateMonths, YEAR } from './rule-sql.queries.ts'
import { cameAlive, collapse, growth, stuck } from './rules-change.queries.ts'
import { lowUse, season, vacant } from './rules-low.queries.ts'

export function compileRule(
  rule: MonthRule,
  { dayFloorKwh }: DiscoveryEdition,
  { newest, columns }: StateMonths,
): CompiledRule {
  const floors = columns.map((_, age) => hundredths(dayFloorKwh) * daysIn(monthBefore(newest, age)))
  const terms = { ages: columns.length, newest, floors }
  switch (rule.kind) {
    case 'low-use':
      return lowUse(rule, terms)
    case 'vacant':
      return vacant(rule, terms)
    case 'season':
      return season(rule)
    case 'collapse':
      return collapse(rule)
    case 'stuck':
      return stuck(rule, terms)
    case 'growth':
      return growth(rule, terms)
    case 'came-alive':
      return cameAlive(rule, terms)
  }
}

/** How far back a rule must be able to look, at the least. */
export function monthsNeeded(rule: MonthRule): number {
  switch (rule.kind) {
    case 'low-use':
    case 'vacant':
      return rule.months
    case 'season':
      return 2 * YEAR
    case 'collapse':
    case 'growth':
      return YEAR + rule.months
    case 'stuck':
      return rule.months + rule.minHistory
    case 'came-alive':
      return rule.months + rule.quietMonths
  }
}
