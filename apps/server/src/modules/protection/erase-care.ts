import type {
  endCareRoute,
  eraseCareContactRoute,
  eraseCareFlagRoute,
  InputOf,
} from '@nuandeng/contract'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import {
  deleteCareOf,
  deleteContact,
  deleteFlag,
  findContact,
  findFlagForUpdate,
} from './care.queries.ts'
import { getCustomerInCare, subjectOf } from './customer-in-care.ts'

/** Erases a flag: a consent that is withdrawn leaves nothing behind but the Event. */
export async function eraseCareFlag(
  ctx: Context,
  { flagId, cause }: InputOf<typeof eraseCareFlagRoute>,
) {
  const flag = await findFlagForUpdate(ctx.db, flagId)
  if (!flag) throw problems.notFound('care flag', flagId)
  authorize(ctx, 'care.write', flag)
  await deleteFlag(ctx.db, flag)
  await record(ctx, 'care.erased', subjectOf(ctx, flag), { flagId, cause })
  return { flagId }
}

export async function eraseCareContact(
  ctx: Context,
  { contactId, cause }: InputOf<typeof eraseCareContactRoute>,
) {
  const contact = await findContact(ctx.db, contactId)
  if (!contact) throw problems.notFound('care contact', contactId)
  authorize(ctx, 'care.write', contact)
  await deleteContact(ctx.db, contact)
  await record(ctx, 'care.contact-erased', subjectOf(ctx, contact), { contactId, cause })
  return { contactId }
}

/** Death, a move, or all consents withdrawn: everything that the store holds about the customer ends. */
export async function endCare(ctx: Context, { customerId, cause }: InputOf<typeof endCareRoute>) {
  const customer = await getCustomerInCare(ctx, customerId, 'care.write')
  await deleteCareOf(ctx.db, customerId)
  // Not how many there were: the reply is stored for a repeat.
  await record(ctx, 'care.ended', subjectOf(ctx, customer), { cause })
  return { customerId }
}
