// Pieces of SQL that rules are put together from; a0 is the newest month.

/** The months of a state by age: the column that holds each, `-1` where no month was ever imported. */
export interface StateMonths {
  newest: string
  columns: readonly string[]
}

/** What of a rule is the same for all customers of a run. */
export interface Terms {
  ages: number
  newest: string
  floors: readonly number[]
}

/**
 * A month rule as SQL. `prefilter` is cheap, over the columns as they lie, and passes everything that is found
 * and little else; `exact` is the arithmetic of the domain's plain function, over `candidate` (a0 is the newest
 * month), and gives score, level, n0 … n4, from_age, to_age.
 */
export interface CompiledRule {
  prefilter: (column: (age: number) => string) => string
  exact: string
}

export const YEAR = 12

/** How many of a list of truths stand before the first that is none. */
export function leading(list: string): string {
  return `coalesce(nullif(list_position(${list}, false), 0) - 1, len(${list}))`
}

export function span(length: number, from = 0): number[] {
  return Array.from({ length }, (_, at) => from + at)
}

export function all(ages: readonly number[], holds: (age: number) => string): string {
  return ages.map(holds).join(' and ')
}

/** Whether a month's use counts as nothing. Equality, as DuckDB judges a range of one number three times as slowly. */
export function isNothing(name: string, floor = 0): string {
  return floor === 0 ? `${name} = 0` : `${name} between 0 and ${floor}`
}

/** A bit for each month that holds, the newest the lowest: masks, as products and sums are checked for overflow. */
export function bitsOf(ages: readonly number[], holds: (age: number) => string): string {
  return `(${ages.map((age) => `(-(${holds(age)})::integer & ${2 ** age})`).join(' | ')})`
}

/** How many bits are set. */
export function countOf(bits: string): string {
  return `bit_count(${bits})::bigint`
}

export function listOf(ages: readonly number[], item: (age: number) => string): string {
  return `[${ages.map(item).join(', ')}]`
}
