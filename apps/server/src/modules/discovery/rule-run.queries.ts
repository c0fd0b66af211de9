import {
  type DiscoveryEdition,
  type DiscoveryRule,
  FINDING_NUMBERS,
  type Finding,
  isDecimal,
  type MonthRule,
  monthBefore,
  type SilenceRule,
} from '@nuandeng/domain'
import type { Duck } from '../../platform/duck.ts'
import { bitsOf, countOf, type StateMonths } from './rule-sql.queries.ts'
import { hasTable, rowsOf } from './rule-tables.queries.ts'
import { compileRule } from './rules-compiled.queries.ts'
import { compileSilence } from './rules-silence.queries.ts'

/** A state keeps 25 months. */
export const MONTHS_KEPT = 25
/** Of so many newest months the newest that is fully read is taken. */
const BEGUN_AMONG = 3

/**
 * The months of the state of the connection, by age; undefined when nothing was imported. The newest is the newest
 * that was read for half as many customers as those before it: a month that has only begun is not looked at yet.
 */
export async function readStateMonths(duck: Duck): Promise<StateMonths | undefined> {
  const slots = await rowsOf<{ slot: number; month: string }>(
    duck,
    `select slot::integer as slot, strftime(month, '%Y-%m') as month from slot order by month desc`,
  )
  const recent = slots.slice(0, BEGUN_AMONG).map(({ slot }) => monthColumn(slot))
  if (recent.length === 0) return undefined
  const counts = recent.map((column) => `count(*) filter (${column} >= 0)::integer`)
  const [row] = await rowsOf<{ read: number[] }>(duck, `select [${counts}] as read from usage`)
  const read = row?.read ?? []
  const begun = read.findIndex((count) => count * 2 >= Math.max(...read))
  const newest = slots[begun]?.month
  if (newest === undefined) return undefined
  const columns = Array.from({ length: MONTHS_KEPT }, (_, age) => {
    const slot = slots.find(({ month }) => month === monthBefore(newest, age))?.slot
    return slot === undefined ? '-1' : monthColumn(slot)
  })
  return { newest, columns }
}

function monthColumn(slot: number): string {
  return `m${String(slot).padStart(2, '0')}`
}

/** The days of the state by age, with the newest; undefined where there are no daily readings. */
export async function readStateDays(
  duck: Duck,
): Promise<{ newest: string; columns: string[] } | undefined> {
  if (!(await hasTable(duck, 'day_slot'))) return undefined
  const rows = await rowsOf<{ slot: number; day: string; age: number }>(
    duck,
    `select slot::integer as slot, strftime(day, '%Y-%m-%d') as day, ((max(day) over ())::date - day::date)::integer as age
     from day_slot order by day desc`,
  )
  const newest = rows[0]?.day
  if (newest === undefined) return undefined
  const columns = Array.from({ length: 63 }, (_, age) => {
    const slot = rows.find((row) => row.age === age)?.slot
    return slot === undefined ? '-1' : `d${String(slot).padStart(2, '0')}`
  })
  return { newest, columns }
}

export interface RulesToRun {
  edition: DiscoveryEdition
  months: StateMonths
  days: readonly string[]
  hasRegister: boolean
  /** The rules that run, with their places in the edition. */
  rules: readonly { rule: DiscoveryRule; at: number }[]
}

/**
 * Makes the table `finding` in one statement: whoever passes the prefilter of any rule, in one scan of the state; the
 * exact arithmetic of each rule over those; what the register and the rules that explain another away leave.
 */
export async function findAll(duck: Duck, run: RulesToRun): Promise<void> {
  const ofMonths = run.rules.flatMap(({ rule }) => (rule.kind === 'silence' ? [] : [rule]))
  const found = run.rules.map(({ rule, at }) =>
    rule.kind === 'silence' ? silenceFound(rule, at, run.days) : monthsFound(run, rule, at),
  )
  const nobody = `select null, 0, 0, null, null, null, null, null, null, 0, 0 where false`
  // What the rules ask of the candidates would be asked while they are found, too, and be computed twice. Of how many
  // are found DuckDB can only guess, and would hash a whole register: tables are joined as they are written.
  await duck.run(`set disabled_optimizers = 'cte_filter_pusher,join_order,build_side_probe_side'`)
  await duck.run(`
    create or replace temp table finding as
    with candidate as materialized (${candidates(run, ofMonths)}),
    raw(id, rule, score, level, n0, n1, n2, n3, n4, from_age, to_age) as materialized (
      ${[nobody, ...found].join(' union all ')}),
    told as (${toldByRegister(run)})
    ${unlessExplained(run.edition)}`)
  await duck.run('reset disabled_optimizers')
}

/** Whoever passes the prefilter of any rule, with the months by age. */
function candidates({ edition, months }: RulesToRun, rules: readonly MonthRule[]): string {
  const column = (age: number) => months.columns[age] ?? '-1'
  const filters = rules.map((rule) => `(${compileRule(rule, edition, months).prefilter(column)})`)
  return `
    select id, ${months.columns.map((name, age) => `${name} as a${age}`)}
    from usage where ${filters.join(' or ') || false}`
}

function monthsFound({ edition, months }: RulesToRun, rule: MonthRule, at: number): string {
  const { prefilter, exact } = compileRule(rule, edition, months)
  const ages = months.columns.map((_, age) => age)
  return `
    select id, ${at}, score, null, n0, n1, n2, n3, n4, from_age, to_age
    from (with chosen as (
        select * from (
          select *, case when read_bits = 0 then 0 else floor(log2(read_bits))::bigint + 1 end as months_since
          from (select *, ${bitsOf(ages, (age) => `a${age} >= 0`)} as read_bits
            from candidate where ${prefilter((age) => `a${age}`)}))
        where months_since >= ${edition.newWithinMonths}
          and ${countOf('read_bits')} * 100 >= ${rule.minReadPercent} * months_since)
      ${exact})`
}

function silenceFound(rule: SilenceRule, at: number, columns: readonly string[]): string {
  return `
    select id, ${at}, score, level, n0, n1, n2, null, null, from_age, to_age
    from (${compileSilence(rule, columns)})`
}

/** What the register leaves, and of growth what comes near the capacity. */
function toldByRegister({ edition, months, hasRegister }: RulesToRun): string {
  if (!hasRegister) return 'select * from raw'
  const { rules, newWithinMonths } = edition
  const growths =
    rules.flatMap(({ kind }, at) => (kind === 'growth' ? [at] : [])).join(', ') || '-1'
  const since = monthBefore(months.newest, newWithinMonths).replace('-', '')
  // Rules for the same categories are asked about once.
  const byCategories = Map.groupBy(rules.keys(), (at) => rules[at]?.categories?.join(', ') ?? '')
  byCategories.delete('')
  const isOut = `is_out or connected > ${since}`
  const isOther = [...byCategories.keys()].map((of) => `or category not in (${of})`).join(' ')
  const against = [...byCategories].map(
    ([of, places]) => `case when category not in (${of}) then ${bitsAt(places)} else 0 end`,
  )
  against.push(`case when ${isOut} then ${bitsAt([...rules.keys()])} else 0 end`)
  const load = 'n1 * 1000 // (capacity_va * n3)'
  return `
    select of.* from (
      select * from raw where rule not in (${growths}) union all
      select id, rule, least(1000, ${load} * 10), level, n0, n1, n2, capacity_va // 10, ${load}, from_age, to_age
      from register join (select * from raw where rule in (${growths})) using (id)
      where capacity_va > 0 and n1 * 1000 >= n4 * capacity_va * n3
    ) of left join (select id, (${against.join(' | ')})::bigint as against from register where ${isOut} ${isOther}) out using (id)
    where coalesce((against >> rule) & 1, 0) = 0`
}

function bitsAt(places: readonly number[]): number {
  return places.reduce((bits, at) => bits + 2 ** at, 0)
}

/** Without the findings that another one of the same customer explains away. */
function unlessExplained({ rules }: DiscoveryEdition): string {
  const byUnless = Map.groupBy(rules.keys(), (at) => placesOf(rules, rules[at]?.unless).join(', '))
  return [...byUnless]
    .map(([unless, places]) => {
      const explained =
        unless && `anti join (select id from told where rule in (${unless})) using (id)`
      return `select told.* from (select * from told where rule in (${[...places]})) told ${explained}`
    })
    .join(' union all ')
}

function placesOf(rules: readonly DiscoveryRule[], ids: readonly string[] = []): number[] {
  return ids.map((id) => rules.findIndex((rule) => rule.id === id))
}

export async function countFindings(duck: Duck): Promise<Map<number, number>> {
  const rows = await rowsOf<{ rule: number; found: number }>(
    duck,
    'select rule::integer as rule, count(*)::integer as found from finding group by rule',
  )
  return new Map(rows.map(({ rule, found }) => [rule, found]))
}

export async function countCustomers(duck: Duck): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    duck,
    'select count(*)::integer as count from usage',
  )
  return row?.count ?? 0
}

interface FindingRow extends Pick<Finding, 'account' | 'score' | 'level'> {
  rule: number
  numbers: (number | null)[]
  fromAge: number
  toAge: number
}

/** The findings of a run in batches, by rule and rank. */
export async function* streamFindings(duck: Duck): AsyncGenerator<FindingRow[]> {
  const result = await duck.stream(`
    select account, rule::integer as rule, score::integer as score, level,
      [n0, n1, n2, n3, n4]::double[] as numbers, from_age::integer as "fromAge", to_age::integer as "toAge"
    from finding join meter using (id) order by rule, score desc, id`)
  for await (const rows of result.yieldRowObjectJson()) yield rows as unknown as FindingRow[]
}

/** The numbers of a finding by name, as they are shown. */
export function namedNumbers(
  { kind }: DiscoveryRule,
  values: readonly (number | null)[],
): Record<string, number> {
  const names: readonly string[] = FINDING_NUMBERS[kind]
  return Object.fromEntries(
    names.map((name, at) => {
      const value = values[at] ?? 0
      return [name, isDecimal(name) ? value / 100 : value]
    }),
  )
}
