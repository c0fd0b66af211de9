import { guessColumns, headingForm, tidyCell } from '@nuandeng/domain'
import { problems } from '../../platform/problems.ts'
import { isFilled, type RawRow, type TableFile } from '../../platform/tables/table-file.ts'
import type { Columns, FileOptions } from './target.ts'

/** Titles above the header, notes and units: a header stands among the first filled rows. */
const HEADER_AMONG = 30

/** Where a list has its header, and which of its columns holds which field. */
export interface Layout {
  headerRow: number
  headings: string[]
  columns: Map<string, number>
  /** Headings that no field takes. */
  ignored: string[]
  /** Titles of required columns that are not there; then the list cannot be taken. */
  missing: string[]
}

/** What the importing person decides; the rest is guessed. */
export interface Choices {
  sheet?: string | undefined
  /** Row of the header; guessed where it is not given. */
  headerRow?: number | undefined
  /** Heading by field. */
  map: Readonly<Record<string, string>>
  /** The map names all columns that are taken: none is guessed beside it. */
  isWhole?: boolean | undefined
  /** How a file of a whole target is read beside its columns. */
  options?: FileOptions | undefined
}

/** Finds the header: the row whose cells name the most columns of the target. */
export async function findLayout(
  table: TableFile,
  columns: Columns,
  choices: Choices,
): Promise<Layout> {
  const { sheet, headerRow, map } = choices
  for (const field of Object.keys(map)) {
    if (columns[field]) continue
    const fields = Object.keys(columns).join(', ')
    throw problems.wrongField('map', 'unknown-field', `no field ${field}; there are: ${fields}`)
  }
  let best: Layout | undefined
  const first = await firstRows(table, sheet)
  if (headerRow !== undefined && first.length > 0) {
    const row = first.find(({ rowNo }) => rowNo === headerRow)
    if (row) return layoutOf(row, columns, choices)
    const reason = `among the first ${HEADER_AMONG} filled rows`
    throw problems.wrongField('headerRow', 'no-such-row', reason)
  }
  for (const row of first) {
    const layout = layoutOf(row, columns, choices)
    if (!best || layout.columns.size > best.columns.size) best = layout
  }
  if (!best) throw problems.fileRefused('empty-file', '没有内容 there is no filled row')
  if (best.columns.size > 0) return best
  const header = first.find(({ cells }) => cells.filter((cell) => cell.trim()).length > 1)
  return header ? layoutOf(header, columns, choices) : best
}

/** The first filled rows of a sheet: the header is one of them. */
export async function firstRows(table: TableFile, sheet: string | undefined): Promise<RawRow[]> {
  const rows: RawRow[] = []
  for await (const batch of table.rows(sheet)) {
    rows.push(...batch.slice(0, HEADER_AMONG - rows.length))
    if (rows.length === HEADER_AMONG) break
  }
  return rows
}

function layoutOf(row: RawRow, columns: Columns, { map, isWhole }: Choices): Layout {
  const headings = row.cells.map(tidyCell)
  const chosen = new Map<string, number>()
  for (const [field, heading] of Object.entries(map)) {
    const at = headings.findIndex((text) => headingForm(text) === headingForm(heading))
    if (at !== -1) chosen.set(field, at)
  }
  const taken = new Set(chosen.values())
  const open = isWhole ? [] : Object.entries(columns).filter(([field]) => !(field in map))
  const guessed = guessColumns(
    headings.map((heading, i) => (taken.has(i) ? '' : heading)),
    Object.fromEntries(open),
  )
  const found = new Map([...chosen, ...guessed])
  const used = new Set(found.values())
  return {
    headerRow: row.rowNo,
    headings,
    columns: found,
    ignored: headings.filter((heading, i) => heading !== '' && !used.has(i)),
    missing: Object.entries(columns)
      .filter(([field, { isRequired }]) => (isRequired || field in map) && !found.has(field))
      .map(([field, { title }]) => map[field] ?? `${title} (${field})`),
  }
}

/** Rows of the list below its header that hold anything, in batches. */
export async function* rowsBelow(table: TableFile, layout: Layout, sheet: string | undefined) {
  for await (const batch of table.rows(sheet)) {
    const below = batch.filter(({ rowNo, cells }) => rowNo > layout.headerRow && isFilled(cells))
    if (below.length > 0) yield below
  }
}
