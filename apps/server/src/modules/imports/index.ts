export type { CellFault } from '../../platform/tables/table-file.ts'
export { code, date, decimal, instant, oneOf, optional, required, whole, words } from './columns.ts'
export { importList } from './import-list.ts'
export { openImportUnit } from './import-unit.ts'
export type { ImportDeps, ListToImport } from './list-to-import.ts'
export { organisationTarget } from './organisation-target.ts'
export { ERRORS_SHOWN, type ImportReport } from './report.ts'
export type {
  Columns,
  FileRow,
  ImportColumn,
  ImportTarget,
  Parsed,
  RowFault,
  ValuesOf,
  Verdict,
} from './target.ts'
