import { addDays, type PlainDate, shanghaiDate } from '../calendar-day.ts'
import type { WorkingCalendar } from '../commitments/working-calendar.ts'
import type { CaseFacts } from './case-clocks.ts'

/** Who may use the green channel (绿色通道准入): drought, disaster, key projects, people's livelihood. */
export const GREEN_REASONS = ['drought', 'disaster', 'key-project', 'livelihood'] as const
export type GreenReason = (typeof GREEN_REASONS)[number]

/** What an applicant is told to bring (一次性告知), by the division of the new supply; more can be added. */
export const SUPPLY_MATERIALS: Readonly<Record<string, readonly string[]>> = {
  resident: ['identity', 'ownership', 'authority'],
  'low-voltage': ['identity', 'ownership', 'authority', 'licence', 'load'],
  'high-voltage-single': [
    'identity',
    'ownership',
    'authority',
    'licence',
    'approval',
    'load',
    'plan',
  ],
  'high-voltage-dual': [
    'identity',
    'ownership',
    'authority',
    'licence',
    'approval',
    'load',
    'plan',
  ],
}

/** A target of the utility's own, in working days from when the step could be taken. No step is left out. */
export interface GreenTarget {
  step: string
  workingDays: number
}

/** How each target stands: open, kept or broken; not begun while what comes first is missing. */
export function greenTargets(
  targets: readonly GreenTarget[],
  facts: CaseFacts,
  calendar: WorkingCalendar,
  asOf: Date,
) {
  const takenAt = new Map(facts.steps.map(({ step, at }) => [step, at]))
  return targets.map(({ step, workingDays }) => {
    const { after = [] } = facts.process.steps.find((found) => found.step === step) ?? {}
    const starts = [facts.beganAt, ...after.map((before) => takenAt.get(before))]
    if (!starts.every((at) => at !== undefined))
      return { step, workingDays, dueAt: null, doneAt: null, verdict: 'not-begun' as const }
    const start = new Date(Math.max(...starts.map((at) => at.getTime())))
    const { dueAt } = calendar.afterWorkingDays(start, workingDays)
    const doneAt = takenAt.get(step) ?? null
    const isOver = (doneAt ?? asOf) > dueAt
    const verdict = isOver ? ('broken' as const) : doneAt ? ('kept' as const) : ('open' as const)
    return { step, workingDays, dueAt, doneAt, verdict }
  })
}

const CALL_BACK_DAYS = 7

/** How a service contract (契约式服务) stands: the promised day, and the call within a week of the connection. */
export function contractStands(
  promisedOn: PlainDate,
  energisedAt: Date | null,
  calledAt: Date | null,
  now: Date,
) {
  const late = shanghaiDate(energisedAt ?? now) > promisedOn
  const promise = late ? 'broken' : energisedAt ? 'kept' : 'open'
  if (!energisedAt) return { promise, callBackBy: null, callBack: null } as const
  const callBackBy = addDays(shanghaiDate(energisedAt), CALL_BACK_DAYS)
  const isLate = shanghaiDate(calledAt ?? now) > callBackBy
  const callBack = isLate ? 'broken' : calledAt ? 'kept' : 'open'
  return { promise, callBackBy, callBack } as const
}
