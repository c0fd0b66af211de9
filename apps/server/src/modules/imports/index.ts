export { code, instant, optional, required, words } from './columns.ts'
export { eraseJob, eraseOld, KEPT_HOURS } from './erase-job.ts'
export { importJobs, type Workshop, workOff } from './import-job.ts'
export { importList } from './import-list.ts'
export { openImportUnit } from './import-unit.ts'
export type { ListToImport } from './list-to-import.ts'
export { organisationTarget } from './organisation-target.ts'
export { ERRORS_SHOWN, type ImportReport } from './report.ts'
export { importRoutes } from './routes.ts'
export { spoolOf } from './spool.ts'
export type {
  FileRow,
  ImportTarget,
  ValuesOf,
  Verdict,
} from './target.ts'
