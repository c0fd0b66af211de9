import type { closeUnitRoute, InputOf, mergeUnitRoute } from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import {
  countOpenChildren,
  findUnitForUpdate,
  setUnitClosed,
  type UnitRow,
} from './unit.queries.ts'

/** A unit that nobody has closed yet, held for the change. */
export async function getUnitToChange(ctx: Context, unitId: string): Promise<UnitRow> {
  const unit = await findUnitForUpdate(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  if (unit.validTo) {
    throw problems.conflict('unit-closed', 'The unit is closed', `since ${unit.validTo}`)
  }
  return unit
}

/** Closes a unit (撤销) with nobody to take over; its records and names stay where they are. */
export async function closeUnit(ctx: Context, input: InputOf<typeof closeUnitRoute>) {
  const unit = await getUnitToChange(ctx, input.unitId)
  authorize(ctx, 'unit.close', unit)
  await refuseToClose(ctx, unit, 'closedOn', input.closedOn)
  const { unitId, path, cityCode } = unit
  const { closedOn: validTo, reason } = input
  await setUnitClosed(ctx.db, unitId, { validTo, mergedIntoId: null })
  await record(ctx, 'unit.closed', { id: unitId, path, cityCode }, { validTo, reason })
  return { unitId, validTo }
}

/** Merges a unit (合并) into another of its kind: past records stay with it, new ones go there. */
export async function mergeUnit(ctx: Context, input: InputOf<typeof mergeUnitRoute>) {
  const { unitId, intoUnitId, mergedOn } = input
  if (unitId === intoUnitId) {
    throw problems.wrongField('intoUnitId', 'same-unit', 'a unit does not merge into itself')
  }
  // In the order of their ids: two merges at once must not wait for one another.
  const held = new Map<string, UnitRow>()
  for (const id of [unitId, intoUnitId].sort()) held.set(id, await getUnitToChange(ctx, id))
  const [unit, into] = [held.get(unitId), held.get(intoUnitId)]
  if (!unit || !into) throw new Error('a unit that was held is gone')
  authorize(ctx, 'unit.merge', unit)
  authorize(ctx, 'unit.merge', into)
  if (unit.kind !== into.kind) {
    throw problems.wrongField('intoUnitId', 'wrong-level', `a ${unit.kind} merges into another one`)
  }
  if (into.validFrom > mergedOn) {
    throw problems.wrongField('mergedOn', 'before-unit', `${into.name}: ${into.validFrom}`)
  }
  await refuseToClose(ctx, unit, 'mergedOn', mergedOn)
  await setUnitClosed(ctx.db, unitId, { validTo: mergedOn, mergedIntoId: intoUnitId })
  const subject = { id: unitId, path: unit.path, cityCode: unit.cityCode }
  await record(ctx, 'unit.merged', subject, { intoUnitId, validTo: mergedOn })
  return { unitId, mergedIntoId: intoUnitId, validTo: mergedOn }
}

async function refuseToClose(ctx: Context, unit: UnitRow, field: string, on: PlainDate) {
  if (unit.parentId === null) {
    throw problems.conflict('unit-is-root', 'The province stands above all others')
  }
  if (on < unit.validFrom) {
    throw problems.wrongField(field, 'before-unit', `the unit stands since ${unit.validFrom}`)
  }
  const { count } = await countOpenChildren(ctx.db, unit.unitId, on)
  if (count > 0) {
    throw problems.conflict(
      'unit-has-children',
      'Close or merge the units below it first',
      `${count} units stand below`,
    )
  }
}
