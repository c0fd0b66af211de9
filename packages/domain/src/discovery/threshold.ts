import type { Finding } from './rule.ts'

/** The line below which a rule looks, in kWh a month (阈值线); null where it has no such line. */
export function thresholdOf(numbers: Finding['numbers']): number | null {
  const { belowKwh, medianKwh, dropPercent } = numbers
  if (belowKwh !== undefined) return belowKwh
  if (medianKwh !== undefined && dropPercent !== undefined) return (medianKwh * dropPercent) / 100
  return null
}
