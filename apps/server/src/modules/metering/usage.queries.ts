import { addMonths, daysBetween, type PlainDate } from '@nuandeng/domain'
import type { Duck } from '../../platform/duck.ts'

/** Months that a state holds: the same month of last year, and a year before that. */
export const MONTHS = 25
/** Days that a state holds where meters are read daily. */
const DAYS = 63
/** Of a month so many tenths of its days must be read; else it is missing, never low. */
const MONTH_TENTHS = 9
const MAX_INTEGER = 2_147_483_647

const two = (slot: number) => String(slot).padStart(2, '0')
const columnsOf = (letter: string, count: number) =>
  Array.from({ length: count }, (_, slot) => `${letter}${two(slot)}`)
const MONTH_COLUMNS = columnsOf('m', MONTHS)
const DAY_COLUMNS = columnsOf('d', DAYS)

/** Months since the year 0: which column of the ring a month has. */
function monthSlot(month: PlainDate): number {
  return (Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1) % MONTHS
}

export async function makeUsageTables(duck: Duck) {
  const months = MONTH_COLUMNS.map((name) => `${name} integer not null default -1`)
  const days = DAY_COLUMNS.map((name) => `${name} integer not null default -1`)
  await duck.run(`
    create table if not exists meter (id integer not null, account varchar not null);
    create table if not exists usage (id integer not null, ${months.join(', ')});
    create table if not exists slot (slot tinyint not null, month date not null);
    create table if not exists daily (id integer not null, ${days.join(', ')});
    create table if not exists day_slot (slot tinyint not null, day date not null)`)
}

/** The months that readings touch, first and last; undefined where there is none. */
export async function monthsOf(duck: Duck, readings: string) {
  const reader = await duck.runAndReadAll(`
    select strftime(min(from_day), '%Y-%m-01'), strftime(max(from_day + days - 1), '%Y-%m-01')
    from ${readings}`)
  const [first, last] = reader.getRowsJson()[0] as (PlainDate | null)[]
  return first && last ? { first, last } : undefined
}

/**
 * Fills the column of one month from a relation `(account, from_day, days, used)`, and gives ids to the accounts that
 * have none yet; an id is never used again. Readings over more than the month give it their share by days, to the
 * last hundredth; readings of single days count where no longer one covers the month.
 */
export async function setMonth(duck: Duck, month: PlainDate, readings: string) {
  const slot = monthSlot(month)
  const column = `m${two(slot)}`
  const of: MonthOfReadings = {
    column,
    days: daysBetween(month, addMonths(month, 1)),
    shares: sharesOf(month, readings),
  }
  await duck.run(`
    delete from slot where slot = ${slot};
    insert into slot values (${slot}, date '${month}');
    update usage set ${column} = -1 where ${column} <> -1`)
  const twice = await setWhole(duck, of)
  const parts = await countRows(duck, `(from (${of.shares}) where covered < ${of.days} limit 1)`)
  if (twice || parts > 0) await setParts(duck, of)
  await duck.run('drop table whole')
}

/** The id of an account, and its name only where it has none: what is kept for a while stays small. */
const NAMED = 'id, case when id is null then account end as account'

interface MonthOfReadings {
  column: string
  days: number
  /** Readings with what falls into the month: `(account, days, covered, used)`. */
  shares: string
}

function sharesOf(month: PlainDate, readings: string): string {
  const [start, next] = [`date '${month}'`, `date '${addMonths(month, 1)}'`]
  return `
    select account, days, upto - since as covered,
           case when upto - since = days then used
             else (used::bigint * upto // days - used::bigint * since // days)::integer end as used
    from (
      select account, days, used, greatest(${start} - from_day, 0) as since,
             least(${next} - from_day, days) as upto
      from ${readings} where from_day < ${next} and from_day + days > ${start})`
}

/**
 * Most have one reading that covers the month: it is put in its place without any sum. Tells whether anybody has more
 * than one of them.
 */
async function setWhole(duck: Duck, { column, days, shares }: MonthOfReadings): Promise<boolean> {
  await duck.run(`
    create or replace temp table whole as
    select ${NAMED}, used from (${shares}) left join meter using (account) where covered = ${days}`)
  await addMeters(duck, 'whole')
  await duck.run(`update usage set ${column} = used from whole where usage.id = whole.id`)
  const rows = await countRows(duck, 'whole')
  return rows > (await countRows(duck, `usage where ${column} >= 0`))
}

/** Sums of what covers the month in part, for those who have such; what covers it whole is in its place already. */
async function setParts(duck: Duck, { column, days, shares }: MonthOfReadings) {
  const isWhole = (sum: string) =>
    `${sum} <= ${days} and (${sum}) * 10 >= ${days} * ${MONTH_TENTHS}`
  await duck.run(`
    create or replace temp table part as
    select id, account,
      coalesce(sum(covered) filter (days > 1), 0) as long_days, coalesce(sum(used) filter (days > 1), 0) as long_used,
      count(*) filter (days = 1) as single_days, coalesce(sum(used) filter (days = 1), 0) as single_used
    from (
      select ${NAMED}, days, covered, used from (${shares}) left join meter using (account) where covered < ${days}
      union all
      select id, null, ${days}, ${days}, 0 from whole group by id having count(*) > 1)
    group by id, account`)
  await addMeters(duck, 'part')
  await duck.run(`
    update usage set ${column} = least(coalesce(case
        when ${isWhole('long_days + single_days')} then long_used + single_used
        when ${isWhole('long_days')} then long_used
        when ${isWhole('single_days')} then single_used
      end, -1), ${MAX_INTEGER})::integer
    from (
      select id, long_days + case when ${column} >= 0 then ${days} else 0 end as long_days,
        long_used + greatest(${column}, 0) as long_used, single_days, single_used
      from part join usage using (id)) of
    where usage.id = of.id;
    drop table part`)
}

/** Gives ids to the accounts of a temporary table `(id, account, …)` that have none yet, in both. */
async function addMeters(duck: Duck, table: string) {
  if ((await countRows(duck, `${table} where id is null`)) === 0) return
  await duck.run(`
    insert into meter
    select (select count(*) from meter) + row_number() over (order by account) - 1, account
    from (select distinct account from ${table} where id is null);
    insert into usage (id) select id from meter where id >= (select count(*) from usage);
    update ${table} set id = meter.id from meter where ${table}.id is null and ${table}.account = meter.account`)
}

async function countRows(duck: Duck, of: string): Promise<number> {
  const reader = await duck.runAndReadAll(`select count(*)::double from ${of}`)
  return Number(reader.getRowsJson()[0]?.[0])
}

/** Fills the days up to the newest from a relation of readings; no row for who is not read daily. */
export async function setDays(duck: Duck, readings: string) {
  const cells = DAY_COLUMNS.map(
    (name, slot) => `coalesce(max(used) filter (slot = ${slot}), -1) as ${name}`,
  )
  await duck.run(`
    create or replace temp table day_use as
    select id, from_day, ((from_day - date '1970-01-01') % ${DAYS})::tinyint as slot, used
    from ${readings} join meter using (account)
    where days = 1 and from_day > (select max(from_day) from ${readings} where days = 1) - ${DAYS};
    delete from day_slot; delete from daily;
    insert into day_slot select distinct slot, from_day from day_use;
    insert into daily select id, ${cells.join(', ')} from day_use group by id;
    drop table day_use`)
}

/** Gives each month of the window up to the newest its column; what was older is forgotten. */
export async function keepWindow(duck: Duck, newest: PlainDate) {
  const months = Array.from({ length: MONTHS }, (_, i) => addMonths(newest, -i))
  const reader = await duck.runAndReadAll('select slot, month::varchar from slot')
  const held = new Map(reader.getRowsJson().map(([slot, month]) => [Number(slot), String(month)]))
  for (const month of months) {
    const slot = monthSlot(month)
    if (held.get(slot) === month) continue
    const column = `m${two(slot)}`
    await duck.run(`
      update usage set ${column} = -1 where ${column} <> -1;
      delete from slot where slot = ${slot};
      insert into slot values (${slot}, date '${month}')`)
  }
}

export interface SeriesCell {
  when: PlainDate
  /** In hundredths of a kilowatt-hour; null: not read. */
  used: number | null
}

/** One account's months and days out of a state, in order; undefined where it is not known. */
export async function findSeries(duck: Duck, account: string) {
  const found = await duck.runAndReadAll('select id from meter where account = $1', [account])
  const id = found.getRowsJson()[0]?.[0]
  if (id === undefined) return undefined
  const cells = async (table: string, slots: string, unit: string, letter: string) => {
    const reader = await duck.runAndReadAll(`
      select ${unit}::varchar, nullif(value, -1) from ${slots} left join
        (unpivot (from ${table} where id = ${id}) on columns(* exclude (id)) into name cell value value)
        on cell = '${letter}' || lpad(slot::varchar, 2, '0')
      order by 1`)
    return reader
      .getRowsJson()
      .map(([when, used]): SeriesCell => ({ when: when as PlainDate, used: used as number | null }))
  }
  return {
    months: await cells('usage', 'slot', 'month', 'm'),
    days: await cells('daily', 'day_slot', 'day', 'd'),
  }
}
