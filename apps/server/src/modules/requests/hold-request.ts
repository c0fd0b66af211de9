import {
  type CaseFacts,
  classOfRequest,
  processOf,
  REQUEST_ACTION_TABLE,
  type RequestAction,
  requestRefuses,
} from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { settleClocks } from '../commitments/index.ts'
import { findRequestForUpdate, type RequestRow } from './request.queries.ts'
import { listHappened, type PauseRow, type StepRow } from './step.queries.ts'

/** Holds a request for an action, and refuses who may not do it, or what its state does not allow. */
export async function holdRequest(
  ctx: Context,
  requestId: string,
  action: RequestAction,
): Promise<RequestRow> {
  const request = await findRequestForUpdate(ctx.db, requestId)
  if (!request) throw problems.notFound('request', requestId)
  authorize(ctx, REQUEST_ACTION_TABLE[action].permission, { path: request.unitPath })
  const refusal = requestRefuses(action, request)
  if (refusal) throw problems.requestRefused(refusal, `It is ${request.state}`)
  return request
}

/** When something happened: given or now; never later than now, nor before `from`. */
export function happenedAt(ctx: Context, given: string | undefined, from: Date): Date {
  const at = given ? new Date(given) : ctx.now
  if (at > ctx.now) throw problems.wrongField('at', 'in-future', 'is later than now')
  if (at < from) throw problems.wrongField('at', 'too-early', 'is before what must come first')
  return at
}

/** When the round of a request began. */
export const beganAt = (request: RequestRow): Date => request.reopenedAt ?? request.acceptedAt

export const counts = ({ outcome, replacedById }: StepRow) =>
  outcome === 'done' && replacedById === null

/** What happened in a round, as clocks see it. */
export function factsOf(request: RequestRow, happened: Happened, round = request.round): CaseFacts {
  const { kind, subkind, supplyClass, area } = request
  return {
    process: processOf(kind, subkind),
    area: area ?? undefined,
    class: classOfRequest(kind, subkind, supplyClass),
    beganAt: round === 1 ? request.acceptedAt : beganAt(request),
    steps: happened.steps
      .filter((step) => step.round === round && counts(step))
      .map(({ step, takenAt }) => ({ step, at: takenAt })),
    pauses: happened.pauses
      .filter((pause) => pause.round === round)
      .map(({ reason, fromAt, toAt }) => ({ reason, from: fromAt, to: toAt })),
  }
}

/** What happened to a request so far. */
export interface Happened {
  steps: readonly StepRow[]
  pauses: readonly PauseRow[]
}

/** Judges the clocks of a request after a change of what happened, which is read again unless it is given. */
export async function judge(
  ctx: Context,
  request: RequestRow,
  cause: string,
  { round = request.round, happened }: { round?: number; happened?: Happened | undefined } = {},
) {
  const facts = factsOf(request, happened ?? (await listHappened(ctx.db, request)), round)
  return settleClocks(ctx, placeOf(request, round), { ...textsOf(request), facts, cause })
}

/** Sets up the clocks of a request that was just accepted: nothing else has happened. */
export async function startClocks(ctx: Context, request: RequestRow) {
  const facts = factsOf(request, { steps: [], pauses: [] })
  const place = placeOf(request, request.round)
  return settleClocks(ctx, place, { ...textsOf(request), facts, cause: 'accepted', isNew: true })
}

/** What selects the promises and the floor that bind a request. */
const textsOf = ({ edition, acceptedAt }: RequestRow) => ({ edition, acceptedAt })

const placeOf = (request: RequestRow, round: number) => ({
  cityCode: request.cityCode,
  requestId: request.requestId,
  unitId: request.unitId,
  unitPath: request.unitPath,
  round,
})

export const subjectOf = (request: RequestRow) => ({
  id: request.requestId,
  path: request.unitPath,
  cityCode: request.cityCode,
})

/** Ends an action: its Event, and where the request stands now. */
export async function tell(
  ctx: Context,
  request: RequestRow,
  kind: string,
  details: Record<string, unknown> = {},
) {
  await record(ctx, kind, subjectOf(request), details)
  const { requestId, state, round } = request
  return { requestId, state, round }
}
