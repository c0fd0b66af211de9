import type {
  findDuplicateRequestsRoute,
  InputOf,
  listMyWorkRoute,
  listRequestsRoute,
} from '@nuandeng/contract'
import { pathsWith } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { sameSince } from './accept-request.ts'
import { findBySearch } from './find-by-search.ts'
import { phoneKeyOf } from './reporter.ts'
import { summaryReply } from './request-reply.ts'
import { listOwned, listRequests, listSame } from './request-view.queries.ts'
import { timeCursor } from './time-cursor.ts'

/** Requests in reach, newest first; a unit out of reach is refused, not quietly empty. */
export async function listRequestsInReach(ctx: Context, input: InputOf<typeof listRequestsRoute>) {
  const { limit, cursor, unitId, search, ...filter } = input
  const unit = unitId ? await findUnit(ctx.db, unitId) : undefined
  if (unitId && !unit) throw problems.notFound('unit', unitId)
  if (unit) authorize(ctx, 'request.read', unit)
  const after = cursor ? timeCursor(cursor) : undefined
  const paths = unit ? [unit.path] : pathsWith(ctx.actor.grants, 'request.read')
  const page = { paths, ...filter, after, limit: limit + 1 }
  const found = await findBySearch(ctx.db, search, page)
  const rows = await listRequests(
    ctx.db,
    { ...filter, ...found, unitPath: unit?.path },
    { after, limit },
  )
  const { items, next } = pageFrom(
    rows,
    limit,
    (row) => `${row.acceptedAt.toISOString()}~${row.requestId}`,
  )
  return { items: items.map(summaryReply), next }
}

/** What I own and is not done (我的工作). */
export async function listMyWork(ctx: Context, input: InputOf<typeof listMyWorkRoute>) {
  const rows = await listOwned(ctx.db, ctx.actor.personId, input.limit)
  return { items: rows.map(summaryReply) }
}

/** Hints that a request is there already (疑似重复). */
export async function findDuplicateRequests(
  ctx: Context,
  input: InputOf<typeof findDuplicateRequestsRoute>,
) {
  const { kind, accountNo = null, phone } = input
  const phoneKey = phone ? phoneKeyOf(ctx.vault, phone) : null
  const rows = await listSame(ctx.db, { kind, accountNo, phoneKey, since: sameSince(ctx.now) })
  return { items: rows.map(summaryReply) }
}
