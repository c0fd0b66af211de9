import type { CustomerClass, CycleGrade, DueKind, PlainDate, UnitKind } from '@nuandeng/domain'
import { UNSET_CYCLE_MONTHS } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** What is due for a customer. */
export interface DueThing {
  customerId: string
  kind: DueKind
  hazardId: string | null
  /** Names the thing among those of its customer and kind. */
  thing: string
  text: string | null
  lastOn: PlainDate | null
  dueOn: PlainDate | null
  isCycleSet: boolean | null
}

/** For whom. */
export interface DueCustomer {
  customerId: string
  accountNo: string
  name: string
  customerClass: CustomerClass | null
  grade: Exclude<CycleGrade, 'none'> | null
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
}

export interface DueFilter {
  /** The units in reach, or one of them. */
  paths: readonly string[]
  kind?: DueKind | undefined
  grade?: CycleGrade | undefined
  customerClass?: CustomerClass | undefined
  state?: 'never' | 'overdue' | 'soon' | undefined
  today: PlainDate
  /** The last day that counts as soon. */
  soonOn: PlainDate
}

/** Where the page before ended: what was never done comes first, with the earliest of days. */
export interface DueCursor {
  order: string
  customerId: string
  thing: string
}

/** Key customers (重要、重点客户) in reach: of class A or B, or with a grade; they are what index customer_due holds. */
const KEY = ({ paths, grade, customerClass }: DueFilter) => {
  const wanted = [
    sql`(c.class in ('A', 'B') or c.grade is not null) and c.status <> 'closed' and c.merged_into_id is null`,
    sql`c.unit_path <@ any (${paths}::ltree[])`,
  ]
  if (grade) wanted.push(sql`coalesce(c.grade, 'none') = ${grade}`)
  if (customerClass) wanted.push(sql`c.class = ${customerClass}`)
  return sql`
    select c.customer_id, c.city_code, c.unit_path, c.grade, c.people_masked from customer c
    where ${sql.join(wanted, sql` and `)}`
}

/**
 * Who has a grade has to have a plan and drill it; contract service is due where there was one. Each look-up goes by
 * an index from one key customer, whatever the planner believes of the tables: what it costs grows with the key
 * customers alone.
 */
const AGAIN_AND_AGAIN = sql`
  select key.customer_id, e.kind, null::uuid as hazard_id, e.kind as thing, null::text as text,
    last.done_on as last_on,
    case when e.kind = 'inspection'
      then (last.done_on + make_interval(months => coalesce(cycle.months, unset.months)))::date
      else last.next_on end as due_on,
    case when e.kind = 'inspection' then cycle.months is not null end as is_cycle_set
  from key
  join (values ('inspection'), ('emergency-plan'), ('drill'), ('contract-service')) as e(kind) on true
  left join lateral (
    select a.done_on, a.next_on from assurance_entry a
    where a.customer_id = key.customer_id and a.city_code = key.city_code and a.kind = e.kind
    order by a.done_on desc, a.entry_id desc limit 1) last on true
  left join lateral (
    select i.months from inspection_cycle i
    where e.kind = 'inspection' and i.unit_path @> key.unit_path and i.grade = coalesce(key.grade, 'none')
    order by nlevel(i.unit_path) desc limit 1) cycle on true
  join unset on unset.grade = coalesce(key.grade, 'none')
  where e.kind = 'inspection' or last.done_on is not null
    or (e.kind in ('emergency-plan', 'drill') and key.grade is not null)`
const HAZARDS = sql`
  select key.customer_id, 'hazard', h.hazard_id, h.hazard_id::text, h.text, h.found_on, h.deadline_on, null::boolean
  from key cross join lateral (
    select * from hazard o where o.customer_id = key.customer_id and o.city_code = key.city_code
      and o.removed_on is null) as h`
const LICENCES = sql`
  select key.customer_id, 'licence', null::uuid, 'licence' || p.ordinal, p.person ->> 'name', null::date,
    (p.person ->> 'licenceExpiresOn')::date, null::boolean
  from key cross join lateral jsonb_array_elements(key.people_masked) with ordinality as p(person, ordinal)
  where p.person ->> 'licenceExpiresOn' is not null`

/** What has to be looked at for one kind of thing, or for all. */
function thingsOf(kind: DueKind | undefined) {
  if (kind === 'hazard') return HAZARDS
  if (kind === 'licence') return LICENCES
  return kind ? AGAIN_AND_AGAIN : sql.join([AGAIN_AND_AGAIN, HAZARDS, LICENCES], sql` union all `)
}

/**
 * What is due by a day, the longest due first; one more than the limit. As the system with the actor's paths as a
 * condition, since the wall would ask for the customer of every entry; listDueCustomers reads whom it is due for
 * behind the wall.
 */
export function listDueThings(
  db: Db,
  filter: DueFilter,
  page: { after: DueCursor | undefined; limit: number },
) {
  const { today, soonOn, kind, state } = filter
  const unset = Object.entries(UNSET_CYCLE_MONTHS)
  const order = sql`coalesce(t.due_on, '-infinity'::date)`
  const wanted = [sql`(t.due_on is null or t.due_on <= ${soonOn})`]
  if (kind) wanted.push(sql`t.kind = ${kind}`)
  if (state === 'never') wanted.push(sql`t.due_on is null`)
  if (state === 'overdue') wanted.push(sql`t.due_on < ${today}`)
  if (state === 'soon') wanted.push(sql`t.due_on >= ${today}`)
  if (page.after) {
    const { order: day, customerId, thing } = page.after
    wanted.push(
      sql`(${order}, t.customer_id, t.thing) > (${day}::date, ${customerId}::uuid, ${thing}::text)`,
    )
  }
  return db.asSystem(() =>
    db.rows<DueThing>(sql`
      with key as materialized (${KEY(filter)}),
      unset as (select * from unnest(${unset.map(([grade]) => grade)}::text[],
        ${unset.map(([, months]) => months)}::int[]) as u(grade, months))
      select t.customer_id, t.kind, t.hazard_id, t.thing, t.text, t.last_on, t.due_on, t.is_cycle_set
      from (${thingsOf(kind)}) as t(customer_id, kind, hazard_id, thing, text, last_on, due_on, is_cycle_set)
      where ${sql.join(wanted, sql` and `)}
      order by ${order}, t.customer_id, t.thing limit ${page.limit}`),
  )
}

/** Customers by their keys as far as the actor may see them. */
export function listDueCustomers(db: Db, customerIds: readonly string[]) {
  return db.rows<DueCustomer>(sql`
    select c.customer_id, c.account_no, c.name, c.class as customer_class, c.grade, u.unit_id, u.kind as unit_kind,
      u.name as unit_name, u.path::text as unit_path
    from customer c join unit u on u.unit_id = c.unit_id where c.customer_id = any (${customerIds}::uuid[])`)
}
