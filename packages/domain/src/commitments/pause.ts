import { shanghaiDate } from '../calendar-day.ts'
import { deadlineOf, type Period } from './period.ts'
import { type Deadline, lastDayOf, type WorkingCalendar } from './working-calendar.ts'

/**
 * Reasons for a pause (暂停原因) and on whose side they are. Whether a pause stops a clock is the rule's
 * to say: the text of 2011 knows none (trap 7).
 */
export const PAUSE_REASONS = {
  'customer-materials': 'customer',
  'customer-works': 'customer',
  'customer-payment': 'customer',
  'customer-absent': 'customer',
  'access-blocked': 'nature',
  'extreme-weather': 'nature',
} as const satisfies Record<string, 'customer' | 'nature'>
export type PauseReason = keyof typeof PAUSE_REASONS
export const PAUSE_REASON_NAMES = Object.keys(PAUSE_REASONS) as [PauseReason, ...PauseReason[]]

/** A pause that was ended, or that still lasts (`to` null). */
export interface Interval {
  from: Date
  to: Date | null
}

/**
 * The deadline of a period that stands still during the pauses; undefined while one lasts that began
 * before it was over. Minutes and hours move by the length of a pause. Of days, those after the day on
 * which it began up to the day on which it ended are not counted: the day of the pause counts, like
 * every day on which there was time to work, and going on is like a start, whose day is not counted.
 */
export function deadlineWithPauses(
  calendar: WorkingCalendar,
  start: Date,
  period: Period,
  pauses: readonly Interval[],
): Deadline | undefined {
  let { limit } = period
  let deadline = deadlineOf(calendar, start, period)
  for (const pause of merged(pauses)) {
    const from = pause.from > start ? pause.from : start
    if (pause.to && pause.to <= from) continue
    if (!beginsWithin(period, from, deadline.dueAt)) break
    if (!pause.to) return undefined
    limit += pausedUnits(calendar, period, { from, to: pause.to })
    deadline = deadlineOf(calendar, start, { ...period, limit })
  }
  return deadline
}

function beginsWithin({ unit }: Period, from: Date, dueAt: Date): boolean {
  const isByClock = unit === 'minute' || unit === 'hour'
  return isByClock ? from < dueAt : shanghaiDate(from) < lastDayOf(dueAt)
}

function pausedUnits(
  calendar: WorkingCalendar,
  { unit }: Period,
  { from, to }: { from: Date; to: Date },
): number {
  const ms = to.getTime() - from.getTime()
  switch (unit) {
    case 'minute':
      return ms / 60_000
    case 'hour':
      return ms / 3_600_000
    case 'day':
      return calendar.daysBetween(from, to)
    case 'working-day':
      return calendar.workingDaysBetween(from, to)
  }
}

/** Pauses in order of time, those that touch or overlap made one. */
function merged(pauses: readonly Interval[]): Interval[] {
  const result: Interval[] = []
  for (const pause of [...pauses].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = result.at(-1)
    if (!last || (last.to && pause.from > last.to)) result.push({ ...pause })
    else if (last.to && (!pause.to || pause.to > last.to)) last.to = pause.to
  }
  return result
}
