import { sql } from 'kysely'
import type { Database } from './db.ts'

/** Work that goes on beside the requests, in one server of several at a time. */
export interface Job {
  /** Names its advisory lock; unique. */
  name: string
  everyMs: number
  run(): Promise<void>
}

export interface RunningJobs {
  /** Waits for the runs under way, and starts no more. */
  stop(): Promise<void>
}

/**
 * Runs each job at its interval, never twice at once: the next run is set when the last one ended,
 * and a server that does not get the job's lock leaves this turn to the one that holds it.
 */
export function startJobs(
  database: Database,
  jobs: readonly Job[],
  onError: (name: string, error: unknown) => void,
): RunningJobs {
  let isStopped = false
  const loops = jobs.map((job) => {
    let wake: () => void = () => undefined
    const pause = () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, job.everyMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    const loop = async () => {
      while (!isStopped) {
        await runOnce(database, job).catch((error) => onError(job.name, error))
        if (!isStopped) await pause()
      }
    }
    return { done: loop(), wake: () => wake() }
  })
  return {
    async stop() {
      isStopped = true
      for (const { wake } of loops) wake()
      await Promise.all(loops.map(({ done }) => done))
    },
  }
}

async function runOnce(database: Database, job: Job): Promise<void> {
  await database.transact('system', async (db) => {
    const { held } = await db.one<{ held: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${job.name}, 1)) as held`,
    )
    if (held) await job.run()
  })
}
