export { code, date, instant, oneOf, optional, required, words } from './columns.ts'
export { eraseJob, eraseOld, KEPT_HOURS } from './erase-job.ts'
export { importJobs, workOff } from './import-job.ts'
export { importList } from './import-list.ts'
export { listSavedColumns } from './import-profile.queries.ts'
export { openImportUnit } from './import-unit.ts'
export type { ListToImport } from './list-to-import.ts'
export { organisationTarget } from './organisation-target.ts'
export { ERRORS_SHOWN, type ImportReport } from './report.ts'
export { importRoutes } from './routes.ts'
export type { Workshop } from './run-work.ts'
export { spoolOf } from './spool.ts'
export type {
  FileLook,
  FileRow,
  FileTaken,
  FileToTakeIn,
  ImportTarget,
  Parsed,
  RowFault,
  ValuesOf,
  Verdict,
  WholeTarget,
} from './target.ts'
