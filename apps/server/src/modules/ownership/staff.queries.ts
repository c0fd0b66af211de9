import type { PlainDate, Role } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface PersonRef {
  personId: string
  name: string
}

/** Held on a day: in SQL, of an assignment `r`. */
export const HELD_ON = (today: PlainDate) =>
  sql`r.valid_from <= ${today} and (r.valid_to is null or r.valid_to > ${today})`

/**
 * Which of these people are active and hold one of the roles where it reaches the path. As the system: officers of a
 * city stand out of the reach of a station, and its customers are theirs all the same.
 */
export function listReaching(
  db: Db,
  wanted: { ids: readonly string[]; roles: readonly Role[]; path: string; today: PlainDate },
) {
  const { ids, roles, path, today } = wanted
  return db.asSystem(() =>
    db.rows<PersonRef>(sql`
      select p.person_id, p.name from person p
      where p.person_id = any (${ids}::uuid[]) and p.is_active and exists (
        select from assignment r where r.person_id = p.person_id and r.role = any (${roles}::text[])
          and r.unit_path @> ${path}::ltree and ${HELD_ON(today)})`),
  )
}

/** Far more than work for one customer; a list to choose from needs an end. */
const MOST_WHO_REACH = 500

/** Everybody who holds one of the roles where it reaches the path, whoever stands nearest first. */
export function listWhoReach(
  db: Db,
  { roles, path, today }: { roles: readonly Role[]; path: string; today: PlainDate },
) {
  return db.asSystem(() =>
    db.rows<PersonRef & { unitName: string }>(sql`
      select p.person_id, p.name, u.name as unit_name from person p join unit u using (unit_id)
      join (select r.person_id, max(nlevel(r.unit_path)) as depth from assignment r
        where r.role = any (${roles}::text[]) and r.unit_path @> ${path}::ltree and ${HELD_ON(today)}
        group by r.person_id) as held using (person_id)
      where p.is_active order by held.depth desc, p.name, p.person_id limit ${MOST_WHO_REACH}`),
  )
}

/** Names of people, wherever they stand. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.asSystem(() =>
    db.rows<PersonRef>(
      sql`select person_id, name from person where person_id = any (${[...new Set(ids)]}::uuid[])`,
    ),
  )
  return new Map(rows.map(({ personId, name }) => [personId, name]))
}

/** Somebody of the staff, wherever they stand. */
export function findStaff(db: Db, personId: string) {
  return db.asSystem(() =>
    db.maybe<PersonRef & { path: string; cityCode: string; isActive: boolean }>(sql`
      select person_id, name, unit_path::text as path, city_code, is_active from person
      where person_id = ${personId} and kind = 'staff'`),
  )
}
