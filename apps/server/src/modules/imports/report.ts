import type { RunSums } from './import.queries.ts'
import type { Layout } from './layout.ts'
import type { RowFault } from './target.ts'

/** A fault as it is shown: by the heading of the column in the file. */
export interface ShownFault {
  column: string | null
  code: string
  message: string
}

/** What an import did, or in a dry run would do. rows = created + changed + unchanged + rejected. */
export interface ImportReport extends RunSums {
  isDryRun: boolean
  /** The list as a whole cannot be taken; every row counts as rejected. */
  refusal: { code: string; message: string } | null
  /** The first faults, at most ERRORS_SHOWN. */
  errors: (ShownFault & { row: number })[]
  headerRow: number
  /** Heading by field. */
  columns: Record<string, string>
  ignored: string[]
  /** A run that had been cut off went on behind this row. */
  resumedAfterRow: number | null
  /** What was stored and the list has no longer; null where its target keeps that. */
  removed: number | null
}

/** A row that an import creates or changes. */
export interface TouchedRow {
  row: number
  result: 'created' | 'changed'
  cells: string[]
}

export const ERRORS_SHOWN = 100

export function shownFaults(faults: readonly RowFault[], layout: Layout): ShownFault[] {
  return faults.map(({ field, code, message }) => {
    const at = field === null ? undefined : layout.columns.get(field)
    return { column: at === undefined ? null : (layout.headings[at] ?? null), code, message }
  })
}

export function columnsShown({ columns, headings }: Layout): Record<string, string> {
  return Object.fromEntries([...columns].map(([field, at]) => [field, headings[at] ?? '']))
}
