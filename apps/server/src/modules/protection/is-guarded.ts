import { GUARDING_CARE_KINDS, shanghaiDate } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { listFlagsOf } from './care.queries.ts'
import { openCare } from './sealed-care.ts'

/**
 * Whether a care flag keeps a customer from being cut off: yes or no is all that leaves the store. No Event names the
 * customer here: beside that of the procedure, which has the account, it would tell whose pseudonym it is.
 */
export async function isGuarded(
  ctx: Pick<Context, 'db' | 'vault' | 'now'>,
  customerId: string,
): Promise<boolean> {
  const flags = await ctx.db.asSystem(() => listFlagsOf(ctx.db, customerId))
  const today = shanghaiDate(ctx.now)
  const guarding: readonly string[] = GUARDING_CARE_KINDS
  return flags.some(
    ({ flagId, sealed, expiresOn }) =>
      expiresOn >= today &&
      guarding.includes(openCare(ctx.vault, ['care_flag', flagId], sealed).kind),
  )
}
