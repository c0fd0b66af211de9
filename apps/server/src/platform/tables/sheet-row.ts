import { serialToText } from '@nuandeng/domain'
import type { SharedStrings } from './shared-strings.ts'
import { attribute, damagedSheet, richText, stringOf } from './sheet-xml.ts'
import { type CellFault, isFilled, type RawRow } from './table-file.ts'

/** How the numbers of a cell style are shown: as dates, or with noughts in front up to a width. */
export type NumberStyle = 'date' | { width: number } | undefined

export interface SheetContext {
  strings: SharedStrings
  styles: readonly NumberStyle[]
  is1904: boolean
}

const CELL = /<c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/c>)/g
const VALUE = /<v(?:\s[^>]*)?>([\s\S]*?)<\/v>/
const ROW_NO = /^<row[^>]*?\sr=["'](\d+)["']/
const REFERENCE = /\sr=["']([A-Z]{1,3})\d+["']/
const TYPE = /\st=["'](\w+)["']/
const STYLE = /\ss=["'](\d+)["']/
const MAX_ROWS = 1_048_576
const MAX_COLUMNS = 16_384
const NO_VALUE = {
  code: 'formula-without-value',
  message: '公式没有存值，请在表格软件中打开并保存一次',
}

/** Reads `<row>`; undefined when nothing stands in it. */
export function readRow(element: string, previousNo: number, sheet: SheetContext) {
  const rowNo = Number(ROW_NO.exec(element)?.[1] ?? previousNo + 1)
  if (rowNo > MAX_ROWS) throw damagedSheet()
  const cells: string[] = []
  const faults = new Map<number, CellFault>()
  for (const [, tag = '', inner = ''] of element.matchAll(CELL)) {
    const reference = REFERENCE.exec(tag)?.[1]
    const column = reference ? columnOf(reference) : cells.length
    if (column >= MAX_COLUMNS) throw damagedSheet()
    while (cells.length < column) cells.push('')
    const value = readCell(tag, inner, sheet)
    cells[column] = typeof value === 'string' ? value : ''
    if (typeof value !== 'string') faults.set(column, value)
  }
  const row: RawRow = { rowNo, cells, ...(faults.size > 0 ? { faults } : {}) }
  return { rowNo, row: isFilled(cells) || faults.size > 0 ? row : undefined }
}

/** A → 0, Z → 25, AA → 26. */
export function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

/** A formula gives the value that was stored with it; it is never computed. */
function readCell(tag: string, inner: string, sheet: SheetContext): string | CellFault {
  if (inner === '') return ''
  const type = TYPE.exec(tag)?.[1] ?? 'n'
  if (type === 'inlineStr') return richText(inner)
  const value = VALUE.exec(inner)?.[1]
  if (value === undefined) return inner.includes('<f') ? NO_VALUE : ''
  switch (type) {
    case 's': {
      const text = sheet.strings.get(Number(value))
      if (text === undefined) throw damagedSheet()
      return text
    }
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE'
    case 'e':
      return { code: 'error-value', message: `单元格是错误值 ${stringOf(value)}` }
    case 'n':
      return numberText(value.trim(), sheet.styles[Number(STYLE.exec(tag)?.[1] ?? -1)], sheet)
    default:
      return stringOf(value)
  }
}

function numberText(value: string, style: NumberStyle, { is1904 }: SheetContext): string {
  const number = Number(value)
  if (value === '' || !Number.isFinite(number)) return value
  if (style === 'date')
    return number >= 1 && number < 2_958_466 ? serialToText(number, is1904) : value
  const text = Number.isSafeInteger(number)
    ? String(number)
    : String(Number(number.toPrecision(15)))
  return style && Number.isSafeInteger(number) ? text.padStart(style.width, '0') : text
}

const BUILT_IN_DATES = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]

/** The number style of each cell format (`cellXfs`) of `styles.xml`. */
export function readStyles(xml: string | undefined): NumberStyle[] {
  if (!xml) return []
  const plain = xml.replace(/<(\/?)\w+:/g, '<$1')
  const formats = new Map<number, NumberStyle>(BUILT_IN_DATES.map((id) => [id, 'date']))
  for (const [tag] of plain.matchAll(/<numFmt\s[^>]*>/g)) {
    formats.set(Number(attribute(tag, 'numFmtId')), styleOf(attribute(tag, 'formatCode') ?? ''))
  }
  const cellFormats = /<cellXfs[^>]*>([\s\S]*?)<\/cellXfs>/.exec(plain)?.[1] ?? ''
  return [...cellFormats.matchAll(/<xf\s[^>]*>/g)].map(([tag]) =>
    formats.get(Number(attribute(tag, 'numFmtId') ?? 0)),
  )
}

function styleOf(format: string): NumberStyle {
  if (/^0{2,}$/.test(format)) return { width: format.length }
  const bare = format.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '')
  return /[yd]/i.test(bare) ? 'date' : undefined
}
