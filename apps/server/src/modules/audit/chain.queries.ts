import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { exactInstantOf } from '../../platform/exact-instant.ts'
import type { Block, ChainedEvent } from './chain.ts'

/** The columns of an Event `e` that its hash covers. */
export const EVENT = sql`e.city_code, e.event_id, ${exactInstantOf(sql`e.recorded_at`)} as recorded_at, e.actor_id,
  e.actor_name, e.unit_path::text as unit_path, e.kind, e.subject_id, e.details::text as details`

/** The columns of a block `b`. */
export const BLOCK = sql`b.city_code, b.block_no, b.previous_hash, b.events_hash, b.event_count, b.total_events,
  ${exactInstantOf(sql`b.sealed_at`)} as sealed_at, b.hash, b.signature, b.key_id`

/** Cities with Events that no block seals yet. */
export function listUnsealedCities(db: Db) {
  return db.rows<{ cityCode: string }>(sql`select distinct city_code from event_tail order by 1`)
}

/** Whether this transaction is the one that seals the city now. */
export async function holdChain(db: Db, cityCode: string): Promise<boolean> {
  const { held } = await db.one<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${cityCode}, 3)) as held`,
  )
  return held
}

/** The newest block of a city. */
export function findHead(db: Db, cityCode: string) {
  return db.maybe<Block>(sql`
    select ${BLOCK} from event_block b where b.city_code = ${cityCode} order by b.block_no desc limit 1`)
}

export function findBlock(db: Db, cityCode: string, blockNo: number) {
  return db.maybe<Block>(sql`
    select ${BLOCK} from event_block b where b.city_code = ${cityCode} and b.block_no = ${blockNo}`)
}

/** Cities that have a chain. Jumps from one to the next, however long the chains are. */
export function listSealedCities(db: Db) {
  return db.rows<{ cityCode: string }>(sql`
    with recursive city(city_code) as (
      select min(city_code) from event_block
      union all
      select (select min(b.city_code) from event_block b where b.city_code > city.city_code)
      from city where city.city_code is not null)
    select city_code from city where city_code is not null`)
}

/**
 * For the rest of the transaction, rows are read in the order of an index and not sorted. A table that has
 * grown since its statistics were taken looks small; a plan that sorts would read all of it for each page.
 */
export async function readInIndexOrder(db: Db) {
  await db.run(
    sql`select set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)`,
  )
}

/** The oldest Events of the tail (未封存); those not committed yet are not seen and come in a later block. */
export function listTail(db: Db, cityCode: string, limit: number) {
  return db.rows<ChainedEvent>(sql`
    select ${EVENT} from event_tail t join event e using (city_code, event_id)
    where t.city_code = ${cityCode} order by t.event_id limit ${limit}`)
}

export interface Seal {
  eventId: string
  hash: Buffer
}

/** Stores a block with its seals in order, and takes its Events off the tail. */
export async function insertBlock(db: Db, block: Block, seals: readonly Seal[]) {
  const { cityCode, blockNo } = block
  const eventIds = seals.map(({ eventId }) => eventId)
  const hashes = seals.map(({ hash }) => hash)
  await db.run(sql`
    insert into event_block (city_code, block_no, previous_hash, events_hash, event_count, total_events, sealed_at,
      hash, signature, key_id)
    values (${cityCode}, ${blockNo}, ${block.previousHash}, ${block.eventsHash}, ${block.eventCount},
      ${block.totalEvents}, ${block.sealedAt}, ${block.hash}, ${block.signature}, ${block.keyId})`)
  await db.run(sql`
    insert into event_seal (city_code, block_no, position, event_id, hash)
    select ${cityCode}, ${blockNo}, position, event_id, hash
    from unnest(${eventIds}::uuid[], ${hashes}::bytea[]) with ordinality as s(event_id, hash, position)`)
  const taken = await db.run(sql`
    delete from event_tail where city_code = ${cityCode} and event_id = any(${eventIds}::uuid[])`)
  if (taken !== seals.length) throw new Error(`${seals.length} events sealed, ${taken} in the tail`)
}
