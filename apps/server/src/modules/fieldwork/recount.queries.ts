import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** A day of one city: the piece of work of the recount. */
export interface CityDay {
  cityCode: string
  campaignId: string
  activityDay: PlainDate
}

/** A figure that the counters and the records do not agree on. */
export interface Difference {
  unitId: string
  measure: string
  counted: number
  recounted: number
}

/** The cities that have figures on a day of a campaign. */
export function listCityDays(db: Db, campaignId: string, activityDay: string) {
  return db.rows<CityDay>(sql`
    select distinct city_code, campaign_id, activity_day from day_total
    where campaign_id = ${campaignId} and activity_day = ${activityDay}
    order by city_code`)
}

/** The city's day whose last recount is the longest ago. */
export function findStalestDay(db: Db) {
  return db.maybe<CityDay>(sql`
    select city_code, campaign_id, activity_day from recount order by recounted_at limit 1`)
}

/** Days that have figures and were never recounted. */
export function listUncountedDays(db: Db) {
  return db.rows<CityDay>(sql`
    select distinct city_code, campaign_id, activity_day from day_total
    where not exists (select from recount c
                      where c.city_code = day_total.city_code and c.campaign_id = day_total.campaign_id
                        and c.activity_day = day_total.activity_day)`)
}

const DAY = (day: CityDay) => sql`city_code = ${day.cityCode} and campaign_id = ${day.campaignId}
  and activity_day = ${day.activityDay}`

/**
 * The differences of a city's day: every figure per unit, bucket-free, from the records that count,
 * against the counters. Which record counts for a subject is taken from day_subject, which is held
 * against the records by itself (listSubjectFaults).
 */
export function listDifferences(db: Db, day: CityDay) {
  return db.rows<Difference>(sql`
    with counting as materialized (
      select r.* from field_record r
      where ${DAY(day)} and kind <> 'withdrawal'
        and not exists (select from field_record c
                        where c.city_code = r.city_code and c.corrects_id = r.record_id)),
    recounted as (
      select unit_id, measure, sum(figure)::bigint as figure from (
        select unit_id, case kind when 'person-deployment' then 'personTimes'
            when 'vehicle-deployment' then 'vehicleTimes' when 'visit' then 'visitTimes'
            when 'transaction' then 'transactions' when 'opinion' then 'opinions' else 'leaflets' end as measure,
          case kind when 'leaflets' then quantity else 1 end as figure
        from counting
        union all
        select c.unit_id, case c.kind when 'person-deployment' then 'people'
            when 'vehicle-deployment' then 'vehicles' else 'customers' end, 1
        from counting c join (select kind, subject, record_id from day_subject where ${DAY(day)}) as s
          on s.kind = c.kind and s.subject = c.subject and s.record_id = c.record_id) as f
      group by unit_id, measure),
    counted as (
      select unit_id, measure, sum(figure)::bigint as figure
      from (select unit_id, people, vehicles, customers, transactions, opinions, leaflets, person_times,
                   vehicle_times, visit_times from day_total where ${DAY(day)}) as t,
        lateral (values ('people', people), ('vehicles', vehicles), ('customers', customers),
          ('transactions', transactions), ('opinions', opinions), ('leaflets', leaflets),
          ('personTimes', person_times), ('vehicleTimes', vehicle_times), ('visitTimes', visit_times))
          as v(measure, figure)
      group by unit_id, measure),
    cells as (
      select unit_id, measure, sum(figure)::bigint as figure
      from (select unit_id, people, vehicles, customers, transactions, opinions, leaflets, person_times,
                   vehicle_times, visit_times from day_breakdown where ${DAY(day)}) as t,
        lateral (values ('people', people), ('vehicles', vehicles), ('customers', customers),
          ('transactions', transactions), ('opinions', opinions), ('leaflets', leaflets),
          ('personTimes', person_times), ('vehicleTimes', vehicle_times), ('visitTimes', visit_times))
          as v(measure, figure)
      group by unit_id, measure)
    select unit_id, measure, coalesce(counted.figure, 0) as counted, coalesce(recounted.figure, 0) as recounted
    from recounted full join counted using (unit_id, measure)
    where coalesce(counted.figure, 0) <> coalesce(recounted.figure, 0)
    union all
    select unit_id, measure || ' (breakdown)', coalesce(cells.figure, 0), coalesce(recounted.figure, 0)
    from recounted full join cells using (unit_id, measure)
    where coalesce(cells.figure, 0) <> coalesce(recounted.figure, 0)
    limit 100`)
}

/** Subjects whose holder or number of records is not what the records say. */
export function listSubjectFaults(db: Db, day: CityDay) {
  return db.rows<Difference>(sql`
    with said as (
      select kind, subject, count(*) as times, array_agg(record_id) as record_ids, (array_agg(unit_id))[1] as unit_id
      from field_record r
      where ${DAY(day)} and kind in ('person-deployment', 'vehicle-deployment', 'visit')
        and not exists (select from field_record c
                        where c.city_code = r.city_code and c.corrects_id = r.record_id)
      group by kind, subject),
    held as (select kind, subject, times, record_id, unit_id from day_subject where ${DAY(day)})
    select coalesce(held.unit_id, said.unit_id) as unit_id, 'subject of ' || kind as measure,
           coalesce(held.times, 0) as counted, coalesce(said.times, 0) as recounted
    from said full join held using (kind, subject)
    where said.times is distinct from held.times or held.record_id <> all (said.record_ids)
    limit 100`)
}

/** Stores that a city's day was recounted and what was found, in place of what was found before. */
export async function saveRecount(
  db: Db,
  day: CityDay,
  result: { recountedAt: Date; differences: readonly Difference[] },
) {
  await db.run(sql`
    insert into recount (city_code, campaign_id, activity_day, recounted_at)
    values (${day.cityCode}, ${day.campaignId}, ${day.activityDay}, ${result.recountedAt})
    on conflict (city_code, campaign_id, activity_day) do update set recounted_at = excluded.recounted_at`)
  await db.run(sql`delete from recount_difference where ${DAY(day)}`)
  if (result.differences.length === 0) return
  await db.run(sql`
    insert into recount_difference (city_code, campaign_id, activity_day, unit_id, unit_path, measure, counted,
      recounted)
    select ${day.cityCode}, ${day.campaignId}, ${day.activityDay}, unit_id, u.path, measure, sum(counted),
           sum(recounted)
    from jsonb_to_recordset(${JSON.stringify(result.differences)}::jsonb)
           as d("unitId" uuid, measure text, counted bigint, recounted bigint)
      join unit u on u.unit_id = d."unitId"
    group by unit_id, u.path, measure`)
}
