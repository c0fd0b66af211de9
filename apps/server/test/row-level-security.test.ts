import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../src/platform/db.ts'
import { aPerson, aServer } from './harness.ts'

const server = aServer()

test('a reused connection without a scope sees no row', async () => {
  await aPerson(server, server.units.station, 'field-worker')
  const single = openDatabase({ ...server.config, max: 1 })
  try {
    const countPeople = sql<{ count: number }>`select count(*) from person`
    const count = (paths: string[]) => single.transact({ paths }, (db) => db.one(countPeople))
    expect(await count([server.units.province.path])).toEqual({ count: 1 })
    // The same connection again: app.scope was set once, so it now reads as '' and not as null.
    expect(await count([])).toEqual({ count: 0 })
    const client = await single.pool.connect()
    try {
      await client.query('begin; set local role nuandeng_app')
      expect(
        (await client.query("select current_setting('app.scope', true) as scope")).rows,
      ).toEqual([{ scope: '' }])
      expect((await client.query('select * from person')).rows).toEqual([])
      await client.query('rollback')
    } finally {
      client.release()
    }
  } finally {
    await single.close()
  }
})
