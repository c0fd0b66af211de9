import { pathsWith } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { listCampaignFrames } from '../campaigns/index.ts'
import { findUnit, findUnitByPath, type UnitRow } from '../organisation/index.ts'
import type { Day } from './totals.queries.ts'

/** The campaign of a day and the unit to look at: the one asked for, or the actor's highest. */
export async function findDayInReach(ctx: Context, input: Day & { unitId?: string | undefined }) {
  const [campaign] = await listCampaignFrames(ctx.db, [input.campaignId])
  if (!campaign) throw problems.notFound('campaign', input.campaignId)
  const unit = input.unitId ? await findUnit(ctx.db, input.unitId) : await findTopUnit(ctx)
  if (!unit) throw problems.notFound('unit', input.unitId ?? '')
  authorize(ctx, 'day.read', unit)
  return { campaign, unit }
}

/** The highest unit at which the actor may read days. */
export async function findTopUnit(ctx: Context): Promise<UnitRow | undefined> {
  const paths = pathsWith(ctx.actor.grants, 'day.read')
  const [top] = paths.toSorted((a, b) => a.split('.').length - b.split('.').length)
  return top === undefined ? undefined : findUnitByPath(ctx.db, top)
}
