import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { BYTE_ORDER_MARK, csvLine } from './csv.ts'
import { type Cell, XlsxWriter } from './xlsx.ts'

export const TABLE_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** A table to download. */
export interface SentTable {
  format: keyof typeof TABLE_TYPES
  /** Of the file, without its ending. */
  name: string
  /** Of the sheet in a workbook. */
  sheet: string
  /** Lines above the header: a watermark. */
  above?: readonly (readonly Cell[])[]
  columns: readonly string[]
  /** How many rows were counted; the pages have no fewer. */
  rows: number
  pages: AsyncIterable<readonly (readonly Cell[])[]>
}

/**
 * Sends a table by stream. The number of rows stands in the header `nuandeng-rows`, and a failure on the
 * way breaks the connection, so that half a file never looks whole.
 */
export function sendTable(reply: FastifyReply, table: SentTable) {
  const { format, name, rows } = table
  const output = new PassThrough({ highWaterMark: 1 << 20 })
  reply
    .header('content-type', TABLE_TYPES[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .header('nuandeng-rows', rows)
  write(table, output).catch((error: Error) => output.destroy(error))
  return reply.send(output)
}

async function write(
  { format, sheet, above = [], columns, pages }: SentTable,
  output: PassThrough,
) {
  let isFull = false
  const push = (bytes: Uint8Array | string) => {
    isFull = !output.write(bytes)
  }
  const workbook = format === 'xlsx' ? new XlsxWriter(sheet, push) : undefined
  const put = (rows: readonly (readonly Cell[])[]) => {
    if (workbook) workbook.writeRows(rows)
    else push(rows.map(csvLine).join(''))
  }
  if (!workbook) push(BYTE_ORDER_MARK)
  put([...above, columns])
  for await (const page of pages) {
    put(page)
    if (isFull && !output.destroyed) await once(output, 'drain')
    if (output.destroyed) return
  }
  workbook?.end()
  output.end()
}
