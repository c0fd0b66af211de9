import { CAMPAIGN_STATES, MEASURES, PLAN_STATES } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, Instant, MeasureName, PlainDate, pageOf, paging, Text, UnitRef } from './values.ts'

/** One walk-in type (走进类型) of a campaign's own dictionary. */
export const WalkInType = z.object({
  code: z.string().regex(/^[A-Z][A-Z0-9]{0,7}$/),
  name: Text(60),
  nameEn: Text(80),
})

/** The written definition (统计口径) of a measure in a campaign. */
const MeasureDefinition = z.object({
  measure: MeasureName,
  name: Text(40),
  nameEn: Text(60),
  unit: Text(8),
  definition: Text(1000),
})

/** A field of the template (模板字段): locked (统一) with its value, or local (自定) for the unit to fill. */
const TemplateField = z.object({
  key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/),
  label: Text(60),
  labelEn: Text(80),
  isLocked: z.boolean(),
  value: Text(1000, 0),
})

const CampaignContent = z.object({
  name: Text(100),
  theme: Text(200),
  startOn: PlainDate,
  endOn: PlainDate,
  activityDays: z.array(PlainDate).max(60),
  walkInTypes: z.array(WalkInType).min(1).max(30),
  measures: z.array(MeasureDefinition).length(MEASURES.length),
  fields: z.array(TemplateField).max(40),
})

const Campaign = CampaignContent.extend({
  campaignId: Id,
  unit: UnitRef,
  state: z.enum(CAMPAIGN_STATES),
  copiedFromId: Id.nullable(),
  createdAt: Instant,
})

export const listCampaignsRoute = {
  method: 'GET',
  url: '/campaigns',
  summary: 'Campaigns of the units above, of my own unit and below',
  permission: 'campaign.read',
  query: z.object({
    ...paging,
    search: Text(100).optional(),
    state: z.enum(CAMPAIGN_STATES).optional(),
    /** Campaigns that run on some day of this year. */
    year: z.coerce.number().int().min(1990).max(2199).optional(),
  }),
  reply: pageOf(Campaign),
  repeat: 'read',
} satisfies Route

export const getCampaignRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId',
  summary: 'One campaign with its dictionary, definitions and template',
  permission: 'campaign.read',
  params: z.object({ campaignId: Id }),
  reply: Campaign,
  repeat: 'read',
} satisfies Route

export const createCampaignRoute = {
  method: 'POST',
  url: '/campaigns',
  summary: 'Draft a campaign at a unit',
  permission: 'campaign.create',
  body: CampaignContent.extend({ campaignId: Id, unitId: Id }),
  reply: z.object({ campaignId: Id }),
  repeat: 'command',
} satisfies Route

export const editCampaignRoute = {
  method: 'POST',
  url: '/campaigns/:campaignId/edit',
  summary: 'Change a draft campaign',
  permission: 'campaign.edit',
  params: z.object({ campaignId: Id }),
  body: CampaignContent,
  reply: z.object({ campaignId: Id }),
  repeat: 'command',
} satisfies Route

export const getCampaignReachRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId/reach',
  summary: 'How many units below get a plan to file when the campaign is published today',
  permission: 'campaign.edit',
  params: z.object({ campaignId: Id }),
  reply: z.object({ cities: z.number(), counties: z.number(), stations: z.number() }),
  repeat: 'read',
} satisfies Route

export const publishCampaignRoute = {
  method: 'POST',
  url: '/campaigns/:campaignId/publish',
  summary: 'Cascade a campaign to every unit below: each gets a plan to file',
  permission: 'campaign.edit',
  params: z.object({ campaignId: Id }),
  reply: z.object({ campaignId: Id, plans: z.number() }),
  repeat: 'command',
} satisfies Route

export const closeCampaignRoute = {
  method: 'POST',
  url: '/campaigns/:campaignId/close',
  summary: 'End a published campaign: its plans stand as they are',
  permission: 'campaign.edit',
  params: z.object({ campaignId: Id }),
  reply: z.object({ campaignId: Id }),
  repeat: 'command',
} satisfies Route

export const copyCampaignRoute = {
  method: 'POST',
  url: '/campaigns/:campaignId/copy',
  summary: 'Draft next year’s campaign from this one, dates moved by the new start',
  permission: 'campaign.create',
  params: z.object({ campaignId: Id }),
  body: z.object({ newCampaignId: Id, name: Text(100), startOn: PlainDate }),
  reply: z.object({ campaignId: Id }),
  repeat: 'command',
} satisfies Route

const Targets = z.partialRecord(MeasureName, z.number().int().min(0).max(10_000_000))

/** One planned activity (活动安排). Joint ones name the units that take part and count once, for the host. */
const Activity = z.object({
  activityId: Id,
  heldOn: PlainDate,
  place: Text(200),
  walkInType: z.string().max(8),
  team: Text(100),
  vehicles: z.number().int().min(0).max(1000),
  people: z.number().int().min(0).max(100_000),
  jointUnitIds: z.array(Id).max(50).default([]),
})

const PlanContent = z.object({
  targets: Targets,
  activities: z.array(Activity).max(200),
  localFields: z.record(z.string().max(40), Text(1000, 0)),
})

/** A unit and, since names of stations repeat, the names of the city and county above it. */
const UnitBelow = UnitRef.extend({ above: z.array(z.string()) })

const PlanSummary = z.object({
  planId: Id,
  campaignId: Id,
  unit: UnitBelow,
  state: z.enum(PLAN_STATES),
  filedAt: Instant.nullable(),
  decidedAt: Instant.nullable(),
  returnReason: z.string().nullable(),
  activityCount: z.number(),
})

export const listPlansRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId/plans',
  summary: 'Plans of the units in reach, by state; the readiness list is the ones not filed',
  permission: 'plan.read',
  params: z.object({ campaignId: Id }),
  query: z.object({
    ...paging,
    unitId: Id.optional(),
    parentUnitId: Id.optional(),
    state: z.enum(PLAN_STATES).optional(),
    search: Text(100).optional(),
  }),
  reply: pageOf(PlanSummary),
  repeat: 'read',
} satisfies Route

export const getPlanRoute = {
  method: 'GET',
  url: '/plans/:planId',
  summary: 'One unit’s plan with its activities and history of decisions',
  permission: 'plan.read',
  params: z.object({ planId: Id }),
  reply: PlanSummary.extend({
    ...PlanContent.shape,
    canDecide: z.boolean(),
    /** The units that the joint activities name. */
    jointUnits: z.array(UnitBelow),
    /** What the filed and approved plans of the units directly below add up to. */
    targetsBelow: Targets,
    decisions: z.array(
      z.object({
        decidedAt: Instant,
        by: z.string(),
        state: z.enum(PLAN_STATES),
        reason: z.string().nullable(),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

export const savePlanRoute = {
  method: 'POST',
  url: '/plans/:planId/save',
  summary: 'Save a plan that is being drafted',
  permission: 'plan.file',
  params: z.object({ planId: Id }),
  body: PlanContent,
  reply: z.object({ planId: Id }),
  repeat: 'command',
} satisfies Route

export const filePlanRoute = {
  method: 'POST',
  url: '/plans/:planId/file',
  summary: 'File the plan with the level above',
  permission: 'plan.file',
  params: z.object({ planId: Id }),
  reply: z.object({ planId: Id, state: z.enum(PLAN_STATES) }),
  repeat: 'command',
} satisfies Route

export const approvePlanRoute = {
  method: 'POST',
  url: '/plans/:planId/approve',
  summary: 'The level above approves a filed plan',
  permission: 'plan.decide',
  params: z.object({ planId: Id }),
  reply: z.object({ planId: Id, state: z.enum(PLAN_STATES) }),
  repeat: 'command',
} satisfies Route

export const returnPlanRoute = {
  method: 'POST',
  url: '/plans/:planId/return',
  summary: 'The level above sends a filed plan back with a reason',
  permission: 'plan.decide',
  params: z.object({ planId: Id }),
  body: z.object({ reason: Text(1000) }),
  reply: z.object({ planId: Id, state: z.enum(PLAN_STATES) }),
  repeat: 'command',
} satisfies Route

export const getReadinessRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId/readiness',
  summary:
    'Readiness before the day: per unit directly below, how many plans are due, filed and approved, and who is missing',
  permission: 'plan.read',
  params: z.object({ campaignId: Id }),
  query: z.object({ unitId: Id.optional() }),
  reply: z.object({
    unit: UnitRef,
    /** State of the plan of the unit itself; null where it has none to file. */
    ownState: z.enum(PLAN_STATES).nullable(),
    rows: z.array(
      z.object({
        unit: UnitRef,
        ownState: z.enum(PLAN_STATES).nullable(),
        due: z.number(),
        filed: z.number(),
        approved: z.number(),
        missing: z.number(),
      }),
    ),
    missing: z.array(
      UnitBelow.extend({
        planId: Id,
        state: z.enum(PLAN_STATES),
        returnReason: z.string().nullable(),
      }),
    ),
    missingTotal: z.number(),
  }),
  repeat: 'read',
} satisfies Route

export const exportMissingRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId/readiness/export',
  summary: 'Download who has not filed, at a unit and below, as CSV or XLSX',
  permission: 'plan.read',
  params: z.object({ campaignId: Id }),
  query: z.object({ unitId: Id.optional(), format: z.enum(['csv', 'xlsx']) }),
  reply: z.string(),
  repeat: 'read',
  shape: 'file',
} satisfies Route
