import { createHmac } from 'node:crypto'
import { maskName, maskPhone } from '@nuandeng/domain'
import type { Vault } from '../../platform/vault.ts'

/** Who made a request, in clear. */
export interface Reporter {
  name: string
  phone?: string | undefined
}

const placeOf = (requestId: string) => `service_request.contact:${requestId}`

/** The three forms in which a reporter is stored; a confidential one is not even shown masked. */
export function storedReporter(
  vault: Vault,
  requestId: string,
  reporter: Reporter | undefined,
  isConfidential: boolean,
) {
  if (!reporter) return { contactSealed: null, contactMasked: null, phoneKey: null }
  const { name, phone } = reporter
  return {
    contactSealed: vault.seal(JSON.stringify(reporter), placeOf(requestId)),
    contactMasked: isConfidential
      ? null
      : { name: maskName(name), phone: phone ? maskPhone(phone) : null },
    phoneKey: phone && !isConfidential ? phoneKeyOf(vault, phone) : null,
  }
}

export function openReporter(vault: Vault, requestId: string, sealed: string) {
  const { name, phone } = JSON.parse(vault.open(sealed, placeOf(requestId))) as Reporter
  return { name, phone: phone ?? null }
}

/** A number is found again by its keyed digest, since it is stored sealed. */
export function phoneKeyOf(vault: Vault, phone: string): string {
  return createHmac('sha256', vault.derive('request-phone'))
    .update(phone.replaceAll(/\D/g, ''))
    .digest('base64url')
}
