import { problems } from '../problems.ts'

const DELIMITERS = [',', '\t', ';'] as const
/** A quote that is never closed would swallow the rest of the file. */
const MAX_RECORD = 4 * 1024 * 1024

/** Cuts records out of CSV (RFC 4180) that comes in pieces; the delimiter is the one of the first line. */
export class CsvCutter {
  #rest = ''
  #delimiter: string | undefined

  cut(text: string): string[][] {
    return this.#records(this.#rest + text, false)
  }

  /** What is left when the file has ended. */
  end(text: string): string[][] {
    return this.#records(this.#rest + text, true)
  }

  #records(text: string, isEnd: boolean): string[][] {
    this.#delimiter ??= delimiterOf(text)
    const records: string[][] = []
    let at = 0
    while (at < text.length) {
      const record = readRecord(text, { at, delimiter: this.#delimiter, isEnd })
      if (!record) break
      records.push(record.cells)
      at = record.next
    }
    this.#rest = text.slice(at)
    if (this.#rest.length > MAX_RECORD || (isEnd && this.#rest !== '')) {
      throw problems.fileRefused('open-quote', '引号没有配对 a quote is never closed')
    }
    return records
  }
}

function delimiterOf(text: string): string {
  const [line = ''] = text.split(/[\r\n]/, 1)
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

interface Reading {
  at: number
  delimiter: string
  isEnd: boolean
}

/** One record from a place on; undefined when its end is not there yet. */
function readRecord(text: string, { at, delimiter, isEnd }: Reading) {
  const cells: string[] = []
  for (;;) {
    const cell = text[at] === '"' ? readQuoted(text, at) : { words: '', end: at }
    if (!cell) return undefined
    let end = cell.end
    while (
      end < text.length &&
      text[end] !== delimiter &&
      text[end] !== '\n' &&
      text[end] !== '\r'
    ) {
      end++
    }
    // Whatever stands behind a closed quote belongs to the cell, as spreadsheet programs read it.
    cells.push(cell.words + text.slice(cell.end, end))
    const stop = text[end]
    // The other half of `\r\n` or of a doubled quote may stand in the next piece.
    if (!isEnd && end + 1 >= text.length) return undefined
    if (stop === delimiter) at = end + 1
    else return { cells, next: stop === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1 }
  }
}

function readQuoted(text: string, start: number) {
  let words = ''
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return undefined
    words += text.slice(at, quote)
    if (text[quote + 1] !== '"') return { words, end: quote + 1 }
    words += '"'
    at = quote + 2
  }
}
