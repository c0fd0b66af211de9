import type { approvePlanRoute, filePlanRoute, InputOf, returnPlanRoute } from '@nuandeng/contract'
import { type PlanState, planCan } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { problems } from '../../platform/problems.ts'
import { getOpenCampaign } from './list-campaigns.ts'
import { decide, findPlan, holdPlan } from './plan.queries.ts'
import { pathAbove, planSubject } from './plans.ts'

/** Files a plan with the level above (上报). */
export async function filePlan(ctx: Context, input: InputOf<typeof filePlanRoute>) {
  const plan = await getHeldPlan(ctx, input.planId)
  authorize(ctx, 'plan.file', { path: plan.unitPath })
  if (!planCan.file(plan.state)) throw problems.planStands(plan.state)
  if (plan.activityCount === 0 && Object.keys(plan.targets).length === 0) {
    throw problems.conflict('plan-empty', 'A plan names at least one target or activity')
  }
  return move(ctx, plan, 'filed', null)
}

/** The level above approves a filed plan (批准). */
export async function approvePlan(ctx: Context, input: InputOf<typeof approvePlanRoute>) {
  const plan = await getHeldPlan(ctx, input.planId)
  authorize(ctx, 'plan.decide', { path: pathAbove(plan.unitPath) })
  if (!planCan.decide(plan.state)) throw problems.planStands(plan.state)
  return move(ctx, plan, 'approved', null)
}

/** The level above sends a filed plan back with its reason (退回). */
export async function returnPlan(ctx: Context, input: InputOf<typeof returnPlanRoute>) {
  const plan = await getHeldPlan(ctx, input.planId)
  authorize(ctx, 'plan.decide', { path: pathAbove(plan.unitPath) })
  if (!planCan.decide(plan.state)) throw problems.planStands(plan.state)
  return move(ctx, plan, 'returned', input.reason)
}

type HeldPlan = Awaited<ReturnType<typeof getHeldPlan>>

async function getHeldPlan(ctx: Context, planId: string) {
  await holdPlan(ctx.db, planId)
  const plan = await findPlan(ctx.db, planId)
  if (!plan) throw problems.notFound('plan', planId)
  return plan
}

async function move(ctx: Context, plan: HeldPlan, state: PlanState, reason: string | null) {
  await getOpenCampaign(ctx, plan.campaignId)
  const by = { personId: ctx.actor.personId, name: ctx.actor.name }
  await decide(ctx.db, plan, { decisionId: newId(), state, reason, decidedAt: ctx.now, by })
  await record(ctx, `plan.${state}`, planSubject(plan), reason ? { reason } : {})
  return { planId: plan.planId, state }
}
