/** A calendar date (日期) in Asia/Shanghai as `YYYY-MM-DD`. */
export type PlainDate = string & { readonly __brand: 'PlainDate' }

const SHANGHAI_OFFSET_MS = 8 * 3_600_000

/** The calendar date in Asia/Shanghai (UTC+8, no daylight saving since 1991) of an instant. */
export function shanghaiDate(instant: Date): PlainDate {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10) as PlainDate
}

/** The hour of the day, 0-23, in Asia/Shanghai of an instant. */
export function shanghaiHour(instant: Date): number {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).getUTCHours()
}

/** An instant as people in China read it, `2011-10-15 08:30:00`. */
export function shanghaiTime(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ')
}

/** The date so many days later (or earlier, when negative). */
export function addDays(day: PlainDate, days: number): PlainDate {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10) as PlainDate
}

/** How many days from one date to another. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
