import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { RawRow } from '../../platform/tables/table-file.ts'
import { XlsxWriter } from '../../platform/xlsx.ts'
import type { Layout } from './layout.ts'
import type { ShownFault } from './report.ts'

/** What the workbook adds to the headings of the list. */
export const ADDED_HEADINGS: readonly string[] = ['原行号', '错误']

/** The refused rows as they stood in the file, the reason beside each (错误工作簿): correct it and import it. */
export class ErrorWorkbook {
  readonly #writer: XlsxWriter
  readonly #width: number
  readonly #output: ReturnType<typeof createWriteStream>

  constructor(path: string, layout: Layout) {
    this.#output = createWriteStream(path, { mode: 0o600 })
    this.#writer = new XlsxWriter('错误', (bytes) => this.#output.write(bytes))
    this.#width = layout.headings.length
    this.#writer.writeRows([[...layout.headings, ...ADDED_HEADINGS]])
  }

  add(raw: RawRow, faults: readonly ShownFault[]) {
    const cells = Array.from({ length: this.#width }, (_, i) => raw.cells[i] ?? '')
    const reasons = faults.map(({ column, message }) =>
      column ? `${column}：${message}` : message,
    )
    this.#writer.writeRows([[...cells, raw.rowNo, reasons.join('；')]])
  }

  async end() {
    this.#writer.end()
    this.#output.end()
    await finished(this.#output)
  }
}
