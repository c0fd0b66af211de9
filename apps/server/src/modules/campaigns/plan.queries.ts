import type { InputOf, savePlanRoute } from '@nuandeng/contract'
import type { PlanState, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { ABOVE } from '../organisation/index.ts'

type Plan = InputOf<typeof savePlanRoute>
export type Targets = Plan['targets']
export type Activity = Plan['activities'][number]

/** A unit's plan (实施方案) as lists show it. */
export interface PlanRow {
  planId: string
  campaignId: string
  cityCode: string
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  unitCode: string
  /** Names of the city and county above. */
  above: string[]
  state: PlanState
  filedAt: Date | null
  decidedAt: Date | null
  returnReason: string | null
  activityCount: number
}

const PLAN = sql`p.plan_id, p.campaign_id, p.city_code, p.unit_id, u.kind as unit_kind, u.name as unit_name,
  p.unit_path::text as unit_path, u.code as unit_code, ${ABOVE} as above, p.state, p.filed_at, p.decided_at, p.return_reason,
  (select count(*) from activity a where a.city_code = p.city_code and a.plan_id = p.plan_id) as activity_count`

export function findPlan(db: Db, planId: string) {
  return db.maybe<PlanRow & { targets: Targets; localFields: Record<string, string> }>(sql`
    select ${PLAN}, p.targets, p.local_fields from plan p join unit u using (unit_id) where p.plan_id = ${planId}`)
}

/** Holds a plan while its state is judged and changed. */
export async function holdPlan(db: Db, planId: string) {
  await db.run(sql`select from plan where plan_id = ${planId} for update`)
}

export function listPlans(
  db: Db,
  filter: {
    campaignId: string
    unitId?: string | undefined
    parentUnitId?: string | undefined
    state?: PlanState | undefined
    search?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const {
    unitId = null,
    parentUnitId = null,
    state = null,
    search = null,
    cursor = '',
    limit,
  } = filter
  return db.rows<PlanRow>(sql`
    select ${PLAN} from plan p join unit u using (unit_id)
    where p.campaign_id = ${filter.campaignId} and u.code > ${cursor}
      and (${unitId}::uuid is null or p.unit_id = ${unitId})
      and (${parentUnitId}::uuid is null or u.parent_id = ${parentUnitId})
      and (${state}::text is null or p.state = ${state})
      and (${search}::text is null or strpos(u.name, ${search}) > 0)
    order by u.code limit ${limit + 1}`)
}

export function listActivities(db: Db, cityCode: string, planId: string) {
  return db.rows<Activity>(sql`
    select activity_id, held_on, place, walk_in_type, team, vehicles, people, joint_unit_ids from activity
    where city_code = ${cityCode} and plan_id = ${planId} order by held_on, activity_id`)
}

/** What the filed and approved plans of the units directly below add up to, by measure. */
export async function sumTargetsBelow(db: Db, plan: PlanRow): Promise<Targets> {
  const { targets } = await db.one<{ targets: Targets }>(sql`
    with summed as (
      select measure, sum(target::bigint) as target
      from plan p join unit u using (unit_id), jsonb_each_text(p.targets) as t(measure, target)
      where p.campaign_id = ${plan.campaignId} and u.parent_id = ${plan.unitId}
        and p.state in ('filed', 'approved')
      group by measure)
    select coalesce(jsonb_object_agg(measure, target), '{}') as targets from summed`)
  return targets
}

export interface DecisionRow {
  decidedAt: Date
  by: string
  state: PlanState
  reason: string | null
}

export function listDecisions(db: Db, cityCode: string, planId: string) {
  return db.rows<DecisionRow>(sql`
    select decided_at, decided_by_name as by, state, reason from plan_decision
    where city_code = ${cityCode} and plan_id = ${planId} order by decided_at, decision_id`)
}

export async function setPlanContent(db: Db, plan: PlanRow, content: Plan) {
  await db.run(sql`
    update plan set targets = ${JSON.stringify(content.targets)}, local_fields = ${JSON.stringify(content.localFields)}
    where city_code = ${plan.cityCode} and plan_id = ${plan.planId}`)
  await db.run(
    sql`delete from activity where city_code = ${plan.cityCode} and plan_id = ${plan.planId}`,
  )
  await db.run(sql`
    insert into activity (city_code, activity_id, plan_id, campaign_id, unit_path, held_on, place, walk_in_type, team,
      vehicles, people, joint_unit_ids)
    select ${plan.cityCode}, "activityId", ${plan.planId}, ${plan.campaignId}, ${plan.unitPath}::ltree, "heldOn",
      place, "walkInType", team, vehicles, people, "jointUnitIds"
    from jsonb_to_recordset(${JSON.stringify(content.activities)}::jsonb) as a(
      "activityId" uuid, "heldOn" date, place text, "walkInType" text, team text, vehicles integer, people integer,
      "jointUnitIds" uuid[])`)
}

/** Which of these activities belong to another plan already. */
export function listTakenActivities(db: Db, plan: PlanRow, activityIds: readonly string[]) {
  return db.asSystem(() =>
    db.rows<{ activityId: string }>(sql`
      select activity_id from activity
      where city_code = ${plan.cityCode} and activity_id = any(${activityIds}::uuid[])
        and plan_id <> ${plan.planId}`),
  )
}

export interface Decision {
  decisionId: string
  state: PlanState
  reason: string | null
  decidedAt: Date
  by: { personId: string; name: string }
}

/** Moves a plan on and keeps what was decided by whom. */
export async function decide(db: Db, plan: PlanRow, decision: Decision) {
  const { state, reason, decidedAt, by } = decision
  const isFiled = state === 'filed'
  await db.run(sql`
    update plan set state = ${state}, return_reason = ${reason},
      filed_at = case when ${isFiled} then ${decidedAt} else filed_at end,
      decided_at = case when ${isFiled} then null else ${decidedAt}::timestamptz end
    where city_code = ${plan.cityCode} and plan_id = ${plan.planId}`)
  await db.run(sql`
    insert into plan_decision (city_code, decision_id, plan_id, unit_path, state, reason, decided_by, decided_by_name,
      decided_at)
    values (${plan.cityCode}, ${decision.decisionId}, ${plan.planId}, ${plan.unitPath}::ltree, ${state}, ${reason},
      ${by.personId}, ${by.name}, ${decidedAt})`)
}
