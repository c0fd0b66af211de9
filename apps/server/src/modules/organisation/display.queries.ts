import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { UnitRow } from './unit.queries.ts'

/** A wall screen (大屏) as stored, with its unit. */
export interface DisplayRow {
  displayId: string
  cityCode: string
  name: string
  createdAt: Date
  revokedAt: Date | null
  lastSeenAt: Date | null
  unitId: string
  unitPath: string
  unit: Pick<UnitRow, 'unitId' | 'kind' | 'name' | 'path'>
}

const DISPLAY = sql`d.display_id, d.city_code, d.name, d.created_at, d.revoked_at, d.unit_id, d.unit_path::text as unit_path,
  jsonb_build_object('unitId', u.unit_id, 'kind', u.kind, 'name', u.name, 'path', u.path::text) as unit,
  (select max(s.last_seen_at) from session s where s.person_id = d.display_id) as last_seen_at`

/** The wall screens in reach, the newest first. */
export function listDisplays(db: Db) {
  return db.rows<DisplayRow>(sql`
    select ${DISPLAY} from display d join unit u using (unit_id) order by d.created_at desc, d.display_id`)
}

export function findDisplay(db: Db, displayId: string) {
  return db.maybe<DisplayRow>(sql`
    select ${DISPLAY} from display d join unit u using (unit_id) where d.display_id = ${displayId}`)
}

export function findDisplayByKey(db: Db, keyDigest: Buffer) {
  return db.maybe<DisplayRow>(sql`
    select ${DISPLAY} from display d join unit u using (unit_id)
    where d.key_digest = ${keyDigest} and d.revoked_at is null`)
}

export interface NewDisplay {
  displayId: string
  unit: UnitRow
  name: string
  keyDigest: Buffer
  createdAt: Date
}

/** A wall screen and the person of its own kind that it acts as. */
export async function insertDisplay(db: Db, display: NewDisplay) {
  const { displayId, unit, name, keyDigest, createdAt } = display
  const loginName = `display-${displayId}`
  await db.run(sql`
    insert into person (person_id, kind, city_code, unit_id, unit_path, login_name, name, staff_no, created_at)
    values (${displayId}, 'display', ${unit.cityCode}, ${unit.unitId}, ${unit.path}::ltree, ${loginName},
            ${name}, ${loginName}, ${createdAt})`)
  await db.run(sql`
    insert into display (display_id, city_code, unit_id, unit_path, name, key_digest, created_at)
    values (${displayId}, ${unit.cityCode}, ${unit.unitId}, ${unit.path}::ltree, ${name}, ${keyDigest}, ${createdAt})`)
}

export async function setDisplayRevoked(db: Db, displayId: string, revokedAt: Date) {
  await db.run(sql`update display set revoked_at = ${revokedAt} where display_id = ${displayId}`)
}
