import { hundredths } from './rule.ts'

/** Means that a month or a day was not read (未抄): never nothing, never low. */
export const NOT_READ = -1

/** The use of one customer by the month, or by the day, in hundredths of a kWh. */
export interface UseSeries {
  /** The newest month `2011-10` or day `2011-10-15`. */
  newest: string
  /** By age: the newest first. */
  use: readonly number[]
}

/** The month so many months before one, as `2011-10`. */
export function monthBefore(month: string, months: number): string {
  const [year = 0, of = 0] = month.split('-').map(Number)
  const count = year * 12 + of - 1 - months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
}

export function daysIn(month: string): number {
  const [year = 0, of = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, of, 0)).getUTCDate()
}

/** What counts as nothing in each month, by age. */
export function floorsOf({ newest, use }: UseSeries, dayFloorKwh: number): number[] {
  return use.map((_, age) => hundredths(dayFloorKwh) * daysIn(monthBefore(newest, age)))
}

/** Twice the median, so that it stays an integer; 0 of none. */
export function twiceMedian(values: readonly number[]): number {
  const sorted = values.filter((value) => value !== NOT_READ).sort((a, b) => a - b)
  const { length } = sorted
  if (length === 0) return 0
  return (sorted[Math.ceil(length / 2) - 1] ?? 0) + (sorted[Math.floor(length / 2)] ?? 0)
}

export function readCount(values: readonly number[]): number {
  return values.filter((value) => value !== NOT_READ).length
}

/** How many of the values stand before the first that does not pass. */
export function leading<T>(values: readonly T[], passes: (value: T) => boolean): number {
  const end = values.findIndex((value) => !passes(value))
  return end === -1 ? values.length : end
}

/** A customer's months with what counts as nothing in each. */
export interface Months extends UseSeries {
  floors: readonly number[]
}

/** One step of the arithmetic, in figures that anybody can compute again. */
export interface Check {
  name: string
  arithmetic: string
  holds: boolean
}

/** What a rule comes to for one customer: its steps, and the finding that there is when all of them hold. */
export interface Draft {
  checks: Check[]
  score: number
  /** Energies in hundredths. */
  numbers: Record<string, number>
  fromAge: number
  toAge: number
}

/** An energy in words. */
export function kwh(inHundredths: number): string {
  return inHundredths === NOT_READ ? 'not read' : (inHundredths / 100).toFixed(2)
}
