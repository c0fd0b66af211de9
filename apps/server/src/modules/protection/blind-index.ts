import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import type { CareBasis, CareKind } from '@nuandeng/domain'
import type { Vault } from '../../platform/vault.ts'

/** What the store is filtered by without being opened (盲索引, ADR 11). */
export interface BlindIndex {
  /** One flag of a kind for one reason: a list is a reason of its own. */
  identity(flag: { customerId: string; kind: CareKind; basis: CareBasis; source: string }): Buffer
  kind(kind: CareKind, unitId: string): Buffer
  holder(differs: boolean, unitId: string): Buffer
  list(source: string): Buffer
  /** Names a customer in Events: a keyed digest, so that the audit trail does not tell who has a flag. */
  pseudonym(customerId: string): string
}

export function blindIndex(vault: Vault): BlindIndex {
  const key = createSecretKey(vault.derive('care-index'))
  const digest = (...parts: string[]) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest().subarray(0, 16)
  return {
    identity: ({ customerId, kind, basis, source }) =>
      digest('identity', customerId, kind, basis, basis === 'consent' ? '' : source),
    kind: (kind, unitId) => digest('kind', kind, unitId),
    holder: (differs, unitId) => digest('holder', String(differs), unitId),
    list: (source) => digest('list', source),
    pseudonym: (customerId) => `care:${digest('customer', customerId).toString('hex')}`,
  }
}

/** Stands where a flag has no list, so that its absence cannot be told. */
export function noList(): Buffer {
  return randomBytes(16)
}

/** The digest of each kind at each of these units, with the kind that it means. */
export function kindTokens(
  index: BlindIndex,
  kinds: readonly CareKind[],
  unitIds: readonly string[],
) {
  return kinds.flatMap((kind) =>
    unitIds.map((unitId) => ({ kind, token: index.kind(kind, unitId) })),
  )
}
