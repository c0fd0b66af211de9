import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { to as copyTo } from 'pg-copy-streams'
import type { Database } from '../../platform/db.ts'
import { REGISTER_COPY, TRY_LOCK_ALL, TRY_LOCK_CITY, UNLOCK } from './metering.queries.ts'

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

/** How often somebody who waits for a city looks whether it is free. */
const LOOK_MS = 500

interface Waiting {
  /** Told once, when another import is at work. */
  onWait?: (() => void) | undefined
  signal?: AbortSignal | undefined
}

/** Imports of a city wait for one another, and one of all cities for each of them; a killed one lets go. */
export async function whileLocked<T>(
  database: Database,
  cityCode: string | undefined,
  { onWait, signal }: Waiting,
  work: () => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect()
  const tryLock = async () => {
    const { rows } = await (cityCode === undefined
      ? client.query<{ held: boolean }>(TRY_LOCK_ALL)
      : client.query<{ held: boolean }>(TRY_LOCK_CITY, [Number(cityCode)]))
    return rows[0]?.held === true
  }
  try {
    for (let tries = 0; !(await tryLock()); tries++) {
      // Of the two locks of a city it may have got one.
      await client.query(UNLOCK)
      if (tries === 0) onWait?.()
      await wait(LOOK_MS)
      signal?.throwIfAborted()
    }
    return await work()
  } finally {
    await client.query(UNLOCK)
    client.release()
  }
}
