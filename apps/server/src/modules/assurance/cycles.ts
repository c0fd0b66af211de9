import type {
  InputOf,
  listInspectionCyclesRoute,
  setInspectionCycleRoute,
} from '@nuandeng/contract'
import { CYCLE_GRADES, UNSET_CYCLE_MONTHS } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { listCycles, setCycle } from './cycle.queries.ts'

/** The cycle of each grade at a path: set there or above, or the starting value of the program. */
export async function cyclesAt(db: Db, path: string) {
  const set = new Map((await listCycles(db, path)).map((row) => [row.grade, row]))
  return CYCLE_GRADES.map((grade) => {
    const row = set.get(grade)
    return {
      grade,
      months: row?.months ?? UNSET_CYCLE_MONTHS[grade],
      isSet: row !== undefined,
      setAt: row
        ? { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.unitPath }
        : null,
    }
  })
}

export async function listInspectionCycles(
  ctx: Context,
  { unitId }: InputOf<typeof listInspectionCyclesRoute>,
) {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'assurance.read', unit)
  return { items: await cyclesAt(ctx.db, unit.path) }
}

/** Sets how often customers of a grade are inspected (检查周期). */
export async function setInspectionCycle(
  ctx: Context,
  { unitId, grade, months }: InputOf<typeof setInspectionCycleRoute>,
) {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'assurance.set-cycle', unit)
  const { path, cityCode } = unit
  const byName = ctx.actor.name
  await setCycle(ctx.db, { cityCode, unitId, path, grade, months, byName }, ctx.now)
  await record(ctx, 'assurance.cycle-set', { id: unitId, path, cityCode }, { grade, months })
  return { unitId, grade, months }
}
