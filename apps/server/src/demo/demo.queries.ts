import type { CustomerClass, Role } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db.ts'
import type { DemoPerson } from './people.ts'
import { type DemoUnit, UNITS_VALID_FROM } from './province.ts'

interface ShownAccount {
  loginName: string
  role: Role
  also?: Role | undefined
  unitName: string
}

/** What marks a database as a demonstration. */
export interface Demonstration {
  campaignId: string
  password: string
  accounts: ShownAccount[]
  displayKey: string
}

export function findDemonstration(db: Db) {
  return db.maybe<Demonstration>(
    sql`select campaign_id, password, accounts, display_key from demonstration`,
  )
}

export async function insertDemonstration(db: Db, demo: Demonstration, preparedAt: Date) {
  await db.run(sql`
    insert into demonstration (prepared_at, campaign_id, password, accounts, display_key)
    values (${preparedAt}, ${demo.campaignId}, ${demo.password}, ${JSON.stringify(demo.accounts)},
      ${demo.displayKey})`)
}

export async function hasUnits(db: Db) {
  return (await db.one<{ has: boolean }>(sql`select exists (select from unit) as has`)).has
}

/** The whole invented tree by one statement a table. */
export async function insertUnits(db: Db, units: readonly DemoUnit[]) {
  await db.run(sql`
    insert into unit (unit_id, parent_id, kind, code, name, path, city_code, city_id, county_id, valid_from)
    select "unitId", "parentId", kind, code, name, path::ltree, "cityCode", "cityId", "countyId", ${UNITS_VALID_FROM}
    from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as u(
      "unitId" uuid, "parentId" uuid, kind text, code text, name text, path text, "cityCode" text,
      "cityId" uuid, "countyId" uuid)`)
  await db.run(sql`
    insert into unit_name (unit_id, valid_from, name) select unit_id, valid_from, name from unit`)
}

export async function insertPeople(db: Db, people: readonly DemoPerson[], createdAt: Date) {
  const rows = people.map(({ unit, ...person }) => ({
    ...person,
    unitId: unit.unitId,
    path: unit.path,
    cityCode: unit.cityCode,
    also: person.also ?? null,
    assignmentId: person.personId.replace(/^.{8}/, 'a0000000'),
    alsoId: person.personId.replace(/^.{8}/, 'a1000000'),
  }))
  await db.run(sql`
    with fresh as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(
        "personId" uuid, "loginName" text, name text, "staffNo" text, role text, "unitId" uuid, path text,
        "cityCode" text, "assignmentId" uuid, also text, "alsoId" uuid)),
    person_rows as (
      insert into person (person_id, city_code, unit_id, unit_path, login_name, name, staff_no, created_at)
      select "personId", "cityCode", "unitId", path::ltree, "loginName", name, "staffNo", ${createdAt} from fresh
      returning person_id)
    insert into assignment (assignment_id, city_code, person_id, role, unit_id, unit_path, valid_from)
    select held.id, "cityCode", "personId", held.role, "unitId", path::ltree, ${UNITS_VALID_FROM}
    from fresh join person_rows on person_id = "personId"
    cross join lateral (values ("assignmentId", role), ("alsoId", also)) as held(id, role)
    where held.role is not null`)
}

/** Which records of a campaign have arrived: from here a replay goes on. */
export function listArrivedIds(db: Db, campaignId: string) {
  return db.rows<{ recordId: string }>(
    sql`select record_id from field_record where campaign_id = ${campaignId}`,
  )
}

/** The log-ins that are shown: one password for all of them, and none that must be changed. */
export async function insertShownLogIns(
  db: Db,
  people: readonly DemoPerson[],
  { passwordHash, now }: { passwordHash: string; now: Date },
) {
  const personIds = people.filter(({ isShown }) => isShown).map(({ personId }) => personId)
  await db.run(sql`
    insert into credential (person_id, password_hash, must_change, changed_at)
    select person_id, ${passwordHash}, false, ${now} from unnest(${personIds}::uuid[]) as person_id`)
}

/** The wall screen of the province: a person of its own kind, with a key. */
export async function insertWall(
  db: Db,
  {
    displayId,
    unit,
    keyDigest,
    now,
  }: { displayId: string; unit: DemoUnit; keyDigest: Buffer; now: Date },
) {
  await db.run(sql`
    insert into person (person_id, city_code, unit_id, unit_path, login_name, name, staff_no, created_at, kind)
    values (${displayId}, ${unit.cityCode}, ${unit.unitId}, ${unit.path}::ltree, ${`display-${displayId}`},
      '省服务大厅大屏', ${`display-${displayId}`}, ${now}, 'display')`)
  await db.run(sql`
    insert into display (display_id, city_code, unit_id, unit_path, name, key_digest, created_at)
    values (${displayId}, ${unit.cityCode}, ${unit.unitId}, ${unit.path}::ltree, '省服务大厅大屏', ${keyDigest}, ${now})`)
  await db.run(sql`
    insert into assignment (assignment_id, city_code, person_id, role, unit_id, unit_path, valid_from)
    values (${displayId}, ${unit.cityCode}, ${displayId}, 'display', ${unit.unitId}, ${unit.path}::ltree,
      ${UNITS_VALID_FROM})`)
}

export interface DemoCustomer {
  accountNo: string
  customerClass: CustomerClass | null
  capacityKva: number | null
  /** The protected store holds something of it. */
  isFlagged: boolean
}

/** Customers of a city, in the order of their numbers. */
export function listDemoCustomers(db: Db, cityCode: string) {
  return db.rows<DemoCustomer>(sql`
    select account_no, class as customer_class, capacity_kva,
      exists (select from care_flag f where f.customer_id = customer.customer_id) as is_flagged
    from customer
    where city_code = ${cityCode} and merged_into_id is null order by account_no`)
}

/** How often rules were asked for over the readings of a city. */
export function countRuleRuns(db: Db, cityCode: string) {
  return db.one<{ count: number }>(sql`select count(*) from rule_run where city_code = ${cityCode}`)
}

/** Signals of a city and rule that wait for a person, the most marked first. */
export function listOpenSignals(db: Db, cityCode: string, ruleId: string) {
  return db.rows<{ signalId: string; customerId: string }>(sql`
    select signal_id, customer_id from signal
    where city_code = ${cityCode} and rule_id = ${ruleId} and state = 'open' and is_last
    order by score desc, signal_id`)
}

/** Homes of a city that no rule has proposed. */
export function listDemoCustomerIds(db: Db, cityCode: string) {
  return db.rows<{ customerId: string }>(sql`
    select c.customer_id from customer c
    where c.city_code = ${cityCode} and c.class = 'C2' and c.merged_into_id is null
      and not exists (select from signal s where s.customer_id = c.customer_id)
    order by c.account_no limit 3`)
}
