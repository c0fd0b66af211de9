/** States of a unit's plan (实施方案): drafted, filed, then approved or returned by the level above. */
export const PLAN_STATES = ['draft', 'filed', 'approved', 'returned'] as const
export type PlanState = (typeof PLAN_STATES)[number]

/** What each state of a plan allows; shared by the use cases and the screens. */
export const planCan = {
  edit: (state: PlanState) => state === 'draft' || state === 'returned',
  file: (state: PlanState) => state === 'draft' || state === 'returned',
  decide: (state: PlanState) => state === 'filed',
} as const
