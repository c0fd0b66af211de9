import { expect, test } from 'vitest'
import { afterFailure, type FailedSignIns, lockedMinutes } from './lock-out.ts'

const fresh: FailedSignIns = { failures: 0, lastFailedAt: null, lockedUntil: null }
const at = (minutes: number) => new Date(Date.UTC(2011, 9, 15) + minutes * 60_000)

function failTimes(minutes: readonly number[]): FailedSignIns {
  return minutes.reduce((state, minute) => afterFailure(state, at(minute)), fresh)
}

test.each([
  ['four failures leave the account open', [0, 1, 2, 3], 3, 0],
  ['the fifth locks it for 15 minutes', [0, 1, 2, 3, 4], 4, 15],
  ['the last second of the lock still counts as a minute', [0, 0, 0, 0, 0], 14.99, 1],
  ['at its end the lock is gone', [0, 0, 0, 0, 0], 15, 0],
  ['failures far apart never lock', [0, 16, 32, 48, 64, 80], 80, 0],
  ['after a lock the count begins anew', [0, 0, 0, 0, 0, 15.1], 15.1, 0],
])('%s', (_name, failedAt, now, minutes) => {
  expect(lockedMinutes(failTimes(failedAt), at(now))).toBe(minutes)
})
