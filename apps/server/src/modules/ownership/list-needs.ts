import type { getNeedRoute, InputOf, listNeedsRoute, NeedRow } from '@nuandeng/contract'
import { nameShown, type Permission, pathsWith, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { NEED_ROLES } from './file-need.ts'
import { listSteps } from './need.queries.ts'
import {
  listNeedKeys,
  listNeedsByKey,
  listOwnersThere,
  type NeedCursor,
  type NeedFilter,
  type NeedView,
} from './need-view.queries.ts'
import { namesOf } from './staff.queries.ts'

type ListInput = InputOf<typeof listNeedsRoute>

/** Needs in reach by filter, what is due first at the top. */
export async function listNeeds(ctx: Context, { cursor, limit, ...wanted }: ListInput) {
  const filter = await needFilterOf(ctx, wanted, 'need.read')
  const found = await listNeedKeys(ctx.db, filter, {
    ...pageScope(ctx, 'need.read'),
    after: cursor === undefined ? undefined : cursorFrom(cursor),
    limit: limit + 1,
  })
  const rows = await showNeeds(ctx, found)
  return pageFrom(rows, limit, cursorOf)
}

/** The filter with its unit found; a unit out of reach is refused, not quietly empty. */
export async function needFilterOf(
  ctx: Context,
  { unitId, ...filter }: Omit<ListInput, 'limit' | 'cursor'>,
  permission: Permission,
): Promise<NeedFilter> {
  if (!unitId) return filter
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, permission, unit)
  return { ...filter, unit }
}

export function pageScope({ actor, now }: Context, permission: Permission) {
  return { scopes: pathsWith(actor.grants, permission), today: shanghaiDate(now) }
}

/** Needs by their keys as far as the actor may see them, with their owners. */
export async function showNeeds(ctx: Context, keys: readonly { needId: string }[]) {
  const rows = await listNeedsByKey(
    ctx.db,
    keys.map(({ needId }) => needId),
  )
  const pairs = rows.flatMap(({ ownerId, unitPath }) =>
    ownerId ? [{ ownerId, path: unitPath }] : [],
  )
  const today = shanghaiDate(ctx.now)
  const there = await listOwnersThere(ctx.db, pairs, { roles: NEED_ROLES, today })
  const isThere = new Set(there.map(({ ownerId, path }) => `${ownerId}/${path}`))
  const names = await namesOf(
    ctx.db,
    pairs.map(({ ownerId }) => ownerId),
  )
  return rows.map((row): NeedRow => {
    const name =
      row.ownerId && isThere.has(`${row.ownerId}/${row.unitPath}`)
        ? (names.get(row.ownerId) ?? null)
        : null
    return needReply(row, { name, today })
  })
}

function needReply(
  row: NeedView,
  { name, today }: { name: string | null; today: string },
): NeedRow {
  const { unitId, unitKind, unitName, unitPath, customerId, accountNo, customerClass } = row
  const { needId, topic, source, text, state, nextStep, nextStepOn, result, resultText } = row
  const unit = { unitId, kind: unitKind, name: unitName, path: unitPath }
  return {
    ...{ needId, topic, source, text, state, nextStep, nextStepOn, result, resultText, unit },
    customer: { customerId, accountNo, name: nameShown(row.name, customerClass), customerClass },
    owner: {
      person: row.ownerId && name !== null ? { personId: row.ownerId, name } : null,
      unit,
      hasLeft: row.ownerId !== null && name === null,
    },
    isOverdue: state === 'open' && nextStepOn !== null && nextStepOn < today,
    filedBy: row.filedByName,
    filedAt: row.filedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}

export function cursorOf({ nextStepOn, needId }: Pick<NeedRow, 'nextStepOn' | 'needId'>): string {
  return `${nextStepOn ?? 'infinity'}~${needId}`
}

const CURSOR = /^(\d{4}-\d\d-\d\d|infinity)~([0-9a-f-]{36})$/

export function cursorFrom(text: string): NeedCursor {
  const [, order, needId] = CURSOR.exec(text) ?? []
  if (!order || !needId) {
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  }
  return { order, needId }
}

/** One need with its steps. */
export async function getNeed(ctx: Context, { needId }: InputOf<typeof getNeedRoute>) {
  const [need] = await showNeeds(ctx, [{ needId }])
  if (!need) throw problems.notFound('need', needId)
  authorize(ctx, 'need.read', need.unit)
  const steps = await listSteps(ctx.db, needId)
  return {
    ...need,
    steps: steps.map(({ at, byName, done, nextStep, nextStepOn, ownerName }) => ({
      ...{ at: at.toISOString(), by: byName, done, nextStep, nextStepOn, owner: ownerName },
    })),
  }
}
