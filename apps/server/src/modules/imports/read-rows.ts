import { tidyCell } from '@nuandeng/domain'
import type { CellFault, RawRow } from '../../platform/tables/table-file.ts'
import { KeySet } from './key-set.ts'
import type { Layout } from './layout.ts'
import type { FileRow, ImportTarget, RowFault } from './target.ts'

type Values = Record<string, unknown>

/** A row with what is known of it before the target sees it. */
export type ReadRow =
  | { raw: RawRow; row: FileRow<Values> }
  | { raw: RawRow; faults: readonly RowFault[] }
  /** The same as an earlier row, in all its cells. */
  | { raw: RawRow; isRepeat: true }

const EMPTY: CellFault = { code: 'required', message: '不能为空' }

/** Parses the rows of one list, in their order, and finds those that repeat. */
export function rowReader(target: ImportTarget, layout: Layout): (raw: RawRow) => ReadRow {
  const keys = new KeySet()
  const columns = Object.entries(target.columns).map(([field, column]) => ({
    field,
    column,
    at: layout.columns.get(field),
  }))
  const { headings } = layout
  return (raw) => {
    const values: Values = {}
    const faults: RowFault[] = []
    for (const { field, column, at } of columns) {
      const text = at === undefined ? '' : tidyCell(raw.cells[at] ?? '')
      const broken = at === undefined ? undefined : raw.faults?.get(at)
      const parsed = broken ? { fault: broken } : text === '' ? undefined : column.parse(text)
      values[field] = parsed && 'value' in parsed ? parsed.value : null
      const fault =
        parsed && 'fault' in parsed
          ? parsed.fault
          : !parsed && column.isRequired
            ? EMPTY
            : undefined
      if (fault) faults.push({ field, ...fault })
    }
    if (isHeader(raw, headings)) {
      return { raw, faults: [{ field: null, code: 'repeated-header', message: '表头重复出现' }] }
    }
    if (faults.length > 0) return { raw, faults }
    const seen = keys.add(target.keyOf(values), contentOf(values), raw.rowNo)
    if (!seen) return { raw, row: { rowNo: raw.rowNo, values } }
    if (seen.isSame) return { raw, isRepeat: true }
    const message = `与第 ${seen.rowNo} 行是同一个，内容不同`
    return { raw, faults: [{ field: null, code: 'repeated-key', message }] }
  }
}

function isHeader({ cells }: RawRow, headings: readonly string[]): boolean {
  return (
    cells.length === headings.length &&
    headings.every((text, i) => tidyCell(cells[i] ?? '') === text)
  )
}

/** What a row says, as one text: for each row, so without the detour by JSON where there is none to make. */
function contentOf(values: Values): string {
  let text = ''
  for (const field in values) {
    const value = values[field]
    if (typeof value === 'string') text += value
    else if (value !== null) text += JSON.stringify(value)
    text += '\0'
  }
  return text
}
