import type { CustomerClass, CustomerStatus, Grade, PlainDate } from '@nuandeng/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { CustomerKey } from './customer.queries.ts'
import type { SearchQuery } from './search-query.ts'

/** Conditions of a list, its unit resolved to paths. */
export interface CustomerFilter {
  /** Units that are wanted, each with all below it; none lies in another. */
  paths: readonly string[]
  /** Their cities; only with a search. */
  cityCodes?: readonly string[] | undefined
  search?: (SearchQuery & { phoneHash?: string | undefined }) | undefined
  customerClass?: CustomerClass | 'none' | undefined
  tag?: string | undefined
  grade?: Grade | undefined
  supplyArea?: string | undefined
  useCategory?: string | undefined
  status?: CustomerStatus | undefined
  completenessBelow?: number | undefined
  /** Verified before this day, or never. */
  verifiedBefore?: PlainDate | undefined
}

/** Where the page before ended. */
export interface CustomerCursor {
  unitPath: string
  accountNo: string
}

export interface FoundKey extends CustomerKey, CustomerCursor {}

const KEY = sql.raw('c.city_code, c.customer_id, c.unit_path, c.account_no')

/**
 * A unit with all below it, as a range of the index. A code has only letters, digits and `_`, of which `0`
 * comes first: `path0` is the first path behind those below `path`.
 */
function isBelow(path: string): RawBuilder<unknown> {
  return sql`c.unit_path >= ${path}::ltree and c.unit_path < ${`${path}0`}::ltree`
}

function conditionsOf(
  filter: Omit<CustomerFilter, 'paths' | 'search' | 'cityCodes'>,
): RawBuilder<unknown>[] {
  const wanted = [sql`c.merged_into_id is null`]
  const { customerClass, supplyArea } = filter
  if (customerClass === 'none') wanted.push(sql`c.class is null`)
  else if (customerClass) wanted.push(sql`c.class = ${customerClass}`)
  if (customerClass === 'A' || customerClass === 'B') wanted.push(sql`c.class in ('A', 'B')`)
  if (supplyArea === 'none') wanted.push(sql`c.supply_area is null`)
  else if (supplyArea) wanted.push(sql`c.supply_area = ${supplyArea}`)
  if (filter.tag) wanted.push(sql`c.tags @> array[${filter.tag}]`)
  if (filter.grade) wanted.push(sql`c.grade = ${filter.grade}`)
  if (filter.useCategory) wanted.push(sql`c.use_category = ${filter.useCategory}`)
  if (filter.status) wanted.push(sql`c.status = ${filter.status}`)
  if (filter.completenessBelow) wanted.push(sql`c.completeness < ${filter.completenessBelow}`)
  if (filter.verifiedBefore)
    wanted.push(sql`(c.verified_on is null or c.verified_on < ${filter.verifiedBefore})`)
  return wanted
}

/** The ways in which a search finds, each by an index of its own. */
function waysOf(
  search: NonNullable<CustomerFilter['search']>,
  cityCodes: readonly string[],
): RawBuilder<unknown>[] {
  const ways: RawBuilder<unknown>[] = []
  if (search.words) {
    const parts = (search.parts ?? []).map(
      (part) =>
        sql` and strpos(lower(normalize(c.name || ' ' || coalesce(c.address, ''), nfkc)), ${part}) > 0`,
    )
    ways.push(sql`(c.words @@ ${search.words}::tsquery ${sql.join(parts, sql``)})`)
  }
  if (search.accountPrefix) {
    const { accountPrefix } = search
    ways.push(sql`(c.city_code = any(${cityCodes}::text[]) and c.account_no >= ${accountPrefix}
      and c.account_no < ${`${accountPrefix}~`})`)
  }
  if (search.phoneHash) ways.push(sql`c.phone_hash = ${search.phoneHash}`)
  return ways
}

/** The search with the unit as one more word; the province holds all and has none. */
function inUnit<S extends SearchQuery>(search: S, path: string): S {
  const [code] = path.split('.').slice(1).slice(-1)
  return search.words && code ? { ...search, words: `(${search.words}) & '@${code}'` } : search
}

interface Page {
  after: CustomerCursor | undefined
  limit: number
}

/**
 * Keys of customers in the order of lists: unit, then account number. Each path is a range of one index, so
 * that a page costs the same wherever it lies. As the system role with the actor's paths as conditions: a
 * policy keeps operators that are not leakproof from an index; `listCustomersByKey` reads behind the policy.
 */
export function listCustomerKeys(
  db: Db,
  { paths, search, cityCodes = [], ...filter }: CustomerFilter,
  page: Page,
) {
  const { after, limit } = page
  const common = conditionsOf(filter)
  if (search) common.push(sql`(${sql.join(waysOf(search, cityCodes), sql` or `)})`)
  if (after)
    common.push(sql`(c.unit_path, c.account_no) > (${after.unitPath}::ltree, ${after.accountNo})`)
  const ranges = paths.map(
    (path) => sql`(select ${KEY} from customer c
      where ${sql.join([isBelow(path), ...common], sql` and `)}
      order by c.unit_path, c.account_no limit ${limit})`,
  )
  return keysFrom(db, sql.join(ranges, sql` union all `), limit)
}

/**
 * Keys of what a search finds, without an order, at most so many: the index of words gives rows as they lie,
 * and the search ends when there are enough of them. With the whole answer in hand, pages follow from it. The
 * unit is one more word, so that the index gives no row of another; `<@`, which has no index, keeps the
 * planner from walking through the unit instead.
 */
export async function searchCustomerKeys(
  db: Db,
  {
    paths,
    search,
    cityCodes = [],
    ...filter
  }: CustomerFilter & { search: NonNullable<CustomerFilter['search']> },
  limit: number,
) {
  const common = conditionsOf(filter)
  const found = paths.flatMap((path) =>
    waysOf(inUnit(search, path), cityCodes).map(
      (way) => sql`(select ${KEY} from customer c
        where ${sql.join([sql`c.unit_path <@ ${path}::ltree`, way, ...common], sql` and `)} limit ${limit})`,
    ),
  )
  return db.asSystem(async () => {
    // Behind row-level security the planner knows no frequencies, and would read all rows.
    await db.run(sql`set local enable_seqscan = off`)
    return keysFrom(db, sql.join(found, sql` union `), limit)
  })
}

function keysFrom(db: Db, found: RawBuilder<unknown>, limit: number) {
  return db.asSystem(() =>
    db.rows<FoundKey>(sql`
      select city_code, customer_id, unit_path::text as unit_path, account_no from (${found}) as found
      order by found.unit_path, account_no limit ${limit}`),
  )
}

/** How many a filter finds, by class. */
export function countCustomers(
  db: Db,
  { paths, search, cityCodes = [], ...filter }: CustomerFilter,
  verifiedBefore: PlainDate,
) {
  const common = conditionsOf(filter)
  if (search) common.push(sql`(${sql.join(waysOf(search, cityCodes), sql` or `)})`)
  const anywhere = sql.join(
    paths.map((path) => sql`(${isBelow(path)})`),
    sql` or `,
  )
  return db.asSystem(() =>
    db.rows<{
      customerClass: CustomerClass | null
      count: number
      percents: number
      stale: number
    }>(sql`
      select c.class as customer_class, count(*), sum(c.completeness)::bigint as percents,
        count(*) filter (where c.verified_on is null or c.verified_on < ${verifiedBefore}) as stale
      from customer c where (${anywhere}) and ${sql.join(common, sql` and `)} group by c.class`),
  )
}

/** Keys of customers by their ids, as far as the actor may see them. */
export function listKeysById(db: Db, customerIds: readonly string[]) {
  return db.rows<CustomerKey>(sql`
    select city_code, customer_id from customer where customer_id = any(${customerIds}::uuid[])
      and merged_into_id is null`)
}

/** Codes of the cities of units and of all below them. */
export function listCityCodes(db: Db, paths: readonly string[]) {
  return db.rows<{ cityCode: string }>(sql`
    select distinct city_code from unit where path <@ ${paths}::ltree[]`)
}
