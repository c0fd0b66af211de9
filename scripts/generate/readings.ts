// Invented readings of meters (演示数据) by the month, with planted cases and the truth: what rules must find.

import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { daysIn, monthBefore } from '@nuandeng/domain'
import { type Duck, quoted, withDuck } from '../../apps/server/src/platform/duck.ts'
import { BASE, type KindOfReadings, LASTING, OLD_AGES, READING_KINDS } from './reading-kinds.ts'

/** Has Spring Festival in February in both of its years. */
export const NEWEST = '2016-09'
const LAST_DAY = `date '2016-09-30'`
const DAYS = 63
const MOST_MONTHS = 25
const LABEL = '演示数据：全部为编造，不涉及任何真实用户 invented, no real customer'

export interface ReadingsWanted {
  customers: number
  months: number
  isDaily: boolean
  format: 'parquet' | 'csv'
  seed: number
}

export async function run(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: 'string' },
      months: { type: 'string', default: String(MOST_MONTHS) },
      daily: { type: 'boolean', default: false },
      csv: { type: 'boolean', default: false },
      out: { type: 'string', default: 'readings' },
      seed: { type: 'string', default: '2011' },
    },
  })
  const [customers, months] = [Number(values.customers), Number(values.months)]
  if (!Number.isInteger(customers) || customers < 1 || customers > 50_000_000)
    throw new Error('say how many: --customers 100000')
  if (!Number.isInteger(months) || months < 1 || months > MOST_MONTHS)
    throw new Error(`--months 1 to ${MOST_MONTHS}`)
  const format = values.csv ? 'csv' : 'parquet'
  const wanted = {
    customers,
    months,
    isDaily: values.daily,
    format,
    seed: Number(values.seed),
  } as const
  const { planted, files } = await makeReadings(values.out, wanted)
  console.log(`${files.length} files in ${values.out}, with register.csv, truth.csv and truth.json`)
  for (const [kind, count] of Object.entries(planted)) console.log(kind.padEnd(24), count)
}

/** Writes a file of readings per month, the register and the truth into a folder. */
export async function makeReadings(folder: string, wanted: ReadingsWanted) {
  mkdirSync(folder, { recursive: true })
  const limits = { memoryMb: 1024, threads: availableParallelism() }
  return withDuck(':memory:', limits, async (duck) => {
    await makeCustomers(duck, wanted)
    const files: string[] = []
    for (let age = wanted.months - 1; age >= 0; age--) {
      const month = monthBefore(NEWEST, age)
      const path = join(folder, `readings-${month}.${wanted.format}`)
      const rows = `select account, '${month}' as month, (use / 100)::decimal(12, 2) as kwh
        from (select account, ${useOf(age)} as use from customer) where use is not null`
      await copy(duck, rows, path)
      files.push(path)
    }
    if (wanted.isDaily) {
      files.push(join(folder, `daily.${wanted.format}`))
      await copy(duck, DAILY, files.at(-1) ?? '')
    }
    await copy(duck, REGISTER, join(folder, 'register.csv'))
    await copy(duck, TRUTH, join(folder, 'truth.csv'))
    const planted = await countKinds(duck)
    writeFileSync(
      join(folder, 'truth.json'),
      `${JSON.stringify(truthOf(wanted, planted), null, 1)}\n`,
    )
    return { files, planted }
  })
}

/** One row a customer: everything about it follows from its number and the seed. */
export async function makeCustomers(duck: Duck, { customers, months, seed }: ReadingsWanted) {
  let from = 0
  const kinds = Object.entries(READING_KINDS).flatMap(([kind, { per100k }]) => {
    from += per100k
    return kind === 'normal'
      ? []
      : [`when hash(id, 'kind', ${seed}) % 100000 < ${from} then '${kind}'`]
  })
  await duck.run(`
    create temp table customer as
    select *, ${BASE} as base, ${LASTING} as n, ${seed} as seed,
      -- Low use needs no month: one of them was not read.
      case when kind in ('under-1-always', 'under-15') and ${months} >= 12 and r // 4096 % 3 = 0
        then (r // 65536 % ${months}) end as unread_age,
      kind = 'silent' or kind = 'normal' and r // 1048576 % 50 = 0 as is_alone
    from (select *, (r // 256 % 3)::integer as pick, (r // 1024 % 2)::integer as way
      from (select id, printf('04%08d', id) as account, (hash(id, 'shape', ${seed}) >> 24)::bigint as r,
        case ${kinds.join(' ')} else 'normal' end as kind from range(${customers}) t(id)))`)
}

/** The use of a month in hundredths of a kWh, null where it was not read. */
export function useOf(age: number): string {
  const at = { age, month: Number(monthBefore(NEWEST, age).slice(5)) }
  const kinds = Object.entries(READING_KINDS).map(
    ([kind, { use }]) => `when '${kind}' then ${use(at)}`,
  )
  // A hundredth of all months is not read; of planted cases only two of them, so that enough is.
  const mayLack = OLD_AGES.includes(age)
    ? `kind = 'normal' or unread_age is null`
    : `kind = 'normal'`
  const unread = `hash(id, ${age}, 'unread', seed) % 100 = 0 and (${mayLack})`
  return `case when unread_age = ${age} then null when ${unread} then null
    else (case kind ${kinds.join(' ')} end)::bigint end`
}

/** The days of those who live alone; the silent ones use next to nothing in the newest two to five. */
const DAILY = `
  select account, (${LAST_DAY} - age)::date as day, (use / 100)::decimal(12, 2) as kwh
  from (select account, age::integer as age, base // 30 * case
      when kind = 'silent' and age < 2 + r % 4 then (hash(id, age, 'day', seed) % 5)::bigint
      else 70 + (hash(id, age, 'day', seed) % 61)::bigint end // 100 as use
    from customer, range(${DAYS}) t(age) where is_alone)`

const REGISTER = `
  select account as 户号, case when r % 2 = 0 then '乡村居民' else '城镇居民' end as 用电类别, '正常' as 状态,
    '02' as 停电标志, case when kind = 'new-and-low' then '2016-08-01' else '2010-05-01' end as 立户日期,
    case when kind = 'growth' then 4 else 8 end as 容量, case when is_alone then '是' else '否' end as 独居
  from customer order by id`

const EXPECT = Object.entries(READING_KINDS)
  .map(([kind, { expect }]) => `when '${kind}' then '${expect.join(' ')}'`)
  .join(' ')
export const TRUTH = `select account, kind, case kind ${EXPECT} end as expect from customer where kind <> 'normal' order by id`

async function copy(duck: Duck, rows: string, path: string) {
  const how = path.endsWith('.csv') ? 'format csv, header' : 'format parquet, compression zstd'
  await duck.run(`copy (${rows}) to ${quoted(path)} (${how})`)
}

async function countKinds(duck: Duck): Promise<Record<string, number>> {
  const reader = await duck.runAndReadAll(
    'select kind, count(*)::integer from customer group by kind order by kind',
  )
  return Object.fromEntries(reader.getRowsJson() as [string, number][])
}

/** How many each rule must find at least, and of which kinds. */
function truthOf({ customers, months, seed }: ReadingsWanted, planted: Record<string, number>) {
  const rules: Record<string, number> = {}
  for (const [kind, count] of Object.entries(planted))
    for (const rule of READING_KINDS[kind as KindOfReadings].expect)
      rules[rule] = (rules[rule] ?? 0) + count
  const last = `${NEWEST}-${daysIn(NEWEST)}`
  return { note: LABEL, customers, months, newest: NEWEST, last, seed, planted, expected: rules }
}
