import { addDays, type PlainDate } from '../calendar-day.ts'

/** An impact assessment (个人信息保护影响评估) is a draft until somebody else approves it, and may be withdrawn. */
export const IMPACT_STATES = ['draft', 'approved', 'withdrawn'] as const
export type ImpactState = (typeof IMPACT_STATES)[number]

/** The longest that an approval holds: a rule is thought about again at least every year. */
export const IMPACT_DAYS_MOST = 366

export interface ImpactStanding {
  state: ImpactState
  validUntil: PlainDate | null
}

/** Whether a rule may run on it on this day. */
export function isInForce({ state, validUntil }: ImpactStanding, today: PlainDate): boolean {
  return state === 'approved' && validUntil !== null && validUntil >= today
}

export function latestValidity(today: PlainDate): PlainDate {
  return addDays(today, IMPACT_DAYS_MOST)
}
