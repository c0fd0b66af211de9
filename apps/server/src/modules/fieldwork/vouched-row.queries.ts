import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { exactInstantOf } from '../../platform/exact-instant.ts'
import type { WholeRow } from './row-digest.ts'

/** Stored records of a city with every column. */
export function listWholeRows(db: Db, cityCode: string, recordIds: readonly string[]) {
  return db.rows<WholeRow>(sql`
    select r.city_code, r.record_id, r.campaign_id, r.activity_day, r.unit_id, r.unit_path::text as unit_path,
      r.kind, ${exactInstantOf(sql`r.occurred_at`)} as occurred_at,
      ${exactInstantOf(sql`r.received_at`)} as received_at, r.device_id, r.recorded_by, r.walk_in_type,
      r.customer_class, r.subject, r.quantity, r.text, r.longitude, r.latitude, r.remark, r.contact_sealed,
      r.contact_masked, r.activity_id, r.corrects_id, r.is_late, r.digest
    from field_record r where r.city_code = ${cityCode} and r.record_id = any(${recordIds}::uuid[])`)
}

/** A closing with every column. */
export interface WholeClosing {
  cityCode: string
  unitPath: string
  closedAt: string
  closedBy: string
  closedByName: string
  snapshot: unknown
  digest: string
  signature: string
  keyId: string
}

export function findWholeClosing(db: Db, campaignId: string, activityDay: string) {
  return db.maybe<WholeClosing>(sql`
    select city_code, unit_path::text as unit_path, ${exactInstantOf(sql`closed_at`)} as closed_at, closed_by,
      closed_by_name, snapshot, digest, signature, key_id
    from day_closing where campaign_id = ${campaignId} and activity_day = ${activityDay}`)
}
