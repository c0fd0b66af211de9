import type { getTrackRecordRoute, InputOf } from '@nuandeng/contract'
import { addDays, pathsWith, shanghaiDate, trackRecordOf } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import {
  type CountedVerdict,
  countByMonth,
  countByUnit,
  listUnitsByPath,
} from './verdict.queries.ts'

/** How right each rule was (规则战绩): by month of the visit, and by the units below. */
export async function getTrackRecord(ctx: Context, input: InputOf<typeof getTrackRecordRoute>) {
  const { unitId, ruleId, from, until } = input
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'signal.read', unit)
  if (until < from) throw problems.wrongField('until', 'before-start', 'not before the first day')
  const carePaths = pathsWith(ctx.actor.grants, 'care.read')
  const wanted = { path: unit.path, carePaths, ruleId, from, until }
  const months = await countByMonth(ctx.db, wanted)
  const units = await countByUnit(ctx.db, wanted)
  const names = new Map(
    (await listUnitsByPath(ctx.db, [...new Set(units.map(({ path }) => path))])).map((row) => [
      row.path,
      row,
    ]),
  )
  const rules = groupsOf(months, (row) => row.ruleId).map(([id, ofRule]) => ({
    ruleId: id,
    ...recordOf(ofRule),
    months: groupsOf(ofRule, ({ month }) => month).map(([month, rows]) => ({
      month,
      ...recordOf(rows),
    })),
    units: groupsOf(
      units.filter((row) => row.ruleId === id),
      ({ path }) => path,
    ).flatMap(([path, rows]) => {
      const unit = names.get(path)
      return unit ? [{ unit, ...recordOf(rows) }] : []
    }),
  }))
  return { rules }
}

/** What became of signals of a rule at a place within the last year. */
export async function recentTrackRecord(ctx: Context, { path, ruleId }: Recent) {
  const until = shanghaiDate(ctx.now)
  const carePaths = pathsWith(ctx.actor.grants, 'care.read')
  const wanted = { path, carePaths, ruleId, from: addDays(until, -365), until }
  return recordOf(await countByMonth(ctx.db, wanted))
}
interface Recent {
  path: string
  ruleId: string
}

function recordOf(rows: readonly CountedVerdict[]) {
  // Without a verdict there is nothing that the kind of rule could change.
  return trackRecordOf(rows[0]?.ruleKind ?? 'low-use', rows)
}

function groupsOf<T>(rows: readonly T[], keyOf: (row: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return [...groups]
}
