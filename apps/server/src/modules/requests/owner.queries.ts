import { type PlainDate, ROLE_PERMISSIONS, ROLES } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'

const WORKERS = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes('request.work'))

/** Somebody who may own a request (责任人). */
export interface OwnerRow {
  personId: string
  name: string
  unitName: string
  unitPath: string
  /** Requests that this person owns and are not done. */
  open: number
}

const mayOwn = (path: string, today: PlainDate) => sql`
  p.is_active and p.unit_path <@ ${path}::ltree and exists (
    select from assignment a where a.person_id = p.person_id and a.role = any(${WORKERS}::text[])
      and a.valid_from <= ${today} and (a.valid_to is null or a.valid_to > ${today}))`

/** The people of a unit and below who work requests, the least busy first. */
export function listOwners(db: Db, path: string, today: PlainDate) {
  return db.rows<OwnerRow>(sql`
    select p.person_id, p.name, u.name as unit_name, p.unit_path::text as unit_path,
      (select count(*) from service_request r where r.owner_id = p.person_id and r.state in ('assigned', 'working'))
        as open
    from person p join unit u using (unit_id) where ${mayOwn(path, today)}
    order by open, p.name, p.person_id limit 500`)
}

export function findOwner(db: Db, personId: string, path: string, today: PlainDate) {
  return db.maybe<{ personId: string; name: string; unitPath: string }>(
    keepPlan(sql`
      select p.person_id, p.name, p.unit_path::text as unit_path
      from person p where p.person_id = ${personId} and ${mayOwn(path, today)}`),
  )
}
