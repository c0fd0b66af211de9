import type { AssuranceKind, CycleGrade, PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface CustomerPlace {
  customerId: string
  cityCode: string
  path: string
  grade: CycleGrade
}

/** A customer in reach. */
export function findCustomerPlace(db: Db, customerId: string) {
  return db.maybe<CustomerPlace>(sql`
    select customer_id, city_code, unit_path::text as path, coalesce(grade, 'none') as grade from customer
    where customer_id = ${customerId}`)
}

export interface EntryRow {
  entryId: string
  kind: AssuranceKind
  doneOn: PlainDate
  nextOn: PlainDate | null
  text: string
  recordedBy: string
  recordedByName: string
  recordedAt: Date
}

interface OfCustomer {
  cityCode: string
  customerId: string
}

/** Adds an entry; 0 where its id is taken. */
export function insertEntry(db: Db, entry: EntryRow & OfCustomer) {
  return db.run(sql`
    insert into assurance_entry (city_code, entry_id, customer_id, kind, done_on, next_on, text, recorded_by,
      recorded_by_name, recorded_at)
    values (${entry.cityCode}, ${entry.entryId}, ${entry.customerId}, ${entry.kind}, ${entry.doneOn}, ${entry.nextOn},
      ${entry.text}, ${entry.recordedBy}, ${entry.recordedByName}, ${entry.recordedAt})
    on conflict do nothing`)
}

const ENTRY = sql`entry_id, kind, done_on, next_on, text, recorded_by, recorded_by_name, recorded_at`

export function findEntry(db: Db, entryId: string) {
  return db.maybe<EntryRow & { customerId: string }>(
    sql`select ${ENTRY}, customer_id from assurance_entry where entry_id = ${entryId}`,
  )
}

/** What was done for a customer, the newest first. */
export function listEntries(db: Db, customerId: string) {
  return db.rows<EntryRow>(sql`
    select ${ENTRY} from assurance_entry where customer_id = ${customerId} order by done_on desc, entry_id desc`)
}

export interface HazardRow {
  hazardId: string
  severity: 'serious' | 'general'
  text: string
  foundOn: PlainDate
  foundBy: string
  foundByName: string
  deadlineOn: PlainDate
  reportedOn: PlainDate | null
  reportedTo: string | null
  removedOn: PlainDate | null
  removalText: string | null
}

/** Adds a hazard; 0 where its id is taken. */
export function insertHazard(
  db: Db,
  hazard: Omit<HazardRow, 'reportedOn' | 'reportedTo' | 'removedOn' | 'removalText'> & OfCustomer,
  at: Date,
) {
  return db.run(sql`
    insert into hazard (city_code, hazard_id, customer_id, severity, text, found_on, deadline_on, found_by,
      found_by_name, recorded_at)
    values (${hazard.cityCode}, ${hazard.hazardId}, ${hazard.customerId}, ${hazard.severity}, ${hazard.text},
      ${hazard.foundOn}, ${hazard.deadlineOn}, ${hazard.foundBy}, ${hazard.foundByName}, ${at})
    on conflict do nothing`)
}

const HAZARD = sql`h.hazard_id, h.severity, h.text, h.found_on, h.found_by, h.found_by_name, h.deadline_on,
  h.reported_on, h.reported_to, h.removed_on, h.removal_text`

/** A hazard with its customer, held. */
export function findHazardForUpdate(db: Db, hazardId: string) {
  return db.maybe<HazardRow & CustomerPlace>(sql`
    select ${HAZARD}, c.customer_id, c.city_code, c.unit_path::text as path, coalesce(c.grade, 'none') as grade
    from hazard h join customer c using (customer_id, city_code) where h.hazard_id = ${hazardId} for update of h`)
}

export function listHazards(db: Db, customerId: string) {
  return db.rows<HazardRow>(sql`
    select ${HAZARD} from hazard h where customer_id = ${customerId}
    order by removed_on desc nulls first, deadline_on, hazard_id`)
}

export async function setHazardRemoved(
  db: Db,
  { cityCode, hazardId }: { cityCode: string; hazardId: string },
  { removedOn, text }: { removedOn: PlainDate; text: string },
) {
  await db.run(sql`
    update hazard set removed_on = ${removedOn}, removal_text = ${text}
    where hazard_id = ${hazardId} and city_code = ${cityCode}`)
}

export async function setHazardReported(
  db: Db,
  { cityCode, hazardId }: { cityCode: string; hazardId: string },
  { reportedOn, reportedTo }: { reportedOn: PlainDate; reportedTo: string },
) {
  await db.run(sql`
    update hazard set reported_on = ${reportedOn}, reported_to = ${reportedTo}
    where hazard_id = ${hazardId} and city_code = ${cityCode}`)
}
