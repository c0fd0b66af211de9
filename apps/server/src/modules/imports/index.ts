export { code, date, instant, oneOf, optional, required, words } from './columns.ts'
export { importList } from './import-list.ts'
export { openImportUnit } from './import-unit.ts'
export type { ListToImport } from './list-to-import.ts'
export { organisationTarget } from './organisation-target.ts'
export { ERRORS_SHOWN, type ImportReport } from './report.ts'
export type {
  FileRow,
  ImportTarget,
  Parsed,
  RowFault,
  ValuesOf,
  Verdict,
} from './target.ts'
