import type { PlanState, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db.ts'
import type { DemoUnit } from './province.ts'

export interface DemoCampaign {
  campaignId: string
  unit: DemoUnit
  name: string
  theme: string
  startOn: string
  endOn: string
  activityDays: string[]
  walkInTypes: object
  measures: object
  fields: object
  state: 'draft' | 'published'
  copiedFromId: string | null
  createdAt: Date
}

export async function insertCampaign(db: Db, campaign: DemoCampaign) {
  await db.run(sql`
    insert into campaign (city_code, campaign_id, unit_id, unit_path, name, theme, start_on, end_on, activity_days,
      walk_in_types, measures, fields, state, copied_from_id, created_at)
    values (${campaign.unit.cityCode}, ${campaign.campaignId}, ${campaign.unit.unitId},
      ${campaign.unit.path}::ltree, ${campaign.name}, ${campaign.theme}, ${campaign.startOn}, ${campaign.endOn},
      ${campaign.activityDays}::date[], ${JSON.stringify(campaign.walkInTypes)},
      ${JSON.stringify(campaign.measures)}, ${JSON.stringify(campaign.fields)}, ${campaign.state},
      ${campaign.copiedFromId}, ${campaign.createdAt})`)
}

export interface DemoPlan {
  planId: string
  unitId: string
  path: string
  cityCode: string
  state: PlanState
  filedAt: string | null
  decidedAt: string | null
  returnReason: string | null
  targets: Record<string, number>
  localFields: Record<string, string>
}

export interface DemoActivity {
  activityId: string
  planId: string
  path: string
  cityCode: string
  heldOn: string
  place: string
  walkInType: string
  team: string
  vehicles: number
  people: number
  jointUnitIds: string[]
}

/** All plans with their activities, by one statement each. */
export async function insertPlans(
  db: Db,
  campaignId: string,
  { plans, activities }: { plans: readonly DemoPlan[]; activities: readonly DemoActivity[] },
) {
  await db.run(sql`
    insert into plan (city_code, plan_id, campaign_id, unit_id, unit_path, state, targets, local_fields, filed_at,
      decided_at, return_reason)
    select "cityCode", "planId", ${campaignId}, "unitId", path::ltree, state, targets, "localFields", "filedAt",
      "decidedAt", "returnReason"
    from jsonb_to_recordset(${JSON.stringify(plans)}::jsonb) as p(
      "planId" uuid, "unitId" uuid, path text, "cityCode" text, state text, "filedAt" timestamptz,
      "decidedAt" timestamptz, "returnReason" text, targets jsonb, "localFields" jsonb)`)
  await db.run(sql`
    insert into activity (city_code, activity_id, plan_id, campaign_id, unit_path, held_on, place, walk_in_type, team,
      vehicles, people, joint_unit_ids)
    select "cityCode", "activityId", "planId", ${campaignId}, path::ltree, "heldOn", place, "walkInType", team,
      vehicles, people, "jointUnitIds"
    from jsonb_to_recordset(${JSON.stringify(activities)}::jsonb) as a(
      "activityId" uuid, "planId" uuid, path text, "cityCode" text, "heldOn" date, place text, "walkInType" text,
      team text, vehicles integer, people integer, "jointUnitIds" uuid[])`)
}

/** Who files the plans of a level, and who decides on them; all of them are examples. */
export interface DemoDecider {
  kind: UnitKind
  filedBy: { personId: string; name: string }
  decidedBy: { personId: string; name: string }
}

/** The history that leads to the state of each plan: filed, then approved or returned. */
export async function insertDecisions(
  db: Db,
  campaignId: string,
  deciders: readonly DemoDecider[],
) {
  const rows = deciders.map(({ kind, filedBy, decidedBy }) => ({
    kind,
    filedById: filedBy.personId,
    filedByName: filedBy.name,
    decidedById: decidedBy.personId,
    decidedByName: decidedBy.name,
  }))
  await db.run(sql`
    with decider as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(
        kind text, "filedById" uuid, "filedByName" text, "decidedById" uuid, "decidedByName" text)),
    planned as materialized (
      select p.*, d.* from plan p join unit u using (unit_id) join decider d on d.kind = u.kind
      where p.campaign_id = ${campaignId})
    insert into plan_decision (city_code, decision_id, plan_id, unit_path, state, reason, decided_by,
      decided_by_name, decided_at)
    select city_code, gen_random_uuid(), plan_id, unit_path, 'filed', null, "filedById", "filedByName", filed_at
    from planned where filed_at is not null
    union all
    select city_code, gen_random_uuid(), plan_id, unit_path, state, return_reason, "decidedById", "decidedByName",
      decided_at
    from planned where decided_at is not null`)
}
