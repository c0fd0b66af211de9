import { type PlainDate, shanghaiDate } from '@nuandeng/domain'
import { type Context, recordAll } from '../../platform/context.ts'
import { insertUnitName, insertUnits, setUnitNameOf, type UnitRow } from './unit.queries.ts'

export type NewUnit = Omit<UnitRow, 'validTo' | 'mergedIntoId'>
type Writing = Pick<Context, 'db' | 'actor' | 'now'>

const subjectOf = ({ unitId, path, cityCode }: Pick<UnitRow, 'unitId' | 'path' | 'cityCode'>) => ({
  id: unitId,
  path,
  cityCode,
})

/** Writes many units (单位), parents first; the caller has checked where they stand. */
export async function addUnits(ctx: Writing, units: readonly NewUnit[]) {
  if (units.length === 0) return
  await insertUnits(ctx.db, units)
  await recordAll(
    ctx,
    units.map((unit) => ({
      kind: 'unit.created',
      subject: subjectOf(unit),
      details: { kind: unit.kind, code: unit.code },
    })),
  )
}

/** Gives units the names that a list says they bear, from a day on. */
export async function nameUnits(
  ctx: Writing,
  renames: readonly { unit: UnitRow; name: string; validFrom: PlainDate }[],
) {
  for (const { unit, name, validFrom } of renames) {
    await insertUnitName(ctx.db, unit.unitId, validFrom, name)
    await setUnitNameOf(ctx.db, unit.unitId, shanghaiDate(ctx.now))
  }
  await recordAll(
    ctx,
    renames.map(({ unit, name, validFrom }) => ({
      kind: 'unit.renamed',
      subject: subjectOf(unit),
      details: { name, validFrom },
    })),
  )
}
