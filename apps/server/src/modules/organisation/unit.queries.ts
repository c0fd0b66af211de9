import type { PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'

/** A unit (单位) as stored. */
export interface UnitRow {
  unitId: string
  parentId: string | null
  kind: UnitKind
  code: string
  name: string
  path: string
  cityCode: string
  cityId: string | null
  countyId: string | null
  validFrom: PlainDate
  validTo: PlainDate | null
  mergedIntoId: string | null
}

const UNIT = sql`unit_id, parent_id, kind, code, name, path::text as path, city_code, city_id, county_id,
  valid_from, valid_to, merged_into_id`

/** Names of the city and county above a unit `u`, the unit itself left out. */
export const ABOVE = sql`(select coalesce(array_agg(a.name order by a.path), '{}') from unit a
  where a.unit_id in (u.city_id, u.county_id) and a.unit_id <> u.unit_id)`

export function findUnit(db: Db, unitId: string) {
  return db.maybe<UnitRow>(sql`select ${UNIT} from unit where unit_id = ${unitId}`)
}

export function findUnitByPath(db: Db, path: string) {
  return db.maybe<UnitRow>(sql`select ${UNIT} from unit where path = ${path}::ltree`)
}

export function findUnitByCode(db: Db, code: string) {
  return db.maybe<UnitRow>(sql`select ${UNIT} from unit where code = ${code}`)
}

/** Whether there is any unit yet. */
export async function hasUnits(db: Db): Promise<boolean> {
  return (await db.maybe(sql`select unit_id from unit limit 1`)) !== undefined
}

export function listUnitsById(db: Db, unitIds: readonly string[]) {
  return db.rows<UnitRow & { above: string[] }>(
    keepPlan(
      sql`select ${UNIT}, ${ABOVE} as above from unit u where unit_id = any(${unitIds}::uuid[])`,
    ),
  )
}

/** Units from the province down to the unit itself. */
export function listLineage(db: Db, path: string) {
  return db.rows<UnitRow>(
    sql`select ${UNIT} from unit where path @> ${path}::ltree order by nlevel(path)`,
  )
}

/** A unit and all below it. */
export function listUnitsBelow(db: Db, path: string) {
  return db.rows<UnitRow>(sql`select ${UNIT} from unit where path <@ ${path}::ltree`)
}

export function listUnitsDirectlyBelow(db: Db, unitId: string) {
  return db.rows<UnitRow>(sql`select ${UNIT} from unit where parent_id = ${unitId} order by code`)
}

/** The unit at the top of the tree; none in an empty installation. */
export function findRootUnit(db: Db) {
  return db.maybe<UnitRow>(
    sql`select ${UNIT} from unit where parent_id is null order by code limit 1`,
  )
}

/** Writes many units by one statement each for unit and name. */
export async function insertUnits(
  db: Db,
  units: readonly Omit<UnitRow, 'validTo' | 'mergedIntoId'>[],
) {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as n("unitId" uuid, "parentId" uuid,
    kind text, code text, name text, path text, "cityCode" text, "cityId" uuid, "countyId" uuid, "validFrom" date)`
  await db.run(sql`
    insert into unit (unit_id, parent_id, kind, code, name, path, city_code, city_id, county_id, valid_from)
    select "unitId", "parentId", kind, code, name, path::ltree, "cityCode", "cityId", "countyId", "validFrom"
    from ${rows}`)
  await db.run(sql`
    insert into unit_name (unit_id, valid_from, name) select "unitId", "validFrom", name from ${rows}`)
}

export async function insertUnit(db: Db, unit: Omit<UnitRow, 'validTo' | 'mergedIntoId'>) {
  await db.run(sql`
    insert into unit (unit_id, parent_id, kind, code, name, path, city_code, city_id, county_id, valid_from)
    values (${unit.unitId}, ${unit.parentId}, ${unit.kind}, ${unit.code}, ${unit.name},
            ${unit.path}::ltree, ${unit.cityCode}, ${unit.cityId}, ${unit.countyId}, ${unit.validFrom})`)
  await db.run(sql`
    insert into unit_name (unit_id, valid_from, name)
    values (${unit.unitId}, ${unit.validFrom}, ${unit.name})`)
}

export interface UnitFilter {
  parentId?: string | undefined
  search?: string | undefined
  kind?: UnitKind | undefined
  validOn?: PlainDate | undefined
  cursor?: string | undefined
  limit: number
}

/** Units by code, one more than the limit, so that the caller sees whether there is a next page. */
export function listUnits(db: Db, filter: UnitFilter) {
  return db.rows<UnitRow & { childCount: number; above: string[] }>(sql`
    select ${UNIT}, ${ABOVE} as above, (select count(*) from unit c where c.parent_id = u.unit_id) as child_count
    from unit u
    where (${filter.parentId ?? null}::uuid is null or parent_id = ${filter.parentId ?? null})
      and (${filter.kind ?? null}::text is null or kind = ${filter.kind ?? null})
      and (${filter.search ?? null}::text is null
           or strpos(name, ${filter.search ?? null}) > 0 or starts_with(code, ${filter.search ?? null}))
      and (${filter.validOn ?? null}::date is null
           or (valid_from <= ${filter.validOn ?? null} and (valid_to is null or valid_to > ${filter.validOn ?? null})))
      and code > ${filter.cursor ?? ''}
    order by code limit ${filter.limit + 1}`)
}

export function countChildren(db: Db, unitId: string) {
  return db.one<{ count: number }>(sql`select count(*) from unit where parent_id = ${unitId}`)
}

export function listUnitNames(db: Db, unitId: string) {
  return db.rows<{ name: string; validFrom: PlainDate }>(
    sql`select name, valid_from from unit_name where unit_id = ${unitId} order by valid_from desc`,
  )
}

/** Holds a unit, so that two changes of it come one after the other. */
export function findUnitForUpdate(db: Db, unitId: string) {
  return db.maybe<UnitRow>(sql`select ${UNIT} from unit where unit_id = ${unitId} for update`)
}

/** Writes the name that a unit bears from a day on; another one for the same day is replaced. */
export async function insertUnitName(db: Db, unitId: string, validFrom: PlainDate, name: string) {
  await db.run(sql`
    insert into unit_name (unit_id, valid_from, name) values (${unitId}, ${validFrom}, ${name})
    on conflict (unit_id, valid_from) do update set name = ${name}`)
}

/** Makes the name in force on a day the name of the unit. */
export function setUnitNameOf(db: Db, unitId: string, today: PlainDate) {
  return db.one<{ name: string }>(sql`
    update unit set name = (
      select name from unit_name n where n.unit_id = unit.unit_id and n.valid_from <= ${today}
      order by n.valid_from desc limit 1)
    where unit_id = ${unitId} returning name`)
}

export async function setUnitClosed(
  db: Db,
  unitId: string,
  closing: { validTo: PlainDate; mergedIntoId: string | null },
) {
  await db.run(sql`
    update unit set valid_to = ${closing.validTo}, merged_into_id = ${closing.mergedIntoId}
    where unit_id = ${unitId}`)
}

/** Units directly below that still stand on a day. */
export function countOpenChildren(db: Db, unitId: string, on: PlainDate) {
  return db.one<{ count: number }>(sql`
    select count(*) from unit where parent_id = ${unitId} and (valid_to is null or valid_to > ${on})`)
}
