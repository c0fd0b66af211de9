/** Why something of a row cannot be taken: a stable code, and the reason in words. */
export interface CellFault {
  code: string
  message: string
}

/** A row as it stands in a file, every cell as text; trailing empty cells may be missing. */
export interface RawRow {
  /** As a spreadsheet program shows it, from 1. */
  rowNo: number
  cells: string[]
  /** Cells that hold something that cannot be taken as text, by column from 0. */
  faults?: Map<number, CellFault>
}

/** A list in a file, open for reading. It may be read several times. */
export interface TableFile {
  kind: 'xlsx' | 'csv'
  /** Of a text file; null for a workbook. */
  encoding: string | null
  /** Names of the sheets of a workbook, those that are shown first. */
  sheets: readonly string[]
  /** Rows that hold anything, in batches, of the sheet with this name or of the first filled one. */
  rows(sheet?: string): AsyncGenerator<RawRow[]>
  /** How much of the sheet or file was read by the newest `rows`, 0 to 1. */
  progress(): number
  close(): Promise<void>
}

/** Whether a row has a cell with more than blanks. */
export function isFilled(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.trim() !== '')
}
