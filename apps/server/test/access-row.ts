import type { contract, OperationName, Route, SentOf } from '@nuandeng/contract'
import type { Role } from '@nuandeng/domain'
import type { Subjects } from './access-subjects.ts'
import type { aPerson } from './harness.ts'

/** Where a caller stands, seen from the subject's unit. */
export const STANDPOINTS = ['own', 'parent', 'city', 'below', 'sibling', 'foreign'] as const
export type Standpoint = (typeof STANDPOINTS)[number]

export type Caller = Awaited<ReturnType<typeof aPerson>>

/** Who may run one operation, and from where. */
export interface Row<R extends Route> {
  /** These roles; everybody who is logged in, even without a role; or anybody at all. */
  may: readonly Role[] | 'signed-in' | 'anybody'
  from: readonly Standpoint[]
  /** A valid input for a subject at the station; each write that succeeds gets a new one. */
  of: (make: Subjects, caller: Caller) => Sent<R> | Promise<Sent<R>>
  /** What holders of the role who stand elsewhere are told, where that is not 403 or 404. */
  refusal?: string
  /** The answer to those who may, where that is not 200. */
  answer?: number
}

/** Rows of some operations. */
export type Rows = { readonly [Name in OperationName]?: Row<(typeof contract)[Name]> }

type Sent<R extends Route> = SentOf<R> | Listed<SentOf<R>>

/**
 * For operations that refuse nobody with the role: `mark` is in the reply to those who stand right,
 * and not in the reply to the others.
 */
export class Listed<S> {
  readonly mark: string
  readonly send: S

  constructor(mark: string, send: S) {
    this.mark = mark
    this.send = send
  }
}
export const listed = <const S>(mark: string, send: S) => new Listed(mark, send)

/** At the subject's unit or above it: the common case. */
export const UP: readonly Standpoint[] = ['own', 'parent', 'city']
/** Above the subject's unit only: nobody decides on what they filed themselves. */
export const ABOVE: readonly Standpoint[] = ['parent', 'city']
/** At the unit, above it and below it: what a unit hands down. */
export const LINE: readonly Standpoint[] = ['own', 'parent', 'city', 'below']
export const EVERYWHERE: readonly Standpoint[] = [...STANDPOINTS]
/** About the caller, wherever they stand. Each call has a caller of its own. */
export const SELF: readonly Standpoint[] = ['own']

export const OFFICE: readonly Role[] = ['office']
export const HEADS: readonly Role[] = ['office', 'station-head']
export const WORKERS: readonly Role[] = [
  'office',
  'station-head',
  'field-worker',
  'liaison-officer',
]
export const CREWS: readonly Role[] = ['office', 'station-head', 'field-worker']
export const VIEWERS: readonly Role[] = [...WORKERS, 'display']
export const VISITORS: readonly Role[] = ['office', 'station-head', 'liaison-officer']
export const SYSTEM: readonly Role[] = ['system-admin']
export const SECURITY: readonly Role[] = ['security-admin']
export const AUDIT: readonly Role[] = ['auditor']
/** Who may import opinions; whatever else is imported has its own. */
export const IMPORTERS: readonly Role[] = ['office']
export const PERSONNEL: readonly Role[] = [...HEADS, ...SYSTEM, ...SECURITY]
