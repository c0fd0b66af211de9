import type { getDayTotalsRoute, InputOf } from '@nuandeng/contract'
import type { DayTotals } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { listLineage, unitRef } from '../organisation/index.ts'
import { type ClosingRow, findClosing } from './closing.queries.ts'
import { findDayInReach } from './day-in-reach.ts'
import { figuresOf, sumOf } from './figures.ts'
import { recountStateOf } from './recount-state.ts'
import { type ChildSum, listChildSums } from './totals.queries.ts'

/** The totals of a unit and of each unit directly below it, on time and late. */
export async function getDayTotals(ctx: Context, input: InputOf<typeof getDayTotalsRoute>) {
  const { unit } = await findDayInReach(ctx, input)
  const rows = foldBuckets(await listChildSums(ctx.db, input, unit))
  const lineage = await listLineage(ctx.db, unit.path)
  const closing = await findClosing(ctx.db, input)
  return {
    unit: unitRef(unit),
    ancestors: lineage.slice(0, -1).map(unitRef),
    totals: sumOf(rows.map(({ totals }) => totals)),
    late: sumOf(rows.map(({ late }) => late)),
    rows: rows.map(({ cityCode: _, ...row }) => row),
    recount: await recountStateOf(ctx.db, input, unit),
    closing: closing ? closingReply(closing) : null,
    asOf: ctx.now.toISOString(),
  }
}

/** One row per unit from its rows per bucket. */
export function foldBuckets(sums: readonly ChildSum[]) {
  const byUnit = new Map<string, { first: ChildSum; day: DayTotals[]; late: DayTotals[] }>()
  for (const sum of sums) {
    const entry = byUnit.get(sum.unitId) ?? { first: sum, day: [], late: [] }
    entry[sum.bucket === 'late' ? 'late' : 'day'].push(figuresOf(sum))
    byUnit.set(sum.unitId, entry)
  }
  return [...byUnit.values()].map(({ first, day, late }) => ({
    unit: unitRef(first),
    cityCode: first.cityCode,
    totals: sumOf(day),
    late: sumOf(late),
    hasChildren: first.hasChildren,
  }))
}

/** A closing (日结) as it is shown. */
export function closingReply(closing: ClosingRow) {
  return {
    closedAt: closing.closedAt.toISOString(),
    closedBy: closing.closedByName,
    totals: closing.snapshot.totals,
    digest: closing.digest,
    signature: closing.signature,
    keyId: closing.keyId,
  }
}
