import {
  type ClockRule,
  type Edition,
  isClock,
  ruleFor,
  type Selector,
} from '../commitments/edition.ts'
import {
  deadlineWithPauses,
  type Interval,
  PAUSE_REASONS,
  type PauseReason,
} from '../commitments/pause.ts'
import type { Period } from '../commitments/period.ts'
import type { WorkingCalendar } from '../commitments/working-calendar.ts'
import { type Process, turnOf } from './process.ts'

export interface StepTaken {
  step: string
  at: Date
}

export interface Pause extends Interval {
  reason: PauseReason
}

/** What happened in one round of a request, as far as clocks follow from it. */
export interface CaseFacts extends Selector {
  process: Process
  /** The acceptance, or the reopening in a second round. */
  beganAt: Date
  /** Steps that count: the last one of each name, no attempts. */
  steps: readonly StepTaken[]
  pauses: readonly Pause[]
}

/**
 * Kept (兑现), broken (未兑现), open (在办), or measured (计入平均): under a rule whose statistic is an average no
 * single case keeps or breaks it (trap 10).
 */
export type ClockVerdict = 'kept' | 'broken' | 'open' | 'measured'

/** One clock (时钟) that a rule put on a case. */
export interface Clock {
  row: string
  period: Period
  statistic: ClockRule['statistic']
  startedAt: Date
  /** Null while a pause lasts. */
  dueAt: Date | null
  /** When 80 % of the time is over. */
  warnAt: Date | null
  /** The pauses that moved the deadline. */
  pauses: readonly Interval[]
  isProvisional: boolean
  /** Area or class was missing, so that the strictest limit binds (trap 2). */
  isAssumed: boolean
  stoppedAt: Date | null
  verdict: ClockVerdict
}

const WARN_SHARE = 0.8

/**
 * The clocks of a case by the edition that binds it: a pure judgement from what happened. A clock runs
 * once all that starts it has happened, from the later one (trap 3). Asking again (催办), transfer and
 * reclassification are no facts here, and so can move nothing (traps 8, 9). As of `asOf`, an open clock
 * that is past its deadline is broken.
 */
export function clocksOf(
  edition: Edition,
  facts: CaseFacts,
  calendar: WorkingCalendar,
  asOf: Date,
): Clock[] {
  const happened = new Map(facts.steps.map(({ step, at }) => [step, at]))
  happened.set(facts.process.begins, facts.beganAt)
  const clocks: Clock[] = []
  for (const rows of promisesOf(edition)) {
    const found = ruleFor(rows, facts)
    if (!found) continue
    const starts = found.rule.start.map((name) => happened.get(name))
    if (!starts.every((at) => at !== undefined)) continue
    const startedAt = new Date(Math.max(...starts.map((at) => at.getTime())))
    const stoppedAt = happened.get(found.rule.stop) ?? null
    const pauses = pausesFor(found.rule, facts)
    clocks.push({
      ...timesOf(calendar, found.rule, { startedAt, stoppedAt, pauses, asOf }),
      row: found.rule.row,
      isAssumed: found.isAssumed,
    })
  }
  return clocks
}

/** A clock by its own frozen limit: the way in which it is judged first and evaluated again later. */
export function timesOf(
  calendar: WorkingCalendar,
  rule: Period & Pick<ClockRule, 'statistic'>,
  at: { startedAt: Date; stoppedAt: Date | null; pauses: readonly Interval[]; asOf: Date },
): Omit<Clock, 'row' | 'isAssumed'> {
  const { startedAt, stoppedAt, asOf } = at
  // A pause that outlasts the clock ends with it.
  const pauses = at.pauses.map(({ from, to }) => ({ from, to: to ?? stoppedAt }))
  const period = { limit: rule.limit, unit: rule.unit }
  const deadline = deadlineWithPauses(calendar, startedAt, period, pauses)
  const dueAt = deadline?.dueAt ?? null
  const isOver = dueAt !== null && (stoppedAt ?? asOf) > dueAt
  return {
    period,
    statistic: rule.statistic,
    startedAt,
    dueAt,
    warnAt:
      dueAt && new Date(startedAt.getTime() + WARN_SHARE * (dueAt.getTime() - startedAt.getTime())),
    pauses,
    isProvisional: deadline?.isProvisional ?? false,
    stoppedAt,
    verdict: verdictOf(rule.statistic, stoppedAt !== null, isOver),
  }
}

function verdictOf(statistic: ClockRule['statistic'], isStopped: boolean, isOver: boolean) {
  if (statistic === 'average') return isStopped ? 'measured' : 'open'
  if (isOver) return 'broken'
  return isStopped ? 'kept' : 'open'
}

const promises = new WeakMap<Edition, ClockRule[][]>()

/** The clock rows of an edition, those of one promise together: they differ by area or class alone. */
function promisesOf(edition: Edition): ClockRule[][] {
  const known = promises.get(edition)
  if (known) return known
  const groups = new Map<string, ClockRule[]>()
  for (const rule of edition.rules.filter(isClock)) {
    if (rule.kind !== 'clock') continue
    const key = [rule.item, rule.stop, ...rule.start].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), rule])
  }
  promises.set(edition, [...groups.values()])
  return [...groups.values()]
}

/** Whether a clock that could run on such a process counts days, so that its calendar has to be known. */
export function countsDays(edition: Edition, process: Process): boolean {
  const names = new Set([process.begins, ...process.steps.map(({ step }) => step)])
  return promisesOf(edition)
    .flat()
    .some(
      ({ start, unit }) =>
        (unit === 'day' || unit === 'working-day') && start.every((name) => names.has(name)),
    )
}

function pausesFor(rule: ClockRule, facts: CaseFacts): Interval[] {
  const isCustomers = ({ reason }: Pause) => PAUSE_REASONS[reason] === 'customer'
  const stops = (pause: Pause) =>
    rule.pauses?.includes(pause.reason) || (rule.countsUtilityStepsOnly && isCustomers(pause))
  const listed = facts.pauses.filter(stops).map(({ from, to }) => ({ from, to }))
  return rule.countsUtilityStepsOnly ? [...listed, ...customersTurns(facts)] : listed
}

/** The times at which nothing but a step of the customer was awaited (客户侧时间). */
export function customersTurns({
  process,
  steps,
}: Pick<CaseFacts, 'process' | 'steps'>): Interval[] {
  const turns: Interval[] = []
  const done = new Set<string>()
  let from: Date | null = null
  const inOrder = steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  for (const { step, at } of inOrder) {
    done.add(step)
    const isCustomers = turnOf(process, done) === 'customer'
    if (isCustomers && !from) from = at
    if (!isCustomers && from) {
      turns.push({ from, to: at })
      from = null
    }
  }
  if (from) turns.push({ from, to: null })
  return turns
}

/** The three times of a new supply that are kept apart (业扩三个时钟), in minutes; open ones run until `asOf`. */
export function elapsedOf(facts: CaseFacts, endedAt: Date | null, asOf: Date) {
  const end = endedAt ?? asOf
  const minutes = (ms: number) => Math.max(0, Math.round(ms / 60_000))
  const whole = end.getTime() - facts.beganAt.getTime()
  const customers = customersTurns(facts).reduce(
    (sum, { from, to }) => sum + ((to ?? end).getTime() - from.getTime()),
    0,
  )
  return { wholeMinutes: minutes(whole), utilityMinutes: minutes(whole - customers) }
}
