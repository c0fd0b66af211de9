import type {
  CareContact,
  CareFlag,
  InputOf,
  listCareLooksRoute,
  lookAtCareRoute,
} from '@nuandeng/contract'
import { watchEndsOn } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import type { Vault } from '../../platform/vault.ts'
import {
  type ContactRow,
  type FlagRow,
  listContactsOf,
  listFlagsOf,
  listLooks,
} from './care.queries.ts'
import { cursorId } from './cursor.ts'
import { getCustomerInCare, subjectOf } from './customer-in-care.ts'
import { openCare } from './sealed-care.ts'

/** Shows what the store holds about a customer, and writes down who looked and what for: also at nothing. */
export async function lookAtCare(ctx: Context, input: InputOf<typeof lookAtCareRoute>) {
  const customer = await getCustomerInCare(ctx, input.customerId, 'care.read')
  const shown = await careOf(ctx, input.customerId)
  await record(ctx, 'care.looked', subjectOf(ctx, customer), { purpose: input.purpose })
  return { customerId: input.customerId, ...shown }
}

/** All flags and contacts of a customer, opened. */
export async function careOf(ctx: Pick<Context, 'db' | 'vault'>, customerId: string) {
  const flags = await listFlagsOf(ctx.db, customerId)
  const contacts = await listContactsOf(ctx.db, customerId)
  return {
    flags: flags.map((row) => flagReply(ctx.vault, row)),
    contacts: contacts.map((row) => contactReply(ctx.vault, row)),
  }
}

export function flagReply(vault: Vault, { flagId, sealed, expiresOn }: FlagRow): CareFlag {
  const { listKey: _, watch = null, ...content } = openCare(vault, ['care_flag', flagId], sealed)
  const watchEnd = watchEndsOn({ watch, expiresOn })
  return { flagId, ...content, watch, watchEndsOn: watchEnd, expiresOn }
}

function contactReply(vault: Vault, { contactId, sealed, expiresOn }: ContactRow): CareContact {
  return { contactId, ...openCare(vault, ['care_contact', contactId], sealed), expiresOn }
}

/** Who looked at the store for this customer, or changed it. */
export async function listCareLooks(ctx: Context, input: InputOf<typeof listCareLooksRoute>) {
  const customer = await getCustomerInCare(ctx, input.customerId, 'care.read')
  const { cursor, limit } = input
  const rows = await listLooks(ctx.db, subjectOf(ctx, customer), {
    before: cursor && cursorId(cursor),
    limit: limit + 1,
  })
  const { items, next } = pageFrom(rows, limit, ({ eventId }) => eventId)
  return {
    items: items.map(({ eventId, recordedAt, actorName, kind, details }) => ({
      ...{ eventId, at: recordedAt.toISOString(), by: actorName, kind, details },
    })),
    next,
  }
}
