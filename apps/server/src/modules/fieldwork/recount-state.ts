import type { Db } from '../../platform/db.ts'
import { unitRef } from '../organisation/index.ts'
import { type Day, findRecountedAt, listRecountDifferences } from './totals.queries.ts'

const PROVINCE_LEVEL = '410000'

/**
 * How the newest recounts (核对) ended at a unit and below it: one difference anywhere is a difference.
 * Of units out of the reader's reach it says nothing.
 */
export async function recountStateOf(
  db: Db,
  day: Day,
  unit: { kind: string; cityCode: string; path: string },
) {
  const isWhole = unit.kind === 'province' || unit.cityCode === PROVINCE_LEVEL
  const recountedAt = await findRecountedAt(db, day, isWhole ? null : unit.cityCode)
  if (!recountedAt) return { result: 'pending' as const, recountedAt: null, differences: [] }
  const differences = await listRecountDifferences(db, day, unit.path)
  return {
    result: differences.length === 0 ? ('equal' as const) : ('different' as const),
    recountedAt: recountedAt.toISOString(),
    differences: differences.map(({ measure, counted, recounted, ...found }) => ({
      unit: unitRef(found),
      measure,
      counted,
      recounted,
    })),
  }
}
