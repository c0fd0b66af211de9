import { type PlainDate, WorkingCalendar } from '@nuandeng/domain'
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }

const KNOWN_FROM = '2007-01-01' as PlainDate
/**
 * The notice of a year has moved days of the December before it, from the 29th on (2007-12-29 and
 * 2011-12-31 were worked by the notices of 2008 and 2012): these are open until that notice is out.
 */
const LAST_SETTLED = '12-28'

/** The last year whose notice the program brings along. */
export const LAST_KNOWN_YEAR = Math.max(
  ...Object.keys(published.holidays).map((day) => Number(day.slice(0, 4))),
)

/** A yearly notice (放假安排) that an installation added. */
export interface AddedNotice {
  year: number
  daysOff: readonly string[]
  makeUpDays: readonly string[]
}

/** The last day that no later notice can change. */
export function knownTo(added: readonly AddedNotice[] = []): PlainDate {
  const lastYear = Math.max(LAST_KNOWN_YEAR, ...added.map(({ year }) => year))
  return `${lastYear}-${LAST_SETTLED}` as PlainDate
}

/** The calendar by the State Council's notices, with local closures (停业) on top. */
export function workingCalendar(
  closures: Iterable<string> = [],
  added: readonly AddedNotice[] = [],
): WorkingCalendar {
  const daysOff = [...Object.keys(published.holidays), ...added.flatMap((notice) => notice.daysOff)]
  const makeUpDays = [
    ...Object.keys(published.workdays),
    ...added.flatMap((notice) => notice.makeUpDays),
  ]
  const notices = { daysOff, makeUpDays, knownFrom: KNOWN_FROM, knownTo: knownTo(added) }
  return new WorkingCalendar(notices, closures)
}

/** The days of a year that are not what their weekday says, by the notices. */
export function specialDays(year: number, added: readonly AddedNotice[]) {
  const ofYear = (days: readonly string[]) =>
    days.filter((day) => day.startsWith(`${year}-`)).sort() as PlainDate[]
  return {
    daysOff: ofYear([
      ...Object.keys(published.holidays),
      ...added.flatMap((notice) => notice.daysOff),
    ]),
    makeUpDays: ofYear([
      ...Object.keys(published.workdays),
      ...added.flatMap((notice) => notice.makeUpDays),
    ]),
  }
}
