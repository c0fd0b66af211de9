import type { PlainDate } from '@nuandeng/domain'
import { type Duck, quoted } from '../../platform/duck.ts'
import type { CoverageRow, RejectRow } from './metering.queries.ts'

/** Accounts of the register, from what PostgreSQL copied; one that two cities have tells no city. */
export async function loadRegister(duck: Duck, path: string) {
  await duck.run(`
    create or replace table register as
    select * from read_csv(${quoted(path)}, delim = '\\t', header = false, quote = '', auto_detect = false,
      columns = {account: 'VARCHAR', city_code: 'VARCHAR', unit_id: 'VARCHAR'})
    qualify count(*) over (partition by account) = 1`)
}

/** `placed`: the readings with their city and the month in which they end. */
export async function placeReadings(duck: Duck, cityCode: string | undefined) {
  const city = cityCode === undefined ? 'city_code' : `${quoted(cityCode)} as city_code`
  await duck.run(`
    create or replace view placed as
    select ${city}, date_trunc('month', from_day + (days - 1)::integer)::date as month,
           account, from_day, days, used
    from reading ${cityCode === undefined ? 'join register using (account)' : ''}`)
}

export interface MonthOfCity {
  cityCode: string
  month: PlainDate
}

export async function listMonths(duck: Duck): Promise<MonthOfCity[]> {
  const reader = await duck.runAndReadAll(
    'select distinct city_code, month::varchar from placed order by all',
  )
  return reader
    .getRowsJson()
    .map(([cityCode, month]) => ({ cityCode: String(cityCode), month: month as PlainDate }))
}

/** How many accounts have readings of single days, and how many longer ones. */
export interface AccountsByForm {
  daily: number
  longer: number
}

const BY_FORM = `count(distinct account) filter (days = 1)::double, count(distinct account) filter (days > 1)::double`

/** The readings of a month that come in, how many of them stand in the old file as they are, and whom both are of. */
export async function compareMonth(
  duck: Duck,
  { cityCode, month }: MonthOfCity,
  old: string | undefined,
) {
  await duck.run(`
    create or replace temp table fresh as select account, from_day, days, used from placed
    where city_code = ${quoted(cityCode)} and month = date '${month}'`)
  const before = old === undefined ? undefined : `read_parquet(${quoted(old)})`
  const reader = await duck.runAndReadAll(`
    select (select count(*) from fresh)::double,
      ${before ? `(select count(*) from fresh join ${before} using (account, from_day, days, used))` : '0'}::double,
      count(distinct account)::double, ${BY_FORM}
    from (select account, days from fresh ${before ? `union all select account, days from ${before}` : ''})`)
  const [rows = 0, unchanged = 0, accounts = 0, daily = 0, longer = 0] =
    (reader.getRowsJson()[0] as number[] | undefined) ?? []
  return { rows, unchanged, accounts, byForm: { daily, longer } }
}

export async function countByForm(duck: Duck, path: string): Promise<AccountsByForm> {
  const reader = await duck.runAndReadAll(`select ${BY_FORM} from read_parquet(${quoted(path)})`)
  const [daily = 0, longer = 0] = (reader.getRowsJson()[0] as number[] | undefined) ?? []
  return { daily, longer }
}

/**
 * Writes the month that `compareMonth` looked at: what comes in, and of the old file what it does not replace.
 * A reading takes the place of those of its account that it overlaps, single days that of single days.
 */
export async function writeMonth(duck: Duck, old: string | undefined, path: string) {
  const kept =
    old === undefined
      ? ''
      : `union all
         select o.account, o.from_day, o.days, o.used from read_parquet(${quoted(old)}) o
         anti join fresh f on o.account = f.account and (o.days > 1) = (f.days > 1)
           and o.from_day < f.from_day + f.days and f.from_day < o.from_day + o.days`
  await duck.run(`
    copy (select account, from_day, days, used from fresh ${kept})
    to ${quoted(path)} (format parquet, compression zstd)`)
}

/** What a file of a month holds, read back from the disk. */
export async function sumMonth(duck: Duck, path: string) {
  const reader = await duck.runAndReadAll(`
    select count(*)::double, sum(used)::double, min(from_day)::varchar,
           max(from_day + (days - 1)::integer)::varchar, (count(*) filter (days = 1))::double
    from read_parquet(${quoted(path)})`)
  const [rows, used, firstDay, lastDay, dailyRows] = reader.getRowsJson()[0] as [
    number,
    number,
    PlainDate,
    PlainDate,
    number,
  ]
  return { rows, used, firstDay, lastDay, dailyRows }
}

/** How many customers of each unit have a reading in the file of a month. */
export async function coverMonth(
  duck: Duck,
  at: MonthOfCity,
  path: string,
): Promise<CoverageRow[]> {
  const reader = await duck.runAndReadAll(`
    select unit_id, count(*)::integer, count(r.account)::integer
    from register left join (select distinct account from read_parquet(${quoted(path)})) r using (account)
    where city_code = ${quoted(at.cityCode)} group by unit_id`)
  return reader.getRowsJson().map(([unitId, customers, covered]) => ({
    ...at,
    unitId: String(unitId),
    customers: Number(customers),
    covered: Number(covered),
  }))
}

const BATCH = 10_000

export async function* readRejects(duck: Duck): AsyncGenerator<RejectRow[]> {
  for (let first = 0; ; first += BATCH) {
    const reader = await duck.runAndReadAll(`
      select file, line::double, "column", code, message, raw from reject
      order by file, line, "column" limit ${BATCH} offset ${first}`)
    const rows = reader.getRowsJson() as [
      string,
      number,
      string | null,
      string,
      string,
      string | null,
    ][]
    if (rows.length === 0) return
    yield rows.map(([file, line, column, code, message, raw]) => ({
      file,
      line,
      column,
      code,
      message,
      raw,
    }))
  }
}
