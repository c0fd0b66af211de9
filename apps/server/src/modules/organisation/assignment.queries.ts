import type { PlainDate, Role } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { UnitRow } from './unit.queries.ts'

export interface NewAssignment {
  assignmentId: string
  personId: string
  role: Role
  unit: Pick<UnitRow, 'unitId' | 'path' | 'cityCode'>
  validFrom: PlainDate
  validTo: PlainDate | null
  /** Nobody, where the command line gave the role. */
  grantedBy: string | null
}

export async function insertAssignment(db: Db, assignment: NewAssignment) {
  const { assignmentId, personId, role, unit, validFrom, validTo, grantedBy } = assignment
  await db.run(sql`
    insert into assignment (assignment_id, city_code, person_id, role, unit_id, unit_path, valid_from, valid_to, granted_by)
    values (${assignmentId}, ${unit.cityCode}, ${personId}, ${role}, ${unit.unitId}, ${unit.path}::ltree,
            ${validFrom}, ${validTo}, ${grantedBy})`)
}

/** 任职: a role of a person at a unit, as stored. */
export interface AssignmentRow {
  assignmentId: string
  personId: string
  role: Role
  unitId: string
  unitPath: string
  cityCode: string
  validFrom: PlainDate
  validTo: PlainDate | null
}

const ASSIGNMENT = sql`assignment_id, person_id, role, unit_id, unit_path::text as unit_path, city_code, valid_from, valid_to`

export function findAssignment(db: Db, assignmentId: string, personId: string) {
  return db.maybe<AssignmentRow>(sql`
    select ${ASSIGNMENT} from assignment
    where assignment_id = ${assignmentId} and person_id = ${personId} for update`)
}

/** Roles that a person holds on a day or will hold after it. */
export function listHeldAssignments(db: Db, personId: string, today: PlainDate) {
  return db.rows<AssignmentRow>(sql`
    select ${ASSIGNMENT} from assignment
    where person_id = ${personId} and (valid_to is null or valid_to > ${today})
    order by valid_from, assignment_id`)
}

/** Ends one role today, or one that has not begun yet before its beginning. */
export function endAssignment(db: Db, assignmentId: string, today: PlainDate) {
  return db.one<{ validTo: PlainDate }>(sql`
    update assignment set valid_to = greatest(valid_from, ${today}::date)
    where assignment_id = ${assignmentId} returning valid_to`)
}

/** Ends all roles of a person that are held today or later. */
export async function endAssignments(db: Db, personId: string, today: PlainDate) {
  await db.run(sql`
    update assignment set valid_to = greatest(valid_from, ${today}::date)
    where person_id = ${personId} and (valid_to is null or valid_to > ${today})`)
}
