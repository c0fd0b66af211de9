import type { CustomerClass, FieldRecordKind, PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'
import type { Draft } from './draft.ts'

/** A record ready to be stored. */
export interface NewRow extends Omit<Draft, 'contact'> {
  cityCode: string
  unitPath: string
  contactSealed: string | null
  contactMasked: { name: string; phone: string | null } | null
  digest: string
}

/** What is needed of a stored record to take its effect back. */
export interface StoredRecord {
  cityCode: string
  recordId: string
  campaignId: string
  activityDay: PlainDate
  unitId: string
  unitPath: string
  kind: FieldRecordKind | 'withdrawal'
  occurredAt: Date
  receivedAt: Date
  walkInType: string | null
  customerClass: CustomerClass | null
  subject: string | null
  quantity: number
  isLate: boolean
  digest: string
  correctedById: string | null
}

const STORED = sql`r.city_code, r.record_id, r.campaign_id, r.activity_day, r.unit_id,
  r.unit_path::text as unit_path, r.kind, r.occurred_at, r.received_at, r.walk_in_type, r.customer_class,
  r.subject, r.quantity, r.is_late, r.digest,
  (select c.record_id from field_record c where c.city_code = r.city_code and c.corrects_id = r.record_id)
    as corrected_by_id`

/** Stored records by their keys. */
export function listStored(db: Db, keys: readonly { cityCode: string; recordId: string }[]) {
  return db.rows<StoredRecord>(sql`
    select ${STORED}
    from unnest(${keys.map((key) => key.cityCode)}::text[], ${keys.map((key) => key.recordId)}::uuid[])
           as k(city_code, record_id)
    join field_record r using (city_code, record_id)`)
}

/** The earliest received record that counts for a subject, if any is left. */
export function findHeir(db: Db, key: SubjectKey) {
  return db.maybe<StoredRecord>(sql`
    select ${STORED} from field_record r
    where r.city_code = ${key.cityCode} and r.campaign_id = ${key.campaignId}
      and r.activity_day = ${key.activityDay} and r.kind = ${key.kind} and r.subject = ${key.subject}
      and r.kind in ('person-deployment', 'vehicle-deployment', 'visit')
      and not exists (select from field_record c
                      where c.city_code = r.city_code and c.corrects_id = r.record_id)
    order by r.received_at, r.record_id limit 1`)
}

/** What is counted once: a person, vehicle or customer of a city's day. */
export interface SubjectKey {
  cityCode: string
  campaignId: string
  activityDay: PlainDate
  kind: FieldRecordKind
  subject: string
}

/**
 * Holds the days against closing until the transaction ends: closing waits for the records under way,
 * and records that come after it see it. An advisory lock, since shared row locks leave their marks.
 */
export async function holdDays(db: Db, days: readonly string[]) {
  await db.run(
    keepPlan(sql`
    select pg_advisory_xact_lock_shared(hashtextextended(day, 2))
    from unnest(${[...days].sort()}::text[]) as day`),
  )
}

/** Waits for every record under way on the day, and keeps others out until the transaction ends. */
export async function stopDay(db: Db, day: string) {
  await db.run(sql`select pg_advisory_xact_lock(hashtextextended(${day}, 2))`)
}

/** Which of the days are closed; the keys are those of `dayKey`. */
export async function listClosedDays(
  db: Db,
  keys: readonly { campaignId: string; activityDay: string }[],
) {
  return db.rows<{ campaignId: string; activityDay: PlainDate }>(
    keepPlan(sql`
    select c.campaign_id, c.activity_day
    from unnest(${keys.map((key) => key.campaignId)}::uuid[], ${keys.map((key) => key.activityDay)}::date[])
           as k(campaign_id, activity_day)
    join day_closing c using (campaign_id, activity_day)`),
  )
}

export interface InsertedRow {
  recordId: string
}

/** Stores the records that are not there yet, and tells which these are. */
export function insertRecords(
  db: Db,
  rows: readonly (NewRow & { isLate: boolean })[],
  stamp: { receivedAt: Date; recordedBy: string },
) {
  return db.rows<InsertedRow>(
    keepPlan(sql`
    insert into field_record (city_code, record_id, campaign_id, activity_day, unit_id, unit_path, kind,
      occurred_at, received_at, device_id, recorded_by, walk_in_type, customer_class, subject, quantity, text,
      longitude, latitude, remark, contact_sealed, contact_masked, activity_id, corrects_id, is_late, digest)
    select "cityCode", "recordId", "campaignId", "activityDay", "unitId", "unitPath"::ltree, kind,
      "occurredAt", ${stamp.receivedAt}, "deviceId", ${stamp.recordedBy}, "walkInType", "customerClass", subject,
      quantity, text, longitude, latitude, remark, "contactSealed", "contactMasked", "activityId", "correctsId",
      "isLate", digest
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(
      "cityCode" text, "recordId" uuid, "campaignId" uuid, "activityDay" date, "unitId" uuid, "unitPath" text,
      kind text, "occurredAt" timestamptz, "deviceId" text, "walkInType" text, "customerClass" text,
      subject text, quantity integer, text text, longitude double precision, latitude double precision,
      remark text, "contactSealed" text, "contactMasked" jsonb, "activityId" uuid, "correctsId" uuid,
      "isLate" boolean, digest text)
    on conflict do nothing
    returning record_id`),
  )
}
