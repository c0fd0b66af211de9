import type { PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

interface Placed {
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
}

const PLACE = sql`u.unit_id, u.kind as unit_kind, u.name as unit_name, u.path::text as unit_path`

export interface Page {
  after: { at: string; id: string } | undefined
  limit: number
}

export interface ShownFile extends Placed {
  fileId: string
  cityCode: string
  month: PlainDate
  sourceNames: string[]
  rows: number
  accounts: number
  changed: number
  used: number
  bytes: number
  writtenByName: string
  writtenAt: Date
  supersededAt: Date | null
}

/** Files in reach, the newest month first, in it the newest file. */
export function listShownFiles(
  db: Db,
  { after, limit }: { after: { month: string; id: string } | undefined; limit: number },
) {
  const behind = after
    ? sql`where (f.month, f.file_id) < (${after.month}::date, ${after.id}::uuid)`
    : sql``
  return db.rows<ShownFile>(sql`
    select file_id, f.city_code, month, source_names, rows, accounts, changed, used, bytes, written_by_name,
           written_at, superseded_at, ${PLACE}
    from reading_file f join unit u using (unit_id) ${behind}
    order by f.month desc, f.file_id desc limit ${limit + 1}`)
}

export interface ShownImport extends Placed {
  importId: string
  files: {
    name: string
    encoding: string
    form: string
    period: string
    rows: number
    rejected: number
  }[]
  rows: number
  imported: number
  unchanged: number
  unread: number
  rejected: number
  importedByName: string
  importedAt: Date
}

const IMPORT = sql`
  select import_id, files, rows, imported, unchanged, unread, rejected, imported_by_name, imported_at, ${PLACE},
         i.city_code
  from reading_import i join unit u using (unit_id)`

export function listShownImports(db: Db, { after, limit }: Page) {
  const behind = after
    ? sql`where (imported_at, import_id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  return db.rows<ShownImport>(sql`
    ${IMPORT} ${behind} order by imported_at desc, import_id desc limit ${limit + 1}`)
}

export function findImport(db: Db, importId: string) {
  return db.maybe<ShownImport & { cityCode: string }>(sql`${IMPORT} where import_id = ${importId}`)
}

export interface ShownReject {
  rejectNo: number
  file: string
  line: number
  column: string | null
  code: string
  message: string
  raw: string | null
}

export function listShownRejects(
  db: Db,
  { cityCode, importId }: { cityCode: string; importId: string },
  { after, limit }: { after: number; limit: number },
) {
  return db.rows<ShownReject>(sql`
    select reject_no, file_name as file, line, column_name as column, code, message, raw from reading_reject
    where city_code = ${cityCode} and import_id = ${importId} and reject_no > ${after}
    order by reject_no limit ${limit + 1}`)
}

export interface CoveredMonth {
  month: PlainDate
  customers: number
  covered: number
}

/** The newest months of a unit, oldest first. */
export function listCoverage(db: Db, path: string, months: number) {
  return db.rows<CoveredMonth>(sql`
    select * from (
      select month, sum(customers)::integer as customers, sum(covered)::integer as covered
      from reading_coverage where unit_path <@ ${path}::ltree group by month order by month desc limit ${months}) m
    order by month`)
}

/** The same of each unit directly below, by its code. */
export function listCoverageBelow(db: Db, unitId: string, since: PlainDate) {
  return db.rows<CoveredMonth & Placed>(sql`
    select ${PLACE}, month, sum(customers)::integer as customers, sum(covered)::integer as covered
    from unit u join reading_coverage r on r.unit_path <@ u.path
    where u.parent_id = ${unitId} and month >= ${since}
    group by u.unit_id, month order by u.path, month`)
}
