import { deadlineOf, noticeBy, type Period } from './period.ts'
import type { WorkingCalendar } from './working-calendar.ts'

/** Kept (兑现), broken (未兑现), or still open (在办). */
export type CaseVerdict = 'kept' | 'broken' | 'open'

/** A time as a source tells it: exact when both are the same, otherwise somewhere between them. */
export interface Moment {
  earliest: Date
  latest: Date
}

/**
 * The verdict on what had to be done by a deadline, or `undecided` when the times are too coarse to
 * tell: kept and broken are said only when every time that the source allows gives the same answer.
 * `asOf`: what is past its deadline by then and was not done is broken; without it, it is open.
 */
export function judgeByDeadline(judged: {
  due: Moment
  done: Moment | undefined
  asOf?: Date | undefined
}): CaseVerdict | 'undecided' {
  const { due, done, asOf } = judged
  if (!done) {
    if (!asOf || asOf <= due.earliest) return 'open'
    return asOf > due.latest ? 'broken' : 'undecided'
  }
  if (done.latest <= due.earliest) return 'kept'
  return done.earliest > due.latest ? 'broken' : 'undecided'
}

/** By when something had to follow that began at `start`. */
export function dueAfter(calendar: WorkingCalendar, start: Moment, period: Period): Moment {
  return {
    earliest: deadlineOf(calendar, start.earliest, period).dueAt,
    latest: deadlineOf(calendar, start.latest, period).dueAt,
  }
}

/** By when notice had to be given of something that begins at `begins`. */
export function dueBefore(begins: Moment, period: Period): Moment {
  return {
    earliest: noticeBy(begins.earliest, period),
    latest: noticeBy(begins.latest, period),
  }
}
