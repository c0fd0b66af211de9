import { DuckDBDateValue } from '@duckdb/node-api'
import { parseReadingTime, type ReadingField, UNREAD_CELLS } from '@nuandeng/domain'
import { type Duck, quoted } from '../../platform/duck.ts'
import type { SourceFile } from './inspect-file.ts'
import type { ReadingLayout } from './reading-layout.ts'

/** Why a line or a cell was refused; what stands in it is kept beside. */
export const READING_FAULTS = {
  'wrong-columns': '列数与表头不同',
  required: '户号为空',
  'wrong-form': '户号过长',
  'not-a-date': '看不懂的日期或月份',
  'out-of-range': '日期不合理',
  'not-a-number': '电量不是数字',
  negative: '电量为负',
  absurd: '电量超过上限',
  duplicate: '同一户同一时段重复，电量不同',
  backwards: '示数小于上次（换表或倒走）',
  'unknown-account': '档案中没有这个户号，或不止一个城市有',
} as const
const DAY_MS = 86_400_000
const MAX_ACCOUNT = 64
export const MAX_DAYS = 190
const RAW_LENGTH = 500
/** A line of two million bytes in GB18030 takes half as many again in UTF-8. */
const MAX_LINE = 3_000_000

/** A file cut into lines and cells: (n, p) with the number of the line and the list of its cells. */
export interface Sheet extends Pick<ReadingLayout, 'headings' | 'form' | 'columns'> {
  sql: string
  /** The text of the lines, (n, line), where it has lines. */
  linesSql: string | undefined
}

export async function makeStage(duck: Duck) {
  await duck.run(`
    create or replace temp table moment (text varchar, day date, minute smallint);
    create or replace temp table heading (c integer, text varchar);
    create or replace table staged (
      file_no smallint, n bigint, c integer, account varchar, day date, minute smallint, days smallint,
      kwh decimal(18, 6), factor decimal(9, 3), is_unread boolean, fault varchar, value varchar);
    create or replace table reject (
      file varchar, line bigint, "column" varchar, code varchar, message varchar, raw varchar)`)
}

/** Lines of a text without quotes, whose number is that of the file. */
export function textSheet(
  { path, isGzip }: Pick<SourceFile, 'path' | 'isGzip'>,
  separator: string,
  layout: ReadingLayout,
): Sheet {
  const lines = `
    select row_number() over () as n, line from (select line from read_csv(${quoted(path)},
      columns = {line: 'VARCHAR'}, delim = '\\x1e', quote = '', escape = '', header = false,
      auto_detect = false, new_line = '\\n', max_line_size = ${MAX_LINE}, compression = '${isGzip ? 'gzip' : 'none'}'))`
  const { headings, form, columns, headerLine } = layout
  return {
    ...{ headings, form, columns },
    linesSql: lines,
    sql: `select n, string_split(line, ${quoted(separator)}) as p from (${lines})
          where n > ${headerLine} and line <> '' and not (prefix(line, ' ') and trim(line) = '')`,
  }
}

export function parquetSheet(
  path: string,
  layout: Omit<ReadingLayout, 'headerLine' | 'delimiter'>,
): Sheet {
  const cells = layout.headings.map((name) => `"${name.replaceAll('"', '""')}"::varchar`)
  const sql = `select file_row_number + 1 as n, [${cells}] as p
               from read_parquet(${quoted(path)}, file_row_number = true)`
  return { ...layout, sql, linesSql: undefined }
}

export async function parquetHeadings(duck: Duck, path: string): Promise<string[]> {
  const reader = await duck.runAndReadAll(
    `select name from parquet_schema(${quoted(path)}) where type is not null`,
  )
  return reader.getRowsJson().map(([name]) => String(name))
}

/** Whether a sheet holds what the meters show (示数), and not what was used. */
export function isRegister({ columns }: Pick<Sheet, 'columns'>): boolean {
  return columns.has('register') && !columns.has('used')
}

/** Cuts a sheet into cells, one a reading; `text` is when, as it is written. */
export async function cutSheet(duck: Duck, sheet: Sheet) {
  const { headings, form, columns, sql } = sheet
  const at = (field: ReadingField) => {
    const column = columns.get(field)
    return column === undefined ? 'null::varchar' : `p[${column + 1}]`
  }
  const time = columns.has('from') ? at('from') : columns.has('month') ? at('month') : at('time')
  // Trimmed only where there is something to trim: most of the cost of cutting would be that.
  const number = at('account')
  const account = `case when prefix(${number}, ' ') or suffix(${number}, ' ') or prefix(${number}, '''')
    then ltrim(trim(${number}), '''') else ${number} end`
  const value = isRegister(sheet) ? at('register') : at('used')
  const wide = headings.length
  // A last delimiter without anything behind it is no column.
  const fits = `(len(p) = ${wide} or len(p) = ${wide + 1} and p[${wide + 1}] = '')`
  const select =
    form === 'long'
      ? `select n, null::integer as c, ${account} as account, ${time} as text,
                ${at('to')} as until, try_cast(${at('months')} as smallint) as months,
                coalesce(try_cast(${at('factor')} as decimal(9, 3)), 1) as factor, ${value} as value, ${fits} as fits from (${sql})`
      : `select n, c, ${form === 'accounts-across' ? 'h.text' : 'account'} as account,
                ${form === 'accounts-across' ? 'written' : 'h.text'} as text, null::varchar as until,
                null::smallint as months, 1 as factor, value, fits
         from (select n, unnest(range(1, ${wide + 1}))::integer as c, unnest(p[:${wide}]) as value,
                      ${account} as account, ${time} as written, ${fits} as fits from (${sql}))
         join heading h using (c)`
  await fillHeadings(duck, sheet)
  await duck.run(`create or replace table cell as ${select}`)
}

/** Of a wide sheet: the columns that hold readings. */
async function fillHeadings(duck: Duck, { headings, columns, form }: Sheet) {
  await duck.run('delete from heading')
  if (form === 'long') return
  const taken = new Set(columns.values())
  const readings = headings
    .map((text, i) => ({ text, c: i + 1 }))
    .filter(({ text, c }) => text !== '' && !taken.has(c - 1))
    .filter(({ text }) => form === 'accounts-across' || parseReadingTime(text))
  const appender = await duck.createAppender('heading', null, 'temp')
  for (const { text, c } of readings) {
    appender.appendInteger(c)
    appender.appendVarchar(text)
    appender.endRow()
  }
  appender.closeSync()
}

/** The different texts that tell when: few, though lines are many. */
export async function listTimes(duck: Duck): Promise<string[]> {
  const reader = await duck.runAndReadAll(`
    select distinct text from cell where text <> '' union select until from cell where until <> ''`)
  return reader.getRowsJson().map(([text]) => String(text))
}

export async function fillMoments(
  duck: Duck,
  moments: Iterable<{ text: string; day: string; minute: number }>,
) {
  await duck.run('delete from moment')
  const appender = await duck.createAppender('moment', null, 'temp')
  for (const { text, day, minute } of moments) {
    appender.appendVarchar(text)
    appender.appendDate(new DuckDBDateValue(Date.parse(day) / DAY_MS))
    appender.appendSmallInt(minute)
    appender.endRow()
  }
  appender.closeSync()
}

export interface Judging {
  fileNo: number
  /** Each reading goes over so many months, where the file does not tell; 0: over a day; null: a part of one. */
  months: number | null
  hasUntil: boolean
  earliest: string
  /** The last day that can have been read. */
  latest: string
  maxKwh: number
  /** A table of the accounts that there are; any other is refused. */
  register: string | undefined
}

/** Reads the cells and marks each that cannot be taken with the reason. */
export async function judgeCells(duck: Duck, judging: Judging) {
  const { fileNo, months, hasUntil, earliest, latest, maxKwh, register } = judging
  const unread = UNREAD_CELLS.map(quoted).join(', ')
  const span = `coalesce(cell.months, ${months ?? 1})`
  const from =
    months === null || months === 0 || hasUntil ? 'm.day' : `(m.day - to_months(${span} - 1))::date`
  const days = hasUntil
    ? `(u.day - m.day + 1)`
    : months === null
      ? '0'
      : months === 0
        ? '1'
        : `((m.day + interval 1 month)::date - ${from})`
  await duck.run(`
    insert into staged
    select ${fileNo}, n, c, account, from_day, minute, try_cast(days as smallint), kwh, factor, is_unread, fault,
           case when fault is not null then value end
    from (
      select *, case
          when not fits then 'wrong-columns'
          when account is null or account = '' then 'required'
          when length(account) > ${MAX_ACCOUNT} then 'wrong-form'
          ${register ? `when account not in (select account from ${register}) then 'unknown-account'` : ''}
          when from_day is null or days is null then 'not-a-date'
          when from_day < date '${earliest}' or from_day > date '${latest}'
            or days not between 0 and ${MAX_DAYS} or days = 0 and not ${months === null} then 'out-of-range'
          when is_unread then null
          when kwh is null and not coalesce(isfinite(try_cast(value as double)), false) then 'not-a-number'
          when kwh < 0 or try_cast(value as double) < 0 then 'negative'
          when kwh is null or kwh > ${maxKwh} then 'absurd'
        end as fault
      from (
        select n, c, cell.account, ${from} as from_day, m.minute, ${days} as days, value, fits, factor,
               try_cast(value as decimal(18, 6)) as kwh, case when kwh is not null then false
                 when value is null then true else lower(trim(value)) in (${unread}) end as is_unread
        from cell left join moment m on m.text = cell.text
        ${hasUntil ? 'left join moment u on u.text = cell.until' : ''}))`)
}

export interface FileSums {
  rows: number
  unread: number
  rejected: number
}

export async function sumFile(duck: Duck, fileNo: number): Promise<FileSums> {
  const reader = await duck.runAndReadAll(`
    select count(*)::integer, (count(*) filter (fault is null and is_unread))::integer,
           (count(*) filter (fault is not null))::integer
    from staged where file_no = ${fileNo}`)
  const [rows, unread, rejected] = reader.getRowsJson()[0] as number[]
  return { rows: rows ?? 0, unread: unread ?? 0, rejected: rejected ?? 0 }
}

/** Moves what was refused of a file to `reject`, with the text of its line or cell. */
export async function moveRejects(duck: Duck, fileNo: number, file: string, sheet: Sheet) {
  const { linesSql } = sheet
  const message = `case fault ${Object.entries(READING_FAULTS)
    .map(([code, text]) => `when ${quoted(code)} then ${quoted(text)}`)
    .join(' ')} end`
  const isLong = sheet.form === 'long' && linesSql !== undefined
  await duck.run(`
    insert into reject
    select ${quoted(file)}, s.n, h.text, fault, ${message},
           ${isLong ? `left(replace(l.line, '\x1f', ','), ${RAW_LENGTH})` : 's.value'}
    from staged s left join heading h using (c)
    ${isLong ? `left join (${linesSql}) l using (n)` : ''}
    where file_no = ${fileNo} and fault is not null;
    delete from staged where file_no = ${fileNo} and fault is not null`)
}

export async function findFirstReject(duck: Duck, file: string) {
  const reader = await duck.runAndReadAll(`
    select line::integer, concat_ws('：', message, raw) from reject
    where file = ${quoted(file)} order by line limit 1`)
  const [line, message] = reader.getRowsJson()[0] as [number, string]
  return { line, message }
}
