import type { getRequestRoute, InputOf } from '@nuandeng/contract'
import {
  elapsedOf,
  processOf,
  REQUEST_ACTIONS,
  requestRefuses,
  stepRefused,
} from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import {
  listClocks,
  listEscalations,
  listVerdicts,
  type StoredClock,
  type VerdictRow,
} from '../commitments/index.ts'
import { floorReply } from './floor-clocks.ts'
import { counts, factsOf } from './hold-request.ts'
import { editionTitle, ruleOf, summaryReply } from './request-reply.ts'
import { findRequestView, listHistory, type RequestView } from './request-view.queries.ts'
import { listCallBacks, listHappened, type StepRow } from './step.queries.ts'

/** The file of a request (工单档案): everything that happened, and every verdict on it. */
export async function getRequest(ctx: Context, input: InputOf<typeof getRequestRoute>) {
  const request = await findRequestView(ctx.db, input.requestId)
  if (!request) throw problems.notFound('request', input.requestId)
  authorize(ctx, 'request.read', { path: request.unitPath })
  const { steps, pauses } = await listHappened(ctx.db, request)
  const clocks = (await listClocks(ctx.db, request)).filter(({ isFloor }) => !isFloor)
  const verdicts = await listVerdicts(ctx.db, request)
  const facts = factsOf(request, { steps, pauses })
  const around = await aroundIt(ctx, request)
  const withdrawal = around.history.findLast(({ kind }) => kind === 'request.withdrawn')
  const withdrawnAt = withdrawal && new Date(withdrawal.at)
  return {
    ...summaryReply(request),
    ...fileReply(request),
    steps: steps.map(stepReply),
    clocks: clocks.map((clock) => clockReply(clock, verdicts)),
    pauses: pauses.map(({ reason, fromAt, toAt, pausedByName, note }) => ({
      reason,
      from: fromAt.toISOString(),
      to: toAt?.toISOString() ?? null,
      by: pausedByName,
      note,
    })),
    ...around,
    floor: await floorReply(ctx, request, { steps, pauses, withdrawnAt }),
    elapsed: elapsedOf(facts, request.doneAt, ctx.now),
    ...possible(request, steps),
  }
}

type FileRow = NonNullable<Awaited<ReturnType<typeof findRequestView>>>

function fileReply(request: FileRow) {
  return {
    edition: request.edition,
    editionTitle: editionTitle(request.edition),
    acceptedBy: request.acceptedByName,
    acceptedUnit: request.acceptedUnit,
    area: request.area,
    supplyClass: request.supplyClass,
    customerId: request.customerId,
    accusedUnit: request.accusedUnit,
    mobilePlace: request.mobilePlace,
  }
}

function stepReply(step: StepRow) {
  return {
    stepId: step.stepId,
    round: step.round,
    step: step.step,
    at: step.takenAt.toISOString(),
    recordedAt: step.recordedAt.toISOString(),
    by: step.takenByName,
    outcome: step.outcome,
    note: step.note,
    replacedById: step.replacedById,
  }
}

function clockReply(clock: StoredClock, verdicts: readonly VerdictRow[]) {
  const rule = ruleOf(clock.edition, clock.ruleRow)
  const { item, title, titleEn, source } = rule
  const text = (at: Date | null) => at?.toISOString() ?? null
  return {
    round: clock.round,
    row: clock.ruleRow,
    item,
    title,
    titleEn,
    source,
    limit: clock.periodLimit,
    unit: clock.periodUnit,
    statistic: clock.statistic,
    startedAt: clock.startedAt.toISOString(),
    dueAt: text(clock.dueAt),
    warnAt: text(clock.warnAt),
    stoppedAt: text(clock.stoppedAt),
    isPaused: clock.dueAt === null,
    isProvisional: clock.isProvisional,
    isAssumed: clock.isAssumed,
    stand: clock.exemption ? ('exempt' as const) : clock.verdict,
    exemption: clock.exemption,
    verdicts: verdicts
      .filter((verdict) => verdict.round === clock.round && verdict.ruleRow === clock.ruleRow)
      .map((verdict) => ({
        verdict: verdict.verdict as StoredClock['verdict'],
        dueAt: text(verdict.dueAt),
        stoppedAt: text(verdict.stoppedAt),
        judgedAt: verdict.judgedAt.toISOString(),
        cause: verdict.cause,
        by: verdict.judgedByName,
      })),
  }
}

async function aroundIt(ctx: Context, request: RequestView) {
  const callBacks = await listCallBacks(ctx.db, request)
  const escalations = await listEscalations(ctx.db, request)
  const history = await listHistory(ctx.db, request)
  return {
    callBacks: callBacks.map(({ calledAt, calledByName, satisfaction, note }) => ({
      at: calledAt.toISOString(),
      by: calledByName,
      satisfaction,
      note,
    })),
    escalations: escalations.map(escalationReply),
    history: history.map(({ recordedAt, actorName, kind, details }) => ({
      at: recordedAt.toISOString(),
      by: actorName,
      kind,
      details,
    })),
  }
}

function escalationReply(raised: Awaited<ReturnType<typeof listEscalations>>[number]) {
  const { ruleRow, edition, round, unitName, toPersonName, raisedAt } = raised
  const rule = ruleRow && edition ? ruleOf(edition, ruleRow) : undefined
  return {
    row: ruleRow,
    title: rule?.title ?? null,
    titleEn: rule?.titleEn ?? null,
    isFloor: raised.isFloor ?? false,
    round,
    unitName,
    personName: toPersonName,
    at: raisedAt.toISOString(),
  }
}

/** What can be done now, by the same table as the use cases. */
function possible(request: RequestView, steps: readonly StepRow[]) {
  const process = processOf(request.kind, request.subkind)
  const taken = steps.filter((step) => step.round === request.round && counts(step))
  const has = { done: new Set(taken.map(({ step }) => step)), isAnonymous: request.isAnonymous }
  const refusal = requestRefuses('take-step', request)
  return {
    actions: REQUEST_ACTIONS.map((action) => ({
      action,
      refusal: requestRefuses(action, request) ?? null,
    })),
    nextSteps: process.steps.map(({ step }) => ({
      step,
      refusal: refusal ?? stepRefused(process, step, has) ?? null,
    })),
  }
}
