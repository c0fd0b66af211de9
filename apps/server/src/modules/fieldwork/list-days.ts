import type { InputOf, listDaysRoute } from '@nuandeng/contract'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findNewestDay, listCampaignFrames } from '../campaigns/index.ts'
import { unitRef } from '../organisation/index.ts'
import { findTopUnit } from './day-in-reach.ts'
import { figuresOf } from './figures.ts'
import { listDays } from './totals.queries.ts'

const NEWEST_DAYS = 60

/** The newest activity days of a campaign (活动日). */
export async function listActivityDays(ctx: Context, input: InputOf<typeof listDaysRoute>) {
  const [campaign] = await listCampaignFrames(ctx.db, [input.campaignId])
  if (!campaign) throw problems.notFound('campaign', input.campaignId)
  const rows = await listDays(ctx.db, input.campaignId, NEWEST_DAYS)
  return {
    items: rows.map((row) => ({
      activityDay: row.activityDay,
      isPlanned: row.isPlanned,
      closedAt: row.closedAt?.toISOString() ?? null,
      totals: figuresOf(row),
    })),
  }
}

/** The day that a screen opens with when nobody said which. */
export async function getCurrentDay(ctx: Context) {
  const unit = await findTopUnit(ctx)
  const day = await findNewestDay(ctx.db, ctx.now)
  return { day: unit && day ? { ...day, unit: unitRef(unit) } : null }
}
