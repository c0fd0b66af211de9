import type {
  InputOf,
  releaseCustomerOfficerRoute,
  setCustomerOfficerRoute,
} from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { holdAssigning, releaseByHand, setOfficer } from './assign.queries.ts'
import { assignByRules } from './assign-officers.ts'
import { findCustomerPlace } from './customer.queries.ts'
import { listReaching } from './staff.queries.ts'

/** Gives a customer an officer by hand; the rules leave that alone until it is released. */
export async function setCustomerOfficer(
  ctx: Context,
  { customerId, officerId, reason }: InputOf<typeof setCustomerOfficerRoute>,
) {
  const customer = await getCustomerPlace(ctx, customerId)
  await refuseUnlessOfficer(ctx, [officerId], customer.path, 'officerId')
  await setOfficer(ctx.db, customer, officerId, ctx.now)
  const { cityCode, path } = customer
  await record(ctx, 'liaison.set', { id: customerId, path, cityCode }, { officerId, reason })
  return { customerId }
}

/** Ends the choice by hand: from now on the rules decide again, and they do at once. */
export async function releaseCustomerOfficer(
  ctx: Context,
  { customerId, reason }: InputOf<typeof releaseCustomerOfficerRoute>,
) {
  const customer = await getCustomerPlace(ctx, customerId)
  await holdAssigning(ctx.db)
  if ((await releaseByHand(ctx.db, customer)) === 0) {
    throw problems.conflict('officer-not-by-hand', 'The officer was not chosen by hand')
  }
  const { cityCode, path } = customer
  const [given] = await assignByRules(ctx, { path, customerId })
  const officer = given ? { personId: given.personId, name: given.name } : null
  const details = { officerId: officer?.personId ?? null, reason }
  await record(ctx, 'liaison.released', { id: customerId, path, cityCode }, details)
  return { customerId, officer }
}

async function getCustomerPlace(ctx: Context, customerId: string) {
  const customer = await findCustomerPlace(ctx.db, customerId)
  if (!customer) throw problems.notFound('customer', customerId)
  authorize(ctx, 'liaison.write', customer)
  return customer
}

/** Officers have to be there, and their role has to reach the customers. */
export async function refuseUnlessOfficer(
  ctx: Context,
  ids: readonly string[],
  path: string,
  field: string,
) {
  const today = shanghaiDate(ctx.now)
  const found = await listReaching(ctx.db, { ids, roles: ['liaison-officer'], path, today })
  if (found.length < new Set(ids).size) {
    throw problems.wrongField(
      field,
      'no-officer-here',
      'not a liaison officer who reaches the unit',
    )
  }
}
