import { isDeepStrictEqual } from 'node:util'
import type { InputOf, saveCareContactRoute } from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findContact, insertContact } from './care.queries.ts'
import { getCustomerInCare, subjectOf } from './customer-in-care.ts'
import { refuseBadConsent } from './grant-care.ts'
import { openCare, sealCare } from './sealed-care.ts'

/** Notes next of kin or a village contact (亲属、村联系人), who agreed for themselves. */
export async function saveCareContact(ctx: Context, input: InputOf<typeof saveCareContactRoute>) {
  const { contactId, customerId, kind, name, phone, relation = null, consent, expiresOn } = input
  const customer = await getCustomerInCare(ctx, customerId, 'care.write')
  refuseBadConsent(ctx, consent, expiresOn)
  const said = { kind, name, phone, relation, consent }
  const content = { ...said, recordedBy: ctx.actor.name, recordedOn: shanghaiDate(ctx.now) }
  const sealed = sealCare(ctx.vault, ['care_contact', contactId], content)
  const { cityCode } = customer
  const row = { cityCode, contactId, customerId, sealed, expiresOn }
  if ((await insertContact(ctx.db, row, ctx.now)) === 0) {
    const stored = await findContact(ctx.db, contactId)
    const { recordedBy, recordedOn, ...held } = stored
      ? openCare(ctx.vault, ['care_contact', contactId], stored.sealed)
      : content
    const isSame =
      stored?.customerId === customerId &&
      stored.expiresOn === expiresOn &&
      isDeepStrictEqual(held, JSON.parse(JSON.stringify(said)))
    if (!isSame) throw problems.conflict('id-taken', 'This id stands for another contact')
    return { contactId }
  }
  await record(ctx, 'care.contact-saved', subjectOf(ctx, customer), { contactId })
  return { contactId }
}
