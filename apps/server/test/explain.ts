import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../src/platform/db.ts'

/** How many pages of the database the queries touch; they get no rows back. */
export async function pagesOf(db: Db, query: (db: Db) => Promise<unknown>): Promise<number> {
  let touched = 0
  const explaining: Db = {
    ...db,
    async rows<T>(asked: Parameters<Db['rows']>[0]): Promise<T[]> {
      const [row] = await db.rows<Record<string, [{ Plan: Record<string, number> }]>>(
        sql`explain (analyze, buffers, format json) ${asked as RawBuilder<unknown>}`,
      )
      const plan = row?.['QUERY PLAN']?.[0].Plan ?? {}
      touched += (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0)
      return []
    },
  }
  await query(explaining)
  return touched
}
