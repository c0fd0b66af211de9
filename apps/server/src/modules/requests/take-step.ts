import type { correctStepRoute, InputOf, takeStepRoute } from '@nuandeng/contract'
import { type ProcessStep, processOf, stepRefused } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import {
  beganAt,
  counts,
  type Happened,
  happenedAt,
  holdRequest,
  judge,
  tell,
} from './hold-request.ts'
import { type RequestRow, setRequest } from './request.queries.ts'
import { endPause, insertStep, listHappened, type StepRow, setReplaced } from './step.queries.ts'

/** Records what happened (环节): contact, arrival, answer, a stage of a new supply. */
export async function takeStep(ctx: Context, input: InputOf<typeof takeStepRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'take-step')
  const { steps: all, pauses } = await listHappened(ctx.db, request)
  refuseTakenId(all, input.stepId)
  const done = all.filter((step) => step.round === request.round && counts(step))
  const step = getStep(request, input.step, done)
  const isAttempt = input.outcome === 'attempt'
  if (isAttempt && !step.isContact)
    throw problems.wrongField('outcome', 'no-attempt', 'only a contact can fail')
  const at = happenedAt(ctx, input.at, latest(beganAt(request), step, done))
  const { stepId, outcome, note = null } = input
  const { round } = request
  const taken = { stepId, round, step: input.step, takenAt: at, outcome, note }
  await insertStep(ctx.db, request, taken, { at: ctx.now, by: ctx.actor })
  const told = { recordedAt: ctx.now, takenByName: ctx.actor.name, replacedById: null }
  const happened = { steps: [...all, { ...taken, ...told }], pauses }
  const now = isAttempt ? request : await moveOn(ctx, request, { step, at, happened })
  const kind = isAttempt ? 'request.attempted' : 'request.step-taken'
  return tell(ctx, now, kind, { step: input.step, at })
}

function refuseTakenId(steps: readonly StepRow[], stepId: string) {
  if (steps.some((step) => step.stepId === stepId))
    throw problems.conflict('step-exists', 'There is a step of this id')
}

function getStep(request: RequestRow, name: string, done: readonly StepRow[]): ProcessStep {
  const process = processOf(request.kind, request.subkind)
  const { isAnonymous } = request
  const refusal = stepRefused(process, name, {
    done: new Set(done.map(({ step }) => step)),
    isAnonymous,
  })
  const step = process.steps.find((candidate) => candidate.step === name)
  if (refusal || !step) throw problems.requestRefused(refusal ?? 'step-unknown', name)
  return step
}

/** The latest of what must come first. */
function latest(began: Date, step: ProcessStep, done: readonly StepRow[]): Date {
  const before = done.filter(({ step: name }) => step.after.includes(name))
  return new Date(Math.max(began.getTime(), ...before.map(({ takenAt }) => takenAt.getTime())))
}

async function moveOn(
  ctx: Context,
  request: RequestRow,
  { step, at, happened }: { step: ProcessStep; at: Date; happened: Happened },
): Promise<RequestRow> {
  const endsPause = step.isLast && request.isPaused
  if (endsPause) await endPause(ctx.db, request, at)
  const moved: RequestRow = step.isLast
    ? { ...request, state: 'done', doneAt: at, isPaused: false }
    : { ...request, state: 'working' }
  await setRequest(ctx.db, moved, {})
  await judge(ctx, moved, step.step, endsPause ? {} : { happened })
  return moved
}

/**
 * Corrects the time of a step (更正): a new step takes its place, with the reason. The old time stays, and
 * so does the old verdict beside the new one.
 */
export async function correctStep(ctx: Context, input: InputOf<typeof correctStepRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'correct')
  const { steps: all } = await listHappened(ctx.db, request)
  refuseTakenId(all, input.newStepId)
  const old = all.find(({ stepId }) => stepId === input.stepId)
  if (!old) throw problems.notFound('step', input.stepId)
  if (!counts(old)) throw problems.requestRefused('step-replaced', 'It was corrected before')
  const at = correctedAt(ctx, request, { old, all, given: input.at })
  await setReplaced(ctx.db, request, old.stepId, input.newStepId)
  const { round, step, outcome } = old
  const corrected = { stepId: input.newStepId, round, step, outcome, takenAt: at }
  await insertStep(
    ctx.db,
    request,
    { ...corrected, note: input.reason },
    { at: ctx.now, by: ctx.actor },
  )
  const isEnd = request.doneAt && round === request.round && isLast(request, step)
  if (isEnd) await setRequest(ctx.db, request, { doneAt: at })
  await judge(ctx, request, 'corrected', { round })
  const details = { step, was: old.takenAt, is: at, reason: input.reason }
  return tell(ctx, request, 'request.corrected', details)
}

/** A correction keeps the order of the steps: after what comes first, before what came after it. */
function correctedAt(
  ctx: Context,
  request: RequestRow,
  { old, all, given }: { old: StepRow; all: readonly StepRow[]; given: string },
): Date {
  const { steps } = processOf(request.kind, request.subkind)
  const done = all.filter((step) => step.round === old.round && counts(step))
  const step = steps.find((candidate) => candidate.step === old.step)
  const began = old.round === 1 ? request.acceptedAt : beganAt(request)
  const at = happenedAt(ctx, given, step ? latest(began, step, done) : began)
  const isAfter = ({ step: name, takenAt }: StepRow) =>
    takenAt < at && steps.some((other) => other.step === name && other.after.includes(old.step))
  if (done.some(isAfter))
    throw problems.wrongField('at', 'too-late', 'is later than what came after it')
  return at
}

function isLast(request: RequestRow, name: string): boolean {
  const { steps } = processOf(request.kind, request.subkind)
  return steps.some(({ step, isLast }) => step === name && isLast === true)
}
