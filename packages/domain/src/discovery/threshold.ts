import type { Finding, SilenceRule } from './rule.ts'

/** The line below which a rule looks, in kWh a month (阈值线); null where it has no such line. */
export function thresholdOf(numbers: Finding['numbers']): number | null {
  const { belowKwh, medianKwh, dropPercent } = numbers
  if (belowKwh !== undefined) return belowKwh
  if (medianKwh !== undefined && dropPercent !== undefined) return (medianKwh * dropPercent) / 100
  return null
}

/** The use of a day below which it counts as silent, in kWh; null where the usual day is not known. */
export function dayThresholdOf(
  { silentPercent }: Pick<SilenceRule, 'silentPercent'>,
  { medianKwh }: Finding['numbers'],
): number | null {
  return medianKwh === undefined ? null : (medianKwh * silentPercent) / 100
}
