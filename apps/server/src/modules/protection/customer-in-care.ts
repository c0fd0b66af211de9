import type { Permission } from '@nuandeng/domain'
import { authorize, type Context, type EventSubject } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { blindIndex } from './blind-index.ts'
import { type CustomerPlace, findCustomerPlace } from './care.queries.ts'

/** A customer in reach whose flags the actor may read or write. */
export async function getCustomerInCare(
  ctx: Context,
  customerId: string,
  permission: Permission,
): Promise<CustomerPlace> {
  const customer = await findCustomerPlace(ctx.db, customerId)
  if (!customer) throw problems.notFound('customer', customerId)
  authorize(ctx, permission, customer)
  return customer
}

/** How Events of the store name a customer: so that nothing but the store tells who is in it. */
export function subjectOf(ctx: Pick<Context, 'vault'>, customer: CustomerPlace): EventSubject {
  const { path, cityCode, customerId } = customer
  return { id: blindIndex(ctx.vault).pseudonym(customerId), path, cityCode }
}
