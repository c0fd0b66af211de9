import {
  acceptRequest,
  assignRequest,
  chaseRequest,
  closeRequest,
  exemptClock,
  getRequest,
  pauseRequest,
  recordCallBack,
  resumeRequest,
  takeStep,
} from '../modules/requests/index.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { contextAs, type DemoDatabase } from './acting.ts'
import type { DemoPerson } from './people.ts'
import { type DemoAct, type DemoRequest, demoRequests } from './request-stories.ts'
import { playSupplies } from './supplies.ts'

/** Lets the invented requests happen through the use cases, each at its own time. */
export async function playRequests(
  stage: DemoDatabase,
  people: readonly DemoPerson[],
  now: Date,
): Promise<number> {
  const office = people.find(({ loginName }) => loginName === 'province')
  if (!office) throw new Error('the demonstration has no office')
  const requests = demoRequests(people, now)
  for (const request of requests) {
    const at = (person: DemoPerson, now: Date) => contextAs(stage, person, now)
    const { requestId, unit, worker, acceptedAt, subkind, area, acts, ...sent } = request
    await acceptRequest(at(worker, acceptedAt), {
      ...{ requestId, unitId: unit.unitId, ...sent, channel: 'hotline' },
      ...(subkind ? { subkind } : {}),
      ...(area ? { area } : {}),
      ...{ isAnonymous: false, isConfidential: false, isMine: false },
    })
    for (const act of acts) {
      const isOffices = ['assign', 'close', 'exempt'].includes(act.act)
      await play(at(isOffices ? office : worker, act.at), request, act)
    }
  }
  await playSupplies(stage, office, requests)
  return requests.length
}

async function play(ctx: Context, { requestId, worker }: DemoRequest, act: DemoAct) {
  switch (act.act) {
    case 'assign':
      return assignRequest(ctx, { requestId, ownerId: worker.personId })
    case 'step': {
      const outcome = act.isAttempt ? 'attempt' : 'done'
      return takeStep(ctx, { requestId, stepId: newId(), step: act.step, outcome })
    }
    case 'pause':
      return pauseRequest(ctx, { requestId, pauseId: newId(), reason: 'customer-materials' })
    case 'resume':
      return resumeRequest(ctx, { requestId })
    case 'chase':
      return chaseRequest(ctx, { requestId, content: act.content })
    case 'call-back': {
      const satisfaction = act.isPleased ? 'satisfied' : 'dissatisfied'
      return recordCallBack(ctx, { requestId, callBackId: newId(), satisfaction })
    }
    case 'exempt':
      return exemptBroken(ctx, requestId)
    case 'close':
      return closeRequest(ctx, { requestId })
  }
}

/** A broken clock leaves the count for a storm, with its evidence beside it. */
async function exemptBroken(ctx: Context, requestId: string) {
  const { clocks } = await getRequest(ctx, { requestId })
  const broken = clocks.find(({ stand }) => stand === 'broken')
  if (!broken) return
  const { row, round } = broken
  const evidence = '当日暴雨红色预警，道路中断（演示）'
  await exemptClock(ctx, { requestId, row, round, reason: 'force-majeure', evidence })
}
