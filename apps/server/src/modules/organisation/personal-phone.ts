import type { Vault } from '../../platform/vault.ts'

const placeOf = (personId: string) => `person.phone:${personId}`

/** A personal number is stored only in this form. */
export function sealPhone(vault: Vault, personId: string, phone: string | null | undefined) {
  return phone ? vault.seal(phone, placeOf(personId)) : null
}

export function openPhone(vault: Vault, personId: string, sealed: string | null): string | null {
  return sealed && vault.open(sealed, placeOf(personId))
}
