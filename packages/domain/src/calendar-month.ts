import type { PlainDate } from './calendar-day.ts'

/** The same day so many months later (or earlier); the last day of the month where there is no such day. */
export function addMonths(day: PlainDate, months: number): PlainDate {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return first.toISOString().slice(0, 10) as PlainDate
}
