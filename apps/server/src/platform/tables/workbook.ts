import { problems } from '../problems.ts'
import { SharedStrings } from './shared-strings.ts'
import { columnOf, readRow, readStyles, type SheetContext } from './sheet-row.ts'
import { attribute, ElementCutter, richText } from './sheet-xml.ts'
import type { RawRow, TableFile } from './table-file.ts'
import { type ZipEntry, ZipFile } from './zip-file.ts'

const MAX_PART_BYTES = 32 * 1024 * 1024

/** Opens an .xlsx workbook. Its sheets are read by stream; of its shared strings little stays in memory. */
export async function openWorkbook(path: string): Promise<TableFile> {
  const zip = await ZipFile.open(path)
  const strings = new SharedStrings()
  const close = async () => {
    strings.close()
    await zip.close()
  }
  try {
    const { sheets, is1904 } = await readSheets(zip)
    const styles = readStyles(await zip.text('xl/styles.xml', MAX_PART_BYTES))
    await readStrings(zip, strings)
    return new Workbook({ zip, sheets, context: { strings, styles, is1904 }, close })
  } catch (error) {
    await close()
    throw error
  }
}

interface Parts {
  zip: ZipFile
  sheets: ReadonlyMap<string, ZipEntry>
  context: SheetContext
  close(): Promise<void>
}

class Workbook implements TableFile {
  readonly kind = 'xlsx'
  readonly encoding = null
  readonly sheets: readonly string[]
  readonly #parts: Parts
  #progress = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.sheets = [...parts.sheets.keys()]
  }

  async *rows(sheet?: string): AsyncGenerator<RawRow[]> {
    const { sheets } = this.#parts
    if (sheet !== undefined && !sheets.has(sheet)) {
      const reason = `没有工作表 no sheet “${sheet}”; 有 found: ${this.sheets.join(', ')}`
      throw problems.fileRefused('no-such-sheet', reason)
    }
    for (const [name, entry] of sheets) {
      if (sheet !== undefined && name !== sheet) continue
      let isEmpty = true
      for await (const batch of this.#sheetRows(entry)) {
        isEmpty = false
        yield batch
      }
      if (!isEmpty) return
    }
  }

  progress() {
    return this.#progress
  }

  close() {
    return this.#parts.close()
  }

  async *#sheetRows(entry: ZipEntry): AsyncGenerator<RawRow[]> {
    const { zip, context } = this.#parts
    const merged = await readMerged(zip, entry)
    const cutter = new ElementCutter('row')
    let rowNo = 0
    const pieces = zip.stream(entry, (bytes) => {
      this.#progress = bytes / entry.compressedBytes
    })
    for await (const piece of pieces) {
      const batch: RawRow[] = []
      for (const element of cutter.cut(piece)) {
        const read = readRow(element, rowNo, context)
        rowNo = read.rowNo
        if (read.row) batch.push(merged.fill(read.row))
      }
      if (batch.length > 0) yield batch
    }
  }
}

/** Sheets in the order of the workbook, hidden ones last. */
async function readSheets(zip: ZipFile) {
  const workbook = await zip.text('xl/workbook.xml', MAX_PART_BYTES)
  const relations = await zip.text('xl/_rels/workbook.xml.rels', MAX_PART_BYTES)
  if (!workbook || !relations) {
    const reason = '不是 .xlsx 工作簿 a zip archive, but no .xlsx workbook'
    throw problems.fileRefused('wrong-file-type', reason)
  }
  const targets = new Map<string, string>()
  for (const [tag] of relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)) {
    targets.set(attribute(tag, 'Id') ?? '', partName(attribute(tag, 'Target') ?? ''))
  }
  const found: { name: string; entry: ZipEntry; isHidden: boolean }[] = []
  for (const [tag] of workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)) {
    const entry = zip.entries.get(targets.get(attribute(tag, '\\w+:id') ?? '') ?? '')
    const isHidden = (attribute(tag, 'state') ?? 'visible') !== 'visible'
    if (entry) found.push({ name: attribute(tag, 'name') ?? '', entry, isHidden })
  }
  found.sort((a, b) => Number(a.isHidden) - Number(b.isHidden))
  const is1904 = /<(?:\w+:)?workbookPr[^>]*\sdate1904=["'](?:1|true)["']/.test(workbook)
  return { sheets: new Map(found.map(({ name, entry }) => [name, entry])), is1904 }
}

function partName(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

async function readStrings(zip: ZipFile, strings: SharedStrings) {
  const entry = zip.entries.get('xl/sharedStrings.xml')
  if (!entry) return
  const cutter = new ElementCutter('si')
  for await (const piece of zip.stream(entry)) {
    for (const element of cutter.cut(piece)) strings.add(richText(element))
  }
}

/** Cells that are merged over several rows: what stands in the first holds for all of them. */
class MergedCells {
  readonly #byRow = new Map<number, { column: number; lastRow: number }[]>()
  #open: { column: number; lastRow: number; text: string }[] = []

  add(reference: string) {
    const match = /^([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)$/.exec(reference)
    if (!match) return
    const [, letters = '', first, last] = match
    if (first === last) return
    const starting = this.#byRow.get(Number(first)) ?? []
    starting.push({ column: columnOf(letters), lastRow: Number(last) })
    this.#byRow.set(Number(first), starting)
  }

  fill(row: RawRow): RawRow {
    if (this.#open.length > 0) {
      this.#open = this.#open.filter(({ lastRow }) => lastRow >= row.rowNo)
      for (const { column, text } of this.#open) {
        while (row.cells.length <= column) row.cells.push('')
        row.cells[column] ||= text
      }
    }
    for (const { column, lastRow } of this.#byRow.get(row.rowNo) ?? []) {
      this.#open.push({ column, lastRow, text: row.cells[column] ?? '' })
    }
    return row
  }
}

/** They stand behind the rows, so the sheet is gone through once before. */
async function readMerged(zip: ZipFile, entry: ZipEntry): Promise<MergedCells> {
  const merged = new MergedCells()
  let rest = ''
  for await (const piece of zip.stream(entry)) {
    const text = rest + piece.toString('latin1')
    for (const [tag] of text.matchAll(/<(?:\w+:)?mergeCell\s[^>]*>/g)) {
      merged.add(attribute(tag, 'ref') ?? '')
    }
    rest = text.slice(Math.max(0, text.lastIndexOf('<'))).slice(0, 200)
  }
  return merged
}
