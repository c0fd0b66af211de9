import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'
import type { AddedNotice } from './working-calendar.ts'

export interface ClosedDays {
  firstOn: PlainDate
  lastOn: PlainDate
}

/** A closure (停业) of a unit and all below it. */
export interface ClosureRow extends ClosedDays {
  closureId: string
  cityCode: string
  unitId: string
  unitName: string
  unitPath: string
  reason: string
  createdByName: string
  liftedAt: Date | null
  appliedAt: Date | null
  movedClocks: number
}

/** What the calendar of a unit is made of: its closures and those above, and the notices that were added. */
export function findCalendarParts(db: Db, path: string) {
  return db.one<{ closures: ClosedDays[]; notices: AddedNotice[] }>(
    keepPlan(sql`
      select
        (select coalesce(jsonb_agg(jsonb_build_object('firstOn', first_on, 'lastOn', last_on)
           order by first_on, last_on), '[]')
         from local_closure where unit_path @> ${path}::ltree and lifted_at is null) as closures,
        (select coalesce(jsonb_agg(jsonb_build_object('year', year, 'daysOff', days_off,
           'makeUpDays', make_up_days) order by year), '[]') from calendar_notice) as notices`),
  )
}

export function listNotices(db: Db) {
  return db.rows<AddedNotice & { source: string; declaredAt: Date; declaredByName: string }>(sql`
    select year, days_off::text[] as days_off, make_up_days::text[] as make_up_days, source, declared_at,
      declared_by_name
    from calendar_notice order by year`)
}

export async function insertNotice(
  db: Db,
  notice: AddedNotice & { source: string },
  told: { at: Date; by: string },
) {
  await db.run(sql`
    insert into calendar_notice (year, days_off, make_up_days, source, declared_at, declared_by_name)
    values (${notice.year}, ${notice.daysOff}::date[], ${notice.makeUpDays}::date[], ${notice.source}, ${told.at},
      ${told.by})`)
}

const CLOSURE = sql`c.closure_id, c.city_code, c.unit_id, u.name as unit_name, c.unit_path::text as unit_path,
  c.first_on, c.last_on, c.reason, c.created_by_name, c.lifted_at, c.applied_at, c.moved_clocks`

/** Closures that the actor may see, by year of their first day. */
export function listClosures(db: Db, year: number) {
  return db.rows<ClosureRow>(sql`
    select ${CLOSURE} from local_closure c join unit u using (unit_id)
    where c.first_on between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)
    order by c.first_on, c.closure_id limit 1000`)
}

export function findClosureForUpdate(db: Db, closureId: string) {
  return db.maybe<ClosureRow>(sql`
    select ${CLOSURE} from local_closure c join unit u using (unit_id)
    where c.closure_id = ${closureId} for update of c`)
}

export async function insertClosure(
  db: Db,
  closure: ClosedDays & { closureId: string; reason: string },
  unit: { unitId: string; path: string; cityCode: string },
  told: { at: Date; by: string },
) {
  await db.run(sql`
    insert into local_closure (closure_id, city_code, unit_id, unit_path, first_on, last_on, reason, created_at,
      created_by_name)
    values (${closure.closureId}, ${unit.cityCode}, ${unit.unitId}, ${unit.path}::ltree, ${closure.firstOn},
      ${closure.lastOn}, ${closure.reason}, ${told.at}, ${told.by})`)
}

export async function setLifted(db: Db, closureId: string, at: Date) {
  await db.run(sql`
    update local_closure set lifted_at = ${at}, applied_at = null, moved_clocks = 0
    where closure_id = ${closureId}`)
}

/** Every closure that holds, for computing many deadlines at once. */
export function listAllClosures(db: Db) {
  return db.rows<ClosedDays & { unitPath: string }>(sql`
    select unit_path::text as unit_path, first_on, last_on from local_closure
    where lifted_at is null order by first_on, last_on`)
}

export function findClosureToApply(db: Db) {
  return db.maybe<ClosureRow>(sql`
    select ${CLOSURE} from local_closure c join unit u using (unit_id)
    where c.applied_at is null order by c.created_at limit 1`)
}

export async function setApplied(db: Db, closure: ClosureRow, at: Date) {
  await db.run(sql`
    update local_closure set applied_at = ${at} where closure_id = ${closure.closureId}
      and lifted_at is not distinct from ${closure.liftedAt}`)
}

/** Adds to how many deadlines followed a closure. */
export async function addMoved(db: Db, closureId: string, moved: number) {
  await db.run(sql`
    update local_closure set moved_clocks = moved_clocks + ${moved} where closure_id = ${closureId}`)
}

export function findCalendarState(db: Db) {
  return db.maybe<{ knownTo: PlainDate; computedAt: Date; movedClocks: number }>(
    sql`select known_to, computed_at, moved_clocks from calendar_state`,
  )
}

export async function setCalendarState(db: Db, known: PlainDate, at: Date, movedClocks = 0) {
  await db.run(sql`
    insert into calendar_state (known_to, computed_at, moved_clocks) values (${known}, ${at}, ${movedClocks})
    on conflict (only_one) do update set known_to = excluded.known_to, computed_at = excluded.computed_at,
      moved_clocks = excluded.moved_clocks`)
}
