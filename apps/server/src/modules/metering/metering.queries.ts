import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** A file of readings that lies in the data folder, as the manifest knows it (清单). */
export interface ReadingFileRow {
  cityCode: string
  fileId: string
  month: PlainDate
  unitId: string
  unitPath: string
  importId: string
  sourceNames: string[]
  rows: number
  accounts: number
  changed: number
  used: number
  firstDay: PlainDate
  lastDay: PlainDate
  dailyRows: number
  bytes: number
  digest: string
  writtenByName: string
  writtenAt: Date
}

const FILE = sql`
  select city_code, file_id, month, unit_id, unit_path::text as unit_path, import_id, source_names, rows, accounts,
         changed, used, first_day, last_day, daily_rows, bytes, digest, written_by_name, written_at
  from reading_file`

/** The files of a city that count, in the order of their months. */
export function listLiveFiles(db: Db, cityCode: string) {
  return db.rows<ReadingFileRow>(sql`
    ${FILE} where city_code = ${cityCode} and superseded_at is null order by month`)
}

/** Cities that have files; none where the database is of before there were readings. */
export async function listCitiesWithFiles(db: Db): Promise<string[]> {
  const { isThere } = await db.one<{ isThere: boolean }>(
    sql`select to_regclass('reading_file') is not null as is_there`,
  )
  if (!isThere) return []
  const rows = await db.rows<{ cityCode: string }>(sql`
    select distinct city_code from reading_file where superseded_at is null order by city_code`)
  return rows.map(({ cityCode }) => cityCode)
}

/** Puts files into the manifest; those that they take the place of no longer count. */
export async function putFiles(db: Db, files: readonly ReadingFileRow[]) {
  for (const file of files) {
    await db.run(sql`
      update reading_file set superseded_at = ${file.writtenAt}
      where city_code = ${file.cityCode} and month = ${file.month} and superseded_at is null`)
    await db.run(sql`
      insert into reading_file (city_code, file_id, month, unit_id, unit_path, import_id, source_names, rows,
        accounts, changed, used, first_day, last_day, daily_rows, bytes, digest, written_by_name, written_at)
      values (${file.cityCode}, ${file.fileId}, ${file.month}, ${file.unitId}, ${file.unitPath}::ltree,
        ${file.importId}, ${file.sourceNames}, ${file.rows}, ${file.accounts}, ${file.changed}, ${file.used},
        ${file.firstDay}, ${file.lastDay}, ${file.dailyRows}, ${file.bytes}, ${file.digest},
        ${file.writtenByName}, ${file.writtenAt})`)
  }
}

export interface ReadingImportRow {
  cityCode: string
  importId: string
  unitId: string
  unitPath: string
  files: readonly object[]
  rows: number
  imported: number
  unchanged: number
  unread: number
  rejected: number
  importedBy: string
  importedByName: string
  importedAt: Date
}

export async function insertImport(db: Db, row: ReadingImportRow) {
  await db.run(sql`
    insert into reading_import (city_code, import_id, unit_id, unit_path, files, rows, imported, unchanged, unread,
      rejected, imported_by, imported_by_name, imported_at)
    values (${row.cityCode}, ${row.importId}, ${row.unitId}, ${row.unitPath}::ltree, ${JSON.stringify(row.files)},
      ${row.rows}, ${row.imported}, ${row.unchanged}, ${row.unread}, ${row.rejected}, ${row.importedBy},
      ${row.importedByName}, ${row.importedAt})`)
}

export interface RejectRow {
  file: string
  line: number
  column: string | null
  code: string
  message: string
  raw: string | null
}

export async function insertRejects(
  db: Db,
  { cityCode, importId, unitPath }: Pick<ReadingImportRow, 'cityCode' | 'importId' | 'unitPath'>,
  rejects: { first: number; rows: readonly RejectRow[] },
) {
  const rows = rejects.rows.map((row, i) => ({ ...row, no: rejects.first + i }))
  await db.run(sql`
    insert into reading_reject (city_code, import_id, reject_no, unit_path, file_name, line, column_name, code,
      message, raw)
    select ${cityCode}, ${importId}, no, ${unitPath}::ltree, file, line, "column", code, message, raw
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(no integer, file text, line bigint, "column" text, code text, message text, raw text)`)
}

export interface CoverageRow {
  cityCode: string
  month: PlainDate
  unitId: string
  customers: number
  covered: number
}

/** Replaces the coverage of the months that were imported. */
export async function putCoverage(db: Db, rows: readonly CoverageRow[]) {
  const months = sql`
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as c("cityCode" text, month date, "unitId" uuid, customers integer, covered integer)`
  await db.run(sql`
    delete from reading_coverage r using (${months}) c
    where r.city_code = c."cityCode" and r.month = c.month`)
  await db.run(sql`
    insert into reading_coverage (city_code, month, unit_id, unit_path, customers, covered)
    select c."cityCode", c.month, c."unitId", u.path, c.customers, c.covered
    from (${months}) c join unit u on u.unit_id = c."unitId"`)
}

export interface CityUnit {
  cityCode: string
  unitId: string
  path: string
}

/** The city units, with the code that names each. */
export function listCities(db: Db) {
  return db.rows<CityUnit>(sql`
    select city_code, unit_id, path::text as path from unit
    where kind = 'city' and valid_to is null order by city_code`)
}

/** Accounts of the register as lines for DuckDB: account, city, unit. The code is one of a city unit. */
export const REGISTER_COPY = (cityCode: string | undefined) => `
  copy (select account_no, city_code, unit_id from customer where merged_into_id is null
    ${cityCode === undefined ? '' : `and city_code = '${cityCode}'`}) to stdout`

/** The class of our advisory locks; 0 in it stands for all cities. */
const METERING = 807
export const TRY_LOCK_ALL = `select pg_try_advisory_lock(${METERING}, 0) as held`
export const TRY_LOCK_CITY = `
  select pg_try_advisory_lock_shared(${METERING}, 0) and pg_try_advisory_lock(${METERING}, $1::integer) as held`
export const UNLOCK = 'select pg_advisory_unlock_all()'
