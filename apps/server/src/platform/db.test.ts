import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aServer } from '../../test/harness.ts'

const server = aServer()

test('a connection that the database ends in a transaction fails that one and not the process', async () => {
  const { database } = server
  const cut = database.transact('system', async (db) => {
    const { pid } = await db.one<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    await database.pool.query('select pg_terminate_backend($1)', [pid])
    return db.one(sql`select 1 as one`)
  })
  await expect(cut).rejects.toThrow()
  expect(await database.transact('system', (db) => db.one(sql`select 1 as one`))).toEqual({
    one: 1,
  })
})
