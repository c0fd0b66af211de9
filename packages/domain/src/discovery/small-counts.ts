/** Counts of households below this are not told: with what neighbours know, they would name somebody. */
export const SMALLEST_COUNT = 5

/** A count as it may be told: itself, or that it is small ("<5"). Nought tells of nobody. */
export function toldCount(count: number): number | null {
  return count > 0 && count < SMALLEST_COUNT ? null : count
}

/** A sum that gives no small count away: each that is hidden counts as one of "at least" so many. */
export function toldSum(counts: readonly number[]): { count: number; isAtLeast: boolean } {
  const told = counts.map(toldCount)
  return {
    count: told.reduce<number>((sum, count) => sum + (count ?? 1), 0),
    isAtLeast: told.includes(null),
  }
}
