import { bigramsOf, type RequestKind, type RequestState } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { lexeme } from '../customers/index.ts'

/** Every pair of characters of what a request says, as the index of words takes them. */
export function wordsOf(content: string, address: string | null): string[] {
  return [...new Set([...bigramsOf(content), ...bigramsOf(address ?? '')])]
}

/** A typed search as one of the index: all of its pairs; undefined where no two characters stand together. */
export function wordsQuery(typed: string): string | undefined {
  const pairs = [...new Set(typed.split(/\s+/u).flatMap(bigramsOf))].map(lexeme)
  return pairs.length > 0 ? pairs.join(' & ') : undefined
}

export interface SearchPage {
  paths: readonly string[]
  kind?: RequestKind | undefined
  state?: RequestState | undefined
  after?: { at: string; id: string } | undefined
  limit: number
}

/**
 * The ids of requests that say these words, newest first. As the system with the actor's paths as conditions: rare
 * words are found by their index, frequent ones by walking the newest; the database knows which is which.
 */
export function listFoundIds(
  db: Db,
  words: string,
  { paths, kind, state, after, limit }: SearchPage,
) {
  const later = after
    ? sql`and (r.accepted_at, r.request_id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  return db.asSystem(() =>
    db.rows<{ requestId: string }>(sql`
      select r.request_id from service_request r join request_words w using (city_code, request_id)
      where w.words @@ ${words}::tsquery and r.unit_path <@ ${paths}::ltree[]
        and ${same('kind', kind)} and ${same('state', state)} ${later}
      order by r.accepted_at desc, r.request_id desc limit ${limit}`),
  )
}

const same = (column: string, value: string | undefined) =>
  value ? sql`r.${sql.ref(column)} = ${value}` : sql`true`

/** What a request says, by its key. */
export interface RequestText {
  cityCode: string
  requestId: string
  content: string
  address: string | null
  hasWords: boolean
}

/** Requests in order of their key, after the one given, and whether the index of words has them: a step at a time. */
export function listTexts(db: Db, after: RequestText | undefined, limit: number) {
  const later = after
    ? sql`where (r.city_code, r.request_id) > (${after.cityCode}, ${after.requestId}::uuid)`
    : sql``
  return db.rows<RequestText>(sql`
    select r.*, exists (select from request_words w where w.city_code = r.city_code and w.request_id = r.request_id)
      as has_words
    from (select r.city_code, r.request_id, r.content, r.address from service_request r ${later}
      order by r.city_code, r.request_id limit ${limit}) r
    order by r.city_code, r.request_id`)
}

export async function insertWords(
  db: Db,
  rows: readonly { cityCode: string; requestId: string; words: readonly string[] }[],
) {
  await db.run(sql`
    insert into request_words (city_code, request_id, words)
    select "cityCode", "requestId", array_to_tsvector(array(select jsonb_array_elements_text(words)))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("cityCode" text, "requestId" uuid, words jsonb)
    on conflict do nothing`)
}
