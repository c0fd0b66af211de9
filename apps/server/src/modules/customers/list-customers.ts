import type { countCustomersRoute, InputOf, listCustomersRoute } from '@nuandeng/contract'
import {
  isWithin,
  type Permission,
  pathsWith,
  STALE_AFTER_MONTHS,
  shanghaiDate,
  staleBefore,
} from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { listCustomersByKey } from './customer.queries.ts'
import { keeperOf, tagWord } from './keeper.ts'
import {
  type CustomerCursor,
  type CustomerFilter,
  countCustomers,
  type FoundKey,
  listCityCodes,
  listCustomerKeys,
  searchCustomerKeys,
} from './list.queries.ts'
import { customerItem } from './read-customer.ts'
import { lexeme, readSearch } from './search-query.ts'

type Wanted = InputOf<typeof countCustomersRoute>

/** A search that finds more than this tells so, and asks for a narrower one. */
const SEARCH_LIMIT = 1000

/** Customers by filter and search, by unit and account number. */
export async function listCustomers(ctx: Context, input: InputOf<typeof listCustomersRoute>) {
  const { cursor, limit, ...wanted } = input
  const filter = await filterOf(ctx, wanted, 'customer.read')
  const after = cursor ? cursorFrom(cursor) : undefined
  const { keys, found } = filter.search
    ? await search(ctx, { ...filter, search: filter.search }, after)
    : { keys: await listed(ctx, filter, { after, limit: limit + 1 }), found: null }
  const page = pageFrom(keys, limit, cursorOf)
  const today = shanghaiDate(ctx.now)
  const rows = await listCustomersByKey(ctx.db, page.items)
  return { items: rows.map((row) => customerItem(row, today)), next: page.next, found }
}

async function search(
  ctx: Context,
  filter: Parameters<typeof searchCustomerKeys>[1],
  after: CustomerCursor | undefined,
) {
  const found = await searchCustomerKeys(ctx.db, filter, SEARCH_LIMIT + 1)
  const isMore = found.length > SEARCH_LIMIT
  const shown = isMore ? found.slice(0, SEARCH_LIMIT) : found
  const keys = after ? shown.filter((key) => isBehind(key, after)) : shown
  return { keys, found: { count: shown.length, isMore } }
}

/** A tag that few have is found by its word; one that many have is met soon on the way through the list. */
async function listed(
  ctx: Context,
  filter: CustomerFilter,
  page: { after: CustomerCursor | undefined; limit: number },
) {
  if (filter.tag) {
    const search = { words: lexeme(tagWord(filter.tag)) }
    const found = await searchCustomerKeys(ctx.db, { ...filter, search }, SEARCH_LIMIT + 1)
    const { after } = page
    if (found.length <= SEARCH_LIMIT)
      return after ? found.filter((key) => isBehind(key, after)) : found
  }
  return listCustomerKeys(ctx.db, filter, page)
}

/** As the database orders: paths label by label, then account numbers by their bytes. */
function isBehind(key: FoundKey, after: CustomerCursor): boolean {
  if (key.unitPath === after.unitPath) return key.accountNo > after.accountNo
  const [labels, others] = [key.unitPath.split('.'), after.unitPath.split('.')]
  const at = labels.findIndex((label, i) => label !== others[i])
  if (at === -1) return false
  const other = others[at]
  return other === undefined || (labels[at] as string) > other
}

/** How many customers a filter finds, by class, and how complete their files are. */
export async function countFiltered(ctx: Context, input: Wanted) {
  const filter = await filterOf(ctx, input, 'customer.read')
  const months = input.staleMonths ?? STALE_AFTER_MONTHS
  const groups = await countCustomers(ctx.db, filter, staleBefore(shanghaiDate(ctx.now), months))
  const sumOf = (key: 'count' | 'percents' | 'stale') =>
    groups.reduce((sum, group) => sum + group[key], 0)
  const count = sumOf('count')
  return {
    count,
    byClass: Object.fromEntries(
      groups.map((group) => [group.customerClass ?? 'none', group.count]),
    ),
    completeness: count === 0 ? null : Math.floor(sumOf('percents') / count),
    stale: sumOf('stale'),
  }
}

/** The filter with its unit found and its search read; a unit out of reach is refused, not quietly empty. */
export async function filterOf(
  ctx: Context,
  { unitId, search, staleMonths, ...filter }: Wanted,
  permission: Permission,
): Promise<CustomerFilter> {
  const query = search === undefined ? undefined : readSearch(search)
  if (search !== undefined && !query)
    throw problems.wrongField('search', 'too-short', 'two characters beside one another, or more')
  const phoneHash = query?.phone ? keeperOf(ctx.vault).hashPhone(query.phone) : undefined
  const paths = unitId
    ? [await pathOf(ctx, unitId, permission)]
    : outermost(pathsWith(ctx.actor.grants, permission))
  const cities = query?.accountPrefix ? await listCityCodes(ctx.db, paths) : []
  return {
    ...{ ...filter, paths, cityCodes: cities.map(({ cityCode }) => cityCode) },
    ...(query ? { search: { ...query, phoneHash } } : {}),
    ...(staleMonths ? { verifiedBefore: staleBefore(shanghaiDate(ctx.now), staleMonths) } : {}),
  }
}

async function pathOf(ctx: Context, unitId: string, permission: Permission): Promise<string> {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, permission, unit)
  return unit.path
}

/** Paths of which none lies in another. */
function outermost(paths: readonly string[]): string[] {
  return [...new Set(paths)].filter(
    (path) => !paths.some((other) => other !== path && isWithin(path, other)),
  )
}

function cursorOf({ unitPath, accountNo }: FoundKey): string {
  return `${unitPath}~${accountNo}`
}

const CURSOR = /^([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)~([A-Za-z0-9-]{1,32})$/

function cursorFrom(text: string): CustomerCursor {
  const [, unitPath, accountNo] = CURSOR.exec(text) ?? []
  if (!unitPath || !accountNo)
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  return { unitPath, accountNo }
}
