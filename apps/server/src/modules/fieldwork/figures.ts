import { type DayTotals, NO_TOTALS } from '@nuandeng/domain'

const NAMES = Object.keys(NO_TOTALS) as (keyof DayTotals)[]

/** The figures of a row that holds more than figures. */
export function figuresOf(row: DayTotals): DayTotals {
  const figures = { ...NO_TOTALS }
  for (const name of NAMES) figures[name] = row[name]
  return figures
}

/** The sum of rows, figure by figure. Distinct figures may be added: each subject counts in one unit only. */
export function sumOf(rows: readonly DayTotals[]): DayTotals {
  const sum = { ...NO_TOTALS }
  for (const row of rows) for (const name of NAMES) sum[name] += row[name]
  return sum
}
