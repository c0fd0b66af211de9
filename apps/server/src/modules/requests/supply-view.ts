import type { getSupplyFileRoute, InputOf } from '@nuandeng/contract'
import { type CaseFacts, contractStands, elapsedOf, greenTargets, turnOf } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { calendarAt } from '../commitments/index.ts'
import { factsOf } from './hold-request.ts'
import type { RequestRow } from './request.queries.ts'
import { findRequestView } from './request-view.queries.ts'
import { listCallBacks, listHappened } from './step.queries.ts'
import { getSupply, type SupplyRow } from './supply.queries.ts'

export async function getSupplyFile(ctx: Context, input: InputOf<typeof getSupplyFileRoute>) {
  const request = await findRequestView(ctx.db, input.requestId)
  if (!request) throw problems.notFound('request', input.requestId)
  authorize(ctx, 'request.read', { path: request.unitPath })
  if (request.kind !== 'new-supply') throw problems.notFound('supply', input.requestId)
  return supplyReply(ctx, request, await getSupply(ctx.db, request))
}

export async function supplyReply(ctx: Context, request: RequestRow, file: SupplyRow) {
  const facts = factsOf(request, await listHappened(ctx.db, request))
  const done = new Set(facts.steps.map(({ step }) => step))
  return {
    requestId: request.requestId,
    disclosure: file.disclosedAt && {
      materials: file.materials,
      at: file.disclosedAt.toISOString(),
      by: file.disclosedByName ?? '',
    },
    returnTrips: file.returnTrips,
    green: await greenReply(ctx, { request, file, facts }),
    contract: await contractReply(ctx, request, file),
    elapsed: elapsedOf(facts, request.doneAt, ctx.now),
    turn: turnOf(facts.process, done),
  }
}

async function greenReply(
  ctx: Context,
  { request, file, facts }: { request: RequestRow; file: SupplyRow; facts: CaseFacts },
) {
  if (!file.greenReason || !file.greenAskedAt) return null
  const calendar = await calendarAt(ctx.db, request.unitPath)
  const targets = greenTargets(file.greenTargets, facts, calendar, ctx.now)
  return {
    reason: file.greenReason,
    note: file.greenNote ?? '',
    askedAt: file.greenAskedAt.toISOString(),
    askedBy: file.greenAskedByName ?? '',
    approvedAt: file.greenApprovedAt?.toISOString() ?? null,
    approvedBy: file.greenApprovedByName,
    targets: targets.map(({ dueAt, doneAt, ...target }) => ({
      ...target,
      dueAt: dueAt?.toISOString() ?? null,
      doneAt: doneAt?.toISOString() ?? null,
    })),
  }
}

async function contractReply(ctx: Context, request: RequestRow, file: SupplyRow) {
  const { promisedOn, penalty, responsible, signedAt, signedByName } = file
  if (!promisedOn || !signedAt) return null
  const calls = await listCallBacks(ctx.db, request)
  const answered = calls.find(({ satisfaction }) => satisfaction !== null)
  return {
    promisedOn,
    penalty: penalty ?? '',
    responsible: responsible ?? '',
    signedAt: signedAt.toISOString(),
    signedBy: signedByName ?? '',
    ...contractStands(promisedOn, request.doneAt, answered?.calledAt ?? null, ctx.now),
  }
}
