import type {
  closeCampaignRoute,
  copyCampaignRoute,
  createCampaignRoute,
  editCampaignRoute,
  getCampaignReachRoute,
  InputOf,
  publishCampaignRoute,
} from '@nuandeng/contract'
import { addDays, campaignCan, campaignFaults, daysBetween, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import {
  type CampaignContent,
  type CampaignRow,
  countReach,
  findCampaign,
  holdCampaign,
  insertCampaign,
  insertPlans,
  setCampaign,
  setState,
} from './campaign.queries.ts'
import { getVisibleCampaign } from './list-campaigns.ts'

/** Drafts a campaign (活动) at a unit. */
export async function createCampaign(ctx: Context, input: InputOf<typeof createCampaignRoute>) {
  const { campaignId, unitId, ...content } = input
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'campaign.create', unit)
  refuseFaults(content)
  await refuseTaken(ctx, campaignId)
  await insertCampaign(ctx.db, {
    ...content,
    campaignId,
    unit,
    copiedFromId: null,
    createdAt: ctx.now,
  })
  const subject = { id: campaignId, path: unit.path, cityCode: unit.cityCode }
  await record(ctx, 'campaign.created', subject, { name: content.name })
  return { campaignId }
}

/** Changes a draft; what is published stands as every unit has read it. */
export async function editCampaign(ctx: Context, input: InputOf<typeof editCampaignRoute>) {
  const { campaignId, ...content } = input
  await getDraft(ctx, campaignId)
  refuseFaults(content)
  await setCampaign(ctx.db, campaignId, content)
  return tell(ctx, 'campaign.edited', campaignId)
}

/** How many units below get a plan when this campaign is published today. */
export async function getCampaignReach(ctx: Context, input: InputOf<typeof getCampaignReachRoute>) {
  const campaign = await getVisibleCampaign(ctx, input.campaignId)
  authorize(ctx, 'campaign.edit', { path: campaign.unitPath })
  return countReach(ctx.db, input.campaignId, shanghaiDate(ctx.now))
}

/** Cascades a campaign (层层部署): every city, county unit and station below gets a plan to file. */
export async function publishCampaign(ctx: Context, input: InputOf<typeof publishCampaignRoute>) {
  const campaign = await getDraft(ctx, input.campaignId)
  await setState(ctx.db, input.campaignId, 'published')
  const plans = await insertPlans(ctx.db, input.campaignId, shanghaiDate(ctx.now))
  await record(ctx, 'campaign.published', subjectOf(campaign), { plans })
  return { campaignId: input.campaignId, plans }
}

/** Ends a campaign (结束活动): its plans stand; records that devices still hold go on coming in. */
export async function closeCampaign(ctx: Context, input: InputOf<typeof closeCampaignRoute>) {
  const campaign = await getHeldCampaign(ctx, input.campaignId)
  if (!campaignCan.close(campaign.state)) {
    throw problems.conflict('campaign-not-open', 'Only a published campaign can be ended')
  }
  await setState(ctx.db, input.campaignId, 'closed')
  await record(ctx, 'campaign.closed', subjectOf(campaign))
  return { campaignId: input.campaignId }
}

/** Drafts next year's campaign from this one, every date moved by as much as the start. */
export async function copyCampaign(ctx: Context, input: InputOf<typeof copyCampaignRoute>) {
  const source = await getVisibleCampaign(ctx, input.campaignId)
  authorize(ctx, 'campaign.create', { path: source.unitPath })
  await refuseTaken(ctx, input.newCampaignId)
  const days = daysBetween(source.startOn, input.startOn)
  await insertCampaign(ctx.db, {
    name: input.name,
    theme: source.theme,
    startOn: input.startOn,
    endOn: addDays(source.endOn, days),
    activityDays: source.activityDays.map((day) => addDays(day, days)),
    walkInTypes: source.walkInTypes,
    measures: source.measures,
    fields: source.fields,
    campaignId: input.newCampaignId,
    unit: { unitId: source.unitId, path: source.unitPath, cityCode: source.cityCode },
    copiedFromId: source.campaignId,
    createdAt: ctx.now,
  })
  const subject = { ...subjectOf(source), id: input.newCampaignId }
  await record(ctx, 'campaign.copied', subject, { copiedFromId: source.campaignId })
  return { campaignId: input.newCampaignId }
}

async function getHeldCampaign(ctx: Context, campaignId: string): Promise<CampaignRow> {
  await holdCampaign(ctx.db, campaignId)
  const campaign = await getVisibleCampaign(ctx, campaignId)
  authorize(ctx, 'campaign.edit', { path: campaign.unitPath })
  return campaign
}

async function getDraft(ctx: Context, campaignId: string): Promise<CampaignRow> {
  const campaign = await getHeldCampaign(ctx, campaignId)
  if (!campaignCan.edit(campaign.state)) {
    throw problems.conflict('campaign-published', 'A published campaign stands as it is')
  }
  return campaign
}

function refuseFaults(content: CampaignContent) {
  const faults = campaignFaults(content)
  if (faults.length > 0) throw problems.invalidInput(faults)
}

async function refuseTaken(ctx: Context, campaignId: string) {
  if (await ctx.db.asSystem(() => findCampaign(ctx.db, campaignId))) {
    throw problems.conflict('id-taken', 'This id belongs to another campaign', campaignId)
  }
}

async function tell(ctx: Context, kind: string, campaignId: string) {
  const campaign = await getVisibleCampaign(ctx, campaignId)
  await record(ctx, kind, subjectOf(campaign), { name: campaign.name })
  return { campaignId }
}

function subjectOf(campaign: CampaignRow) {
  return { id: campaign.campaignId, path: campaign.unitPath, cityCode: campaign.cityCode }
}
