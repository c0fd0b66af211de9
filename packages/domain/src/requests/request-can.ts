import type { Permission } from '../organisation/roles.ts'
import { isDissatisfied, type Satisfaction } from './call-back.ts'
import type { RequestState } from './request-kind.ts'

/** What can be done with a request (操作). */
export const REQUEST_ACTIONS = [
  'assign',
  'transfer',
  'take-step',
  'chase',
  'pause',
  'resume',
  'reclassify',
  'correct',
  'exempt',
  'withdraw',
  'close',
  'reopen',
  'call-back',
] as const
export type RequestAction = (typeof REQUEST_ACTIONS)[number]

/** The one table of what each state allows and which permission it takes; server and screens use it. */
export const REQUEST_ACTION_TABLE: Record<
  RequestAction,
  { in: readonly RequestState[]; permission: Permission }
> = {
  assign: { in: ['accepted', 'assigned', 'working'], permission: 'request.assign' },
  transfer: { in: ['accepted', 'assigned', 'working'], permission: 'request.assign' },
  'take-step': { in: ['assigned', 'working'], permission: 'request.work' },
  chase: { in: ['accepted', 'assigned', 'working'], permission: 'request.accept' },
  pause: { in: ['assigned', 'working'], permission: 'request.work' },
  resume: { in: ['assigned', 'working'], permission: 'request.work' },
  reclassify: { in: ['accepted', 'assigned', 'working'], permission: 'request.supervise' },
  correct: { in: ['assigned', 'working', 'done', 'closed'], permission: 'request.supervise' },
  exempt: { in: ['accepted', 'assigned', 'working', 'done'], permission: 'request.supervise' },
  withdraw: { in: ['accepted', 'assigned', 'working'], permission: 'request.accept' },
  close: { in: ['done'], permission: 'request.assign' },
  reopen: { in: ['done', 'closed'], permission: 'request.supervise' },
  'call-back': { in: ['done'], permission: 'request.accept' },
}

/** Where a request stands, as far as it decides what can be done. */
export interface Standing {
  state: RequestState
  isPaused: boolean
  /** 1, and 2 once it was reopened. */
  round: number
  /** What the customer said when called back. */
  satisfaction: Satisfaction | null
}

/** Why an action is not possible now; undefined when it is. A disabled button says it. */
export function requestRefuses(
  action: RequestAction,
  { state, isPaused, round, satisfaction }: Standing,
):
  | 'request-state'
  | 'request-paused'
  | 'request-not-paused'
  | 'reopened-before'
  | 'request-dissatisfied'
  | undefined {
  if (!REQUEST_ACTION_TABLE[action].in.includes(state)) return 'request-state'
  if (action === 'pause' && isPaused) return 'request-paused'
  if (action === 'resume' && !isPaused) return 'request-not-paused'
  if (action === 'reopen' && round > 1) return 'reopened-before'
  // Who is not satisfied is heard once more, by somebody else, before the request is filed.
  if (action === 'close' && round === 1 && satisfaction && isDissatisfied(satisfaction))
    return 'request-dissatisfied'
  return undefined
}

export function requestCan(action: RequestAction, standing: Standing): boolean {
  return requestRefuses(action, standing) === undefined
}
