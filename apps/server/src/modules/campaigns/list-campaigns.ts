import type { getCampaignRoute, InputOf, listCampaignsRoute } from '@nuandeng/contract'
import { campaignCan } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { type CampaignRow, findCampaign, listCampaigns } from './campaign.queries.ts'

/** Campaigns (活动) of the units above, of one's own and below, newest first. */
export async function listCampaignsInReach(
  ctx: Context,
  input: InputOf<typeof listCampaignsRoute>,
) {
  const { search, state, year, limit } = input
  const after = input.cursor ? cursorFrom(input.cursor) : undefined
  const rows = await listCampaigns(ctx.db, { search, state, year, limit, after })
  const { items, next } = pageFrom(
    rows,
    limit,
    ({ startOn, campaignId }) => `${startOn}~${campaignId}`,
  )
  return { items: items.map(campaignReply), next }
}

const CURSOR = /^(\d{4}-\d\d-\d\d)~([0-9a-f-]{36})$/

function cursorFrom(text: string) {
  const [, startOn, campaignId] = CURSOR.exec(text) ?? []
  if (!startOn || !campaignId || Number.isNaN(Date.parse(startOn))) {
    throw problems.invalidInput([
      { field: 'cursor', code: 'invalid-cursor', reason: 'take it from the page before' },
    ])
  }
  return { startOn, campaignId }
}

/** One campaign with its dictionary, definitions and template. */
export async function getCampaign(ctx: Context, input: InputOf<typeof getCampaignRoute>) {
  return campaignReply(await getVisibleCampaign(ctx, input.campaignId))
}

/** A campaign in reach; a draft is there for nobody but those at or above the unit that writes it. */
export async function getVisibleCampaign(ctx: Context, campaignId: string): Promise<CampaignRow> {
  const campaign = await findCampaign(ctx.db, campaignId)
  const isSeen =
    campaign &&
    (campaign.state !== 'draft' ||
      ctx.actor.grants.some(
        ({ path }) => campaign.unitPath === path || campaign.unitPath.startsWith(`${path}.`),
      ))
  if (!isSeen) throw problems.notFound('campaign', campaignId)
  return campaign
}

/** A campaign whose plans may change: published and not ended. */
export async function getOpenCampaign(ctx: Context, campaignId: string): Promise<CampaignRow> {
  const campaign = await getVisibleCampaign(ctx, campaignId)
  if (!campaignCan.plan(campaign.state)) throw problems.campaignClosed()
  return campaign
}

function campaignReply(row: CampaignRow) {
  return {
    campaignId: row.campaignId,
    unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.unitPath },
    name: row.name,
    theme: row.theme,
    startOn: row.startOn,
    endOn: row.endOn,
    activityDays: row.activityDays,
    walkInTypes: row.walkInTypes,
    measures: row.measures,
    fields: row.fields,
    state: row.state,
    copiedFromId: row.copiedFromId,
    createdAt: row.createdAt.toISOString(),
  }
}
