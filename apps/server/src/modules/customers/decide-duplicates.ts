import type {
  decideDuplicateRoute,
  InputOf,
  listDuplicatesRoute,
  undoDuplicateRoute,
} from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, recordAll } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { type CustomerRow, listCustomersByKey, listCustomersForUpdate } from './customer.queries.ts'
import {
  findPairForUpdate,
  listPairs,
  type PairRow,
  setMergedInto,
  setPairState,
} from './duplicate.queries.ts'
import { customerItem } from './read-customer.ts'
import { subjectOf } from './write-customer.ts'

/** Pairs of files that may be one customer, the likeliest first. */
export async function listDuplicates(ctx: Context, input: InputOf<typeof listDuplicatesRoute>) {
  const { unitId, state, cursor, limit } = input
  const unit = unitId ? await findUnit(ctx.db, unitId) : undefined
  if (unitId && !unit) throw problems.notFound('unit', unitId)
  if (unit) authorize(ctx, 'customer.merge', unit)
  const after = cursor ? cursorFrom(cursor) : undefined
  const found = await listPairs(ctx.db, { state, path: unit?.path }, { after, limit: limit + 1 })
  const { items, next } = pageFrom(found, limit, cursorOf)
  const keys = items.flatMap(({ cityCode, customerId, otherId }) => [
    { cityCode, customerId },
    { cityCode, customerId: otherId },
  ])
  const today = shanghaiDate(ctx.now)
  const rows = new Map(
    (await listCustomersByKey(ctx.db, keys)).map((row) => [
      row.customerId,
      customerItem(row, today),
    ]),
  )
  return {
    items: items.flatMap(({ cityCode: _city, ...pair }) => {
      const [customer, other] = [rows.get(pair.customerId), rows.get(pair.otherId)]
      const decidedAt = pair.decidedAt?.toISOString() ?? null
      return customer && other ? [{ ...pair, decidedAt, customer, other }] : []
    }),
    next,
  }
}

/** Merges two files (合并) or says that they are not the same; the merged one is hidden, never emptied. */
export async function decideDuplicate(ctx: Context, input: InputOf<typeof decideDuplicateRoute>) {
  const { decision, keptId, reason } = input
  const { pair, files } = await getPair(ctx, input)
  if (pair.state !== 'open') throw problems.conflict('already-decided', 'This pair is decided')
  const isMerge = decision === 'merged'
  if (isMerge !== (keptId !== undefined))
    throw problems.wrongField(
      'keptId',
      'required',
      'a merge, and only a merge, names the file that stays',
    )
  const by = { by: ctx.actor.personId, at: ctx.now }
  if (keptId !== undefined) await merge(ctx, files, keptId)
  await setPairState(ctx.db, pair, { state: decision, keptId: keptId ?? null, ...by })
  await tell(ctx, files, isMerge ? 'customer.merged' : 'customer.kept-apart', { keptId, reason })
  return { state: decision }
}

async function merge(ctx: Context, files: readonly CustomerRow[], keptId: string) {
  const away = files.find(({ customerId }) => customerId !== keptId)
  if (!away || !files.some(({ customerId }) => customerId === keptId))
    throw problems.wrongField('keptId', 'not-in-pair', 'the file that stays is one of the two')
  if (files.some(({ mergedIntoId }) => mergedIntoId !== null))
    throw problems.conflict('merged-away', 'One of the files was merged into another already')
  await setMergedInto(ctx.db, away, { mergedIntoId: keptId, at: ctx.now })
}

/** Takes a decision back: both files stand as before, and the pair is open again. */
export async function undoDuplicate(ctx: Context, input: InputOf<typeof undoDuplicateRoute>) {
  const { pair, files } = await getPair(ctx, input)
  if (pair.state === 'open')
    throw problems.conflict('not-decided', 'Nothing was decided of this pair')
  const away = files.find(({ customerId }) => customerId !== pair.keptId)
  if (pair.state === 'merged' && away)
    await setMergedInto(ctx.db, away, { mergedIntoId: null, at: ctx.now })
  const by = { by: ctx.actor.personId, at: ctx.now }
  await setPairState(ctx.db, pair, { state: 'open', keptId: null, ...by })
  await tell(ctx, files, 'customer.pair-reopened', { was: pair.state, reason: input.reason })
  return { state: 'open' as const }
}

async function getPair(ctx: Context, ids: { customerId: string; otherId: string }) {
  const pair = await findPairForUpdate(ctx.db, ids)
  if (!pair) throw problems.notFound('pair', `${ids.customerId} ${ids.otherId}`)
  const files = await listCustomersForUpdate(
    ctx.db,
    [ids.customerId, ids.otherId].map((customerId) => ({ cityCode: pair.cityCode, customerId })),
  )
  if (files.length < 2) throw problems.notFound('customer', ids.customerId)
  for (const { unitPath } of files) authorize(ctx, 'customer.merge', { path: unitPath })
  return { pair, files }
}

/** An Event for each of the two, so that both timelines tell it. */
async function tell(
  ctx: Context,
  files: readonly CustomerRow[],
  kind: string,
  details: Record<string, unknown>,
) {
  const customerIds = files.map(({ customerId }) => customerId)
  await recordAll(
    ctx,
    files.map((file) => ({ kind, subject: subjectOf(file), details: { customerIds, ...details } })),
  )
}

function cursorOf({ score, customerId, otherId }: PairRow): string {
  return `${score}~${customerId}~${otherId}`
}

const ID = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'
const CURSOR = new RegExp(`^(\\d{1,3})~${ID}~${ID}$`)

function cursorFrom(text: string) {
  const [, score, customerId, otherId] = CURSOR.exec(text) ?? []
  if (!score || !customerId || !otherId)
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  return { score: Number(score), customerId, otherId }
}
