import { isDeepStrictEqual } from 'node:util'
import type {
  decideSubjectRequestRoute,
  fileSubjectRequestRoute,
  InputOf,
  listSubjectRequestsRoute,
} from '@nuandeng/contract'
import { addDays, addMonths, CONSENT_MONTHS, maskName, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { deleteCareOf } from './care.queries.ts'
import { getCustomerInCare, subjectOf } from './customer-in-care.ts'
import { openCare, type RequestContent, sealCare } from './sealed-care.ts'
import {
  findRequestForUpdate,
  insertRequest,
  listRequests,
  type RequestRow,
  setDecided,
} from './subject-request.queries.ts'

/** Days until an answer is due; the utility's own aim, not a limit of the law. */
const ANSWER_DAYS = 15

/** Takes in what a customer asks about their own data (个人信息请求). */
export async function fileSubjectRequest(
  ctx: Context,
  input: InputOf<typeof fileSubjectRequestRoute>,
) {
  const { requestId, customerId, kind, asker, identityCheck, words } = input
  const customer = await getCustomerInCare(ctx, customerId, 'care.write')
  const said = { kind, asker, identityCheck, words }
  const content = { ...said, filedBy: ctx.actor.name, reason: null, decidedBy: null }
  const dueOn = addDays(shanghaiDate(ctx.now), ANSWER_DAYS)
  const isNew = await insertRequest(ctx.db, {
    ...{ cityCode: customer.cityCode, requestId, customerId, state: 'open', dueOn },
    ...{ filedAt: ctx.now, decidedAt: null, expiresOn: null },
    sealed: sealCare(ctx.vault, ['subject_request', requestId], content),
  })
  if (isNew === 0) {
    const stored = await findRequestForUpdate(ctx.db, requestId)
    const held = stored && openCare(ctx.vault, ['subject_request', requestId], stored.sealed)
    const isSame =
      stored?.customerId === customerId &&
      isDeepStrictEqual(said, {
        ...{ kind: held?.kind, asker: held?.asker },
        ...{ identityCheck: held?.identityCheck, words: held?.words },
      })
    if (!isSame) throw problems.conflict('id-taken', 'This id stands for another request')
    return { requestId, dueOn: stored.dueOn }
  }
  await record(ctx, 'care.request-filed', subjectOf(ctx, customer), { requestId })
  return { requestId, dueOn }
}

/**
 * Answers a request. A withdrawal or deletion that is granted erases in the same transaction; a refusal has a
 * reason, which the customer is told.
 */
export async function decideSubjectRequest(
  ctx: Context,
  input: InputOf<typeof decideSubjectRequestRoute>,
) {
  const { requestId, result, reason = null } = input
  const request = await findRequestForUpdate(ctx.db, requestId)
  if (!request) throw problems.notFound('request', requestId)
  authorize(ctx, 'care.write', request)
  if (result === 'refused' && reason === null) {
    throw problems.wrongField('reason', 'required', 'a refusal needs a reason')
  }
  if (request.state !== 'open') {
    throw problems.conflict('request-decided', 'The request is decided', `It is ${request.state}`)
  }
  const content = openCare(ctx.vault, ['subject_request', requestId], request.sealed)
  if (result === 'done' && erases(content)) await deleteCareOf(ctx.db, request.customerId)
  await setDecided(ctx.db, {
    ...{ cityCode: request.cityCode, requestId, state: result, decidedAt: ctx.now },
    expiresOn: addMonths(shanghaiDate(ctx.now), CONSENT_MONTHS),
    sealed: sealCare(ctx.vault, ['subject_request', requestId], {
      ...{ ...content, reason, decidedBy: ctx.actor.name },
    }),
  })
  await record(ctx, 'care.request-decided', subjectOf(ctx, request), { requestId, result })
  return { requestId }
}

/** Whether granting the request erases all flags and contacts; a single flag is erased by itself. */
function erases({ kind }: RequestContent): boolean {
  return kind === 'withdraw-all' || kind === 'delete-all'
}

/** A request that is done in the moment it is made: the copy that was handed out. */
export function requestOfCopy(
  ctx: Context,
  asked: { customerId: string; cityCode: string; requestId: string },
  { asker, identityCheck }: { asker: string; identityCheck: string },
) {
  const by = ctx.actor.name
  const content = { kind: 'copy' as const, asker, identityCheck, words: '', filedBy: by }
  const today = shanghaiDate(ctx.now)
  return insertRequest(ctx.db, {
    ...{ ...asked, state: 'done', dueOn: today, filedAt: ctx.now, decidedAt: ctx.now },
    expiresOn: addMonths(today, CONSENT_MONTHS),
    sealed: sealCare(ctx.vault, ['subject_request', asked.requestId], {
      ...{ ...content, reason: null, decidedBy: by },
    }),
  })
}

const CURSOR = /^(\d{4}-\d\d-\d\d)~([0-9a-f-]{36})$/

/** Requests in reach, what is due first at the top; the look is written down. */
export async function listSubjectRequests(
  ctx: Context,
  { cursor, limit, customerId, state }: InputOf<typeof listSubjectRequestsRoute>,
) {
  const [, dueOn, requestId] = CURSOR.exec(cursor ?? '') ?? []
  if (cursor && !(dueOn && requestId)) {
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  }
  const after = dueOn && requestId ? { dueOn, requestId } : undefined
  const rows = await listRequests(ctx.db, { customerId, state }, { after, limit: limit + 1 })
  const { personId, unitPath, cityCode } = ctx.actor
  await record(ctx, 'care.requests-listed', { id: personId, path: unitPath, cityCode }, {})
  const { items, next } = pageFrom(rows, limit, (row) => `${row.dueOn}~${row.requestId}`)
  return { items: items.map((row) => requestReply(ctx, row)), next }
}

function requestReply(
  { vault, now }: Context,
  row: RequestRow & { accountNo: string; name: string },
) {
  const { requestId, customerId, accountNo, name, state, dueOn, filedAt, decidedAt, sealed } = row
  const { kind, asker, identityCheck, words, filedBy, reason, decidedBy } = openCare(
    vault,
    ['subject_request', requestId],
    sealed,
  )
  return {
    ...{ requestId, customerId, accountNo, name: maskName(name), state, dueOn },
    ...{ kind, asker, identityCheck, words, filedBy, reason, decidedBy },
    filedAt: filedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    isOverdue: state === 'open' && dueOn < shanghaiDate(now),
  }
}
