/** The six measures of an activity day (活动日六项指标), in the order in which they are published. */
export const MEASURES = [
  'people',
  'vehicles',
  'customers',
  'transactions',
  'opinions',
  'leaflets',
] as const
export type Measure = (typeof MEASURES)[number]

/** One figure per measure. People, vehicles and customers are distinct ones (去重). */
export type MeasureTotals = Record<Measure, number>

/** How often, beside how many: the same person sent out twice is one of 人 and two of 人次. */
export const TIMES = ['personTimes', 'vehicleTimes', 'visitTimes'] as const
export type DayTotals = MeasureTotals & Record<(typeof TIMES)[number], number>

export const NO_TOTALS: DayTotals = {
  people: 0,
  vehicles: 0,
  customers: 0,
  transactions: 0,
  opinions: 0,
  leaflets: 0,
  personTimes: 0,
  vehicleTimes: 0,
  visitTimes: 0,
}
