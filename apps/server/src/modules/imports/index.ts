export { code, date, decimal, instant, oneOf, optional, required, whole, words } from './columns.ts'
export type {
  CellFault,
  Columns,
  FileRow,
  ImportColumn,
  ImportTarget,
  Parsed,
  RowFault,
  ValuesOf,
  Verdict,
} from './target.ts'
