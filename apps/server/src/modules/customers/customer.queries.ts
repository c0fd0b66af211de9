import type { PlainDate, UnitKind } from '@nuandeng/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { CustomerContent } from './customer-content.ts'
import type { Kept, MaskedPerson } from './keeper.ts'

/** A customer as stored; the people stay sealed. */
export interface CustomerRow extends CustomerContent {
  cityCode: string
  customerId: string
  accountNo: string
  unitId: string
  unitPath: string
  peopleSealed: string | null
  peopleMasked: MaskedPerson[]
  phoneHash: string | null
  completeness: number
  verifiedOn: PlainDate | null
  mergedIntoId: string | null
  version: number
}

/** A customer as it is shown, with its unit. */
export interface CustomerView extends CustomerRow {
  unitKind: UnitKind
  unitCode: string
  unitName: string
  createdAt: Date
  changedAt: Date
}

/** A customer to be stored. */
export interface CustomerWrite extends CustomerContent, Kept {
  cityCode: string
  customerId: string
  accountNo: string
  unitId: string
  unitPath: string
  verifiedOn: PlainDate | null
  /** The version that it replaces; 0 for a new one. */
  version: number
}

/** Kin and village contacts of files from before ADR 20 are not read any more. */
const CONTENT =
  sql.raw(`c.city_code, c.customer_id, c.account_no, c.unit_id, c.unit_path::text as unit_path, c.name,
  c.address, case when c.datum is not null then
    jsonb_build_object('longitude', c.longitude, 'latitude', c.latitude, 'datum', c.datum) end as place,
  c.transformer_area, c.class as customer_class, c.tags, c.grade, c.grade_decided_by, c.grade_decided_on,
  c.use_category, c.voltage, c.capacity_kva, c.supply_area, c.status, c.connected_on, c.is_temporary, c.details, c.remark, c.people_sealed,
  jsonb_path_query_array(c.people_masked, '$[*] ? (@.role != "kin" && @.role != "village-contact")') as people_masked,
  c.phone_hash, c.completeness, c.verified_on, c.merged_into_id, c.version`)

const VIEW = sql`${CONTENT}, u.kind as unit_kind, u.code as unit_code, u.name as unit_name, c.created_at, c.changed_at`

export function findCustomerView(db: Db, customerId: string) {
  return db.maybe<CustomerView>(sql`
    select ${VIEW} from customer c join unit u using (unit_id) where c.customer_id = ${customerId}`)
}

/** Holds a customer, so that two changes of it come one after the other. */
export function findCustomerForUpdate(db: Db, customerId: string) {
  return db.maybe<CustomerRow>(
    sql`select ${CONTENT} from customer c where c.customer_id = ${customerId} for update`,
  )
}

/** Customers by account number, each in its city. */
export function listCustomersByAccount(
  db: Db,
  keys: readonly { cityCode: string; accountNo: string }[],
) {
  return db.rows<CustomerRow>(sql`
    select ${CONTENT}
    from unnest(${keys.map((key) => key.cityCode)}::text[], ${keys.map((key) => key.accountNo)}::text[])
           as k(city_code, account_no)
    join customer c on c.account_no = k.account_no and c.city_code = k.city_code`)
}

export interface CustomerKey {
  cityCode: string
  customerId: string
}

/** Customers by their keys as far as the actor may see them, in the order of lists. */
export function listCustomersByKey(db: Db, keys: readonly CustomerKey[]) {
  return db.rows<CustomerView>(sql`
    select ${VIEW} from ${keysOf(keys)} as k(city_code, customer_id)
    join customer c using (city_code, customer_id) join unit u using (unit_id)
    order by c.unit_path, c.account_no`)
}

/** The same, held for a change, in one order for all, so that two such changes never wait for one another. */
export function listCustomersForUpdate(db: Db, keys: readonly CustomerKey[]) {
  return db.rows<CustomerRow>(sql`
    select ${CONTENT} from ${keysOf(keys)} as k(city_code, customer_id)
    join customer c using (city_code, customer_id) order by c.customer_id for update of c`)
}

function keysOf(keys: readonly CustomerKey[]): RawBuilder<unknown> {
  return sql`unnest(${keys.map((key) => key.cityCode)}::text[], ${keys.map((key) => key.customerId)}::uuid[])`
}

/**
 * The rows of a write: one JSON document, whose fields are the columns. Not jsonb, which the database would first make
 * and then take apart.
 */
function rowsOf(writes: readonly CustomerWrite[]): RawBuilder<unknown> {
  return sql`json_to_recordset(${JSON.stringify(writes)}::json) as n("cityCode" text, "customerId" uuid,
    "accountNo" text, "unitId" uuid, "unitPath" text, name text, address text, place jsonb, "transformerArea" text,
    "customerClass" text, tags jsonb, grade text, "gradeDecidedBy" text, "gradeDecidedOn" date,
    "useCategory" text, voltage text, "capacityKva" numeric, "supplyArea" text, status text, "connectedOn" date, "isTemporary" boolean, details jsonb,
    remark text, "peopleSealed" text, "peopleMasked" jsonb, "phoneHash" text, completeness smallint,
    words text, "verifiedOn" date, version integer)`
}

const TAGS_OF = 'array(select jsonb_array_elements_text(n.tags))'
const TAGS = sql.raw(TAGS_OF)
const WORDS = sql.raw(`array_to_tsvector(string_to_array(n.words, ' '))`)

export async function insertCustomers(db: Db, writes: readonly CustomerWrite[], at: Date) {
  await db.run(sql`
    insert into customer (city_code, customer_id, account_no, unit_id, unit_path, name, address, longitude, latitude,
      datum, transformer_area, class, tags, grade, grade_decided_by, grade_decided_on, use_category, voltage,
      capacity_kva, supply_area, status, connected_on, is_temporary, details, remark, people_sealed, people_masked,
      phone_hash, completeness, words, verified_on, created_at, changed_at)
    select "cityCode", "customerId", "accountNo", "unitId", "unitPath"::ltree, name, address,
      (place ->> 'longitude')::float8, (place ->> 'latitude')::float8, place ->> 'datum', "transformerArea",
      "customerClass", ${TAGS}, grade, "gradeDecidedBy", "gradeDecidedOn", "useCategory", voltage, "capacityKva",
      "supplyArea", status, "connectedOn", "isTemporary", details, remark, "peopleSealed", "peopleMasked", "phoneHash", completeness, ${WORDS},
      "verifiedOn", ${at}, ${at}
    from ${rowsOf(writes)}`)
}

/** Writes over customers that still have the version that was read; returns how many had. */
export function updateCustomers(db: Db, writes: readonly CustomerWrite[], at: Date) {
  return db.run(sql`
    update customer c set unit_id = n."unitId", unit_path = n."unitPath"::ltree, name = n.name, address = n.address,
      longitude = (n.place ->> 'longitude')::float8, latitude = (n.place ->> 'latitude')::float8,
      datum = n.place ->> 'datum', transformer_area = n."transformerArea", class = n."customerClass",
      tags = ${TAGS}, grade = n.grade, grade_decided_by = n."gradeDecidedBy",
      grade_decided_on = n."gradeDecidedOn", use_category = n."useCategory", voltage = n.voltage,
      capacity_kva = n."capacityKva", supply_area = n."supplyArea", status = n.status,
      connected_on = n."connectedOn", is_temporary = n."isTemporary", details = n.details,
      remark = n.remark, people_sealed = n."peopleSealed", people_masked = n."peopleMasked",
      phone_hash = n."phoneHash", completeness = n.completeness, words = ${WORDS}, verified_on = n."verifiedOn",
      version = c.version + 1, changed_at = ${at}
    from ${rowsOf(writes)}
    where c.customer_id = n."customerId" and c.city_code = n."cityCode" and c.version = n.version`)
}

export function setVerified(
  db: Db,
  { customerId, cityCode }: CustomerKey,
  by: { personId: string; on: PlainDate; at: Date },
) {
  return db.one<{ version: number }>(sql`
    update customer set verified_on = ${by.on}, verified_by = ${by.personId}, changed_at = ${by.at},
      version = version + 1
    where customer_id = ${customerId} and city_code = ${cityCode} returning version`)
}

/** The entries of the index of words for units and tags; see `unitWords` and `tagWord` of the keeper. */
const placeWords = (path: string, tags: string) =>
  sql.raw(`array(select '@' || code from unnest((string_to_array(${path}::text, '.'))[2:]) as code
    union select '=' || replace(tag, ' ', '_') from unnest(${tags}) as tag)`)

/** Class, tags, unit and what follows from them, of customers that are held. */
export async function updateAssigned(db: Db, rows: readonly CustomerRow[], at: Date) {
  const columns = rows.map(
    ({ customerId, cityCode, customerClass, tags, unitId, unitPath, completeness }) => ({
      ...{ customerId, cityCode, customerClass, tags, unitId, unitPath, completeness },
    }),
  )
  await db.run(sql`
    update customer c set class = n."customerClass", tags = ${TAGS}, unit_id = n."unitId",
      unit_path = n."unitPath"::ltree, completeness = n.completeness, version = version + 1, changed_at = ${at},
      words = ts_delete(c.words, ${placeWords('c.unit_path', 'c.tags')})
        || array_to_tsvector(${placeWords('n."unitPath"', TAGS_OF)})
    from jsonb_to_recordset(${JSON.stringify(columns)}::jsonb) as n("customerId" uuid, "cityCode" text,
      "customerClass" text, tags jsonb, "unitId" uuid, "unitPath" text, completeness smallint)
    where c.customer_id = n."customerId" and c.city_code = n."cityCode"`)
}
