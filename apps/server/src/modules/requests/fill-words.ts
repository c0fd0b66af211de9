import type { Database, Db } from '../../platform/db.ts'
import type { Job } from '../../platform/jobs.ts'
import { insertWords, listTexts, type RequestText, wordsOf } from './search.queries.ts'

const EVERY_MS = 86_400_000
const STEP = 1000

/**
 * Makes requests of before the index of words findable (检索词补录): step by step beside the work of the day, each step
 * one transaction, so that a change of version neither waits for it nor begins anew when it is killed.
 */
export async function fillWords(database: Database, stopping?: AbortSignal): Promise<number> {
  let filled = 0
  for (let after: RequestText | undefined; !stopping?.aborted; ) {
    const { last, count } = await database.transact('system', (db) => fillStep(db, after))
    filled += count
    if (!last) break
    after = last
  }
  return filled
}

async function fillStep(db: Db, after: RequestText | undefined) {
  const texts = await listTexts(db, after, STEP)
  const rows = texts
    .filter(({ hasWords }) => !hasWords)
    .map(({ cityCode, requestId, content, address }) => {
      return { cityCode, requestId, words: wordsOf(content, address) }
    })
  if (rows.length > 0) await insertWords(db, rows)
  return { last: texts.at(-1), count: rows.length }
}

/** Once when the server starts, and daily for what a server of the former version accepted meanwhile. */
export function requestWordsJob(database: Database): Job {
  return {
    name: 'request-words',
    everyMs: EVERY_MS,
    async run(stopping) {
      await fillWords(database, stopping)
    },
  }
}
