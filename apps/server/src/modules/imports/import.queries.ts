import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { ShownFault } from './report.ts'

/** A run (导入批次) as stored. */
export interface RunRow extends RunSums {
  cityCode: string
  runId: string
  lastRow: number
}

export interface RunSums {
  rows: number
  created: number
  changed: number
  unchanged: number
  rejected: number
}

export interface RunKey {
  cityCode: string
  unitId: string
  target: string
  digest: string
}

/** The run of this file that was cut off, if there is one. */
export function findOpenRun(db: Db, key: RunKey) {
  return db.maybe<RunRow>(sql`
    select city_code, run_id, last_row, rows, created, changed, unchanged, rejected from import_run
    where city_code = ${key.cityCode} and unit_id = ${key.unitId} and target = ${key.target}
      and digest = ${key.digest} and state in ('waiting', 'importing', 'stopped') and not is_dry_run`)
}

/** Takes up a run; 0 when it has ended or was stopped meanwhile, unless it may be that. */
export function setImporting(db: Db, { cityCode, runId }: Pick<RunRow, 'cityCode' | 'runId'>) {
  return db.run(sql`
    update import_run set state = 'importing', is_stop_asked = false
    where city_code = ${cityCode} and run_id = ${runId} and state <> 'done'`)
}

export async function insertRun(
  db: Db,
  run: RunKey & { runId: string; unitPath: string; fileName: string; by: string; at: Date },
) {
  await db.run(sql`
    insert into import_run (city_code, run_id, unit_id, unit_path, target, file_name, digest, state,
                            started_by, started_at, moved_at)
    values (${run.cityCode}, ${run.runId}, ${run.unitId}, ${run.unitPath}::ltree, ${run.target},
            ${run.fileName}, ${run.digest}, 'importing', ${run.by}, ${run.at}, ${run.at})`)
}

/** Moves a run on by one chunk; 0 when another process has moved it meanwhile. */
export function moveRun(
  db: Db,
  run: { cityCode: string; runId: string; from: number; to: number; at: Date } & RunSums,
) {
  return db.run(sql`
    update import_run set last_row = ${run.to}, moved_at = ${run.at}, rows = rows + ${run.rows},
      created = created + ${run.created}, changed = changed + ${run.changed},
      unchanged = unchanged + ${run.unchanged}, rejected = rejected + ${run.rejected}
    where city_code = ${run.cityCode} and run_id = ${run.runId} and last_row = ${run.from}
      and state = 'importing'`)
}

export async function finishRun(db: Db, run: { cityCode: string; runId: string; at: Date }) {
  await db.run(sql`
    update import_run set state = 'done', fraction = 1, moved_at = ${run.at}
    where city_code = ${run.cityCode} and run_id = ${run.runId}`)
}

export interface FaultRow {
  rowNo: number
  faults: ShownFault[]
}

export async function insertFaults(
  db: Db,
  run: { cityCode: string; runId: string; unitPath: string },
  rows: readonly FaultRow[],
) {
  await db.run(sql`
    insert into import_fault (city_code, run_id, row_no, unit_path, faults)
    select ${run.cityCode}, ${run.runId}, "rowNo", ${run.unitPath}::ltree, faults
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f("rowNo" integer, faults jsonb)`)
}

/** Refused rows of a run from a row on, in the order of the file. */
export function listFaults(
  db: Db,
  run: { cityCode: string; runId: string },
  page: { after: number; limit: number },
) {
  return db.rows<FaultRow>(sql`
    select row_no, faults from import_fault
    where city_code = ${run.cityCode} and run_id = ${run.runId} and row_no > ${page.after}
    order by row_no limit ${page.limit}`)
}
