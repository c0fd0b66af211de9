import { shanghaiDate } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit, type UnitRow } from './unit.queries.ts'

/** A unit that stands today: something new may be put under it. */
export async function getOpenUnit(ctx: Context, unitId: string): Promise<UnitRow> {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  if (unit.validTo && unit.validTo <= shanghaiDate(ctx.now)) {
    throw problems.conflict('unit-closed', 'The unit is closed', `since ${unit.validTo}`)
  }
  return unit
}
