import type { CustomerClass, DayTotals, PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Bucket } from './counters.queries.ts'
import type { Difference } from './recount.queries.ts'

export interface Day {
  campaignId: string
  activityDay: PlainDate
}

const FIGURES = [
  'people',
  'vehicles',
  'customers',
  'transactions',
  'opinions',
  'leaflets',
  'person_times',
  'vehicle_times',
  'visit_times',
]
const SUMS = sql.raw(
  FIGURES.map((name) => `coalesce(sum(${name}), 0)::bigint as ${name}`).join(', '),
)
const isDay = (day: Day) =>
  sql`campaign_id = ${day.campaignId} and activity_day = ${day.activityDay}`

interface UnitName {
  unitId: string
  kind: UnitKind
  name: string
  path: string
}

export interface ChildSum extends DayTotals, UnitName {
  cityCode: string
  bucket: Bucket | null
  hasChildren: boolean
}

/**
 * The figures of each unit directly below one, and of its own records, per bucket: the counters of
 * all stations summed up on the way. A unit without records has one row of noughts, so that nobody is
 * missing from the table.
 */
export function listChildSums(db: Db, day: Day, unit: { unitId: string; path: string }) {
  return db.rows<ChildSum>(sql`
    with summed as materialized (
      select subpath(unit_path, 0, least(nlevel(unit_path), nlevel(${unit.path}::ltree) + 1)) as path, bucket, ${SUMS}
      from day_total
      where ${isDay(day)} and unit_path <@ ${unit.path}::ltree
      group by 1, 2)
    select u.unit_id, u.kind, u.name, u.path::text as path, u.city_code, s.bucket,
           u.unit_id <> ${unit.unitId} and exists (select from unit c where c.parent_id = u.unit_id) as has_children,
           ${sql.raw(FIGURES.map((name) => `coalesce(s.${name}, 0) as ${name}`).join(', '))}
    from unit u left join summed s on s.path = u.path
    where (u.parent_id = ${unit.unitId} and (s.path is not null
             or (u.valid_from <= ${day.activityDay} and (u.valid_to is null or u.valid_to > ${day.activityDay}))))
       or (u.unit_id = ${unit.unitId} and s.path is not null)
    order by u.code`)
}

export interface BreakdownRow extends DayTotals {
  hour: number | null
  walkInType: string | null
  customerClass: CustomerClass | null
  /** Which of the three is broken down: 0 where the row tells it apart. */
  axis: number
}

/** Figures by hour, by walk-in type and by customer class in one pass; `axis` is the GROUPING of the row. */
export function listBreakdown(db: Db, day: Day, path: string) {
  return db.rows<BreakdownRow>(sql`
    with cell as materialized (
      select hour, walk_in_type, customer_class, ${SUMS}
      from day_breakdown where ${isDay(day)} and unit_path <@ ${path}::ltree
      group by 1, 2, 3)
    select hour, nullif(walk_in_type, '') as walk_in_type, nullif(customer_class, '') as customer_class,
           grouping(hour, walk_in_type, customer_class) as axis, ${SUMS}
    from cell group by grouping sets ((hour), (walk_in_type), (customer_class))
    order by hour, walk_in_type, customer_class`)
}

/** Figures by hour alone: what the curve of a live page needs. */
export function listHours(db: Db, day: Day, path: string) {
  return db.rows<DayTotals & { hour: number }>(sql`
    select hour, ${SUMS} from day_breakdown
    where ${isDay(day)} and unit_path <@ ${path}::ltree group by hour order by hour`)
}

/** When the day was last recounted in the cities that have figures: the one longest ago, if any. */
export async function findRecountedAt(db: Db, day: Day, cityCode: string | null) {
  const { recountedAt } = await db.one<{ recountedAt: Date | null }>(sql`
    select min(recounted_at) as recounted_at from recount
    where ${isDay(day)} and (${cityCode}::text is null or city_code = ${cityCode})`)
  return recountedAt
}

/** What the newest recounts found at a unit and below it, in the reader's reach. */
export function listRecountDifferences(db: Db, day: Day, path: string) {
  return db.rows<Difference & UnitName>(sql`
    select u.unit_id, u.kind, u.name, u.path::text as path, measure, counted, recounted
    from recount_difference d join unit u using (unit_id)
    where ${isDay(day)} and unit_path <@ ${path}::ltree
    order by u.code, measure limit 100`)
}

/** Planned days, closed ones and those with records, newest first, with their figures in reach. */
export function listDays(db: Db, campaignId: string, limit: number) {
  return db.rows<
    DayTotals & { activityDay: PlainDate; isPlanned: boolean; closedAt: Date | null }
  >(sql`
    with planned as (select unnest(activity_days) as activity_day from campaign where campaign_id = ${campaignId}),
    chosen as materialized (
      select activity_day from planned
      union select activity_day from recount where campaign_id = ${campaignId}
      order by activity_day desc limit ${limit})
    select d.activity_day, d.activity_day in (select activity_day from planned) as is_planned,
           (select closed_at from day_closing c where c.campaign_id = ${campaignId} and c.activity_day = d.activity_day)
             as closed_at, ${SUMS}
    from chosen d left join day_total t
      on t.campaign_id = ${campaignId} and t.activity_day = d.activity_day and t.bucket = 'day'
    group by d.activity_day order by d.activity_day desc`)
}
