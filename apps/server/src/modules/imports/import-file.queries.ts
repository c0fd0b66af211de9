import type { UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** A list that was sent (导入文件), with its unit. */
export interface FileRow {
  cityCode: string
  fileId: string
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  target: string
  fileName: string
  bytes: number
  digest: string
  uploadedBy: string
  uploadedAt: Date
  erasedAt: Date | null
}

export function findFile(db: Db, fileId: string) {
  return db.maybe<FileRow>(sql`
    select f.city_code, file_id, unit_id, u.kind as unit_kind, u.name as unit_name,
           unit_path::text as unit_path, target, file_name, bytes, digest, uploaded_by, uploaded_at, erased_at
    from import_file f join unit u using (unit_id) where file_id = ${fileId}`)
}

export async function insertFile(
  db: Db,
  file: Omit<FileRow, 'unitKind' | 'unitName' | 'erasedAt'>,
) {
  await db.run(sql`
    insert into import_file (city_code, file_id, unit_id, unit_path, target, file_name, bytes, digest,
                             uploaded_by, uploaded_at, used_at)
    values (${file.cityCode}, ${file.fileId}, ${file.unitId}, ${file.unitPath}::ltree, ${file.target},
            ${file.fileName}, ${file.bytes}, ${file.digest}, ${file.uploadedBy}, ${file.uploadedAt},
            ${file.uploadedAt})`)
}

/** How many lists of a person are kept. */
export function countKeptFiles(db: Db, personId: string) {
  return db.one<{ count: number }>(sql`
    select count(*) from import_file where uploaded_by = ${personId} and erased_at is null`)
}

export async function setFileUsed(db: Db, fileId: string, at: Date) {
  await db.run(sql`update import_file set used_at = ${at} where file_id = ${fileId}`)
}

export async function setFileErased(db: Db, fileId: string, at: Date) {
  await db.run(sql`
    update import_file set erased_at = ${at} where file_id = ${fileId} and erased_at is null`)
}

/** Lists that nobody has used since a moment. */
export function listFilesUnusedSince(db: Db, since: Date) {
  return db.rows<{ fileId: string; unitPath: string; cityCode: string }>(sql`
    select file_id, unit_path::text as unit_path, city_code from import_file
    where erased_at is null and used_at < ${since}`)
}

/** Ids of all lists and workbooks that are kept. */
export function listKept(db: Db) {
  return db.rows<{ fileId: string | null; runId: string | null }>(sql`
    select file_id, null::uuid as run_id from import_file where erased_at is null
    union all select null, run_id from import_run where has_workbook`)
}
