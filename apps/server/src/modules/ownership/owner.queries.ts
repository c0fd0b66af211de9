import type { PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { HELD_ON } from './staff.queries.ts'

export interface OwnerRow {
  customerId: string
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  officerId: string | null
  officerName: string | null
  isOfficerIn: boolean
  isByHand: boolean
  awayUntil: PlainDate | null
  substituteId: string | null
  substituteName: string | null
  headId: string | null
  headName: string | null
}

/**
 * Who could answer for these customers on a day. As the system: people of a city answer for customers of its
 * stations. That the actor may see the customers was decided before.
 */
export function listOwners(db: Db, customerIds: readonly string[], today: PlainDate) {
  const officerOf = (person: string) => sql`${sql.ref(person)}.is_active and exists (
    select from assignment r where r.person_id = ${sql.ref(person)}.person_id and r.role = 'liaison-officer'
      and r.unit_path @> c.unit_path and ${HELD_ON(today)})`
  return db.asSystem(() =>
    db.rows<OwnerRow>(sql`
      select c.customer_id, u.unit_id, u.kind as unit_kind, u.name as unit_name, u.path::text as unit_path,
        o.person_id as officer_id, o.name as officer_name,
        coalesce(${officerOf('o')}, false) as is_officer_in,
        (l.officer_id is not null and l.rule_id is null) as is_by_hand, a.to_on as away_until,
        s.person_id as substitute_id, s.name as substitute_name, h.person_id as head_id, h.name as head_name
      from customer c join unit u on u.unit_id = c.unit_id
      left join liaison l on l.customer_id = c.customer_id and l.city_code = c.city_code
      left join person o on o.person_id = l.officer_id
      left join absence a on a.person_id = o.person_id and ${today}::date between a.from_on and a.to_on
      left join person s on s.person_id = a.substitute_id and ${officerOf('s')} and not exists (
        select from absence b where b.person_id = s.person_id and ${today}::date between b.from_on and b.to_on)
      left join lateral (
        select p.person_id, p.name from assignment r join person p on p.person_id = r.person_id
        where r.role = 'station-head' and r.unit_path @> c.unit_path and p.is_active and ${HELD_ON(today)}
        order by nlevel(r.unit_path) desc, r.valid_from, r.assignment_id limit 1) h on true
      where c.customer_id = any (${customerIds}::uuid[])`),
  )
}

/** The telephone that customers of somebody are shown. */
export function findWorkPhone(db: Db, personId: string) {
  return db.asSystem(() =>
    db.maybe<{ workPhone: string }>(
      sql`select work_phone from officer_card where person_id = ${personId}`,
    ),
  )
}
