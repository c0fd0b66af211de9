import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { RuleRow } from './liaison.queries.ts'
import { HELD_ON, type PersonRef } from './staff.queries.ts'

/**
 * Lets one assignment of officers follow another: both would fill up the same officer. Plans that this connection
 * made before are made again: the check of the foreign key keeps one that reads the whole register for every row
 * when it was made before a register came in, and the statistics that would replace it may not be there yet.
 */
export async function holdAssigning(db: Db) {
  await db.run(sql`select pg_advisory_xact_lock(hashtextextended('liaison', 2))`)
  await db.run(sql`discard plans`)
}

/** Takes customers of a unit from officers who hold the role there no longer. */
export async function releaseFromThoseWhoLeft(db: Db, path: string, today: PlainDate) {
  await db.asSystem(() =>
    db.run(sql`
      with pair as (
        select distinct l.officer_id, c.unit_path from liaison l join customer c using (customer_id, city_code)
        where c.unit_path <@ ${path}::ltree),
      gone as (
        select officer_id, unit_path from pair where not exists (
          select from assignment r join person p on p.person_id = r.person_id
          where r.person_id = pair.officer_id and p.is_active and r.role = 'liaison-officer'
            and r.unit_path @> pair.unit_path and ${HELD_ON(today)}))
      delete from liaison l using customer c, gone
      where c.customer_id = l.customer_id and c.city_code = l.city_code
        and gone.officer_id = l.officer_id and gone.unit_path = c.unit_path`),
  )
}

/** Takes customers of a unit from whomever the rules gave them to. */
export async function releaseAll(db: Db, path: string) {
  await db.run(sql`
    delete from liaison l using customer c
    where c.customer_id = l.customer_id and c.city_code = l.city_code and c.unit_path <@ ${path}::ltree
      and l.rule_id is not null`)
}

/** Takes customers of a unit from one officer. */
export async function releaseFrom(db: Db, path: string, officerId: string) {
  await db.run(sql`
    delete from liaison l using customer c
    where c.customer_id = l.customer_id and c.city_code = l.city_code and c.unit_path <@ ${path}::ltree
      and l.officer_id = ${officerId}`)
}

/** Those of a rule who can take on customers today, with the customers that they have anywhere. */
export function listLoads(db: Db, rule: RuleRow, today: PlainDate) {
  return db.asSystem(() =>
    db.rows<PersonRef & { customers: number }>(sql`
      select p.person_id, p.name, (select count(*) from liaison l where l.officer_id = p.person_id) as customers
      from person p
      where p.person_id = any (${rule.officerIds}::uuid[]) and p.is_active
        and exists (select from assignment r where r.person_id = p.person_id and r.role = 'liaison-officer'
          and r.unit_path @> ${rule.path}::ltree and ${HELD_ON(today)})
        and not exists (select from absence a where a.person_id = p.person_id
          and ${today}::date between a.from_on and a.to_on)
      order by p.person_id`),
  )
}

/** Whom something is assigned to: the customers of a unit, or one of them. */
export interface Whom {
  path: string
  customerId?: string | undefined
}

const FREE = (rule: RuleRow, { path, customerId }: Whom) => sql`
  ${customerId ? sql`c.customer_id = ${customerId} and ` : sql``}c.unit_path <@ ${path}::ltree and c.unit_path <@ ${rule.path}::ltree
  and (${rule.customerClass}::text is null or c.class = ${rule.customerClass})
  and (${rule.useCategory}::text is null or c.use_category = ${rule.useCategory})
  and (${rule.supplyArea}::text is null or c.supply_area = ${rule.supplyArea})
  and c.status <> 'closed' and c.merged_into_id is null
  and not exists (select from liaison l where l.customer_id = c.customer_id and l.city_code = c.city_code)`

/** Customers of a unit that a rule fits and nobody has. */
export function countFree(db: Db, rule: RuleRow, whom: Whom) {
  return db.one<{ count: number }>(sql`select count(*) from customer c where ${FREE(rule, whom)}`)
}

/** Gives them out: to each officer their share, neighbours of one transformer area together. */
export function giveOut(
  db: Db,
  { rule, whom, at }: { rule: RuleRow; whom: Whom; at: Date },
  shares: readonly { personId: string; customers: number }[],
) {
  return db.run(sql`
    with share as (
      select officer_id, sum(customers) over (order by ordinal) as last,
        sum(customers) over (order by ordinal) - customers as first
      from unnest(${shares.map(({ personId }) => personId)}::uuid[], ${shares.map(({ customers }) => customers)}::int[])
        with ordinality as s(officer_id, customers, ordinal)),
    free as materialized (
      select c.customer_id, c.city_code,
        row_number() over (order by c.unit_path, c.transformer_area, c.account_no, c.customer_id) as n
      from customer c where ${FREE(rule, whom)})
    insert into liaison (city_code, customer_id, officer_id, rule_id, assigned_at)
    select free.city_code, free.customer_id, share.officer_id, ${rule.ruleId}, ${at}
    from free join share on free.n > share.first and free.n <= share.last`)
}

/** Sets the officer of a customer by hand. */
export async function setOfficer(
  db: Db,
  customer: { cityCode: string; customerId: string },
  officerId: string,
  at: Date,
) {
  await db.run(sql`
    insert into liaison (city_code, customer_id, officer_id, rule_id, assigned_at)
    values (${customer.cityCode}, ${customer.customerId}, ${officerId}, null, ${at})
    on conflict (customer_id, city_code) do update set officer_id = excluded.officer_id, rule_id = null,
      assigned_at = excluded.assigned_at`)
}

/** Takes a customer from an officer who was chosen by hand; 0 where none was. */
export function releaseByHand(
  db: Db,
  { cityCode, customerId }: { cityCode: string; customerId: string },
) {
  return db.run(sql`
    delete from liaison
    where customer_id = ${customerId} and city_code = ${cityCode} and rule_id is null`)
}
