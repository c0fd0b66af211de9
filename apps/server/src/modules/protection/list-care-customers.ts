import type { countCareRoute, InputOf, listCareCustomersRoute } from '@nuandeng/contract'
import { CARE_KINDS, maskName, pathsWith, type UnitKind } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { blindIndex, kindTokens } from './blind-index.ts'
import {
  type CareCustomer,
  countFlagged,
  listFlaggedByKey,
  listFlaggedKeys,
  listIndexUnits,
} from './care.queries.ts'
import { cursorId } from './cursor.ts'
import { flagReply } from './look-at-care.ts'

/** Customers with care flags: the store is filtered by its blind index, and only the page is opened. */
export async function listCareCustomers(
  ctx: Context,
  input: InputOf<typeof listCareCustomersRoute>,
) {
  const { cursor, limit, kind, unitId, holderDiffers, ...rest } = input
  const unit = unitId ? await getUnitInCare(ctx, unitId) : undefined
  const paths = unit ? [unit.path] : pathsWith(ctx.actor.grants, 'care.read')
  const index = blindIndex(ctx.vault)
  const unitIds = (await listIndexUnits(ctx.db, paths)).map((row) => row.unitId)
  const filter = {
    ...rest,
    paths,
    kindTokens: kind && kindTokens(index, [kind], unitIds).map(({ token }) => token),
    holderTokens:
      holderDiffers === undefined
        ? undefined
        : unitIds.map((id) => index.holder(holderDiffers, id)),
  }
  const page = { after: cursor && cursorId(cursor), limit: limit + 1 }
  const found = await listFlaggedKeys(ctx.db, filter, page)
  const flagIds = found.map(({ flagId }) => flagId)
  const rows = await listFlaggedByKey(ctx.db, flagIds)
  await recordSearch(ctx, { unitId: unitId ?? null, kind: kind ?? null })
  const { items, next } = pageFrom(rows, limit, ({ flagId }) => flagId)
  return { items: items.map((row) => careCustomer(ctx, row)), next }
}

function careCustomer({ vault }: Context, row: CareCustomer) {
  const { flagId, kind, basis, source, holderDiffers, expiresOn } = flagReply(vault, row)
  return {
    customerId: row.customerId,
    accountNo: row.accountNo,
    name: maskName(row.name),
    unit: {
      unitId: row.unitId,
      kind: row.unitKind as UnitKind,
      name: row.unitName,
      path: row.path,
    },
    flag: { flagId, kind, basis, source, holderDiffers, expiresOn },
  }
}

/** How many customers of a unit have each kind of flag. */
export async function countCare(ctx: Context, { unitId }: InputOf<typeof countCareRoute>) {
  const unit = await getUnitInCare(ctx, unitId)
  const unitIds = (await listIndexUnits(ctx.db, [unit.path])).map((row) => row.unitId)
  const tokens = kindTokens(blindIndex(ctx.vault), CARE_KINDS, unitIds)
  const counted = await countFlagged(ctx.db, unit.path, tokens)
  await recordSearch(ctx, { unitId, kind: null })
  const customersOf = new Map(counted.map(({ kind, customers }) => [kind, customers]))
  return { items: CARE_KINDS.map((kind) => ({ kind, customers: customersOf.get(kind) ?? 0 })) }
}

export async function getUnitInCare(ctx: Context, unitId: string) {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'care.read', unit)
  return unit
}

/** A search is a look at everybody it could find. */
function recordSearch(ctx: Context, details: Record<string, unknown>) {
  const { personId, unitPath, cityCode } = ctx.actor
  return record(ctx, 'care.searched', { id: personId, path: unitPath, cityCode }, details)
}
