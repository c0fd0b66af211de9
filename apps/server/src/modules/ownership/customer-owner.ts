import type { CustomerOwner, getCustomerOwnerRoute, InputOf } from '@nuandeng/contract'
import { judgeOwner, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findCustomerPlace } from './customer.queries.ts'
import { findWorkPhone, listOwners, type OwnerRow } from './owner.queries.ts'

/** Who answers for a customer today, and what the customer is shown of them. */
export async function getCustomerOwner(
  ctx: Context,
  { customerId }: InputOf<typeof getCustomerOwnerRoute>,
): Promise<CustomerOwner> {
  const customer = await findCustomerPlace(ctx.db, customerId)
  if (!customer) throw problems.notFound('customer', customerId)
  authorize(ctx, 'liaison.read', customer)
  const { row, owner } = await ownerOf(ctx, customerId)
  const phone = owner.person && (await findWorkPhone(ctx.db, owner.person.personId))
  return {
    customerId,
    ...owner,
    unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.unitPath },
    officer: personOf(row.officerId, row.officerName),
    isByHand: row.isByHand,
    awayUntil: row.awayUntil,
    shownToCustomer: { name: owner.person?.name ?? row.unitName, phone: phone?.workPhone ?? null },
  }
}

/** Who owns a customer that the actor may see. */
export async function ownerOf({ db, now }: Context, customerId: string) {
  const [row] = await listOwners(db, [customerId], shanghaiDate(now))
  if (!row) throw new Error(`customer ${customerId} is gone`)
  return { row, owner: judge(row) }
}

function judge(row: OwnerRow) {
  return judgeOwner({
    officer: personOf(row.officerId, row.officerName),
    isOfficerIn: row.isOfficerIn,
    isAway: row.awayUntil !== null,
    substitute: personOf(row.substituteId, row.substituteName),
    head: personOf(row.headId, row.headName),
  })
}

function personOf(personId: string | null, name: string | null) {
  return personId === null || name === null ? null : { personId, name }
}
