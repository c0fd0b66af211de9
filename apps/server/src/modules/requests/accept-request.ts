import type { acceptRequestRoute, InputOf } from '@nuandeng/contract'
import { addDays, fitsKind, isWithin, type RequestState, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { bindingEdition, escalate } from '../commitments/index.ts'
import { findUnit, type UnitRow } from '../organisation/index.ts'
import { withFile } from './file-defaults.ts'
import { startClocks, subjectOf } from './hold-request.ts'
import { refuseElsewhere } from './mobile-services.ts'
import { storedReporter } from './reporter.ts'
import {
  findBefore,
  insertRequest,
  type NewRequest,
  type RequestRow,
  setRequest,
} from './request.queries.ts'

type Input = InputOf<typeof acceptRequestRoute>

const SAME_WITHIN_DAYS = 30
/** 同一客户同一诉求三次: the unit above is told. */
const TOLD_AT = 3

/** Accepts a request (受理): bound to the edition of its day, and its clocks run. */
export async function acceptRequest(ctx: Context, sent: Input) {
  const unit = await findUnit(ctx.db, sent.unitId)
  if (!unit) throw problems.notFound('unit', sent.unitId)
  authorize(ctx, 'request.accept', unit)
  const input = await withFile(ctx, unit.cityCode, sent)
  const acceptedAt = input.acceptedAt ? new Date(input.acceptedAt) : ctx.now
  if (acceptedAt > ctx.now)
    throw problems.wrongField('acceptedAt', 'in-future', 'is later than now')
  refuseFaults(input)
  await refuseAccused(ctx, unit, input.accusedUnitId)
  const { channel: via, mobileServiceId } = input
  await refuseElsewhere(ctx, mobileServiceId, {
    at: acceptedAt,
    unitPath: unit.path,
    channel: via,
  })
  const { requestId: newRequestId, contact, isConfidential } = input
  const reporter = storedReporter(ctx.vault, newRequestId, contact, isConfidential)
  const before = await findBefore(ctx.db, {
    ...{ requestId: newRequestId, kind: input.kind, phoneKey: reporter.phoneKey },
    ...{ accountNo: input.accountNo ?? null, since: sameSince(ctx.now) },
  })
  if (before.isTaken) throw problems.conflict('request-exists', 'There is a request of this id')

  const request = await insert(ctx, { ...input, reporter }, unit, acceptedAt)
  const clocks = await startClocks(ctx, request)
  const flags = [
    ...(clocks.some(({ isAssumed }) => isAssumed) ? ['area-missing'] : []),
    ...(await tellThirdTime(ctx, request, before.same + 1)),
  ]
  if (flags.length > 0) await setRequest(ctx.db, request, { flags })
  const { requestId, number, edition, kind, subkind, channel } = request
  await record(ctx, 'request.accepted', subjectOf(request), {
    number,
    kind,
    subkind,
    channel,
    acceptedAt,
    edition,
    flags,
  })
  return { requestId, number, edition, flags }
}

function refuseFaults({ kind, subkind, isAnonymous, contact }: Input) {
  if (!fitsKind(kind, subkind ?? null))
    throw problems.wrongField('subkind', 'unknown-subkind', `is no division of ${kind}`)
  if (isAnonymous && contact)
    throw problems.wrongField('contact', 'anonymous', 'an anonymous report names nobody')
}

/** A whistle-blow is handled above the unit that it is about, never by it. */
export async function refuseAccused(
  ctx: Context,
  unit: { path: string },
  accusedUnitId: string | null | undefined,
) {
  if (!accusedUnitId) return
  const accused = await findUnit(ctx.db, accusedUnitId)
  if (!accused) throw problems.notFound('unit', accusedUnitId)
  if (isWithin(unit.path, accused.path))
    throw problems.wrongField('unitId', 'accused-unit', 'the accused unit does not handle it')
}

async function insert(
  ctx: Context,
  input: Input & { reporter: ReturnType<typeof storedReporter> },
  unit: UnitRow,
  acceptedAt: Date,
): Promise<RequestRow> {
  const { requestId, kind, isConfidential, isMine, reporter } = input
  const state: RequestState = isMine ? 'assigned' : 'accepted'
  const made: NewRequest = {
    cityCode: unit.cityCode,
    requestId,
    number: numberOf(requestId, unit.cityCode, acceptedAt),
    kind,
    subkind: input.subkind ?? null,
    grade: input.grade ?? null,
    channel: input.channel,
    state,
    unitId: unit.unitId,
    unitPath: unit.path,
    acceptedUnitId: unit.unitId,
    acceptedAt,
    recordedAt: ctx.now,
    acceptedBy: ctx.actor,
    ownerId: isMine ? ctx.actor.personId : null,
    ownerName: isMine ? ctx.actor.name : null,
    edition: bindingEdition(acceptedAt)?.edition ?? null,
    area: input.area ?? null,
    supplyClass: input.supplyClass ?? null,
    customerId: input.customerId ?? null,
    accountNo: input.accountNo ?? null,
    address: input.address ?? null,
    content: input.content,
    isAnonymous: input.isAnonymous,
    isConfidential,
    accusedUnitId: input.accusedUnitId ?? null,
    mobileServiceId: input.mobileServiceId ?? null,
    ...reporter,
    flags: [],
  }
  await insertRequest(ctx.db, made)
  const { acceptedBy, ...stored } = made
  const untouched = { round: 1, isPaused: false, reopenedAt: null, doneAt: null, chases: 0 }
  return { ...stored, ...untouched, satisfaction: null, acceptedByName: acceptedBy.name }
}

/** Short enough to be told on the telephone: day, city and the end of the id, e.g. `111015-4101-9F3A2C`. */
export function numberOf(requestId: string, cityCode: string, acceptedAt: Date): string {
  const day = shanghaiDate(acceptedAt).slice(2).replaceAll('-', '')
  return `${day}-${cityCode.slice(0, 4)}-${requestId.slice(-6).toUpperCase()}`
}

async function tellThirdTime(ctx: Context, request: RequestRow, count: number): Promise<string[]> {
  if (count < TOLD_AT) return []
  const { cityCode, requestId, unitPath, round } = request
  const details = { count, days: SAME_WITHIN_DAYS }
  await escalate(ctx, [{ cityCode, requestId, round, unitPath, cause: 'third-time', details }])
  return ['third-time']
}

/** From when on requests of one customer are taken together. */
export const sameSince = (now: Date): Date =>
  new Date(`${addDays(shanghaiDate(now), -SAME_WITHIN_DAYS)}T00:00:00+08:00`)
