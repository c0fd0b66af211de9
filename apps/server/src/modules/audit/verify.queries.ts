import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { BLOCK, EVENT } from './chain.queries.ts'
import type { Block, ChainedEvent, Place } from './chain.ts'

/** A seal with the Event that it seals; without one when that is gone. */
export type SealedEvent = Place & { sealedId: string; hash: Buffer } & (
    | ChainedEvent
    | { eventId: null }
  )

/** The next seals of a chain in order, each with its Event. */
export function listSealed(
  db: Db,
  at: { cityCode: string; after: Place; upTo: number; limit: number },
) {
  return db.rows<SealedEvent>(sql`
    select s.block_no, s.position, s.event_id as sealed_id, s.hash, ${EVENT}
    from event_seal s left join event e using (city_code, event_id)
    where s.city_code = ${at.cityCode} and (s.block_no, s.position) > (${at.after.blockNo}, ${at.after.position})
      and s.block_no <= ${at.upTo}
    order by s.block_no, s.position limit ${at.limit}`)
}

export function listBlocks(db: Db, at: { cityCode: string; from: number; to: number }) {
  return db.rows<Block>(sql`
    select ${BLOCK} from event_block b
    where b.city_code = ${at.cityCode} and b.block_no between ${at.from} and ${at.to}
    order by b.block_no`)
}

/** The next Events that no block seals yet. */
export function listTailAfter(db: Db, at: { cityCode: string; after: string; limit: number }) {
  return db.rows<ChainedEvent>(sql`
    select ${EVENT} from event_tail t join event e using (city_code, event_id)
    where t.city_code = ${at.cityCode} and t.event_id > ${at.after}
    order by t.event_id limit ${at.limit}`)
}

interface Loose {
  rowId: string
}

/** Blocks that are gone although their seals are there, at the end of the chain. */
export function listHeadlessBlocks(db: Db, cityCode: string, limit: number) {
  return db.rows<Loose>(sql`
    select distinct ${cityCode} || '/' || s.block_no as row_id from event_seal s
    where s.city_code = ${cityCode}
      and s.block_no > coalesce((select max(block_no) from event_block b where b.city_code = ${cityCode}), 0)
    limit ${limit}`)
}

/** Events that are neither sealed nor waiting to be. One statement, so that sealing meanwhile does not matter. */
export function listLooseEvents(db: Db, cityCode: string, limit: number) {
  return db.rows<Loose>(sql`
    select e.event_id::text as row_id from event e
    where e.city_code = ${cityCode}
      and not exists (select from event_seal s where s.city_code = e.city_code and s.event_id = e.event_id)
      and not exists (select from event_tail t where t.city_code = e.city_code and t.event_id = e.event_id)
    limit ${limit}`)
}

/** Places in the tail whose Event is gone. */
export function listEmptyTail(db: Db, cityCode: string, limit: number) {
  return db.rows<Loose>(sql`
    select t.event_id::text as row_id from event_tail t
    where t.city_code = ${cityCode}
      and not exists (select from event e where e.city_code = t.city_code and e.event_id = t.event_id)
    limit ${limit}`)
}

/** Field records that no Event tells of. */
export function listLooseRecords(db: Db, cityCode: string, limit: number) {
  return db.rows<Loose>(sql`
    select r.record_id::text as row_id from field_record r
    where r.city_code = ${cityCode} and not exists (
      select from event e where e.city_code = r.city_code and e.subject_id = r.record_id::text
        and e.kind in ('record.received', 'record.corrected', 'record.withdrawn'))
    limit ${limit}`)
}

/** Closings that no Event tells of. */
export function listLooseClosings(db: Db, cityCode: string, limit: number) {
  return db.rows<Loose>(sql`
    select c.campaign_id || '/' || c.activity_day as row_id from day_closing c
    where c.city_code = ${cityCode} and not exists (
      select from event e where e.city_code = c.city_code and e.subject_id = c.campaign_id::text
        and e.kind = 'day.closed' and e.details->>'activityDay' = c.activity_day::text)
    limit ${limit}`)
}

/** How many Events of a city wait to be sealed, and since when the oldest does. */
export function measureTail(db: Db, cityCode: string) {
  return db.one<{ count: number; oldestAt: Date | null }>(sql`
    select count(*) as count, min(queued_at) as oldest_at from event_tail where city_code = ${cityCode}`)
}

/** Every city code that any row of the trail bears, right or not; jumps from one to the next. */
export function listCodesInUse(db: Db) {
  const codesOf = (table: string) => sql`
    (with recursive city(city_code) as (
      select min(city_code) from ${sql.table(table)}
      union all
      select (select min(t.city_code) from ${sql.table(table)} t where t.city_code > city.city_code)
      from city where city.city_code is not null)
    select city_code from city where city_code is not null)`
  const tables = ['event', 'event_block', 'event_seal', 'event_tail', 'field_record', 'day_closing']
  return db.rows<{ cityCode: string }>(sql`
    select city_code from (${sql.join(tables.map(codesOf), sql` union `)}) as used order by 1`)
}
