import type {
  CustomerClass,
  NeedResult,
  NeedSource,
  NeedState,
  NeedTopic,
  PlainDate,
  UnitKind,
} from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { HELD_ON } from './staff.queries.ts'

/** A need as it is shown. */
export interface NeedView {
  needId: string
  cityCode: string
  customerId: string
  accountNo: string
  name: string
  customerClass: CustomerClass | null
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  topic: NeedTopic
  source: NeedSource
  text: string
  state: NeedState
  ownerId: string | null
  nextStep: string | null
  nextStepOn: PlainDate | null
  result: NeedResult | null
  resultText: string | null
  filedByName: string
  filedAt: Date
  closedAt: Date | null
}

export interface NeedFilter {
  customerId?: string | undefined
  /** The unit and all below it. */
  unit?: { path: string } | undefined
  ownerId?: string | undefined
  isOfUnit?: boolean | undefined
  state?: NeedState | undefined
  isOverdue?: boolean | undefined
  topic?: NeedTopic | undefined
  source?: NeedSource | undefined
  customerClass?: CustomerClass | undefined
  search?: string | undefined
}

/** Where the page before ended. */
export interface NeedCursor {
  order: string
  needId: string
}

interface Page {
  scopes: readonly string[]
  today: PlainDate
  after: NeedCursor | undefined
  limit: number
}

/** Open ones by the day of their next step; closed ones after them. */
const ORDER = sql`coalesce(n.next_step_on, 'infinity'::date)`

function conditions(filter: NeedFilter, { scopes, today }: Pick<Page, 'scopes' | 'today'>) {
  const wanted = [sql`c.unit_path <@ any (${scopes}::ltree[])`]
  if (filter.customerId) wanted.push(sql`n.customer_id = ${filter.customerId}`)
  if (filter.unit) wanted.push(sql`c.unit_path <@ ${filter.unit.path}::ltree`)
  if (filter.ownerId) wanted.push(sql`n.owner_id = ${filter.ownerId}`)
  if (filter.isOfUnit !== undefined) {
    wanted.push(filter.isOfUnit ? sql`n.owner_id is null` : sql`n.owner_id is not null`)
  }
  if (filter.state) wanted.push(sql`n.state = ${filter.state}`)
  if (filter.isOverdue !== undefined) {
    const isLate = sql`(n.state = 'open' and n.next_step_on < ${today})`
    wanted.push(filter.isOverdue ? isLate : sql`not ${isLate}`)
  }
  if (filter.topic) wanted.push(sql`n.topic = ${filter.topic}`)
  if (filter.source) wanted.push(sql`n.source = ${filter.source}`)
  if (filter.customerClass) wanted.push(sql`c.class = ${filter.customerClass}`)
  if (filter.search) {
    const form = sql`search_form(${filter.search})`
    wanted.push(sql`((bigrams(search_form(n.text)) @> bigrams(${form}) and strpos(search_form(n.text), ${form}) > 0)
      or starts_with(c.account_no, ${filter.search}))`)
  }
  return sql.join(wanted, sql` and `)
}

/**
 * Which needs a filter finds. As the system with the actor's paths as a condition, so that the index of words may be
 * used; listNeedsByKey reads the rows again behind the wall (as in fieldwork).
 */
export function listNeedKeys(db: Db, filter: NeedFilter, page: Page) {
  const { after, limit } = page
  const beyond = after
    ? sql`and (${ORDER}, n.need_id) > (${after.order}::date, ${after.needId}::uuid)`
    : sql``
  return db.asSystem(() =>
    db.rows<{ needId: string }>(sql`
      select n.need_id from need n join customer c using (customer_id, city_code)
      where ${conditions(filter, page)} ${beyond}
      order by ${ORDER}, n.need_id limit ${limit}`),
  )
}

export function countNeeds(db: Db, filter: NeedFilter, page: Pick<Page, 'scopes' | 'today'>) {
  return db.asSystem(() =>
    db.one<{ count: number }>(sql`
      select count(*) from need n join customer c using (customer_id, city_code)
      where ${conditions(filter, page)}`),
  )
}

export function listNeedsByKey(db: Db, needIds: readonly string[]) {
  return db.rows<NeedView>(sql`
    select n.need_id, n.city_code, n.customer_id, c.account_no, c.name, c.class as customer_class, u.unit_id,
      u.kind as unit_kind, u.name as unit_name, u.path::text as unit_path, n.topic, n.source, n.text, n.state,
      n.owner_id, n.next_step, n.next_step_on, n.result, n.result_text, n.filed_by_name, n.filed_at, n.closed_at
    from need n join customer c using (customer_id, city_code) join unit u on u.unit_id = c.unit_id
    where n.need_id = any (${needIds}::uuid[])
    order by ${ORDER}, n.need_id`)
}

/** Which of these owners are still there: active, with a role that lets them work on the needs of the path. */
export function listOwnersThere(
  db: Db,
  pairs: readonly { ownerId: string; path: string }[],
  held: { roles: readonly string[]; today: PlainDate },
) {
  return db.asSystem(() =>
    db.rows<{ ownerId: string; path: string }>(sql`
      select distinct pair.owner_id, pair.path
      from unnest(${pairs.map(({ ownerId }) => ownerId)}::uuid[], ${pairs.map(({ path }) => path)}::text[])
        as pair(owner_id, path)
      join person p on p.person_id = pair.owner_id and p.is_active
      join assignment r on r.person_id = p.person_id and r.role = any (${held.roles}::text[])
        and r.unit_path @> pair.path::ltree and ${HELD_ON(held.today)}`),
  )
}
