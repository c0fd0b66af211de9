import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { RunKey, RunSums } from './import.queries.ts'
import type { ImportReport } from './report.ts'
import type { StoredChoices } from './run-view.queries.ts'
import type { FileTaken } from './target.ts'

interface RunId {
  cityCode: string
  runId: string
}

const isRun = ({ cityCode, runId }: RunId) => sql`city_code = ${cityCode} and run_id = ${runId}`

/** A run that waits for the server to work on it. */
export async function insertWaitingRun(
  db: Db,
  run: RunKey & {
    runId: string
    unitPath: string
    fileId: string
    fileName: string
    isDryRun: boolean
    choices: StoredChoices
    by: string
    at: Date
  },
) {
  await db.run(sql`
    insert into import_run (city_code, run_id, unit_id, unit_path, target, file_id, file_name, digest,
                            is_dry_run, choices, state, started_by, started_at, moved_at)
    values (${run.cityCode}, ${run.runId}, ${run.unitId}, ${run.unitPath}::ltree, ${run.target}, ${run.fileId},
            ${run.fileName}, ${run.digest}, ${run.isDryRun}, ${JSON.stringify(run.choices)}, 'waiting',
            ${run.by}, ${run.at}, ${run.at})`)
}

/** A run that was broken off goes on with the same list, sent again by somebody. */
export async function adoptRun(
  db: Db,
  run: RunId & { fileId: string; choices: StoredChoices; by: string; at: Date },
) {
  await db.run(sql`
    update import_run set state = 'waiting', is_stop_asked = false, file_id = ${run.fileId},
      choices = ${JSON.stringify(run.choices)}, started_by = ${run.by}, moved_at = ${run.at}
    where ${isRun(run)}`)
}

/** Holds a run, so that two changes of its state come one after the other. */
export async function holdRun(db: Db, runId: string) {
  await db.run(sql`select from import_run where run_id = ${runId} for update`)
}

/** A run that waits stops at once, one that is worked on after its next rows. */
export async function setStopAsked(db: Db, run: RunId, at: Date) {
  await db.run(sql`
    update import_run set is_stop_asked = state = 'importing', moved_at = ${at},
      state = case state when 'waiting' then 'stopped' else state end
    where ${isRun(run)}`)
}

export async function setWaiting(db: Db, run: RunId, at: Date) {
  await db.run(sql`
    update import_run set state = 'waiting', is_stop_asked = false, refusal = null, errors = null, moved_at = ${at}
    where ${isRun(run)}`)
}

/** The run of a kind that waits longest, or that a server was killed over. */
export function findNextRun(db: Db, isDryRun: boolean) {
  return db.maybe<{ runId: string }>(sql`
    select run_id from import_run
    where state in ('waiting', 'importing') and is_dry_run = ${isDryRun} and file_id is not null
    order by started_at, run_id limit 1`)
}

/** Takes up a run, which may leave a workbook; a dry run begins anew. 0 when it was stopped meanwhile. */
export function takeUpRun(db: Db, run: RunId, at: Date) {
  return db.run(sql`
    update import_run set state = 'importing', has_workbook = true, moved_at = ${at},
      rows = case when is_dry_run then 0 else rows end,
      created = case when is_dry_run then 0 else created end,
      changed = case when is_dry_run then 0 else changed end,
      unchanged = case when is_dry_run then 0 else unchanged end,
      rejected = case when is_dry_run then 0 else rejected end,
      details = case when is_dry_run then null else details end
    where ${isRun(run)} and state in ('waiting', 'importing') and not is_stop_asked`)
}

/** How far a run got; the sums of an import move with its rows, those of a dry run here. */
export function setProgress(
  db: Db,
  run: RunId & { fraction: number; at: Date; sums: RunSums | undefined },
) {
  const { sums } = run
  const counts =
    sums &&
    sql`, rows = ${sums.rows}, created = ${sums.created}, changed = ${sums.changed},
        unchanged = ${sums.unchanged}, rejected = ${sums.rejected}`
  return db.one<{ isStopAsked: boolean }>(sql`
    update import_run set fraction = ${run.fraction}, moved_at = ${run.at}${counts ?? sql``}
    where ${isRun(run)} returning is_stop_asked`)
}

/** How far a file that is taken in whole got; once it counts, its sums stand. */
export function setFileProgress(db: Db, run: RunId & { fraction: number; rows: number; at: Date }) {
  return db.one<{ isStopAsked: boolean }>(sql`
    update import_run set fraction = ${run.fraction}, moved_at = ${run.at},
      rows = case when details is null then ${run.rows}::integer else rows end
    where ${isRun(run)} returning is_stop_asked`)
}

/** What a file brought. Its first figures stay: after a kill the same file brings nothing more. */
export async function setTaken(db: Db, run: RunId, taken: FileTaken) {
  const { rows, created, unchanged, rejected, errors, details } = taken
  await db.run(sql`
    update import_run set rows = ${rows}, created = ${created}, unchanged = ${unchanged},
      rejected = ${rejected}, errors = ${JSON.stringify(errors)}, details = ${JSON.stringify(details)}
    where ${isRun(run)} and details is null`)
}

/** The lines because of which a file was refused. */
export async function setFileErrors(db: Db, run: RunId, errors: FileTaken['errors']) {
  await db.run(sql`
    update import_run set errors = ${JSON.stringify(errors)} where ${isRun(run)}`)
}

export async function setStopped(db: Db, run: RunId, at: Date) {
  await db.run(sql`
    update import_run set state = 'stopped', is_stop_asked = false, moved_at = ${at}
    where ${isRun(run)} and state in ('waiting', 'importing')`)
}

export async function setFailed(
  db: Db,
  run: RunId & { refusal: { code: string; message: string }; at: Date },
) {
  await db.run(sql`
    update import_run set state = 'failed', is_stop_asked = false, moved_at = ${run.at},
      refusal = ${JSON.stringify(run.refusal)}
    where ${isRun(run)}`)
}

/** A dry run is done: what it found. */
export async function setJudged(
  db: Db,
  run: RunId & { report: ImportReport; sampleSealed: string; at: Date },
) {
  const { rows, created, changed, unchanged, rejected, errors } = run.report
  await db.run(sql`
    update import_run set state = 'done', fraction = 1, is_stop_asked = false, moved_at = ${run.at},
      rows = ${rows}, created = ${created}, changed = ${changed}, unchanged = ${unchanged},
      rejected = ${rejected}, errors = ${JSON.stringify(errors)}, sample_sealed = ${run.sampleSealed}
    where ${isRun(run)}`)
}

/** The rows that a run showed are gone: its workbook, and the sample of a dry run. */
export async function setRowsErased(db: Db, run: RunId) {
  await db.run(sql`
    update import_run set has_workbook = false, sample_sealed = null where ${isRun(run)}`)
}

/** Workbooks of runs that nothing has happened to since a moment. */
export function listWorkbooksSince(db: Db, since: Date) {
  return db.rows<RunId & { unitPath: string }>(sql`
    select city_code, run_id, unit_path::text as unit_path from import_run
    where has_workbook and moved_at < ${since}`)
}

/** Runs of a list: those that are worked on, and those with a workbook. */
export function listRunsOfFile(db: Db, file: { cityCode: string; fileId: string }) {
  return db.rows<RunId & { isOpen: boolean; hasWorkbook: boolean }>(sql`
    select city_code, run_id, state in ('waiting', 'importing') as is_open, has_workbook from import_run
    where city_code = ${file.cityCode} and file_id = ${file.fileId}`)
}
