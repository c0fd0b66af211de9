import type { InputOf, pauseRequestRoute, resumeRequestRoute } from '@nuandeng/contract'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { holdRequest, judge, tell } from './hold-request.ts'
import { setRequest } from './request.queries.ts'
import { endPause, insertPause, listHappened } from './step.queries.ts'

/** Pauses a request (暂停) for a listed reason. Only a promise that allows the reason stands still (trap 7). */
export async function pauseRequest(ctx: Context, input: InputOf<typeof pauseRequestRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'pause')
  const { pauseId, reason, note = null } = input
  const { pauses: before } = await listHappened(ctx.db, request)
  if (before.some((pause) => pause.pauseId === pauseId))
    throw problems.conflict('pause-exists', 'There is a pause of this id')
  const told = { at: ctx.now, by: ctx.actor }
  await insertPause(ctx.db, request, { pauseId, round: request.round, reason, note }, told)
  const paused = { ...request, isPaused: true }
  await setRequest(ctx.db, paused, {})
  await judge(ctx, paused, 'paused')
  return tell(ctx, paused, 'request.paused', { reason, note })
}

/** Goes on with a paused request. */
export async function resumeRequest(ctx: Context, input: InputOf<typeof resumeRequestRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'resume')
  await endPause(ctx.db, request, ctx.now)
  const resumed = { ...request, isPaused: false }
  await setRequest(ctx.db, resumed, {})
  await judge(ctx, resumed, 'resumed')
  return tell(ctx, resumed, 'request.resumed', { note: input.note ?? null })
}
