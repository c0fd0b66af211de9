import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { beforeEach, expect, test, vi } from 'vitest'
import { emptyTrail, sealAll, sealedIds, tamper, tellEvents } from '../../../test/chain-factory.ts'
import { pagesOf } from '../../../test/explain.ts'
import { aServer } from '../../../test/harness.ts'
import { NOBODY, record } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import { startJobs } from '../../platform/jobs.ts'
import { listTail, readInIndexOrder } from './chain.queries.ts'
import { headFileOf } from './head-file.ts'
import { sealCity, sealJob } from './seal.ts'
import { listSealed } from './verify.queries.ts'
import { verifyCity } from './verify.ts'

const CITY = '410100'
const server = aServer()
const verify = () => verifyCity(server.installation, CITY)
const seal = () => sealCity(server.installation, CITY, server.clock.now)

const PATIENCE = { timeout: 20_000, interval: 20 }

beforeEach(() => emptyTrail(server))

async function countEvents() {
  const { count } = await server.database.transact('system', (db) =>
    db.one<{ count: number }>(sql`select count(*) from event where city_code = ${CITY}`),
  )
  return count
}

test('an Event that was not committed yet stands in a later block, and the writer waited for nothing', async () => {
  let told: () => void = () => undefined
  let commit: () => void = () => undefined
  const isTold = new Promise<void>((resolve) => {
    told = resolve
  })
  const mayCommit = new Promise<void>((resolve) => {
    commit = resolve
  })
  const slow = server.database.transact('system', async (db) => {
    const ctx = { db, actor: NOBODY, now: server.clock.now }
    const { path, cityCode } = server.units.city
    await record(ctx, 'unit.renamed', { id: 'slow', path, cityCode })
    told()
    await mayCommit
  })
  await isTold
  await tellEvents(server, 3)
  expect(await seal()).toMatchObject({ blockNo: 1, eventCount: 3 })
  expect(await seal()).toBeUndefined()
  commit()
  await slow
  expect(await seal()).toMatchObject({ blockNo: 2, eventCount: 1 })
  expect(await verify()).toMatchObject({ result: 'whole', events: 4, tailEvents: 0 })
})

test('sealing by two servers while eight write makes one chain that holds every Event once', async () => {
  let isWriting = true
  const writers = Array.from({ length: 8 }, async () => {
    for (let batch = 0; batch < 25; batch++) await tellEvents(server, 1 + (batch % 7))
  })
  const sealers = Array.from({ length: 2 }, async () => {
    while (isWriting) await seal()
  })
  await Promise.all(writers)
  isWriting = false
  await Promise.all(sealers)
  await sealAll(server)
  const total = await countEvents()
  const verification = await verify()
  expect(verification).toMatchObject({ result: 'whole', events: total, tailEvents: 0 })
  expect(verification.blocks).toBeGreaterThan(1)
  expect(new Set((await sealedIds(server)).map(({ eventId }) => eventId)).size).toBe(total)
})

test('a sealing that is killed half way leaves no block, and the next one seals the same Events', async () => {
  await tellEvents(server, 20)
  const holder = new pg.Client(server.config)
  await holder.connect()
  try {
    // The sealing has written its block and waits for this row to take it off the tail.
    await holder.query('begin')
    await holder.query('select from event_tail limit 1 for update')
    const killed = seal().then(
      () => 'sealed',
      () => 'killed',
    )
    await vi.waitFor(async () => {
      const { rowCount } = await server.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%delete from event_tail%'`,
      )
      expect(rowCount).toBe(1)
    }, PATIENCE)
    expect(await killed).toBe('killed')
    await holder.query('rollback')
  } finally {
    await holder.end()
  }
  expect(await verify()).toMatchObject({ result: 'whole', blocks: 0, tailEvents: 20 })
  expect(await seal()).toMatchObject({ blockNo: 1, eventCount: 20 })
  expect(await verify()).toMatchObject({ result: 'whole', events: 20, tailEvents: 0 })
})

test('the database refuses a second block of the same number', async () => {
  await tellEvents(server, 1)
  await seal()
  await expect(tamper(server, 'insert into event_block select * from event_block')).rejects.toThrow(
    /event_block_pkey/,
  )
})

test('the job seals every city and writes heads that a killed server left behind', async () => {
  const { city, foreignCity } = server.units
  await tellEvents(server, 4, city)
  await tellEvents(server, 5, foreignCity)
  await seal()
  const file = (cityCode: string) =>
    join(server.installation.settings.dataDir, headFileOf(cityCode))
  rmSync(file('410100'))
  const errors: unknown[] = []
  const job = sealJob(server.installation, () => server.clock.now)
  const jobs = startJobs(server.database, [job], (_name, error) => errors.push(error))
  await vi.waitFor(
    async () =>
      expect(await verifyCity(server.installation, '410300')).toMatchObject({
        events: 5,
        blocks: 1,
      }),
    PATIENCE,
  )
  await jobs.stop()
  expect(errors).toEqual([])
  for (const cityCode of ['410100', '410300']) {
    expect(JSON.parse(readFileSync(file(cityCode), 'utf8'))).toMatchObject({ cityCode, blockNo: 1 })
  }
})

test('a page of a long tail or chain costs its own rows, also when no statistics were taken yet', async () => {
  await tellEvents(server, 11_000)
  const touched = (query: (db: Db) => Promise<unknown>) =>
    server.database.transact('system', async (db) => {
      await readInIndexOrder(db)
      return pagesOf(db, query)
    })
  // Per row: three levels of an index and the row itself, in each of the two tables.
  const ROWS = 200
  expect(await touched((db) => listTail(db, CITY, ROWS))).toBeLessThan(ROWS * 8)
  await sealAll(server)
  const at = { cityCode: CITY, after: { blockNo: 1, position: 7 }, upTo: 3, limit: ROWS }
  expect(await touched((db) => listSealed(db, at))).toBeLessThan(ROWS * 8)
})
