import { monthBefore } from './month-series.ts'
import type { DiscoveryEdition, DiscoveryRule, RegisterFacts } from './rule.ts'

/** Why the register takes a customer out of a rule. */
export const REGISTER_EXCLUSIONS = ['category', 'closed', 'cut', 'temporary', 'new'] as const
export type RegisterExclusion = (typeof REGISTER_EXCLUSIONS)[number]

/**
 * What the register says against a finding: another use category, closed, cut (停电), temporary (临时用电), or
 * connected too short ago (新装). What the register does not say is not held against anybody.
 */
export function excludedBy(
  rule: Pick<DiscoveryRule, 'categories'>,
  facts: RegisterFacts,
  { newWithinMonths, newest }: Pick<DiscoveryEdition, 'newWithinMonths'> & { newest: string },
): RegisterExclusion | undefined {
  const { useCategory, connectedIn } = facts
  if (rule.categories && useCategory !== null && !rule.categories.includes(useCategory)) {
    return 'category'
  }
  if (facts.isActive === false) return 'closed'
  if (facts.isCut === true) return 'cut'
  if (facts.isTemporary === true) return 'temporary'
  return connectedIn !== null && connectedIn > monthBefore(newest, newWithinMonths)
    ? 'new'
    : undefined
}
