import { expect, test } from 'vitest'
import { restMs } from './jobs.ts'

test('a job with a share rests the longer, the longer it worked; others keep their interval', () => {
  const recount = { everyMs: 2000, share: 0.05 }
  expect(restMs(recount, 80)).toBe(2000)
  expect(restMs(recount, 1000)).toBeCloseTo(19_000)
  expect(restMs({ everyMs: 2000 }, 60_000)).toBe(2000)
})
