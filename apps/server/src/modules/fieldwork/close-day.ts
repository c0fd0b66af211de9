import { createHash } from 'node:crypto'
import type { closeDayRoute, InputOf } from '@nuandeng/contract'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { listCampaignFrames } from '../campaigns/index.ts'
import { findUnitByPath } from '../organisation/index.ts'
import { findClosing, insertClosing, type Snapshot, sumOfDay } from './closing.queries.ts'
import { stopDay } from './field-record.queries.ts'
import { dayKey } from './record-fieldwork.ts'

/** Closes a day (日结): a signed snapshot of its figures; what comes later stands in the late bucket. */
export async function closeDay(ctx: Context, input: InputOf<typeof closeDayRoute>) {
  const [campaign] = await listCampaignFrames(ctx.db, [input.campaignId])
  if (!campaign) throw problems.notFound('campaign', input.campaignId)
  authorize(ctx, 'day.close', campaign)
  const { activityDay } = input
  if (
    activityDay < campaign.startOn ||
    activityDay > campaign.endOn ||
    campaign.state === 'draft'
  ) {
    throw problems.conflict('no-such-day', 'This is not a day of the published campaign')
  }
  await stopDay(ctx.db, dayKey(input))
  const before = await findClosing(ctx.db, input)
  if (before)
    throw problems.conflict(
      'already-closed',
      'The day is closed',
      `since ${before.closedAt.toISOString()}`,
    )
  const unit = await findUnitByPath(ctx.db, campaign.path)
  if (!unit) throw new Error(`campaign ${input.campaignId} stands at no unit`)

  const snapshot = await sumOfDay(ctx.db, input)
  const closedAt = ctx.now.toISOString()
  const text = signedText({ ...input, closedAt, snapshot })
  const closing = {
    closedAt,
    closedBy: ctx.actor.name,
    totals: snapshot.totals,
    digest: createHash('sha256').update(text).digest('hex'),
    signature: ctx.vault.sign(text),
    keyId: ctx.vault.keyId,
  }
  const place = { cityCode: unit.cityCode, unitPath: campaign.path, closedBy: ctx.actor.personId }
  await insertClosing(ctx.db, { ...input, ...place, closing, snapshot })
  const subject = { id: input.campaignId, path: campaign.path, cityCode: unit.cityCode }
  await record(ctx, 'day.closed', subject, { activityDay, digest: closing.digest })
  ctx.announce(`day:${dayKey(input)}`)
  return closing
}

/** What a closing signs: the day, the moment and every figure, always in the same order. */
export function signedText(closing: {
  campaignId: string
  activityDay: string
  closedAt: string
  snapshot: Snapshot
}): string {
  const { campaignId, activityDay, closedAt, snapshot } = closing
  const rows = snapshot.rows.map(({ unitId, totals }) => [unitId, sortedFigures(totals)])
  return JSON.stringify([campaignId, activityDay, closedAt, sortedFigures(snapshot.totals), rows])
}

function sortedFigures(totals: object) {
  return Object.entries(totals).sort(([a], [b]) => (a < b ? -1 : 1))
}
