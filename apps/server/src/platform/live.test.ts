import type pg from 'pg'
import { expect, test } from 'vitest'
import { aServer } from '../../test/harness.ts'
import { openDatabase } from './db.ts'
import { startLive } from './live.ts'

const server = aServer()

/** Live over a pool of its own, and the connection on which it listens: the first that it takes. */
async function startListening() {
  const database = openDatabase(server.config)
  const taken = new Promise<pg.PoolClient>((resolve) => database.pool.once('acquire', resolve))
  const live = startLive(database)
  const stop = async () => {
    await live.stop()
    await database.close()
  }
  return { live, client: await taken, stop }
}

const isHeard = (live: ReturnType<typeof startLive>) => {
  const heard: string[] = []
  live.subscribe((topic) => heard.push(topic))
  return (topic: string) => {
    live.announce(topic)
    return heard.includes(topic)
  }
}

test('a connection that fails after it was let go ends nothing', async () => {
  const { client, stop } = await startListening()
  await stop()
  expect(() => client.emit('error', new Error('terminated'))).not.toThrow()
})

test('a connection that the database ends is replaced, and topics are heard again', async () => {
  const { live, client, stop } = await startListening()
  const hears = isHeard(live)
  await expect.poll(() => hears('before'), { timeout: 10_000 }).toBe(true)
  const { processID } = client as unknown as { processID: number }
  await server.database.pool.query('select pg_terminate_backend($1)', [processID])
  await expect.poll(() => hears('after'), { timeout: 10_000 }).toBe(true)
  await stop()
})
