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
 * exact arithmetic of each rule over those; what the register and the rules that explain another away leave; ranks.
 */
export async function findAll(duck: Duck, run: RulesToRun): Promise<void> {
  const ofMonths = run.rules.filter(
    (of): of is { rule: MonthRule; at: number } => of.rule.kind !== 'silence',
  )
  const found = run.rules.map(({ rule, at }) => {
    const bit = ofMonths.findIndex((of) => of.at === at)
    return rule.kind === 'silence'
      ? silenceFound(rule, at, run.days)
      : monthsFound(run, { rule, at, bit })
  })
  const nobody = `select null, 0, 0, null, null, null, null, null, null, 0, 0 where false`
  await duck.run(`
    create or replace temp table finding as
    with candidate as materialized (${candidates(run, ofMonths)}),
    raw(id, rule, score, level, n0, n1, n2, n3, n4, from_age, to_age) as materialized (
      ${[nobody, ...found].join(' union all ')})
    select raw.*, row_number() over (partition by rule order by score desc, id) as rank
    from ${unlessExplained(run.edition)} raw ${registerFilter(run)}`)
}

function candidates(
  { edition, months }: RulesToRun,
  rules: readonly { rule: MonthRule }[],
): string {
  const column = (age: number) => months.columns[age] ?? '-1'
  const filters = rules.map(
    ({ rule }) => `(${compileRule(rule, edition, months).prefilter(column)})`,
  )
  const mask = filters.map((filter, bit) => `((${filter})::bigint << ${bit})`).join(' | ')
  const ages = months.columns.map((_, age) => age)
  return `
    select *, case when read_bits = 0 then 0 else floor(log2(read_bits))::bigint + 1 end as months_since
    from (select *, ${bitsOf(ages, (age) => `a${age} >= 0`)} as read_bits
      from (select id, ${mask || 0} as mask, ${ages.map((age) => `${column(age)}::integer as a${age}`)}
        from usage where ${filters.join(' or ') || false}))`
}

function monthsFound(
  { edition, months }: RulesToRun,
  { rule, at, bit }: { rule: MonthRule; at: number; bit: number },
): string {
  return `
    select id, ${at}, score, null, n0, n1, n2, n3, n4, from_age, to_age
    from (with chosen as (select * from candidate where (mask >> ${bit}) & 1 = 1
        and ${countOf('read_bits')} * 100 >= ${rule.minReadPercent} * months_since and months_since >= ${edition.newWithinMonths})
      ${compileRule(rule, edition, months).exact})`
}

function silenceFound(rule: SilenceRule, at: number, columns: readonly string[]): string {
  return `
    select id, ${at}, score, level, n0, n1, n2, null, null, from_age, to_age
    from (${compileSilence(rule, columns)})`
}

/** Without the findings that another one of the same customer explains away. */
function unlessExplained({ rules }: DiscoveryEdition): string {
  const pairs = rules.flatMap(({ unless = [] }, at) =>
    unless.map((id) => `(${at}, ${rules.findIndex((other) => other.id === id)})`),
  )
  if (pairs.length === 0) return 'raw'
  return `(select * from raw anti join (
    select other.id, pair.rule from raw other join (values ${pairs.join(', ')}) pair(rule, unless) on other.rule = unless
  ) explained using (id, rule))`
}

function registerFilter({ edition, months, hasRegister }: RulesToRun): string {
  if (!hasRegister) return ''
  const categories = edition.rules.flatMap(({ categories: of }, at) =>
    of ? [`when ${at} then category in (${of})`] : [],
  )
  return `
    left join register using (id)
    where coalesce(case rule ${categories.join(' ') || 'when -1 then null'} else true end, true)
      and is_out is distinct from true
      and coalesce(connected <= ${monthBefore(months.newest, edition.newWithinMonths).replace('-', '')}, true)`
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
    from finding join meter using (id) order by rule, rank`)
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
