// Fills a database with the records of earlier days, set by set, as the counting code would have left them.
import { sql } from 'kysely'
import { recountDay } from '../../apps/server/src/modules/fieldwork/index.ts'
import type { Database, Db } from '../../apps/server/src/platform/db.ts'

const FIGURES = sql.raw(
  'people, vehicles, customers, transactions, opinions, leaflets, person_times, vehicle_times, visit_times',
)
/** Of counting records `r`, with the subjects `s` that they hold. */
const SUMS = sql.raw(`
  count(*) filter (where s.kind = 'person-deployment'), count(*) filter (where s.kind = 'vehicle-deployment'),
  count(*) filter (where s.kind = 'visit'), count(*) filter (where r.kind = 'transaction'),
  count(*) filter (where r.kind = 'opinion'), coalesce(sum(r.quantity) filter (where r.kind = 'leaflets'), 0),
  count(*) filter (where r.kind = 'person-deployment'), count(*) filter (where r.kind = 'vehicle-deployment'),
  count(*) filter (where r.kind = 'visit')`)

export interface PastDay {
  campaignId: string
  activityDay: string
  records: number
}

/** Stores a day's records with their Events, subjects and counters in one transaction. */
export async function fillDay(database: Database, day: PastDay) {
  await database.transact('system', async (db) => {
    await insertPastRecords(db, day)
    await countPastRecords(db, day)
    await db.run(sql`
      insert into event (city_code, event_id, recorded_at, actor_id, actor_name, unit_path, kind, subject_id, details)
      select city_code, gen_random_uuid(), received_at, recorded_by, '现场终端', unit_path, 'record.received',
             record_id::text, jsonb_build_object('kind', kind, 'digest', digest)
      from field_record where campaign_id = ${day.campaignId} and activity_day = ${day.activityDay}`)
  })
}

/** The real recount over what was filled in; throws unless all counters equal the records. */
export async function proveDay(database: Database, day: PastDay) {
  const [difference] = await recountDay(database, day, () => new Date())
  if (difference) throw new Error(`${day.activityDay}: ${JSON.stringify(difference)}`)
}

/** Brings statistics and indexes to where the database's own upkeep would have them. */
export async function settle(database: Database) {
  await database.pool.query('vacuum (analyze)')
}

/** `h` is chance that follows from the number of the record. Digests and sealed contacts have their true length. */
async function insertPastRecords(db: Db, { campaignId, activityDay, records }: PastDay) {
  await db.run(sql`
    with station as materialized (
      select row_number() over (order by path) - 1 as n, unit_id, path, city_code from unit where kind = 'station'),
    drawn as materialized (
      select i, md5(${activityDay} || i) as hex, hashint8extended(i, 1) & 1048575 as h,
             (hashint8extended(i, 2) & 1048575) % (select count(*) from station) as n,
             (hashint8extended(i, 3) & 1048575) % 1000 as chance,
             ${activityDay}::date::timestamp at time zone 'Asia/Shanghai'
               + make_interval(mins => 450 + ((hashint8extended(i, 4) & 1048575) % 630)::integer) as occurred_at
      from generate_series(1, ${records}::bigint) as i),
    made as materialized (
      select *, case when chance < 340 then 'person-deployment' when chance < 380 then 'vehicle-deployment'
        when chance < 450 then 'visit' when chance < 730 then 'transaction' when chance < 920 then 'opinion'
        else 'leaflets' end as kind
      from drawn)
    insert into field_record (city_code, record_id, campaign_id, activity_day, unit_id, unit_path, kind, occurred_at,
      received_at, device_id, recorded_by, walk_in_type, customer_class, subject, quantity, text, contact_sealed,
      contact_masked, is_late, digest)
    select city_code,
      (lpad(to_hex((extract(epoch from occurred_at) * 1000)::bigint), 12, '0') || '7' || substr(hex, 1, 3) || '8'
        || substr(hex, 4, 15))::uuid,
      ${campaignId}, ${activityDay}, unit_id, path, kind, occurred_at,
      occurred_at + make_interval(secs => 60 + h % 9000), 'terminal-' || city_code,
      (select person_id from person p where p.login_name = 'terminal-' || station.city_code),
      case when chance >= 380 then 'W' || 1 + h % 6 end,
      case when chance between 380 and 919 then (array['A', 'B', 'C1', 'C2'])[1 + h % 4] end,
      case when chance < 340 then 'D' || h % 400000 when chance < 380 then '豫示' || h % 40000
        when chance < 730 then substr(city_code, 1, 4) || lpad((h % 900000)::text, 6, '0') end,
      case when chance >= 920 then 40 + h % 51 else 1 end,
      case when chance < 380 then null
        when chance < 450 then (array['书香小区', '幸福里社区', '城关集市', '东街村委会'])[1 + h % 4] || h % 97
        when chance < 730 then (array['电费查询', '更名过户', '报装受理', '停电信息订阅', '缴费代办'])[1 + h % 5]
        when chance < 920 then (array['希望多设一个缴费点', '晚高峰电压偏低，灯光发暗', '停电通知再早一些',
          '楼道里的电表箱门关不上', '老人看不清电费短信，字再大一点'])[1 + h % 5] end,
      case when chance between 730 and 786 then hex || hex || hex end,
      case when chance between 730 and 786 then '{"name": "王**", "phone": "000****0001"}'::jsonb end,
      false, hex || hex
    from made join station using (n) order by occurred_at`)
}

async function countPastRecords(db: Db, { campaignId, activityDay }: PastDay) {
  const isDay = sql`r.campaign_id = ${campaignId} and r.activity_day = ${activityDay}`
  await db.run(sql`
    insert into day_subject (city_code, campaign_id, activity_day, kind, subject, record_id, unit_id, unit_path, times)
    select distinct on (city_code, kind, subject) city_code, campaign_id, activity_day, kind, subject, record_id,
           unit_id, unit_path, count(*) over (partition by city_code, kind, subject)
    from field_record r
    where ${isDay} and kind in ('person-deployment', 'vehicle-deployment', 'visit')
    order by city_code, kind, subject, received_at, record_id`)
  const counting = sql`field_record r left join day_subject s
    on s.city_code = r.city_code and s.campaign_id = r.campaign_id and s.activity_day = r.activity_day
       and s.kind = r.kind and s.subject = r.subject and s.record_id = r.record_id
    where ${isDay}`
  await db.run(sql`
    insert into day_total (city_code, campaign_id, activity_day, unit_id, unit_path, bucket, ${FIGURES})
    select r.city_code, r.campaign_id, r.activity_day, r.unit_id, r.unit_path, 'day', ${SUMS} from ${counting}
    group by r.city_code, r.campaign_id, r.activity_day, r.unit_id, r.unit_path`)
  await db.run(sql`
    insert into day_breakdown (city_code, campaign_id, activity_day, unit_id, unit_path, bucket, hour, walk_in_type,
      customer_class, ${FIGURES})
    select r.city_code, r.campaign_id, r.activity_day, r.unit_id, r.unit_path, 'day',
      extract(hour from r.occurred_at at time zone 'Asia/Shanghai')::smallint as hour,
      coalesce(r.walk_in_type, '') as walk_in, coalesce(r.customer_class, '') as class, ${SUMS}
    from ${counting}
    group by r.city_code, r.campaign_id, r.activity_day, r.unit_id, r.unit_path, hour, walk_in, class`)
}
