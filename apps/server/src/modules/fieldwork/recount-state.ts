import type { Db } from '../../platform/db.ts'
import { listUnitsById, unitRef } from '../organisation/index.ts'
import { type Day, listRecounts } from './totals.queries.ts'

const PROVINCE_LEVEL = '410000'

/** How the newest recounts (核对) of the cities of a unit ended: one difference anywhere is a difference. */
export async function recountStateOf(db: Db, day: Day, unit: { kind: string; cityCode: string }) {
  const all = await listRecounts(db, day)
  const rows =
    unit.kind === 'province' || unit.cityCode === PROVINCE_LEVEL
      ? all
      : all.filter(({ cityCode }) => cityCode === unit.cityCode)
  const [oldest] = rows.toSorted((a, b) => a.recountedAt.getTime() - b.recountedAt.getTime())
  if (!oldest) return { result: 'pending' as const, recountedAt: null, differences: [] }
  const differences = rows.flatMap((row) => row.differences)
  const units = await listUnitsById(
    db,
    differences.map(({ unitId }) => unitId),
  )
  return {
    result: differences.length === 0 ? ('equal' as const) : ('different' as const),
    recountedAt: oldest.recountedAt.toISOString(),
    differences: differences.flatMap(({ unitId, ...difference }) => {
      const found = units.find((candidate) => candidate.unitId === unitId)
      return found ? [{ unit: unitRef(found), ...difference }] : []
    }),
  }
}
