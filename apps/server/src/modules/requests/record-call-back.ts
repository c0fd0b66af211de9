import type { InputOf, recordCallBackRoute } from '@nuandeng/contract'
import { callRefused, DEFAULT_CALL_BACK_RULES } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findCallBackRules } from './call-back-rules.queries.ts'
import { holdRequest, tell } from './hold-request.ts'
import { setRequest } from './request.queries.ts'
import { insertCallBack, listCallBacks } from './step.queries.ts'

/** Records a call-back (回访): at most so many attempts, so far apart, and none in quiet hours. */
export async function recordCallBack(ctx: Context, input: InputOf<typeof recordCallBackRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'call-back')
  if (request.isAnonymous) throw problems.requestRefused('call-anonymous')
  const calls = (await listCallBacks(ctx.db, request)).filter(
    ({ round }) => round === request.round,
  )
  if (calls.some(({ satisfaction }) => satisfaction !== null))
    throw problems.requestRefused('call-answered', 'The customer has answered')
  const times = calls.map(({ calledAt }) => calledAt)
  const rules = (await findCallBackRules(ctx.db, request.unitPath)) ?? DEFAULT_CALL_BACK_RULES
  const refusal = callRefused(rules, times, ctx.now)
  if (refusal) throw problems.requestRefused(refusal)
  const { callBackId, satisfaction = null, note = null } = input
  const told = { at: ctx.now, by: ctx.actor }
  await insertCallBack(
    ctx.db,
    request,
    { callBackId, round: request.round, satisfaction, note },
    told,
  )
  if (satisfaction) await setRequest(ctx.db, request, { satisfaction })
  return tell(ctx, request, 'request.called-back', { attempt: calls.length + 1, satisfaction })
}
