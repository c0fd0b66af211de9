import type { CareKind, PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** Where a customer stands: what the store needs to know of one. */
export interface CustomerPlace {
  customerId: string
  cityCode: string
  unitId: string
  path: string
  accountNo: string
  name: string
}

/** A customer in reach. */
export function findCustomerPlace(db: Db, customerId: string) {
  return db.maybe<CustomerPlace>(sql`
    select customer_id, city_code, unit_id, unit_path::text as path, account_no, name
    from customer where customer_id = ${customerId}`)
}

export interface FlagRow {
  cityCode: string
  flagId: string
  customerId: string
  sealed: string
  expiresOn: PlainDate
}

export interface NewFlag extends FlagRow {
  identity: Buffer
  kindIndex: Buffer
  holderIndex: Buffer
  listIndex: Buffer
}

/** Adds a flag; 0 where its id or its reason is taken. */
export function insertFlag(db: Db, flag: NewFlag, at: Date) {
  return db.run(sql`
    insert into care_flag (city_code, flag_id, customer_id, sealed, identity, kind_index, holder_index, list_index,
      expires_on, changed_at)
    values (${flag.cityCode}, ${flag.flagId}, ${flag.customerId}, ${flag.sealed}, ${flag.identity}, ${flag.kindIndex},
      ${flag.holderIndex}, ${flag.listIndex}, ${flag.expiresOn}, ${at})
    on conflict do nothing`)
}

const FLAG = sql`f.city_code, f.flag_id, f.customer_id, f.sealed, f.expires_on`
const PLACE = sql`c.unit_id, c.unit_path::text as path, c.account_no, c.name`

/** A flag with its customer, held: changes of it come one after the other. */
export function findFlagForUpdate(db: Db, flagId: string) {
  return db.maybe<FlagRow & CustomerPlace>(sql`
    select ${FLAG}, ${PLACE} from care_flag f join customer c using (customer_id, city_code)
    where f.flag_id = ${flagId} for update of f`)
}

/** The customer's own rows and those of files that were merged into theirs. */
const OF_CUSTOMER = (customerId: string) =>
  sql`(select customer_id from customer where customer_id = ${customerId} or merged_into_id = ${customerId})`

export function listFlagsOf(db: Db, customerId: string) {
  return db.rows<FlagRow>(sql`
    select ${FLAG} from care_flag f where f.customer_id in ${OF_CUSTOMER(customerId)} order by f.flag_id`)
}

export async function setFlag(
  db: Db,
  { cityCode, flagId, sealed, expiresOn }: Omit<FlagRow, 'customerId'>,
  at: Date,
) {
  await db.run(sql`
    update care_flag set sealed = ${sealed}, expires_on = ${expiresOn}, changed_at = ${at}
    where flag_id = ${flagId} and city_code = ${cityCode}`)
}

export async function deleteFlag(
  db: Db,
  { cityCode, flagId }: Pick<FlagRow, 'cityCode' | 'flagId'>,
) {
  await db.run(sql`delete from care_flag where flag_id = ${flagId} and city_code = ${cityCode}`)
}

export interface ContactRow {
  cityCode: string
  contactId: string
  customerId: string
  sealed: string
  expiresOn: PlainDate
}

export function insertContact(db: Db, contact: ContactRow, at: Date) {
  return db.run(sql`
    insert into care_contact (city_code, contact_id, customer_id, sealed, expires_on, changed_at)
    values (${contact.cityCode}, ${contact.contactId}, ${contact.customerId}, ${contact.sealed}, ${contact.expiresOn}, ${at})
    on conflict do nothing`)
}

export function findContact(db: Db, contactId: string) {
  return db.maybe<ContactRow & CustomerPlace>(sql`
    select f.city_code, f.contact_id, f.customer_id, f.sealed, f.expires_on, ${PLACE}
    from care_contact f join customer c using (customer_id, city_code) where f.contact_id = ${contactId}`)
}

export function listContactsOf(db: Db, customerId: string) {
  return db.rows<ContactRow>(sql`
    select city_code, contact_id, customer_id, sealed, expires_on from care_contact
    where customer_id in ${OF_CUSTOMER(customerId)} order by contact_id`)
}

export async function deleteContact(
  db: Db,
  { cityCode, contactId }: Pick<ContactRow, 'cityCode' | 'contactId'>,
) {
  await db.run(
    sql`delete from care_contact where contact_id = ${contactId} and city_code = ${cityCode}`,
  )
}

/** Erases all flags and contacts of a customer, those of merged files too. */
export async function deleteCareOf(db: Db, customerId: string) {
  await db.run(sql`delete from care_flag where customer_id in ${OF_CUSTOMER(customerId)}`)
  await db.run(sql`delete from care_contact where customer_id in ${OF_CUSTOMER(customerId)}`)
}

/**
 * All units of the cities in which these paths lie: a flag keeps the digest of the unit where it was granted, and
 * its customer may have moved within the city since.
 */
export function listIndexUnits(db: Db, paths: readonly string[]) {
  return db.rows<{ unitId: string }>(sql`
    select unit_id from unit
    where city_code in (select city_code from unit where path <@ any (${paths}::ltree[]))`)
}

interface CareFilter {
  /** The units in reach, or one of them. */
  paths: readonly string[]
  customerClass?: string | undefined
  kindTokens?: readonly Buffer[] | undefined
  holderTokens?: readonly Buffer[] | undefined
  expiresBefore?: PlainDate | undefined
}

export interface CareCustomer extends FlagRow, CustomerPlace {
  unitKind: string
  unitName: string
}

/**
 * Which flags a filter finds, one more than the limit. As the system with the actor's paths as a condition, since the
 * wall asks for the customer of every flag; listFlaggedByKey reads the page again behind the wall.
 */
export function listFlaggedKeys(
  db: Db,
  filter: CareFilter,
  page: { after: string | undefined; limit: number },
) {
  const wanted = [sql`c.unit_path <@ any (${filter.paths}::ltree[])`]
  if (filter.customerClass) wanted.push(sql`c.class = ${filter.customerClass}`)
  if (filter.kindTokens) wanted.push(sql`f.kind_index = any (${filter.kindTokens}::bytea[])`)
  if (filter.holderTokens) wanted.push(sql`f.holder_index = any (${filter.holderTokens}::bytea[])`)
  if (filter.expiresBefore) wanted.push(sql`f.expires_on < ${filter.expiresBefore}`)
  if (page.after) wanted.push(sql`f.flag_id > ${page.after}`)
  return db.asSystem(() =>
    db.rows<{ flagId: string }>(sql`
      select f.flag_id from care_flag f join customer c using (customer_id, city_code)
      where ${sql.join(wanted, sql` and `)}
      order by f.flag_id limit ${page.limit}`),
  )
}

/** Flags by their keys, with their customers, as far as the actor may see them. */
export function listFlaggedByKey(db: Db, flagIds: readonly string[]) {
  return db.rows<CareCustomer>(sql`
    select ${FLAG}, ${PLACE}, u.kind as unit_kind, u.name as unit_name
    from care_flag f join customer c using (customer_id, city_code) join unit u on u.unit_id = c.unit_id
    where f.flag_id = any (${flagIds}::uuid[])
    order by f.flag_id`)
}

/** How many customers of a unit have each kind: files that were merged count once. As the system, like the keys. */
export function countFlagged(
  db: Db,
  unitPath: string,
  tokens: readonly { kind: CareKind; token: Buffer }[],
) {
  return db.asSystem(() =>
    db.rows<{ kind: CareKind; customers: number }>(sql`
      select t.kind, count(distinct coalesce(c.merged_into_id, c.customer_id)) as customers
      from unnest(${tokens.map(({ token }) => token)}::bytea[], ${tokens.map(({ kind }) => kind)}::text[]) as t(token, kind)
      join care_flag f on f.kind_index = t.token join customer c using (customer_id, city_code)
      where c.unit_path <@ ${unitPath}::ltree
      group by t.kind`),
  )
}

export interface LookRow {
  eventId: string
  recordedAt: Date
  actorName: string
  kind: string
  details: unknown
}

/** The Events of a customer's pseudonym, newest first. */
export function listLooks(
  db: Db,
  subject: { cityCode: string; id: string },
  page: { before: string | undefined; limit: number },
) {
  return db.rows<LookRow>(sql`
    select event_id, recorded_at, actor_name, kind, details from event
    where city_code = ${subject.cityCode} and subject_id = ${subject.id}
      and (${page.before ?? null}::uuid is null or event_id < ${page.before ?? null}::uuid)
    order by event_id desc limit ${page.limit}`)
}
