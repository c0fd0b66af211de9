import type {
  CareBasis,
  CareContactKind,
  CareKind,
  Consent,
  PlainDate,
  SubjectRequestKind,
} from '@nuandeng/domain'
import type { Vault } from '../../platform/vault.ts'

/** What a care flag says, as it is sealed. */
export interface FlagContent {
  kind: CareKind
  basis: CareBasis
  source: string
  note: string | null
  consent: Consent | null
  /** To having daily readings looked at (用电关爱); withdrawn by itself. */
  watch?: Consent
  /** Of an entitlement: the month of its list, and its row there. */
  month: string | null
  listKey: string | null
  holderDiffers: boolean
  recordedBy: string
  recordedOn: PlainDate
}

interface ContactContent {
  kind: CareContactKind
  name: string
  phone: string
  relation: string | null
  consent: Consent
  recordedBy: string
  recordedOn: PlainDate
}

export interface RequestContent {
  kind: SubjectRequestKind
  asker: string
  identityCheck: string
  words: string
  filedBy: string
  /** Once decided. */
  reason: string | null
  decidedBy: string | null
}

interface Contents {
  care_flag: FlagContent
  care_contact: ContactContent
  subject_request: RequestContent
}

/** Seals what a row of the store says; bound to its place, so that it cannot be moved to another row. */
export function sealCare<T extends keyof Contents>(
  vault: Vault,
  [table, id]: readonly [T, string],
  content: Contents[T],
): string {
  return vault.seal(JSON.stringify(content), `${table}:${id}`)
}

export function openCare<T extends keyof Contents>(
  vault: Vault,
  [table, id]: readonly [T, string],
  sealed: string,
): Contents[T] {
  return JSON.parse(vault.open(sealed, `${table}:${id}`))
}
