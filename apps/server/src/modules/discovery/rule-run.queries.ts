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
import type { StateMonths } from './rule-sql.queries.ts'
import { hasTable, rowsOf } from './rule-tables.queries.ts'
import { compileRule } from './rules-compiled.queries.ts'
import { compileSilence } from './rules-silence.queries.ts'

/** A state keeps 25 months. */
const MONTHS_KEPT = 25
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

/** One scan of the state: whoever passes the prefilter of any rule, with a bit for each, months by age. */
export async function selectCandidates(
  duck: Duck,
  rules: readonly { rule: MonthRule; at: number }[],
  { edition, months }: { edition: DiscoveryEdition; months: StateMonths },
): Promise<void> {
  const column = (age: number) => months.columns[age] ?? '-1'
  const filters = rules.map(
    ({ rule }) => `(${compileRule(rule, edition, months).prefilter(column)})`,
  )
  const mask = filters.map((filter, bit) => `((${filter})::bigint << ${bit})`).join(' | ')
  const ages = months.columns.map((_, age) => age)
  const reads = ages.map((age) => `(a${age} >= 0)::integer`).join(' + ')
  const span = ages.toReversed().map((age) => `when a${age} >= 0 then ${age + 1}`)
  await duck.run(`
    create or replace temp table candidate as
    select *, ${reads} as months_read, case ${span.join(' ')} else 0 end as months_since
    from (select id, ${mask || 0} as mask, ${ages.map((age) => `${column(age)}::integer as a${age}`)} from usage
      where ${filters.join(' or ') || false})`)
  await duck.run(`
    create or replace temp table raw (id integer, rule utinyint, score bigint, level varchar,
      n0 bigint, n1 bigint, n2 bigint, n3 bigint, n4 bigint, from_age integer, to_age integer)`)
}

/** The exact arithmetic of one rule over its candidates. */
export async function judgeCandidates(
  duck: Duck,
  { rule, at, bit }: { rule: MonthRule; at: number; bit: number },
  { edition, months }: { edition: DiscoveryEdition; months: StateMonths },
): Promise<void> {
  await duck.run(`
    insert into raw
    with chosen as (select * from candidate where (mask >> ${bit}) & 1 = 1
      and months_read * 100 >= ${rule.minReadPercent} * months_since and months_since >= ${edition.newWithinMonths})
    select id, ${at}, score, null, n0, n1, n2, n3, n4, from_age, to_age
    from (${compileRule(rule, edition, months).exact})`)
}

export async function judgeSilenceOfAll(
  duck: Duck,
  { rule, at }: { rule: SilenceRule; at: number },
  columns: readonly string[],
): Promise<void> {
  await duck.run(`
    insert into raw
    select id, ${at}, score, level, n0, n1, n2, null, null, from_age, to_age
    from (${compileSilence(rule, columns)})`)
}

/** What is left when the register and the rules that explain another away have spoken, with its rank. */
export async function rankFindings(
  duck: Duck,
  { rules, newWithinMonths }: DiscoveryEdition,
  { newest, hasRegister }: { newest: string; hasRegister: boolean },
): Promise<void> {
  const pairs = rules.flatMap(({ unless = [] }, at) =>
    unless.map((id) => `(${at}, ${rules.findIndex((other) => other.id === id)})`),
  )
  const categories = rules.flatMap(({ categories: of }, at) =>
    of ? [`when ${at} then use_category in (${of.map((code) => `'${code}'`)})`] : [],
  )
  const register = hasRegister
    ? `left join register using (account)
       where coalesce(case rule ${categories.join(' ') || 'when -1 then null'} else true end, true)
         and is_active is distinct from false and is_cut is distinct from true and is_temporary is distinct from true
         and coalesce(connected_in <= '${monthBefore(newest, newWithinMonths)}', true)`
    : ''
  await duck.run(`
    create or replace temp table finding as
    select account, raw.*, row_number() over (partition by rule order by score desc, account) as rank
    from (select * from raw anti join (
        select o.id, u.rule from raw o join (values ${pairs.join(', ') || '(-1, -1)'}) u(rule, other) on o.rule = u.other
      ) away using (id, rule)) raw
      join meter using (id) ${register}`)
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

interface FindingRow extends Pick<Finding, 'account' | 'score' | 'rank' | 'level'> {
  rule: number
  numbers: (number | null)[]
  fromAge: number
  toAge: number
}

/** The findings of a run in batches, by rule and rank. */
export async function* streamFindings(duck: Duck): AsyncGenerator<FindingRow[]> {
  const result = await duck.stream(`
    select account, rule::integer as rule, rank::integer as rank, score::integer as score, level,
      [n0, n1, n2, n3, n4]::double[] as numbers, from_age as "fromAge", to_age as "toAge"
    from finding order by rule, rank`)
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
