import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import type { Database } from '../../platform/db.ts'
import { LOCK_ALL, LOCK_CITY, REGISTER_COPY, UNLOCK } from './metering.queries.ts'

/** Writes the accounts of the register into a file that DuckDB reads. */
export async function copyRegister(database: Database, cityCode: string | undefined, path: string) {
  const client = await database.pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin; set local role nuandeng_system')
    await pipeline(
      client.query(copyTo(REGISTER_COPY(cityCode))),
      createWriteStream(path, { mode: 0o600 }),
    )
    await client.query('commit')
  } catch (error) {
    broken = error as Error
    throw error
  } finally {
    client.release(broken)
  }
}

/** Imports of a city wait for one another, and one of all cities for each of them; a killed one lets go. */
export async function whileLocked<T>(
  database: Database,
  cityCode: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect()
  try {
    await (cityCode === undefined
      ? client.query(LOCK_ALL)
      : client.query(LOCK_CITY, [Number(cityCode)]))
    try {
      return await work()
    } finally {
      await client.query(UNLOCK)
    }
  } finally {
    client.release()
  }
}
