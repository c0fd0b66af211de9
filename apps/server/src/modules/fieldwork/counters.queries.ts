import type { DayTotals, PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'
import type { StoredRecord, SubjectKey } from './field-record.queries.ts'

/** `late`: what changed after the day was closed (迟到). */
export type Bucket = 'day' | 'late'

/** One cell of the breakdown and what is added to it. */
export interface CounterCell {
  cityCode: string
  campaignId: string
  activityDay: PlainDate
  unitId: string
  unitPath: string
  bucket: Bucket
  hour: number
  /** '' where the record has none. */
  walkInType: string
  customerClass: string
  figures: DayTotals
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
const figures = sql.raw(FIGURES.join(', '))
const sums = sql.raw(FIGURES.map((name) => `sum(${name})`).join(', '))
const adding = (table: string) =>
  sql.raw(FIGURES.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', '))

/** Adds to the counters; rows are taken in the order of their keys, so that batches never deadlock. */
export async function addToCounters(db: Db, cells: readonly CounterCell[]) {
  if (cells.length === 0) return
  const rows = cells.map(({ figures: f, ...cell }) => ({
    ...cell,
    ...f,
    person_times: f.personTimes,
    vehicle_times: f.vehicleTimes,
    visit_times: f.visitTimes,
  }))
  await db.run(
    keepPlan(sql`
    with cell as materialized (
      select "cityCode" as city_code, "campaignId" as campaign_id, "activityDay" as activity_day,
             "unitId" as unit_id, "unitPath"::ltree as unit_path, bucket, hour, "walkInType" as walk_in_type,
             "customerClass" as customer_class, ${figures}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(
        "cityCode" text, "campaignId" uuid, "activityDay" date, "unitId" uuid, "unitPath" text, bucket text,
        hour smallint, "walkInType" text, "customerClass" text, people integer, vehicles integer,
        customers integer, transactions integer, opinions integer, leaflets integer, person_times integer,
        vehicle_times integer, visit_times integer)),
    total as (
      insert into day_total (city_code, campaign_id, activity_day, unit_id, unit_path, bucket, ${figures})
      select city_code, campaign_id, activity_day, unit_id, unit_path, bucket, ${sums} from cell
      group by city_code, campaign_id, activity_day, unit_id, unit_path, bucket
      order by city_code, campaign_id, activity_day, unit_id, bucket
      on conflict (city_code, campaign_id, activity_day, unit_id, bucket) do update set ${adding('day_total')})
    insert into day_breakdown (city_code, campaign_id, activity_day, unit_id, unit_path, bucket, hour,
      walk_in_type, customer_class, ${figures})
    select city_code, campaign_id, activity_day, unit_id, unit_path, bucket, hour, walk_in_type, customer_class,
           ${figures}
    from cell
    order by city_code, campaign_id, activity_day, unit_id, bucket, hour, walk_in_type, customer_class
    on conflict (city_code, campaign_id, activity_day, unit_id, bucket, hour, walk_in_type, customer_class)
      do update set ${adding('day_breakdown')}`),
  )
}

const KEY_COLUMNS = sql`"cityCode" text, "campaignId" uuid, "activityDay" date, kind text, subject text`

/** Locks the subjects that exist, in the order of their keys, before some are taken back. */
export async function holdSubjects(db: Db, keys: readonly SubjectKey[]) {
  await db.run(sql`
    select from day_subject s
    join (select distinct * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(${KEY_COLUMNS})) k
      on s.city_code = k."cityCode" and s.campaign_id = k."campaignId" and s.activity_day = k."activityDay"
         and s.kind = k.kind and s.subject = k.subject
    order by s.city_code, s.campaign_id, s.activity_day, s.kind, s.subject
    for update of s`)
}

/** Adds records to their subjects and returns the record that holds each. */
export async function joinSubjects(
  db: Db,
  groups: readonly {
    key: SubjectKey
    record: { recordId: string; unitId: string; unitPath: string }
    times: number
  }[],
) {
  if (groups.length === 0) return []
  const rows = groups.map(({ key, record: { recordId, unitId, unitPath }, times }) => ({
    ...key,
    recordId,
    unitId,
    unitPath,
    times,
  }))
  return db.rows<{ recordId: string }>(
    keepPlan(sql`
    insert into day_subject (city_code, campaign_id, activity_day, kind, subject, record_id, unit_id, unit_path, times)
    select "cityCode", "campaignId", "activityDay", kind, subject, "recordId", "unitId", "unitPath"::ltree, times
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n(${KEY_COLUMNS}, "recordId" uuid, "unitId" uuid, "unitPath" text, times integer)
    order by "cityCode", "campaignId", "activityDay", kind, subject
    on conflict (city_code, campaign_id, activity_day, kind, subject)
      do update set times = day_subject.times + excluded.times
    returning record_id`),
  )
}

function isKey(key: SubjectKey) {
  return sql`city_code = ${key.cityCode} and campaign_id = ${key.campaignId}
    and activity_day = ${key.activityDay} and kind = ${key.kind} and subject = ${key.subject}`
}

/** Takes one record from a subject and returns who held it; a subject without records goes. */
export async function leaveSubject(db: Db, key: SubjectKey) {
  const holder = await db.one<{ recordId: string; times: number }>(sql`
    update day_subject set times = times - 1 where ${isKey(key)} returning record_id, times`)
  if (holder.times === 0) await db.run(sql`delete from day_subject where ${isKey(key)}`)
  return holder
}

/** Lets another record hold a subject. */
export async function passSubjectOn(db: Db, key: SubjectKey, heir: StoredRecord) {
  await db.run(sql`
    update day_subject set record_id = ${heir.recordId}, unit_id = ${heir.unitId}, unit_path = ${heir.unitPath}::ltree
    where ${isKey(key)}`)
}
