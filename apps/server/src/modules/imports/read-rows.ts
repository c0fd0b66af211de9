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
export function rowReader(
  target: ImportTarget,
  layout: Layout,
  state: unknown,
): (raw: RawRow) => ReadRow {
  const keys = new KeySet()
  const all = Object.entries(target.columns).map(([field, column]) => ({
    field,
    column,
    at: layout.columns.get(field) ?? -1,
  }))
  const found = all.filter(({ at }) => at >= 0)
  // A column that the file does not have is empty in every row; a required one would have refused the list.
  const empty = Object.fromEntries(all.map(({ field }) => [field, null]))
  const isHeading = ({ cells }: RawRow) =>
    layout.headings.every((heading, i) => tidyCell(cells[i] ?? '') === heading)
  return (raw) => {
    const values: Values = { ...empty }
    const faults: RowFault[] = []
    const contents: unknown[] = []
    for (const { field, column, at } of found) {
      const text = tidyCell(raw.cells[at] ?? '')
      const broken = raw.faults?.get(at)
      const parsed = broken ? { fault: broken } : text === '' ? undefined : column.parse(text)
      if (parsed && 'value' in parsed) values[field] = parsed.value
      contents.push(values[field])
      const fault =
        parsed && 'fault' in parsed
          ? parsed.fault
          : !parsed && column.isRequired
            ? EMPTY
            : undefined
      if (fault) faults.push({ field, ...fault })
    }
    if (isHeading(raw)) {
      return { raw, faults: [{ field: null, code: 'repeated-header', message: '表头重复出现' }] }
    }
    if (faults.length > 0) return { raw, faults }
    const seen = keys.add(target.keyOf(values, state), JSON.stringify(contents), raw.rowNo)
    if (!seen) return { raw, row: { rowNo: raw.rowNo, values } }
    if (seen.isSame) return { raw, isRepeat: true }
    const message = `与第 ${seen.rowNo} 行是同一个，内容不同`
    return { raw, faults: [{ field: null, code: 'repeated-key', message }] }
  }
}
