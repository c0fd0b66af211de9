import type { InputOf, renameUnitRoute } from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { getUnitToChange } from './close-unit.ts'
import { insertUnitName, setUnitNameOf } from './unit.queries.ts'

/** Renames a unit (更名) from a day on, at the latest today; the names before stay in its history. */
export async function renameUnit(ctx: Context, input: InputOf<typeof renameUnitRoute>) {
  const unit = await getUnitToChange(ctx, input.unitId)
  authorize(ctx, 'unit.rename', unit)
  const { unitId, path, cityCode } = unit
  const today = shanghaiDate(ctx.now)
  if (input.validFrom > today) {
    throw problems.wrongField('validFrom', 'in-future', 'rename on the day itself')
  }
  if (input.validFrom < unit.validFrom) {
    throw problems.wrongField('validFrom', 'before-unit', `the unit stands since ${unit.validFrom}`)
  }
  await insertUnitName(ctx.db, unitId, input.validFrom, input.name)
  const { name } = await setUnitNameOf(ctx.db, unitId, today)
  const { validFrom } = input
  await record(ctx, 'unit.renamed', { id: unitId, path, cityCode }, { name: input.name, validFrom })
  return { unitId, name }
}
