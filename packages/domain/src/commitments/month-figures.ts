import type { Statistic } from './edition.ts'

/** Cases of one promise at one unit in one month. */
export interface CaseCounts {
  cases: number
  kept: number
  broken: number
  exempt: number
  open: number
  measured: number
}

/**
 * The share that was kept, in tenths of a percent, rounded down so that a broken case never shows as
 * 100 %; null when nothing was judged: no cases are no success.
 */
export function keptShare({ kept, broken }: Pick<CaseCounts, 'kept' | 'broken'>): number | null {
  return kept + broken === 0 ? null : Math.floor((kept * 1000) / (kept + broken)) / 10
}

/** Whether the mean of a month is within the limit; null for a maximum, and when nothing was measured. */
export function averageKept(
  statistic: Statistic,
  meanMinutes: number | null,
  limitMinutes: number,
): boolean | null {
  return statistic === 'average' && meanMinutes !== null ? meanMinutes <= limitMinutes : null
}
