import type { getUnitRoute, InputOf } from '@nuandeng/contract'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import {
  countChildren,
  findUnit,
  listLineage,
  listUnitNames,
  type UnitRow,
} from './unit.queries.ts'

/** One unit with the units above it and the names it has borne. */
export async function getUnitDetails(ctx: Context, input: InputOf<typeof getUnitRoute>) {
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  const lineage = await listLineage(ctx.db, unit.path)
  const { count } = await countChildren(ctx.db, unit.unitId)
  return {
    ...unit,
    childCount: count,
    ancestors: lineage.slice(0, -1).map(unitRef),
    names: await listUnitNames(ctx.db, unit.unitId),
  }
}

/** A unit as other things name it. */
export function unitRef(unit: Pick<UnitRow, 'unitId' | 'kind' | 'name' | 'path'>) {
  return { unitId: unit.unitId, kind: unit.kind, name: unit.name, path: unit.path }
}
