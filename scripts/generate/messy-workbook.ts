// A workbook as people leave it: dates and noughts by format, merged cells, thousands of formatted empty rows.
import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { MessyCell, MessyRow } from './cells.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Cell formats of `styles.xml`: 1 a day, 2 ten digits with noughts in front, 3 a border. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="0000000000"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="0" borderId="1"/></cellXfs></styleSheet>`

const PARTS: Record<string, string> = {
  '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${CONTENT}.worksheet+xml"/></Types>`,
  '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="客户档案" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': STYLES,
}

export class MessyWorkbook {
  readonly #zip: Zip
  readonly #sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 6 })
  readonly #merged: string[] = []
  #rowNo = 0

  constructor(onBytes: (bytes: Uint8Array) => void) {
    this.#zip = new Zip((error, bytes) => {
      if (error) throw error
      onBytes(bytes)
    })
    for (const [name, text] of Object.entries(PARTS)) {
      const part = new ZipDeflate(name)
      this.#zip.add(part)
      part.push(strToU8(text), true)
    }
    this.#zip.add(this.#sheet)
    this.#sheet.push(strToU8(`${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`))
  }

  write(rows: readonly MessyRow[]) {
    this.#sheet.push(strToU8(rows.map((row) => this.#rowXml(row)).join('')))
  }

  #rowXml({ cells, merged }: MessyRow): string {
    const rowNo = ++this.#rowNo
    if (merged) {
      const letter = String.fromCharCode(65 + merged.column)
      this.#merged.push(`${letter}${rowNo}:${letter}${rowNo + merged.rows - 1}`)
    }
    return `<row r="${rowNo}">${cells.map(cellXml).join('')}</row>`
  }

  /** Rows that were formatted once and never filled in, then what is merged. */
  end({ emptyRows, title }: { emptyRows: number; title: string }) {
    const empty = '<c s="3"/>'.repeat(12)
    for (let at = 0; at < emptyRows; at++) {
      this.#sheet.push(strToU8(`<row r="${++this.#rowNo}">${empty}</row>`))
    }
    const cells = [title, ...this.#merged].map((ref) => `<mergeCell ref="${ref}"/>`).join('')
    this.#sheet.push(strToU8(`</sheetData><mergeCells>${cells}</mergeCells></worksheet>`), true)
    this.#zip.end()
  }
}

function cellXml(cell: MessyCell): string {
  if (typeof cell === 'string') {
    if (cell === '') return '<c s="3"/>'
    return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`
  }
  if ('day' in cell) return `<c s="1"><v>${cell.day}</v></c>`
  if ('digits' in cell) return `<c s="2"><v>${Number(cell.digits)}</v></c>`
  if ('error' in cell) return `<c t="e"><v>${cell.error}</v></c>`
  const value = cell.value === undefined ? '' : `<v>${escapeXml(cell.value)}</v>`
  return `<c t="str"><f>${escapeXml(cell.formula)}</f>${value}</c>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
