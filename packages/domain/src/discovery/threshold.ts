import type { DiscoveryRule, Finding } from './rule.ts'

/**
 * The line below which a rule looks (阈值线): kWh a month, of silence kWh a day. Null where the rule has no such line, or the
 * usual use is not known.
 */
export function thresholdOf(rule: DiscoveryRule, { medianKwh }: Finding['numbers']): number | null {
  const shareOf = (percent: number) =>
    medianKwh === undefined ? null : (medianKwh * percent) / 100
  switch (rule.kind) {
    case 'low-use':
      return rule.belowKwh
    case 'collapse':
      return shareOf(rule.dropPercent)
    case 'silence':
      return shareOf(rule.silentPercent)
    default:
      return null
  }
}
