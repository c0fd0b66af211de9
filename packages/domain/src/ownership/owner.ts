/** Who answers for a customer today (客户责任人): there is always somebody, a unit at the least. */
export const OWNER_KINDS = ['officer', 'substitute', 'station-head', 'unit'] as const
export type OwnerKind = (typeof OWNER_KINDS)[number]

/** Why it is not the officer, where it is not. */
export const OWNER_GAPS = ['no-officer', 'officer-left', 'absent-without-substitute'] as const
export type OwnerGap = (typeof OWNER_GAPS)[number]

interface Owners<P> {
  /** The officer of the customer, if there is one, and whether they still hold the role. */
  officer: P | null
  isOfficerIn: boolean
  /** Whether the officer is away today, and who stands in, if they are there themselves. */
  isAway: boolean
  substitute: P | null
  /** Of the customer's station, or of the next unit above that has one. */
  head: P | null
}

interface Owner<P> {
  kind: OwnerKind
  person: P | null
  gap: OwnerGap | null
}

/** Judges who owns the customer, and names the gap where it is neither their officer nor the substitute. */
export function judgeOwner<P>(owners: Owners<P>): Owner<P> {
  const { officer, isOfficerIn, isAway, substitute, head } = owners
  const fallback = (gap: OwnerGap): Owner<P> => ({
    kind: head ? 'station-head' : 'unit',
    person: head,
    gap,
  })
  if (!officer) return fallback('no-officer')
  if (!isOfficerIn) return fallback('officer-left')
  if (!isAway) return { kind: 'officer', person: officer, gap: null }
  if (!substitute) return fallback('absent-without-substitute')
  return { kind: 'substitute', person: substitute, gap: null }
}
