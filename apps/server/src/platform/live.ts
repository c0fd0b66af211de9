import type pg from 'pg'
import type { Database } from './db.ts'

const CHANNEL = 'nuandeng_live'
/** At most four times a second, however many writes there are. */
const TICK_MS = 250
const RECONNECT_MS = 1000
const TOPIC_LIMIT = 200

/**
 * Tells live pages, in this process and in others, what changed. Writers announce topics after their
 * commit and never wait: NOTIFY inside the writing transaction would make all commits queue.
 */
export interface Live {
  announce(topic: string): void
  /** Calls `listener` with each topic announced anywhere; returns the way to stop. */
  subscribe(listener: (topic: string) => void): () => void
  stop(): Promise<void>
}

export function startLive(database: Database): Live {
  const listeners = new Set<(topic: string) => void>()
  const announced = new Set<string>()
  let isStopped = false
  let listening: pg.PoolClient | undefined
  let sending: Promise<unknown> = Promise.resolve()

  const tell = (topic: string) => {
    for (const listener of listeners) listener(topic)
  }
  const send = async () => {
    if (announced.size === 0) return
    const topics = [...announced].slice(0, TOPIC_LIMIT)
    for (const topic of topics) announced.delete(topic)
    try {
      await database.pool.query('select pg_notify($1, topic) from unnest($2::text[]) as topic', [
        CHANNEL,
        topics,
      ])
    } catch {
      // The database is away for a moment: the topics go with a later tick.
      for (const topic of topics) announced.add(topic)
    }
  }
  /** Closes the connection, once: it may still tell of an error when it is closed already. */
  const leave = (client: pg.PoolClient): boolean => {
    if (listening !== client) return false
    listening = undefined
    client.release(true)
    return true
  }
  const listen = async () => {
    if (isStopped) return
    let client: pg.PoolClient | undefined
    const again = () => {
      if (!client || leave(client)) setTimeout(listen, RECONNECT_MS)
    }
    try {
      client = await database.pool.connect()
      listening = client
      client.on('notification', ({ payload }) => payload && tell(payload))
      client.once('error', again)
      await client.query(`listen ${CHANNEL}`)
    } catch {
      again()
    }
  }
  const started = listen()
  const ticker = setInterval(() => {
    sending = sending.then(send)
  }, TICK_MS)

  return {
    announce: (topic) => announced.add(topic),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      isStopped = true
      clearInterval(ticker)
      await started
      await sending
      if (listening) leave(listening)
    },
  }
}
