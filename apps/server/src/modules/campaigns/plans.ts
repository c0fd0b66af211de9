import type { getPlanRoute, InputOf, listPlansRoute, savePlanRoute } from '@nuandeng/contract'
import { campaignCan, isWithin, pathsWith, planCan, planFaults } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { listUnitsById, unitRef } from '../organisation/index.ts'
import { getOpenCampaign, getVisibleCampaign } from './list-campaigns.ts'
import {
  findPlan,
  holdPlan,
  listActivities,
  listDecisions,
  listPlans,
  listTakenActivities,
  type PlanRow,
  setPlanContent,
  sumTargetsBelow,
} from './plan.queries.ts'

/** Plans (实施方案) of the units in reach, by the order of the tree. */
export async function listPlansInReach(ctx: Context, input: InputOf<typeof listPlansRoute>) {
  await getVisibleCampaign(ctx, input.campaignId)
  const { items, next } = pageFrom(
    await listPlans(ctx.db, input),
    input.limit,
    (row) => row.unitCode,
  )
  return { items: items.map(planReply), next }
}

/** One unit's plan with its activities and what was decided on it. */
export async function getPlan(ctx: Context, input: InputOf<typeof getPlanRoute>) {
  const plan = await findPlan(ctx.db, input.planId)
  if (!plan) throw problems.notFound('plan', input.planId)
  authorize(ctx, 'plan.read', { path: plan.unitPath })
  const campaign = await getVisibleCampaign(ctx, plan.campaignId)
  const decisions = await listDecisions(ctx.db, plan.cityCode, plan.planId)
  const activities = await listActivities(ctx.db, plan.cityCode, plan.planId)
  const isOpen = campaignCan.plan(campaign.state) && planCan.decide(plan.state)
  return {
    ...planReply(plan),
    targets: plan.targets,
    targetsBelow: await sumTargetsBelow(ctx.db, plan),
    localFields: plan.localFields,
    activities,
    jointUnits: (await listJointUnits(ctx, activities)).map((unit) => ({
      ...unitRef(unit),
      above: unit.above,
    })),
    canDecide: isOpen && mayDecide(ctx, plan),
    decisions: decisions.map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() })),
  }
}

/** A plan is decided by the level above, never by the unit that filed it. */
function mayDecide(ctx: Context, plan: PlanRow): boolean {
  const above = pathAbove(plan.unitPath)
  return pathsWith(ctx.actor.grants, 'plan.decide').some((path) => isWithin(above, path))
}

export function pathAbove(path: string): string {
  return path.slice(0, path.lastIndexOf('.'))
}

/** Saves a plan that is being drafted, or that came back. */
export async function savePlan(ctx: Context, input: InputOf<typeof savePlanRoute>) {
  await holdPlan(ctx.db, input.planId)
  const plan = await findPlan(ctx.db, input.planId)
  if (!plan) throw problems.notFound('plan', input.planId)
  authorize(ctx, 'plan.file', { path: plan.unitPath })
  if (!planCan.edit(plan.state)) throw problems.planStands(plan.state)
  const faults = await faultsOfPlan(ctx, plan, input)
  if (faults.length > 0) throw problems.invalidInput(faults)
  await setPlanContent(ctx.db, plan, input)
  await record(ctx, 'plan.saved', planSubject(plan), { activities: input.activities.length })
  return { planId: plan.planId }
}

async function faultsOfPlan(ctx: Context, plan: PlanRow, input: InputOf<typeof savePlanRoute>) {
  const campaign = await getOpenCampaign(ctx, plan.campaignId)
  const walkInTypeCodes = campaign.walkInTypes.map(({ code }) => code)
  const faults = planFaults(input, { ...campaign, walkInTypeCodes })
  const ids = input.activities.map(({ activityId }) => activityId)
  const taken = new Set(
    (await listTakenActivities(ctx.db, plan, ids)).map(({ activityId }) => activityId),
  )
  const joint = new Set((await listJointUnits(ctx, input.activities)).map(({ unitId }) => unitId))
  input.activities.forEach(({ activityId, jointUnitIds }, i) => {
    if (taken.has(activityId) || ids.indexOf(activityId) !== i) {
      const reason = 'this id belongs to another activity'
      faults.push({ field: `activities[${i}].activityId`, code: 'id-taken', reason })
    }
    jointUnitIds.forEach((unitId, j) => {
      if (joint.has(unitId)) return
      const field = `activities[${i}].jointUnitIds[${j}]`
      faults.push({ field, code: 'no-such-unit', reason: 'there is no such unit' })
    })
  })
  return faults
}

function listJointUnits(ctx: Context, activities: readonly { jointUnitIds: string[] }[]) {
  return listUnitsById(
    ctx.db,
    activities.flatMap(({ jointUnitIds }) => jointUnitIds),
  )
}

function planReply(row: PlanRow) {
  return {
    planId: row.planId,
    campaignId: row.campaignId,
    unit: {
      unitId: row.unitId,
      kind: row.unitKind,
      name: row.unitName,
      path: row.unitPath,
      above: row.above,
    },
    state: row.state,
    filedAt: row.filedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    returnReason: row.returnReason,
    activityCount: row.activityCount,
  }
}

export function planSubject(plan: PlanRow) {
  return { id: plan.planId, path: plan.unitPath, cityCode: plan.cityCode }
}
