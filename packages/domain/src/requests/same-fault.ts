import type { ClockRule } from '../commitments/edition.ts'
import type { Clock } from './case-clocks.ts'

/** A clock with the row of its edition that set it up. */
export interface RuledClock extends Clock {
  rule: ClockRule
}

/** Whether two rows of different texts are about one thing (同一事项): begun and ended by the same. What breaks both is one fault. */
export const isSameFault = (one: ClockRule, other: ClockRule): boolean =>
  one.stop === other.stop &&
  one.start.length === other.start.length &&
  one.start.every((name) => other.start.includes(name))

/**
 * Whether a limit of the regulatory floor may break while the promises are kept: unless one of them is about the same
 * thing and falls due no later. An average breaks by no single case, and one that is paused has no deadline.
 */
export function mayBreakAlone(floor: RuledClock, promises: readonly RuledClock[]): boolean {
  const { dueAt } = floor
  return !promises.some(
    (promise) =>
      isSameFault(promise.rule, floor.rule) &&
      promise.statistic === 'maximum' &&
      promise.dueAt !== null &&
      dueAt !== null &&
      promise.dueAt <= dueAt,
  )
}
