import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { bytesOf, notText, type SourceFile } from './inspect-file.ts'

/** Between the cells of a file that was written anew; no text holds it. */
export const CELL_SEPARATOR = '\x1f'
const PIECE = 1024 * 1024

/**
 * The lines of a text in UTF-16 units, however they end; a line break within quotes does not end one. Bytes
 * that are none of the encoding refuse the file.
 */
export async function* recordsOf(source: SourceFile): AsyncGenerator<string[]> {
  const decoder = new TextDecoder(source.encoding, { fatal: true })
  let rest = ''
  let line = 1
  const decode = (piece?: Buffer) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined })
    } catch {
      throw notText(source.name, source.encoding.toUpperCase(), line)
    }
  }
  for await (const piece of bytesOf(source)) {
    const { records, open } = cut(rest + decode(piece), false)
    rest = open
    yield records
    line += records.length
  }
  const { records } = cut(rest + decode(), true)
  if (records.length > 0) yield records
}

function cut(text: string, isEnd: boolean) {
  // A \r at the very end may be half of a \r\n.
  const isHalf = !isEnd && text.endsWith('\r')
  const whole = isHalf ? text.slice(0, -1) : text
  const lines = (whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole).split('\n')
  const last = lines.pop() as string
  const records = whole.includes('"') ? joinQuoted(lines) : { records: lines, open: [] }
  const open = [...records.open, isHalf ? `${last}\r` : last].join('\n')
  return isEnd && open !== ''
    ? { records: [...records.records, ...open.split('\n')], open: '' }
    : { records: records.records, open }
}

/** How far a quote that opens may reach; one that is never closed would swallow the file. */
const MAX_QUOTED_LINES = 20

function joinQuoted(lines: string[]) {
  const records: string[] = []
  for (let i = 0; i < lines.length; i++) {
    let record = lines[i] as string
    let end = i
    while (isOpen(record) && end < lines.length && end - i < MAX_QUOTED_LINES) {
      end++
      record += `\n${lines[end] ?? ''}`
    }
    if (!isOpen(record) || end - i >= MAX_QUOTED_LINES) {
      const isClosed = !isOpen(record)
      records.push(isClosed ? record : (lines[i] as string))
      if (isClosed) i = end
    } else {
      return { records, open: lines.slice(i) }
    }
  }
  return { records, open: [] }
}

function isOpen(text: string): boolean {
  let quotes = 0
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes++
  return quotes % 2 === 1
}

/** The cells of one line. Whatever stands behind a closed quote belongs to the cell. */
export function cellsOf(record: string, delimiter: string): string[] {
  if (!record.includes('"')) return record.split(delimiter)
  const cells: string[] = []
  for (let at = 0; at <= record.length; ) {
    let words = ''
    if (record[at] === '"') {
      for (at++; at < record.length; at++) {
        if (record[at] !== '"') words += record[at]
        else if (record[at + 1] === '"') words += record[at++]
        else break
      }
      at++
    }
    const next = record.indexOf(delimiter, at)
    const end = next === -1 ? record.length : next
    cells.push(words + record.slice(at, end))
    at = end + 1
  }
  return cells
}

/** Writes a text anew so that DuckDB can cut it: UTF-8, a record a line, cells without quotes. */
export async function writePlain(source: SourceFile, delimiter: string, path: string) {
  async function* plain() {
    let text = ''
    for await (const records of recordsOf(source)) {
      for (const record of records) {
        text += record.includes('"')
          ? `${cellsOf(record, delimiter)
              .join(CELL_SEPARATOR)
              .replace(/\s*\n\s*/g, ' ')}\n`
          : `${record.replaceAll(delimiter, CELL_SEPARATOR)}\n`
        if (text.length < PIECE) continue
        yield text
        text = ''
      }
    }
    yield text
  }
  await pipeline(plain, createWriteStream(path, { mode: 0o600 }))
}
