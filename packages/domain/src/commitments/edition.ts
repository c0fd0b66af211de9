import type { PlainDate } from '../calendar-day.ts'
import type { PauseReason } from './pause.ts'
import { PERIOD_MINUTES, type Period } from './period.ts'

/**
 * What kind of promise a row is. `clock`: something follows within a period. `reverse-clock`: notice
 * comes a period before. `indicator`: a statistic over a period (指标). `disclosure`: must be published
 * (公开). `conduct`: a rule of behaviour, counted by violations (行为).
 */
export const RULE_KINDS = ['clock', 'reverse-clock', 'indicator', 'disclosure', 'conduct'] as const
export type RuleKind = (typeof RULE_KINDS)[number]

/** Supply area (城乡类别): selects how soon a crew arrives. */
export const SUPPLY_AREAS = ['urban', 'rural', 'remote'] as const
export type SupplyArea = (typeof SUPPLY_AREAS)[number]

/** Kinds of supply (客户类别) that limits tell apart. */
export const SUPPLY_CLASSES = [
  'resident',
  'non-resident',
  'low-voltage',
  'high-voltage-single',
  'high-voltage-dual',
] as const
export type SupplyClass = (typeof SUPPLY_CLASSES)[number]

/** `maximum`: each case within the limit. `average`: the mean of a period within it (trap 10). */
export type Statistic = 'maximum' | 'average'

/** What every row of an edition has. */
interface RuleFrame {
  /** Names the row within its edition, e.g. `2-urban`. */
  row: string
  /** The item of the published text, e.g. `2`. */
  item: string
  title: string
  titleEn: string
  /** Where the figure was found. */
  source: string
}

/** A period that begins with an event of a case and ends with another. */
export interface ClockRule extends RuleFrame {
  kind: 'clock' | 'reverse-clock'
  area?: SupplyArea | undefined
  class?: SupplyClass | undefined
  /** All must have happened; the later one starts the clock (trap 3). */
  start: readonly string[]
  stop: string
  limit: number
  unit: Period['unit']
  statistic: Statistic
  /** Whether the customer's own steps stand outside of the period (客户侧时间不计). */
  countsUtilityStepsOnly?: boolean | undefined
  /** Reasons for which the clock stands still. None: the promise knows no pause (trap 7). */
  pauses?: readonly PauseReason[] | undefined
  remedy?: string | undefined
}

/** A row that is no clock, and is never shown as one. */
export interface OtherRule extends RuleFrame {
  kind: 'indicator' | 'disclosure' | 'conduct'
  /** For an indicator: the figure to reach. None: each province publishes its own (trap 25). */
  atLeast?: number | undefined
  percentOf?: string | undefined
}

export type Rule = ClockRule | OtherRule

/** A dated edition (版本) of public promises. It is never changed; what changes is a new edition. */
export interface Edition {
  edition: string
  /** Editions of one series follow one another, e.g. the ten commitments. */
  series: string
  name: string
  nameEn: string
  issuer: string
  issuerEn: string
  validFrom: PlainDate
  /** What is not known about this edition, in words. */
  note: string
  noteEn: string
  rules: readonly Rule[]
}

export function isClock(rule: Rule): rule is ClockRule {
  return rule.kind === 'clock' || rule.kind === 'reverse-clock'
}

/**
 * The edition of a series in force on the day a case was accepted (受理之日), whatever day it is now
 * (trap 1); undefined before the first.
 */
export function editionOn(
  editions: readonly Edition[],
  series: string,
  acceptedOn: PlainDate,
): Edition | undefined {
  return editions
    .filter((edition) => edition.series === series && edition.validFrom <= acceptedOn)
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
}

/** What selects one of the rows of an item. */
export interface Selector {
  area?: SupplyArea | undefined
  class?: SupplyClass | undefined
}

/**
 * The row of an item that binds a case. Where the case does not say its area or class, the strictest
 * row binds, and `isAssumed` says so: missing data never makes a promise easier (trap 2).
 */
export function ruleFor(
  rows: readonly ClockRule[],
  selector: Selector,
): { rule: ClockRule; isAssumed: boolean } | undefined {
  const fitting = rows.filter(
    (row) =>
      fits(row.area, selector.area) &&
      (fits(row.class, selector.class) ||
        (row.class === 'non-resident' && selector.class !== 'resident')),
  )
  const [first, ...others] = fitting
  if (!first) return undefined
  return { rule: others.reduce(stricterOf, first), isAssumed: others.length > 0 }
}

function fits<T>(wanted: T | undefined, given: T | undefined): boolean {
  return wanted === undefined || given === undefined || wanted === given
}

/** A forward clock is stricter when shorter, a notice when longer. */
function stricterOf(a: ClockRule, b: ClockRule): ClockRule {
  const isShorter = b.limit * PERIOD_MINUTES[b.unit] < a.limit * PERIOD_MINUTES[a.unit]
  return isShorter === (a.kind === 'clock') ? b : a
}
