import type { Deadline, WorkingCalendar } from './working-calendar.ts'

/** Units (单位) in which commitments are limited. */
export const PERIOD_UNITS = ['minute', 'hour', 'day', 'working-day'] as const
export type PeriodUnit = (typeof PERIOD_UNITS)[number]

/** How long something may take, e.g. 7 working days. */
export interface Period {
  limit: number
  unit: PeriodUnit
}

/** How many minutes of the clock one of each unit has; of a working day, those of the day. */
export const PERIOD_MINUTES: Record<PeriodUnit, number> = {
  minute: 1,
  hour: 60,
  day: 1440,
  'working-day': 1440,
}

const MINUTE_MS = 60_000

/**
 * When a period that begins at `start` ends. Minutes and hours run from the event itself, day and
 * night; days and working days end at 24:00 in Asia/Shanghai. Source: 民法典 201, 203.
 */
export function deadlineOf(calendar: WorkingCalendar, start: Date, period: Period): Deadline {
  const { limit, unit } = period
  switch (unit) {
    case 'minute':
      return { dueAt: new Date(start.getTime() + limit * MINUTE_MS), isProvisional: false }
    case 'hour':
      return { dueAt: new Date(start.getTime() + limit * 60 * MINUTE_MS), isProvisional: false }
    case 'day':
      return calendar.afterDays(start, limit)
    case 'working-day':
      return calendar.afterWorkingDays(start, limit)
  }
}

/**
 * The latest instant at which something that must come first (提前) may happen: so many times 24
 * hours before `end`. Days of notice are full days: an outage on Saturday 8:00 is announced by the
 * Saturday before, 8:00.
 */
export function noticeBy(end: Date, period: Period): Date {
  const minutes = { minute: 1, hour: 60, day: 24 * 60 }
  if (period.unit === 'working-day') throw new Error('a notice is not counted in working days')
  return new Date(end.getTime() - period.limit * minutes[period.unit] * MINUTE_MS)
}
