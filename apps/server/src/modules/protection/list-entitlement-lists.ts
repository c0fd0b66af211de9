import type { InputOf, listEntitlementListsRoute } from '@nuandeng/contract'
import { entitlementEnd } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { listStanding } from './entitlement.queries.ts'
import { getUnitInCare } from './list-care-customers.ts'

/** Which lists of the civil affairs stand at a unit, and when they end unless the next one comes. */
export async function listEntitlementLists(
  ctx: Context,
  { unitId }: InputOf<typeof listEntitlementListsRoute>,
) {
  await getUnitInCare(ctx, unitId)
  const lists = await listStanding(ctx.db, unitId)
  return {
    items: lists.map(({ source, month, importedAt }) => ({
      ...{ source, month, importedAt: importedAt.toISOString() },
      endsOn: entitlementEnd(month),
    })),
  }
}
