import { addDays, type PlainDate } from '../calendar-day.ts'

/** What is done for a key customer again and again (保障工作). */
export const ASSURANCE_KINDS = [
  'inspection',
  'emergency-plan',
  'drill',
  'contract-service',
] as const
export type AssuranceKind = (typeof ASSURANCE_KINDS)[number]

/** What falls due: that, a hazard's deadline, and the end of a duty electrician's licence. */
export const DUE_KINDS = [...ASSURANCE_KINDS, 'hazard', 'licence'] as const
export type DueKind = (typeof DUE_KINDS)[number]

/** By which grade the cycle of inspections goes; `none`: a key customer without a grade. */
export const CYCLE_GRADES = ['special', 'first', 'second', 'temporary', 'none'] as const
export type CycleGrade = (typeof CYCLE_GRADES)[number]

/**
 * Months between inspections until the utility sets its own (检查周期). Starting values of this program and no rule of
 * anybody's: every reply that uses one says that it is not set.
 */
export const UNSET_CYCLE_MONTHS: Record<CycleGrade, number> = {
  special: 3,
  first: 3,
  second: 6,
  temporary: 3,
  none: 12,
}

export const DUE_STATES = ['never', 'overdue', 'soon', 'later'] as const
export type DueState = (typeof DUE_STATES)[number]

/** How a day stands to today; a thing that was never done has no day. `soonDays`: what counts as soon. */
export function judgeDue(dueOn: PlainDate | null, today: PlainDate, soonDays: number): DueState {
  if (dueOn === null) return 'never'
  if (dueOn < today) return 'overdue'
  return dueOn <= addDays(today, soonDays) ? 'soon' : 'later'
}
