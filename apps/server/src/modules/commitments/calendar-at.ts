import {
  countsDays,
  daysFrom,
  type Edition,
  isWithin,
  type Process,
  type WorkingCalendar,
} from '@nuandeng/domain'
import type { Db } from '../../platform/db.ts'
import {
  type ClosedDays,
  findCalendarParts,
  listAllClosures,
  listNotices,
} from './calendar.queries.ts'
import { type AddedNotice, workingCalendar } from './working-calendar.ts'

const CACHED = 200
const calendars = new Map<string, WorkingCalendar>()

/** The working-day calendar of a unit: the notices, and the closures there and above. */
export async function calendarAt(db: Db, path: string): Promise<WorkingCalendar> {
  const { closures, notices } = await findCalendarParts(db, path)
  return calendarWith(closures, notices)
}

/** The same, read only where a rule on such a process counts days: minutes and hours have no calendar. */
export async function calendarFor(
  db: Db,
  path: string,
  { editions, process }: { editions: readonly Edition[]; process: Process },
): Promise<WorkingCalendar> {
  return editions.some((edition) => countsDays(edition, process))
    ? calendarAt(db, path)
    : calendarWith([], [])
}

/** The calendars of all units, for computing many deadlines at once. */
export async function calendarsOf(db: Db): Promise<(path: string) => WorkingCalendar> {
  const closures = await listAllClosures(db)
  const notices = await listNotices(db)
  const byPath = new Map<string, WorkingCalendar>()
  return (path) => {
    const known = byPath.get(path)
    if (known) return known
    const held = closures.filter((closure) => isWithin(path, closure.unitPath))
    const made = calendarWith(held, notices)
    byPath.set(path, made)
    return made
  }
}

/** A calendar is a table over sixty years, so that each set of closures and notices has its own made once. */
function calendarWith(
  closures: readonly ClosedDays[],
  notices: readonly AddedNotice[],
): WorkingCalendar {
  const key = JSON.stringify([
    closures.map(({ firstOn, lastOn }) => [firstOn, lastOn]),
    notices.map(({ year, daysOff, makeUpDays }) => [year, daysOff, makeUpDays]),
  ])
  const known = calendars.get(key)
  if (known) return known
  if (calendars.size >= CACHED) calendars.clear()
  const days = closures.flatMap(({ firstOn, lastOn }) => daysFrom(firstOn, lastOn))
  const made = workingCalendar(days, notices)
  calendars.set(key, made)
  return made
}
