import { shanghaiDate } from '../calendar-day.ts'

/** How satisfied a customer is (满意度): 很满意, 满意, 一般, 不满意, 很不满意. */
export const SATISFACTIONS = [
  'very-satisfied',
  'satisfied',
  'neutral',
  'dissatisfied',
  'very-dissatisfied',
] as const
export type Satisfaction = (typeof SATISFACTIONS)[number]

export const isDissatisfied = (answer: Satisfaction): boolean =>
  answer === 'dissatisfied' || answer === 'very-dissatisfied'

/** How call-backs (回访) are made; each utility sets its own. */
export interface CallBackRules {
  attempts: number
  /** From one attempt to the next, at least. */
  hoursApart: number
  /** Hours of the day in Asia/Shanghai, [from, to), at which nobody is called; may pass midnight. */
  quietHours: readonly (readonly [number, number])[]
}

export const DEFAULT_CALL_BACK_RULES: CallBackRules = {
  attempts: 3,
  hoursApart: 2,
  quietHours: [
    [12, 14],
    [21, 8],
  ],
}

const HOUR_MS = 3_600_000

/** Whether nobody is called at this time. */
export function isQuiet(rules: CallBackRules, at: Date): boolean {
  const midnight = Date.parse(`${shanghaiDate(at)}T00:00:00+08:00`)
  const hour = (at.getTime() - midnight) / HOUR_MS
  return rules.quietHours.some(([from, to]) =>
    from < to ? hour >= from && hour < to : hour >= from || hour < to,
  )
}

/** Why a call may not be made now; undefined when it may. `before`: the attempts so far, in order. */
export function callRefused(
  rules: CallBackRules,
  before: readonly Date[],
  at: Date,
): 'call-quiet-hours' | 'call-attempts-used' | 'call-too-soon' | undefined {
  if (isQuiet(rules, at)) return 'call-quiet-hours'
  if (before.length >= rules.attempts) return 'call-attempts-used'
  const last = before.at(-1)
  if (last && at.getTime() - last.getTime() < rules.hoursApart * HOUR_MS) return 'call-too-soon'
  return undefined
}
