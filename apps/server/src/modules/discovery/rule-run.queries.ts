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
 * exact arithmetic of each rule over those; what the register and the rules that explain another away leave.
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
  // What the rules ask of the candidates would be asked while they are found, too, and be computed twice.
  await duck.run(`set disabled_optimizers = 'cte_filter_pusher'`)
  await duck.run(`
    create or replace temp table finding as
    with candidate as materialized (${candidates(run, ofMonths)}),
    raw(id, rule, score, level, n0, n1, n2, n3, n4, from_age, to_age) as materialized (
      ${[nobody, ...found].join(' union all ')}),
    told as (${toldByRegister(run)})
    ${unlessExplained(run.edition)}`)
  await duck.run('reset disabled_optimizers')
}

function candidates(
  { edition, months }: RulesToRun,
  rules: readonly { rule: MonthRule }[],
): string {
  const column = (age: number) => months.columns[age] ?? '-1'
  const filters = rules.map(
    ({ rule }) => `(${compileRule(rule, edition, months).prefilter(column)})`,
  )
  const passes = filters.map((filter, bit) => `, ${filter} as p${bit}`)
  const ages = months.columns.map((_, age) => age)
  const all = ages.map((age) => `a${age}`)
  // Most are read in every month: only of the others each month is looked at.
  return `
    select *, case when read_bits = ${2 ** ages.length - 1} then ${ages.length} when read_bits = 0 then 0
        else floor(log2(read_bits))::bigint + 1 end as months_since
      from (select *, case when least(${all}) >= 0 then ${2 ** ages.length - 1}
          else ${bitsOf(ages, (age) => `a${age} >= 0`)} end as read_bits
        from (select id ${passes.join('')}, ${ages.map((age) => `${column(age)} as a${age}`)}
          from usage where ${filters.join(' or ') || false}))`
}

function monthsFound(
  { edition, months }: RulesToRun,
  { rule, at, bit }: { rule: MonthRule; at: number; bit: number },
): string {
  return `
    select id, ${at}, score, null, n0, n1, n2, n3, n4, from_age, to_age
    from (with chosen as (select * from candidate
        where p${bit} and months_since >= ${edition.newWithinMonths}
          and ${countOf('read_bits')} * 100 >= ${rule.minReadPercent} * months_since)
      ${compileRule(rule, edition, months).exact})`
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
  const otherCategory = rules.flatMap(({ categories }, at) =>
    categories ? [`case when category not in (${categories}) then ${2 ** at} else 0 end`] : [],
  )
  const against = `case when is_out or connected > ${since} then ${2 ** rules.length - 1}
    else ${otherCategory.join(' + ') || 0} end::bigint`
  const load = 'n1 * 1000 // (capacity_va * n3)'
  return `
    select of.* from (
      select * from raw where rule not in (${growths}) union all
      select id, rule, least(1000, ${load} * 10), level, n0, n1, n2, capacity_va // 10, ${load}, from_age, to_age
      from (select * from raw where rule in (${growths})) join register using (id)
      where capacity_va > 0 and n1 * 1000 >= n4 * capacity_va * n3
    ) of left join (select id, ${against} as against from register where against <> 0) out using (id)
    where coalesce((against >> rule) & 1, 0) = 0`
}

/** Without the findings that another one of the same customer explains away. */
function unlessExplained({ rules }: DiscoveryEdition): string {
  const unlessBits = rules.map(({ unless = [] }) =>
    unless.reduce((bits, id) => bits + 2 ** rules.findIndex((other) => other.id === id), 0),
  )
  const explaining = rules.flatMap(({ id }, at) =>
    rules.some(({ unless }) => unless?.includes(id)) ? [at] : [],
  )
  if (explaining.length === 0) return 'select * from told'
  const bitsOfRule = unlessBits.map((bits, at) => `when ${at} then ${bits}`).join(' ')
  return `
    select told.* from told left join (select id, bit_or(1::bigint << rule) as found from told
      where rule in (${explaining}) group by id) explained using (id)
    where coalesce(found & (case rule ${bitsOfRule} end), 0) = 0`
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
