import type { createUnitRoute, InputOf } from '@nuandeng/contract'
import { mayStandUnder } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { constraintOf } from '../../platform/db.ts'
import { problems } from '../../platform/problems.ts'
import { getOpenUnit } from './open-unit.ts'
import { insertUnit, type UnitRow } from './unit.queries.ts'

/** Adds a unit (新设单位) under another. */
export async function createUnit(ctx: Context, input: InputOf<typeof createUnitRoute>) {
  const parent = await getOpenUnit(ctx, input.parentId)
  authorize(ctx, 'unit.create', parent)
  if (!mayStandUnder(input.kind, parent.kind)) {
    throw problems.wrongField('kind', 'wrong-level', `may not stand under a ${parent.kind}`)
  }
  if ((input.kind === 'city') !== (input.cityCode !== undefined)) {
    throw problems.wrongField('cityCode', 'wrong-level', 'a city has one, and nothing else')
  }
  if (input.validFrom < parent.validFrom) {
    throw problems.wrongField('validFrom', 'before-parent', `${parent.name}: ${parent.validFrom}`)
  }
  const { unitId } = input
  return addUnit(ctx, {
    ...input,
    path: `${parent.path}.${input.code}`,
    cityCode: input.cityCode ?? parent.cityCode,
    cityId: input.kind === 'city' ? unitId : parent.cityId,
    countyId: input.kind === 'county' ? unitId : parent.countyId,
  })
}

/** Writes a unit (单位); for use cases and the command line. */
export async function addUnit(
  ctx: Pick<Context, 'db' | 'actor' | 'now'>,
  unit: Omit<UnitRow, 'validTo' | 'mergedIntoId'>,
) {
  const { unitId, path, cityCode, kind, code } = unit
  try {
    await insertUnit(ctx.db, unit)
  } catch (error) {
    const constraint = constraintOf(error)
    if (constraint === 'unit_pkey') {
      throw problems.conflict('unit-exists', 'There is such a unit already')
    }
    if (constraint === 'unit_code_key' || constraint === 'unit_path_key') {
      throw problems.conflict('unit-code-taken', 'This code is taken', code)
    }
    throw error
  }
  await record(ctx, 'unit.created', { id: unitId, path, cityCode }, { kind, code })
  return { unitId, path }
}
