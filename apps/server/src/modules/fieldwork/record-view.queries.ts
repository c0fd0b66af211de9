import type { CustomerClass, FieldRecordKind, PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** A field record as it is shown. */
export interface RecordView {
  recordId: string
  kind: FieldRecordKind | 'withdrawal'
  campaignId: string
  activityDay: PlainDate
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  cityCode: string
  occurredAt: Date
  receivedAt: Date
  walkInType: string | null
  customerClass: CustomerClass | null
  subject: string | null
  quantity: number
  text: string | null
  remark: string | null
  contactMasked: { name: string; phone: string | null } | null
  isLate: boolean
  correctsId: string | null
  correctedById: string | null
}

const VIEW = sql`r.record_id, r.kind, r.campaign_id, r.activity_day, r.unit_id, u.kind as unit_kind,
  u.name as unit_name, r.unit_path::text as unit_path, r.city_code, r.occurred_at, r.received_at, r.walk_in_type,
  r.customer_class, r.subject, r.quantity, r.text, r.remark, r.contact_masked, r.is_late, r.corrects_id,
  (select c.record_id from field_record c where c.city_code = r.city_code and c.corrects_id = r.record_id)
    as corrected_by_id`

export interface RecordFilter {
  campaignId?: string | undefined
  activityDay?: PlainDate | undefined
  /** The unit and all below it. */
  unit?: { path: string; cityCode: string; kind: string } | undefined
  kind?: FieldRecordKind | undefined
  walkInType?: string | undefined
  customerClass?: CustomerClass | undefined
  hour?: number | undefined
  isLate?: boolean | undefined
  isCounted?: boolean | undefined
  search?: string | undefined
}

/** Where the page before ended: the newest received first. */
export interface RecordCursor {
  receivedAt: string
  recordId: string
}

export interface RecordKey {
  cityCode: string
  recordId: string
}

/** `scopes`: the actor's paths, since the search runs as the system role; see listRecordKeys. */
function conditions(filter: RecordFilter, scopes: readonly string[]) {
  const { unit, search } = filter
  const wanted = [sql`r.unit_path <@ any (${scopes}::ltree[])`]
  if (filter.campaignId) wanted.push(sql`r.campaign_id = ${filter.campaignId}`)
  if (filter.activityDay) wanted.push(sql`r.activity_day = ${filter.activityDay}`)
  if (unit) wanted.push(sql`r.unit_path <@ ${unit.path}::ltree`)
  if (unit && unit.kind !== 'province') wanted.push(sql`r.city_code = ${unit.cityCode}`)
  if (filter.kind) wanted.push(sql`r.kind = ${filter.kind}`)
  if (filter.walkInType) wanted.push(sql`r.walk_in_type = ${filter.walkInType}`)
  if (filter.customerClass) wanted.push(sql`r.customer_class = ${filter.customerClass}`)
  if (filter.hour !== undefined) {
    wanted.push(sql`extract(hour from r.occurred_at at time zone 'Asia/Shanghai') = ${filter.hour}`)
  }
  if (filter.isLate !== undefined) wanted.push(sql`r.is_late = ${filter.isLate}`)
  if (filter.isCounted !== undefined) {
    const counts = sql`(r.kind <> 'withdrawal' and not exists (
      select from field_record c where c.city_code = r.city_code and c.corrects_id = r.record_id))`
    wanted.push(filter.isCounted ? counts : sql`not ${counts}`)
  }
  if (search) {
    const words = sql`record_words(r.subject, r.text, r.remark)`
    wanted.push(sql`bigrams(${words}) @> bigrams(search_form(${search}))
      and strpos(${words}, search_form(${search})) > 0`)
  }
  return sql.join(wanted, sql` and `)
}

/**
 * Which records a filter finds, newest first. Row-level security would keep PostgreSQL from the index
 * of words (only leakproof operators may run before a policy), so this runs as the system role with the
 * actor's paths as a condition, and `listRecordsByKey` reads the rows again behind the policy.
 */
export function listRecordKeys(
  db: Db,
  filter: RecordFilter,
  page: { scopes: readonly string[]; after: RecordCursor | undefined; limit: number },
) {
  const { after } = page
  const beyond = after
    ? sql`and (r.received_at, r.record_id) < (${after.receivedAt}, ${after.recordId})`
    : sql``
  return db.asSystem(() =>
    db.rows<RecordKey>(sql`
      select r.city_code, r.record_id from field_record r
      where ${conditions(filter, page.scopes)} ${beyond}
      order by r.received_at desc, r.record_id desc limit ${page.limit}`),
  )
}

export function countRecordsFound(db: Db, filter: RecordFilter, scopes: readonly string[]) {
  return db.asSystem(() =>
    db.one<{ count: number }>(
      sql`select count(*) from field_record r where ${conditions(filter, scopes)}`,
    ),
  )
}

/** Records by their keys as far as the actor may see them, newest first. */
export function listRecordsByKey(db: Db, keys: readonly RecordKey[]) {
  return db.rows<RecordView>(sql`
    select ${VIEW}
    from unnest(${keys.map((key) => key.cityCode)}::text[], ${keys.map((key) => key.recordId)}::uuid[])
           as k(city_code, record_id)
    join field_record r on r.city_code = k.city_code and r.record_id = k.record_id
    join unit u using (unit_id)
    order by r.received_at desc, r.record_id desc`)
}

/** A record, what it corrects and what corrects it, oldest first. */
export function listCorrectionChain(db: Db, recordId: string) {
  return db.rows<RecordView & { deviceId: string; recordedByName: string | null }>(sql`
    with recursive back as (
      select city_code, record_id, corrects_id from field_record where record_id = ${recordId}
      union
      select r.city_code, r.record_id, r.corrects_id
      from field_record r join back b on r.city_code = b.city_code and r.record_id = b.corrects_id),
    forth as (
      select city_code, record_id from field_record where record_id = ${recordId}
      union
      select r.city_code, r.record_id
      from field_record r join forth f on r.city_code = f.city_code and r.corrects_id = f.record_id)
    select ${VIEW}, r.device_id, (select name from person p where p.person_id = r.recorded_by) as recorded_by_name
    from field_record r join unit u using (unit_id)
    where r.record_id in (select record_id from back union select record_id from forth)
    order by r.received_at, r.record_id`)
}

export function findSealedContact(db: Db, recordId: string) {
  return db.maybe<{ contactSealed: string | null; unitPath: string; cityCode: string }>(sql`
    select contact_sealed, unit_path::text as unit_path, city_code from field_record where record_id = ${recordId}`)
}

/** The newest records of a day in reach: the ticker of a live page. */
export function listNewest(
  db: Db,
  day: { campaignId: string; activityDay: PlainDate },
  limit: number,
) {
  return db.rows<RecordView & { cityName: string }>(sql`
    select ${VIEW}, coalesce((select name from unit c where c.unit_id = u.city_id), u.name) as city_name
    from field_record r join unit u using (unit_id)
    where r.campaign_id = ${day.campaignId} and r.activity_day = ${day.activityDay}
    order by r.received_at desc, r.record_id desc limit ${limit}`)
}
