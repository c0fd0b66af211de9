import type { CustomerClass, PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { HELD_ON } from './staff.queries.ts'

export interface RuleRow {
  ruleId: string
  cityCode: string
  unitId: string
  unitKind: UnitKind
  unitName: string
  path: string
  customerClass: CustomerClass | null
  useCategory: string | null
  supplyArea: 'urban' | 'rural' | 'remote' | null
  officerIds: string[]
}

const RULE = sql`l.rule_id, l.city_code, l.unit_id, u.kind as unit_kind, u.name as unit_name, l.unit_path::text as path,
  l.customer_class, l.use_category, l.supply_area, l.officer_ids`
/** The lower its unit and the more it asks for, the more specific a rule is. */
const MOST_SPECIFIC = sql`nlevel(l.unit_path) desc,
  num_nonnulls(l.customer_class, l.use_category, l.supply_area) desc, l.rule_id`

/** Rules in reach that stand, the most specific first. */
export function listRules(db: Db) {
  return db.rows<RuleRow>(sql`
    select ${RULE} from liaison_rule l join unit u on u.unit_id = l.unit_id
    where l.ended_at is null order by ${MOST_SPECIFIC}`)
}

/** Rules that bear on the customers of a unit: its own, those below it and those above it. */
export function listRulesFor(db: Db, path: string) {
  return db.asSystem(() =>
    db.rows<RuleRow>(sql`
      select ${RULE} from liaison_rule l join unit u on u.unit_id = l.unit_id
      where l.ended_at is null and (l.unit_path <@ ${path}::ltree or l.unit_path @> ${path}::ltree)
      order by ${MOST_SPECIFIC}`),
  )
}

type NewRule = Omit<RuleRow, 'unitKind' | 'unitName'>

/** Adds a rule; 0 where its id is taken. */
export function insertRule(db: Db, rule: NewRule, at: Date) {
  return db.run(sql`
    insert into liaison_rule (city_code, rule_id, unit_id, unit_path, customer_class, use_category, supply_area,
      officer_ids, made_at)
    values (${rule.cityCode}, ${rule.ruleId}, ${rule.unitId}, ${rule.path}::ltree, ${rule.customerClass},
      ${rule.useCategory}, ${rule.supplyArea}, ${rule.officerIds}::uuid[], ${at})
    on conflict do nothing`)
}

export function findRule(db: Db, ruleId: string) {
  return db.maybe<RuleRow & { endedAt: Date | null }>(sql`
    select ${RULE}, l.ended_at from liaison_rule l join unit u on u.unit_id = l.unit_id
    where l.rule_id = ${ruleId} for update of l`)
}

export async function setRuleEnded(db: Db, ruleId: string, at: Date) {
  await db.run(sql`update liaison_rule set ended_at = ${at} where rule_id = ${ruleId}`)
}

export async function setCard(
  db: Db,
  card: { cityCode: string; personId: string; path: string; workPhone: string },
  at: Date,
) {
  await db.run(sql`
    insert into officer_card (city_code, person_id, unit_path, work_phone, changed_at)
    values (${card.cityCode}, ${card.personId}, ${card.path}::ltree, ${card.workPhone}, ${at})
    on conflict (person_id, city_code) do update set unit_path = excluded.unit_path,
      work_phone = excluded.work_phone, changed_at = excluded.changed_at`)
}

export interface AbsenceRow {
  absenceId: string
  cityCode: string
  personId: string
  path: string
  fromOn: PlainDate
  toOn: PlainDate
  substituteId: string | null
}

const ABSENCE = sql`absence_id, city_code, person_id, unit_path::text as path, from_on, to_on, substitute_id`

/** Adds an absence; 0 where its id is taken. */
export function insertAbsence(db: Db, row: AbsenceRow) {
  return db.run(sql`
    insert into absence (city_code, absence_id, person_id, unit_path, from_on, to_on, substitute_id)
    values (${row.cityCode}, ${row.absenceId}, ${row.personId}, ${row.path}::ltree, ${row.fromOn}, ${row.toOn},
      ${row.substituteId})
    on conflict (absence_id, city_code) do nothing`)
}

export function findAbsence(db: Db, absenceId: string) {
  return db.maybe<AbsenceRow>(
    sql`select ${ABSENCE} from absence where absence_id = ${absenceId} for update`,
  )
}

export async function setAbsenceEnd(db: Db, absenceId: string, toOn: PlainDate) {
  await db.run(sql`update absence set to_on = ${toOn} where absence_id = ${absenceId}`)
}

export async function deleteAbsence(db: Db, absenceId: string) {
  await db.run(sql`delete from absence where absence_id = ${absenceId}`)
}

export interface BoardRow {
  personId: string
  name: string
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  workPhone: string | null
  customers: number
  isIn: boolean
  absenceId: string | null
  fromOn: PlainDate | null
  toOn: PlainDate | null
  substituteId: string | null
}

/**
 * The officers of a unit: those whose role reaches it or stands below it, and those who left and still have customers
 * there. Their load is that in the unit. As the system, like listOwners.
 */
export function listBoard(db: Db, path: string, today: PlainDate) {
  return db.asSystem(() =>
    db.rows<BoardRow>(sql`
      with load as (
        select l.officer_id, count(*) as customers from liaison l join customer c using (customer_id, city_code)
        where c.unit_path <@ ${path}::ltree group by l.officer_id),
      holder as (
        select distinct r.person_id from assignment r
        where r.role = 'liaison-officer' and (r.unit_path <@ ${path}::ltree or r.unit_path @> ${path}::ltree)
          and ${HELD_ON(today)})
      select p.person_id, p.name, u.unit_id, u.kind as unit_kind, u.name as unit_name, u.path::text as unit_path,
        k.work_phone, coalesce(load.customers, 0) as customers, (holder.person_id is not null and p.is_active) as is_in,
        a.absence_id, a.from_on, a.to_on, a.substitute_id
      from person p join unit u on u.unit_id = p.unit_id
      left join load on load.officer_id = p.person_id
      left join holder on holder.person_id = p.person_id
      left join officer_card k on k.person_id = p.person_id
      left join absence a on a.person_id = p.person_id and ${today}::date between a.from_on and a.to_on
      where (holder.person_id is not null and p.is_active) or load.officer_id is not null
      order by p.name, p.person_id`),
  )
}

/** Customers of a unit, and those of them without an officer. */
export function countGaps(db: Db, path: string) {
  return db.one<{ customers: number; withoutOfficer: number }>(sql`
    select count(*) as customers, count(*) filter (where l.officer_id is null) as without_officer
    from customer c left join liaison l on l.customer_id = c.customer_id and l.city_code = c.city_code
    where c.unit_path <@ ${path}::ltree and c.status <> 'closed' and c.merged_into_id is null`)
}
