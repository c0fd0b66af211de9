import { sql } from 'kysely'
import type { Database } from './db.ts'

/** Work that goes on beside the requests, in one server of several at a time. */
export interface Job {
  /** Names its advisory lock; unique. */
  name: string
  /** From the end of a run to the next, at least. */
  everyMs: number
  /**
   * The most of the time that it may be at work, for one whose work grows with the data: after a long
   * run it rests the longer. Without it, it may always be at work.
   */
  share?: number
  /** `stopping` tells work that would go on for long to come to an end. */
  run(stopping: AbortSignal): Promise<void>
}

export interface RunningJobs {
  /** Waits for the runs under way, and starts no more. */
  stop(): Promise<void>
}

/**
 * Runs each job again and again, never twice at once: the next run is set when the last one ended,
 * and a server that does not get the job's lock leaves this turn to the one that holds it.
 */
export function startJobs(
  database: Database,
  jobs: readonly Job[],
  onError: (name: string, error: unknown) => void,
): RunningJobs {
  // A job holds one connection for its lock and works with others: all of them at once must leave some.
  if (jobs.length * 2 >= database.pool.options.max) {
    throw new Error(`${jobs.length} jobs need a pool of more than ${jobs.length * 2} connections`)
  }
  const stopping = new AbortController()
  const { signal } = stopping
  const loops = jobs.map((job) => {
    let wake: () => void = () => undefined
    const pause = (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    const loop = async () => {
      while (!signal.aborted) {
        const startedAt = performance.now()
        await runOnce(database, job, signal).catch((error) => onError(job.name, error))
        const tookMs = performance.now() - startedAt
        if (!signal.aborted) await pause(restMs(job, tookMs))
      }
    }
    return { done: loop(), wake: () => wake() }
  })
  return {
    async stop() {
      stopping.abort()
      for (const { wake } of loops) wake()
      await Promise.all(loops.map(({ done }) => done))
    },
  }
}

/** How long a job pauses after a run. */
export function restMs({ everyMs, share = 1 }: Pick<Job, 'everyMs' | 'share'>, tookMs: number) {
  return Math.max(everyMs, tookMs / share - tookMs)
}

async function runOnce(database: Database, job: Job, stopping: AbortSignal): Promise<void> {
  await database.transact('system', async (db) => {
    const { held } = await db.one<{ held: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${job.name}, 1)) as held`,
    )
    if (held) await job.run(stopping)
  })
}
