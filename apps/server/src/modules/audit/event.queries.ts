import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** An Event as the trail shows it. */
export interface EventView {
  eventId: string
  cityCode: string
  recordedAt: Date
  actorId: string | null
  actorName: string
  unitPath: string
  kind: string
  subjectId: string
  details: unknown
  blockNo: number | null
}

export interface EventFilter {
  actorId?: string | undefined
  subjectId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** Full kinds; none when every kind is wanted. */
  kinds?: readonly string[] | undefined
}

/** Where the page before ended. */
export interface EventCursor {
  recordedAt: string
  eventId: string
}

/** City codes of the units below the paths. */
export function listCityCodes(db: Db, paths: readonly string[]) {
  return db.rows<{ cityCode: string }>(sql`
    select distinct city_code from unit where path <@ ${paths}::ltree[] order by city_code`)
}

/** The kinds of a noun that occur, found by jumping from one to the next. */
export function listKindsOf(db: Db, noun: string, cityCodes: readonly string[]) {
  const ofNoun = (above: unknown) => sql`
    select min(e.kind collate "C") from event e
    where e.city_code = k.city_code and e.kind collate "C" > ${above} and e.kind collate "C" < ${`${noun}/`}`
  return db.asSystem(() =>
    db.rows<{ kind: string }>(sql`
      with recursive found(city_code, kind) as (
        select k.city_code, (${ofNoun(`${noun}.`)}) from unnest(${cityCodes}::text[]) as k(city_code)
        union all
        select k.city_code, (${ofNoun(sql`k.kind`)}) from found k where k.kind is not null)
      select distinct kind from found where kind is not null order by kind`),
  )
}

/**
 * The newest Events of each city (and kind) that the filter finds, and of these the newest: each comes
 * from an index in order, so that a page costs the same however long the trail is. Kinds stand in
 * branches of their own: only of a value that it knows can PostgreSQL tell that it is rare.
 */
export function listEventViews(
  db: Db,
  { kinds, ...filter }: EventFilter,
  page: { cityCodes: readonly string[]; after: EventCursor | undefined; limit: number },
) {
  const branches =
    kinds === undefined
      ? [newestOf(filter, page)]
      : kinds.map((kind) => newestOf(filter, page, sql`e.kind collate "C" = ${kind}`))
  if (branches.length === 0) return Promise.resolve([])
  return db.rows<EventView>(sql`
    with newest as (
      select e.* from unnest(${page.cityCodes}::text[]) as c(city_code)
      cross join lateral (${sql.join(branches, sql` union all `)}) as e
      order by e.recorded_at desc, e.event_id desc limit ${page.limit})
    select e.event_id, e.city_code, e.recorded_at, e.actor_id, e.actor_name, e.unit_path::text as unit_path, e.kind,
      e.subject_id, e.details, s.block_no
    from newest e left join event_seal s on s.city_code = e.city_code and s.event_id = e.event_id
    order by e.recorded_at desc, e.event_id desc`)
}

function newestOf(
  filter: Omit<EventFilter, 'kinds'>,
  { after, limit }: { after: EventCursor | undefined; limit: number },
  ofKind?: RawBuilder<unknown>,
) {
  const wanted = [sql`e.city_code = c.city_code`, ...conditionsOf(filter)]
  if (ofKind) wanted.push(ofKind)
  if (after) wanted.push(sql`(e.recorded_at, e.event_id) < (${after.recordedAt}, ${after.eventId})`)
  return sql`(select e.* from event e where ${sql.join(wanted, sql` and `)}
    order by e.recorded_at desc, e.event_id desc limit ${limit})`
}

function conditionsOf(filter: Omit<EventFilter, 'kinds'>) {
  const wanted: RawBuilder<unknown>[] = []
  if (filter.actorId) wanted.push(sql`e.actor_id = ${filter.actorId}`)
  if (filter.subjectId) wanted.push(sql`e.subject_id = ${filter.subjectId}`)
  if (filter.from) wanted.push(sql`e.recorded_at >= ${filter.from}`)
  if (filter.to) wanted.push(sql`e.recorded_at < ${filter.to}`)
  return wanted
}

/** How many Events up to one of them, itself included, the filter finds. */
export function countEvents(
  db: Db,
  { kinds, ...filter }: EventFilter,
  { cityCodes, upTo }: { cityCodes: readonly string[]; upTo: EventCursor },
) {
  const wanted = [
    sql`e.city_code = any(${cityCodes}::text[])`,
    sql`(e.recorded_at, e.event_id) <= (${upTo.recordedAt}, ${upTo.eventId})`,
    ...conditionsOf(filter),
  ]
  if (kinds) wanted.push(sql`e.kind collate "C" = any(${kinds}::text[])`)
  return db.one<{ count: number }>(
    sql`select count(*) from event e where ${sql.join(wanted, sql` and `)}`,
  )
}
