export type { CellFault } from '../../platform/tables/table-file.ts'
export { code, date, decimal, instant, oneOf, optional, required, whole, words } from './columns.ts'
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
