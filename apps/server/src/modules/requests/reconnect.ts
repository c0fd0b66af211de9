import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { bindingEdition } from '../commitments/index.ts'
import { numberOf } from './accept-request.ts'
import type { ArrearsRow } from './arrears.queries.ts'
import { judge, tell } from './hold-request.ts'
import { findRequestForUpdate, insertRequest, isTaken } from './request.queries.ts'
import { insertStep } from './step.queries.ts'

/** Accepts the request that the supply be restored (复电): its charges are settled, its clock runs. */
export async function reconnect(
  ctx: Context,
  from: ArrearsRow,
  ids: { requestId: string; stepId: string },
) {
  const { requestId, stepId } = ids
  if (await isTaken(ctx.db, requestId))
    throw problems.conflict('request-exists', 'There is a request of this id')
  const { cityCode, unitId, unitPath, accountNo } = from
  await insertRequest(ctx.db, {
    ...{ cityCode, requestId, unitId, unitPath, accountNo },
    number: numberOf(requestId, cityCode, ctx.now),
    kind: 'service',
    subkind: 'reconnection',
    grade: null,
    channel: 'counter',
    state: 'accepted',
    acceptedUnitId: unitId,
    acceptedAt: ctx.now,
    recordedAt: ctx.now,
    acceptedBy: ctx.actor,
    ownerId: null,
    ownerName: null,
    edition: bindingEdition(ctx.now)?.edition ?? null,
    area: null,
    supplyClass: null,
    customerId: null,
    address: null,
    content: '欠费结清，恢复供电',
    isAnonymous: false,
    isConfidential: false,
    accusedUnitId: null,
    mobileServiceId: null,
    contactSealed: null,
    contactMasked: null,
    phoneKey: null,
    flags: [],
  })
  const request = await findRequestForUpdate(ctx.db, requestId)
  if (!request) throw new Error(`the request ${requestId} was not written`)
  const step = { stepId, round: 1, step: 'charges.settled', takenAt: ctx.now, note: null }
  await insertStep(ctx.db, request, { ...step, outcome: 'done' }, { at: ctx.now, by: ctx.actor })
  await judge(ctx, request, 'charges.settled')
  await tell(ctx, request, 'request.accepted', { number: request.number, arrears: from.caseId })
}
