import { daysFrom, type WorkingCalendar } from '@nuandeng/domain'
import type { Db } from '../../platform/db.ts'
import { type ClosedDays, listClosuresAt } from './closure.queries.ts'
import { workingCalendar } from './working-calendar.ts'

const CACHED = 200
const calendars = new Map<string, WorkingCalendar>()

/** The working-day calendar of a unit: the State Council's notices, and the closures there and above. */
export async function calendarAt(db: Db, path: string): Promise<WorkingCalendar> {
  return calendarWith(await listClosuresAt(db, path))
}

/** A calendar is a table over sixty years, so that each set of closures has its own made once. */
function calendarWith(closures: readonly ClosedDays[]): WorkingCalendar {
  const key = closures.map(({ firstOn, lastOn }) => `${firstOn}~${lastOn}`).join(' ')
  const known = calendars.get(key)
  if (known) return known
  if (calendars.size >= CACHED) calendars.clear()
  const days = closures.flatMap(({ firstOn, lastOn }) => daysFrom(firstOn, lastOn))
  const made = workingCalendar(days)
  calendars.set(key, made)
  return made
}
