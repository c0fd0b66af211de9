import type { getClosingRoute, InputOf } from '@nuandeng/contract'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { listUnitsById } from '../organisation/index.ts'
import { signedText } from './close-day.ts'
import { type ClosingRow, findClosing } from './closing.queries.ts'
import { findDayInReach } from './day-in-reach.ts'
import { sumOf } from './figures.ts'
import { closingReply, foldBuckets } from './get-day-totals.ts'
import { listChildSums } from './totals.queries.ts'

/** The signed snapshot of a closed day (日结) per unit directly below, beside what came late. */
export async function getClosing(ctx: Context, input: InputOf<typeof getClosingRoute>) {
  const { unit } = await findDayInReach(ctx, input)
  const closing = await findClosing(ctx.db, input)
  if (!closing) throw problems.notFound('closing', `${input.campaignId}/${input.activityDay}`)
  const { snapshot } = closing
  const closedAt = closing.closedAt.toISOString()
  const text = signedText({ ...input, closedAt, snapshot })
  const sums = foldBuckets(await listChildSums(ctx.db, input, unit))
  const closed = await closedFigures(ctx, closing)
  return {
    closing: closingReply(closing),
    isSignatureGood: ctx.vault.isSignatureGood(text, closing.signature),
    rows: sums.map((row) => ({
      unit: row.unit,
      // The unit's own records stand apart from those of the units below it.
      closed: closed(row.unit.path, row.unit.unitId === unit.unitId),
      late: row.late,
    })),
  }
}

async function closedFigures(ctx: Context, { snapshot }: ClosingRow) {
  const units = await listUnitsById(
    ctx.db,
    snapshot.rows.map(({ unitId }) => unitId),
  )
  const pathOf = new Map(units.map(({ unitId, path }) => [unitId, path]))
  const rows = snapshot.rows.map(({ unitId, totals }) => ({ path: pathOf.get(unitId), totals }))
  return (path: string, isOwn: boolean) =>
    sumOf(
      rows
        .filter((row) => row.path === path || (!isOwn && row.path?.startsWith(`${path}.`)))
        .map(({ totals }) => totals),
    )
}
