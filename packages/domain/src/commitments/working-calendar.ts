import { addDays, daysBetween, type PlainDate, shanghaiDate } from '../calendar-day.ts'

/** What the yearly notices of the State Council say, and for which days they are known. */
export interface CalendarNotices {
  /** Days off that a notice names (法定节假日与调休放假). */
  daysOff: Iterable<string>
  /** Saturdays and Sundays that a notice makes working days (调休上班). */
  makeUpDays: Iterable<string>
  /** The first day for which notices are known. */
  knownFrom: PlainDate
  /** The last day that no later notice can change; past it a deadline is provisional. */
  knownTo: PlainDate
}

const DAY_MS = 86_400_000
const SHANGHAI_OFFSET_MS = 8 * 3_600_000
const FIRST_DAY = '2000-01-01' as PlainDate
const LAST_DAY = '2060-12-31' as PlainDate
const FIRST = Date.parse(`${FIRST_DAY}T00:00:00Z`) / DAY_MS
const DAYS = daysBetween(FIRST_DAY, LAST_DAY) + 1

/** Where a period ends. `isProvisional`: it counts days that a later notice may still change. */
export interface Deadline {
  dueAt: Date
  isProvisional: boolean
}

/**
 * The working-day calendar (工作日历) of mainland China in Asia/Shanghai. A day is worked if a notice
 * makes it a make-up day, off if a notice names it or a local closure holds it, and otherwise worked
 * from Monday to Friday. Every answer is one look into a table, whatever the length of the period.
 */
export class WorkingCalendar {
  /** How many working days there are up to and including a day. */
  readonly #worked = new Int32Array(DAYS)
  /** The day of the k-th working day, counted from 1. */
  readonly #dayOf: Int32Array
  readonly #knownFrom: number
  readonly #knownTo: number
  readonly knownTo: PlainDate

  constructor(notices: CalendarNotices, closures: Iterable<string> = []) {
    const makeUp = new Set(notices.makeUpDays)
    const off = new Set(notices.daysOff)
    const closed = new Set(closures)
    const dayOf: number[] = [-1]
    for (let day = 0; day < DAYS; day++) {
      const date = new Date((FIRST + day) * DAY_MS)
      const text = date.toISOString().slice(0, 10)
      const isWeekday = date.getUTCDay() % 6 !== 0
      const isWorked = !closed.has(text) && (makeUp.has(text) || (isWeekday && !off.has(text)))
      if (isWorked) dayOf.push(day)
      this.#worked[day] = dayOf.length - 1
    }
    this.#dayOf = Int32Array.from(dayOf)
    this.#knownFrom = indexOf(notices.knownFrom)
    this.#knownTo = indexOf(notices.knownTo)
    this.knownTo = notices.knownTo
  }

  isWorkingDay(day: PlainDate): boolean {
    return this.#isWorked(inRange(indexOf(day)))
  }

  /**
   * The end of a period of working days (工作日): the day of `start` in Asia/Shanghai is not counted,
   * and the period ends at 24:00 of the n-th working day after it. Source: 民法典 201, 203.
   */
  afterWorkingDays(start: Date, days: number): Deadline {
    const from = this.#indexOf(start)
    const due = this.#dayOf[(this.#worked[from] as number) + days]
    if (due === undefined) throw new RangeError(`the calendar ends on ${LAST_DAY}`)
    return this.#endOf(from, due)
  }

  /**
   * The end of a period of calendar days (日): counted like working days, but every day counts; when
   * the last one is a day off it ends with the next day that is not. Source: 民法典 201, 203.
   */
  afterDays(start: Date, days: number): Deadline {
    const from = this.#indexOf(start)
    let due = inRange(from + days)
    while (!this.#isWorked(due)) due = inRange(due + 1)
    return this.#endOf(from, due)
  }

  /** How many working days begin after the day of `start` and end by the day of `end`. */
  workingDaysBetween(start: Date, end: Date): number {
    return (
      (this.#worked[this.#indexOf(end)] as number) - (this.#worked[this.#indexOf(start)] as number)
    )
  }

  /** How many days begin after the day of `start` and end by the day of `end`. */
  daysBetween(start: Date, end: Date): number {
    return this.#indexOf(end) - this.#indexOf(start)
  }

  #isWorked(day: number): boolean {
    return this.#worked[day] !== (day === 0 ? 0 : this.#worked[day - 1])
  }

  #indexOf(instant: Date): number {
    return inRange(Math.floor((instant.getTime() + SHANGHAI_OFFSET_MS) / DAY_MS) - FIRST)
  }

  #endOf(from: number, due: number): Deadline {
    return {
      dueAt: new Date((FIRST + due + 1) * DAY_MS - SHANGHAI_OFFSET_MS),
      isProvisional: from < this.#knownFrom || due > this.#knownTo,
    }
  }
}

function indexOf(day: PlainDate): number {
  return daysBetween(FIRST_DAY, day)
}

function inRange(day: number): number {
  if (day >= 0 && day < DAYS) return day
  throw new RangeError(`the calendar reaches from ${FIRST_DAY} to ${LAST_DAY}`)
}

/** The last day on which a period that ends at `dueAt` still runs: 24:00 belongs to the day it ends. */
export function lastDayOf(dueAt: Date): PlainDate {
  return shanghaiDate(new Date(dueAt.getTime() - 1))
}

/** The days from one to another, both included. */
export function daysFrom(first: PlainDate, last: PlainDate): PlainDate[] {
  const days: PlainDate[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}
