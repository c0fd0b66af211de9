import { createHmac, createSecretKey } from 'node:crypto'
import type { CustomerPerson } from '@nuandeng/contract'
import { bigramsOf, maskName, maskPhone, PERSON_ROLES } from '@nuandeng/domain'
import type { Vault } from '../../platform/vault.ts'
import { type CustomerContent, completenessOfFile, mainPhone } from './customer-content.ts'
import { initialsOf } from './initials.ts'

/** A person of a customer as shown. */
export interface MaskedPerson {
  role: CustomerPerson['role']
  name: string | null
  phone: string | null
  licenceExpiresOn: string | null
}

/** What is stored of the people of a customer, and what follows from the whole file. */
export interface Kept {
  peopleSealed: string | null
  peopleMasked: MaskedPerson[]
  phoneHash: string | null
  words: string
  completeness: number
}

export type Keeper = ReturnType<typeof keeperOf>

/** Seals people and telephones, and makes what searches and lists need of a file. */
export function keeperOf(vault: Vault) {
  const key = createSecretKey(vault.derive('customer-phone'))
  /** A telephone as it is compared: a keyed hash of its digits. */
  const hashPhone = (phone: string) =>
    createHmac('sha256', key).update(phone.replace(/\D/g, '')).digest('base64url').slice(0, 22)
  const seal = (customerId: string, people: readonly CustomerPerson[]) =>
    people.length > 0 ? vault.seal(JSON.stringify(people), placeOf(customerId)) : null
  return {
    hashPhone,
    /** Kin and village contacts of files from before ADR 20 are dropped here, and so erased by the next change. */
    open(customerId: string, sealed: string | null): CustomerPerson[] {
      if (sealed === null) return []
      const people: CustomerPerson[] = JSON.parse(vault.open(sealed, placeOf(customerId)))
      return people.filter(({ role }) => PERSON_ROLES.includes(role))
    },
    keep(
      { customerId, unitPath }: { customerId: string; unitPath: string },
      content: CustomerContent,
      people: readonly CustomerPerson[],
    ): Kept {
      const phone = mainPhone(people)
      return {
        peopleSealed: seal(customerId, people),
        peopleMasked: people.map(masked),
        phoneHash: phone === null ? null : hashPhone(phone),
        words: [
          ...searchWords(content, tailsOf(people)),
          ...unitWords(unitPath),
          ...content.tags.map(tagWord),
        ].join(' '),
        completeness: completenessOfFile(content, people).percent,
      }
    },
  }
}

function placeOf(customerId: string): string {
  return `customer:${customerId}`
}

function masked({ role, name, phone, licenceExpiresOn }: CustomerPerson): MaskedPerson {
  return {
    role,
    name: name ? maskName(name) : null,
    phone: phone ? maskPhone(phone) : null,
    licenceExpiresOn: licenceExpiresOn ?? null,
  }
}

/** The units that hold a customer, as entries of the index: `@code` of each but the province. */
function unitWords(unitPath: string): string[] {
  return unitPath
    .split('.')
    .slice(1)
    .map((code) => `@${code}`)
}

/** A tag as an entry of the index; entries are parted by blanks. */
export function tagWord(tag: string): string {
  return `=${tag.replaceAll(' ', '_')}`
}

/** The last four digits of each telephone: what its mask shows anyway. */
function tailsOf(people: readonly CustomerPerson[]): string[] {
  return people.flatMap(({ phone }) => (phone ? [phone.replace(/\D/g, '').slice(-4)] : []))
}

/** The index entries of a file: pairs of characters, `~initials`, `#tail` of a telephone. */
function searchWords(
  { name, address }: Pick<CustomerContent, 'name' | 'address'>,
  tails: readonly string[],
): string[] {
  const words = bigramsOf(name)
  if (address !== null) words.push(...bigramsOf(address))
  const initials = initialsOf(name)
  if (initials) words.push(`~${initials}`)
  for (const tail of tails) words.push(`#${tail}`)
  return words
}
