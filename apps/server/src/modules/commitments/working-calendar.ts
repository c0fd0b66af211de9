import { type PlainDate, WorkingCalendar } from '@nuandeng/domain'
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }

const KNOWN_FROM = '2007-01-01' as PlainDate
/**
 * The notice of a year has moved days of the December before it, from the 29th on (2007-12-29 and
 * 2011-12-31 were worked by the notices of 2008 and 2012): these are open until that notice is out.
 */
const LAST_SETTLED = '12-28'

/** The calendar by the State Council's notices, with local closures (停业) on top. */
export function workingCalendar(closures: Iterable<string> = []): WorkingCalendar {
  const daysOff = Object.keys(published.holidays)
  const makeUpDays = Object.keys(published.workdays)
  const lastYear = Math.max(...daysOff.map((day) => Number(day.slice(0, 4))))
  const knownTo = `${lastYear}-${LAST_SETTLED}` as PlainDate
  return new WorkingCalendar({ daysOff, makeUpDays, knownFrom: KNOWN_FROM, knownTo }, closures)
}
