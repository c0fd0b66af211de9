import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { UnitRow } from './unit.queries.ts'

/** A person (人员) as a subject: who, and where they stand. */
export interface PersonRow {
  personId: string
  kind: 'staff' | 'display'
  loginName: string
  name: string
  staffNo: string
  unitId: string
  unitPath: string
  cityCode: string
  isActive: boolean
  sealedPhone: string | null
}

const PERSON = sql`person_id, kind, login_name, name, staff_no, unit_id, unit_path::text as unit_path,
  city_code, is_active, sealed_phone`

/** Somebody who works here; wall screens are not among them. */
export function findPerson(db: Db, personId: string) {
  return db.maybe<PersonRow>(
    sql`select ${PERSON} from person where person_id = ${personId} and kind = 'staff'`,
  )
}

/** What a person sees of their own log-in. Read as `nuandeng_system`. */
export function findOwnState(db: Db, personId: string) {
  return db.one<{ kind: 'staff' | 'display'; hasTotp: boolean }>(sql`
    select p.kind, c.totp_confirmed_at is not null as has_totp
    from person p left join credential c using (person_id) where p.person_id = ${personId}`)
}

/** Whether an id is taken by anybody, in reach or not. Read as `nuandeng_system`. */
export async function isPersonId(db: Db, personId: string): Promise<boolean> {
  const found = await db.maybe(sql`select person_id from person where person_id = ${personId}`)
  return found !== undefined
}

export interface NewPerson {
  personId: string
  unit: Pick<UnitRow, 'unitId' | 'path' | 'cityCode'>
  loginName: string
  name: string
  staffNo: string
  sealedPhone: string | null
  createdAt: Date
}

export async function insertPerson(db: Db, person: NewPerson) {
  const { unit } = person
  await db.run(sql`
    insert into person (person_id, city_code, unit_id, unit_path, login_name, name, staff_no, sealed_phone, created_at)
    values (${person.personId}, ${unit.cityCode}, ${unit.unitId}, ${unit.path}::ltree, ${person.loginName},
            ${person.name}, ${person.staffNo}, ${person.sealedPhone}, ${person.createdAt})`)
}

export interface PersonEdit {
  name: string
  staffNo: string
  sealedPhone: string | null
  unit: Pick<UnitRow, 'unitId' | 'path' | 'cityCode'>
}

export async function updatePerson(db: Db, personId: string, edit: PersonEdit) {
  const { unit } = edit
  await db.run(sql`
    update person set name = ${edit.name}, staff_no = ${edit.staffNo}, sealed_phone = ${edit.sealedPhone},
           unit_id = ${unit.unitId}, unit_path = ${unit.path}::ltree, city_code = ${unit.cityCode}
    where person_id = ${personId}`)
}

export async function setInactive(db: Db, personId: string) {
  await db.run(sql`update person set is_active = false where person_id = ${personId}`)
}
