import type { InputOf, listSignalsRoute } from '@nuandeng/contract'
import { type Permission, pathsWith, QUEUE_ORDER } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import {
  listSignalKeys,
  listSignalsByKey,
  type SignalCursor,
  type SignalFilter,
  type SignalReach,
} from './signal.queries.ts'
import { signalReply } from './signal-view.ts'

type ListInput = InputOf<typeof listSignalsRoute>

/** Signals in reach by queue, the most marked first. A list is a look at everybody in it: it leaves an Event. */
export async function listSignals(ctx: Context, { cursor, limit, ...wanted }: ListInput) {
  const filter = await signalFilterOf(ctx, wanted, 'signal.read')
  const found = await listSignalKeys(ctx.db, filter, {
    reach: reachOf(ctx, 'signal.read'),
    after: cursor === undefined ? undefined : cursorFrom(cursor),
    limit: limit + 1,
  })
  const rows = await listSignalsByKey(
    ctx.db,
    found.map(({ signalId }) => signalId),
  )
  const { personId, unitPath, cityCode } = ctx.actor
  const { search: _, ...told } = wanted
  await record(ctx, 'signal.listed', { id: personId, path: unitPath, cityCode }, told)
  const { items, next } = pageFrom(rows, limit, cursorOf)
  return { items: items.map(signalReply), next }
}

export function reachOf({ actor }: Context, permission: Permission): SignalReach {
  const { grants } = actor
  return { scopes: pathsWith(grants, permission), carePaths: pathsWith(grants, 'care.read') }
}

/** The filter with its unit found; a unit out of reach is refused, not quietly empty. */
export async function signalFilterOf(
  ctx: Context,
  { unitId, ...filter }: Omit<ListInput, 'limit' | 'cursor'>,
  permission: Permission,
): Promise<SignalFilter> {
  if (!unitId) return filter
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, permission, unit)
  return { ...filter, unit }
}

function cursorOf({ queue, score, signalId }: SignalCursor): string {
  return `${queue}~${score}~${signalId}`
}

const CURSOR = /^([a-z]+)~(\d{1,9})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function cursorFrom(text: string): SignalCursor {
  const [, name, score, signalId] = CURSOR.exec(text) ?? []
  const queue = QUEUE_ORDER.find((known) => known === name)
  if (!queue || !score || !signalId) {
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  }
  return { queue, score: Number(score), signalId }
}
