import type { RunState, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Reach } from './house.ts'
import type { RunRow } from './import.queries.ts'
import type { ShownFault } from './report.ts'
import type { FileDetails, FileOptions } from './target.ts'

/** How a list is read, as decided by a person. */
export interface StoredChoices {
  sheet: string | null
  headerRow: number
  map: Record<string, string>
  options?: FileOptions | undefined
}

/** A run (导入批次) with its unit and who started it. */
export interface RunView extends RunRow {
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  target: string
  fileId: string | null
  fileName: string
  isDryRun: boolean
  state: RunState
  isStopAsked: boolean
  fraction: number
  choices: StoredChoices | null
  refusal: { code: string; message: string } | null
  errors: (ShownFault & { row: number })[] | null
  sampleSealed: string | null
  /** Of a file that is taken in whole. */
  details: FileDetails | null
  hasWorkbook: boolean
  isFileKept: boolean
  startedBy: string
  starter: string | null
  startedAt: Date
  movedAt: Date
}

const RUN = sql`
  select r.city_code, r.run_id, last_row, rows, created, changed, unchanged, rejected, r.unit_id,
         u.kind as unit_kind, u.name as unit_name, r.unit_path::text as unit_path, r.target, r.file_id,
         r.file_name, is_dry_run, state, is_stop_asked, fraction, choices, refusal, errors, sample_sealed, details,
         has_workbook, coalesce(f.erased_at is null and f.file_id is not null, false) as is_file_kept,
         started_by, p.name as starter, started_at, moved_at
  from import_run r join unit u on u.unit_id = r.unit_id
  left join import_file f on f.city_code = r.city_code and f.file_id = r.file_id
  left join person p on p.person_id = r.started_by`

export function findRun(db: Db, runId: string) {
  return db.maybe<RunView>(sql`${RUN} where run_id = ${runId}`)
}

interface RunFilter {
  target?: string | null | undefined
  unitPath?: string | null | undefined
  state?: RunState | null | undefined
  isDryRun?: boolean | null | undefined
}

export interface RunCursor {
  startedAt: string
  runId: string
}

/** Runs of the targets in reach, newest first, one more than the limit. */
export function listRuns(
  db: Db,
  { target = null, unitPath = null, state = null, isDryRun = null }: RunFilter,
  page: { reach: readonly Reach[]; after: RunCursor | undefined; limit: number },
) {
  const { reach, after, limit } = page
  return db.rows<RunView>(sql`${RUN}
    where exists (select from jsonb_to_recordset(${JSON.stringify(reach)}::jsonb) as m(target text, path text)
                  where m.target = r.target and r.unit_path <@ m.path::ltree)
      and (${target}::text is null or r.target = ${target})
      and (${unitPath}::text is null or r.unit_path <@ ${unitPath}::text::ltree)
      and (${state}::text is null or state = ${state})
      and (${isDryRun}::boolean is null or is_dry_run = ${isDryRun})
      and (${after?.startedAt ?? null}::timestamptz is null
           or (started_at, run_id) < (${after?.startedAt ?? null}::timestamptz, ${after?.runId ?? null}::uuid))
    order by started_at desc, run_id desc limit ${limit + 1}`)
}
