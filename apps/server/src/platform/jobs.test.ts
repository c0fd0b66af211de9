import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aServer } from '../../test/harness.ts'
import { restMs, startJobs } from './jobs.ts'

const server = aServer()

test('a job with a share rests the longer, the longer it worked; others keep their interval', () => {
  const recount = { everyMs: 2000, share: 0.05 }
  expect(restMs(recount, 80)).toBe(2000)
  expect(restMs(recount, 1000)).toBeCloseTo(19_000)
  expect(restMs({ everyMs: 2000 }, 60_000)).toBe(2000)
})

test('as many jobs as there may be, all at work at once, find connections to work with', async () => {
  const { database } = server
  const count = Math.ceil(database.pool.options.max / 2) - 1
  let begun = 0
  let allBegan: () => void = () => undefined
  const together = new Promise<void>((resolve) => {
    allBegan = resolve
  })
  const done: string[] = []
  const jobs = Array.from({ length: count }, (_, i) => ({
    ...{ name: `together-${i}`, everyMs: 60_000 },
    async run() {
      if (++begun === count) allBegan()
      // Each has its lock, and no job has ended: now each wants another connection.
      await together
      await database.transact('system', (db) => db.one(sql`select 1 as one`))
      done.push(`together-${i}`)
    },
  }))
  const errors: unknown[] = []
  const running = startJobs(database, jobs, (_name, error) => errors.push(error))
  await together
  await running.stop()
  expect(done).toHaveLength(count)
  expect(errors).toEqual([])
})

test('more jobs than the pool has connections for are refused at the start', () => {
  const { database } = server
  const job = { name: 'one-of-many', everyMs: 60_000, run: async () => undefined }
  const jobs = Array.from({ length: Math.ceil(database.pool.options.max / 2) }, () => job)
  expect(() => startJobs(database, jobs, () => undefined)).toThrow('connections')
})
