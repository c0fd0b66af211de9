/** 登录锁定: so many failed log-ins in a row lock an account for so long. */
const FAILURES_TO_LOCK = 5
const LOCK_MINUTES = 15

/** What is known of failed log-ins of an account. */
export interface FailedSignIns {
  failures: number
  lastFailedAt: Date | null
  lockedUntil: Date | null
}

/** The state after one more failed log-in; failures older than a lock's length are forgotten. */
export function afterFailure(state: FailedSignIns, now: Date): FailedSignIns {
  const isRecent = now.getTime() - (state.lastFailedAt?.getTime() ?? 0) <= LOCK_MINUTES * 60_000
  const failures = (isRecent ? state.failures : 0) + 1
  return failures < FAILURES_TO_LOCK
    ? { failures, lastFailedAt: now, lockedUntil: null }
    : {
        failures: 0,
        lastFailedAt: now,
        lockedUntil: new Date(now.getTime() + LOCK_MINUTES * 60_000),
      }
}

/** Whole minutes until the lock of an account ends; 0 when it is open. */
export function lockedMinutes(state: Pick<FailedSignIns, 'lockedUntil'>, now: Date): number {
  return Math.max(0, Math.ceil(((state.lockedUntil?.getTime() ?? 0) - now.getTime()) / 60_000))
}
