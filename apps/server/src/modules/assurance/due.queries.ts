import type { CustomerClass, CycleGrade, DueKind, PlainDate, UnitKind } from '@nuandeng/domain'
import { UNSET_CYCLE_MONTHS } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface DueRow {
  customerId: string
  accountNo: string
  name: string
  customerClass: CustomerClass | null
  grade: Exclude<CycleGrade, 'none'> | null
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  kind: DueKind
  hazardId: string | null
  /** Names the thing among those of its customer and kind. */
  thing: string
  text: string | null
  lastOn: PlainDate | null
  dueOn: PlainDate | null
  isCycleSet: boolean | null
}

export interface DueFilter {
  unitPath?: string | undefined
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

/** Key customers (重要、重点客户) in reach: of class A or B, or with a grade. */
const KEY = ({ unitPath, grade, customerClass }: DueFilter) => sql`
  select c.customer_id, c.city_code, c.account_no, c.name, c.class, c.grade, c.unit_id, c.unit_path, c.people_masked
  from customer c
  where (c.class in ('A', 'B') or c.grade is not null) and c.status <> 'closed' and c.merged_into_id is null
    and (${unitPath ?? null}::text is null or c.unit_path <@ ${unitPath ?? null}::text::ltree)
    and (${grade ?? null}::text is null or coalesce(c.grade, 'none') = ${grade ?? null})
    and (${customerClass ?? null}::text is null or c.class = ${customerClass ?? null})`

/** Who has a grade has to have a plan and drill it; contract service is due where there was one. */
const THINGS = sql`
  select key.customer_id, e.kind, null::uuid as hazard_id, e.kind as thing, null as text, last.done_on as last_on,
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
    where i.unit_path @> key.unit_path and i.grade = coalesce(key.grade, 'none')
    order by nlevel(i.unit_path) desc limit 1) cycle on true
  join unset on unset.grade = coalesce(key.grade, 'none')
  where e.kind = 'inspection' or last.done_on is not null
    or (e.kind in ('emergency-plan', 'drill') and key.grade is not null)
  union all
  select key.customer_id, 'hazard', h.hazard_id, h.hazard_id::text, h.text, h.found_on, h.deadline_on, null
  from key join hazard h using (customer_id, city_code) where h.removed_on is null
  union all
  select key.customer_id, 'licence', null, 'licence' || p.ordinal, p.person ->> 'name', null,
    (p.person ->> 'licenceExpiresOn')::date, null
  from key cross join lateral jsonb_array_elements(key.people_masked) with ordinality as p(person, ordinal)
  where p.person ->> 'licenceExpiresOn' is not null`

/** What is due by a day, the longest due first; one more than the limit. */
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
  return db.rows<DueRow>(sql`
    with key as materialized (${KEY(filter)}),
    unset as (select * from unnest(${unset.map(([grade]) => grade)}::text[],
      ${unset.map(([, months]) => months)}::int[]) as u(grade, months)),
    thing as (${THINGS})
    select key.customer_id, key.account_no, key.name, key.class as customer_class, key.grade, u.unit_id,
      u.kind as unit_kind, u.name as unit_name, u.path::text as unit_path, t.kind, t.hazard_id, t.thing, t.text,
      t.last_on, t.due_on, t.is_cycle_set
    from thing t join key using (customer_id) join unit u on u.unit_id = key.unit_id
    where ${sql.join(wanted, sql` and `)}
    order by ${order}, t.customer_id, t.thing limit ${page.limit}`)
}
