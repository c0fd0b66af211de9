/**
 * Why an account is not cut off (保护名单): policy switches of the utility, not law. A protected customer is an important
 * user or somebody with a care flag; which of them is said nowhere here.
 */
export const ARREARS_GUARDS = ['protected-customer', 'holiday-eve', 'weather-alert'] as const
export type ArrearsGuard = (typeof ARREARS_GUARDS)[number]

/** How the delivery of a notice is proved (送达凭证). A text message is none unless it was agreed upon (trap 5). */
export const DELIVERY_PROOFS = ['signature', 'photo', 'witness', 'agreed-sms'] as const
export type DeliveryProof = (typeof DELIVERY_PROOFS)[number]

export const ARREARS_STATES = [
  'open',
  'approved',
  'notified',
  'reminded',
  'stopped',
  'settled',
  'aborted',
] as const
export type ArrearsState = (typeof ARREARS_STATES)[number]

export const ARREARS_ACTIONS = ['urge', 'approve', 'notify', 'remind', 'stop', 'settle'] as const
export type ArrearsAction = (typeof ARREARS_ACTIONS)[number]

/** What has happened in a procedure against an account in arrears. */
export interface ArrearsFacts {
  state: ArrearsState
  overdueDays: number
  urgings: number
  guards: readonly ArrearsGuard[]
  notifiedAt: Date | null
  remindedAt: Date | null
  /** Hours of notice by the edition. */
  noticeHours: number
}

const STATES: Record<ArrearsAction, readonly ArrearsState[]> = {
  urge: ['open'],
  approve: ['open'],
  notify: ['approved'],
  remind: ['notified', 'reminded'],
  stop: ['reminded'],
  settle: ['open', 'approved', 'notified', 'reminded', 'stopped'],
}

/** 电力供应与使用条例 39: overdue for more than 30 days, and urged. */
const OVERDUE_DAYS = 30
const HOUR_MS = 3_600_000
const REMINDER_MS = 30 * 60_000

/** Why a step of the procedure is not possible at a time; undefined when it is. */
export function arrearsRefuse(action: ArrearsAction, facts: ArrearsFacts, at: Date) {
  if (!STATES[action].includes(facts.state)) return 'arrears-state'
  if (action !== 'urge' && action !== 'settle' && facts.guards.length > 0) return 'arrears-guarded'
  if (action === 'approve') {
    if (facts.overdueDays <= OVERDUE_DAYS) return 'arrears-too-early'
    if (facts.urgings === 0) return 'arrears-not-urged'
  }
  if (action === 'stop') {
    const { notifiedAt, remindedAt, noticeHours } = facts
    if (!notifiedAt || at.getTime() - notifiedAt.getTime() < noticeHours * HOUR_MS)
      return 'arrears-notice-too-short'
    if (!remindedAt || at.getTime() - remindedAt.getTime() < REMINDER_MS)
      return 'arrears-reminder-too-short'
  }
  return undefined
}
