import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { problems } from '../problems.ts'
import { CsvCutter } from './csv-cutter.ts'
import { isFilled, type RawRow, type TableFile } from './table-file.ts'

const PIECE = 256 * 1024
const MAX_BYTES = 6 * 1024 ** 3
const MAX_RATIO = 400
const RATIO_FROM_BYTES = 32 * 1024 ** 2

/** Opens a .csv file, also one packed as .csv.gz. */
export async function openTextFile(path: string, isGzip: boolean): Promise<TableFile> {
  const { size } = await stat(path)
  const source = { path, isGzip, size }
  return new TextFile(source, await findEncoding(source))
}

type Decoder = InstanceType<typeof TextDecoder>

interface Source {
  path: string
  isGzip: boolean
  size: number
}

class TextFile implements TableFile {
  readonly kind = 'csv'
  readonly encoding: string
  readonly sheets = []
  readonly #source: Source
  #progress = 0

  constructor(source: Source, encoding: string) {
    this.#source = source
    this.encoding = encoding
  }

  async *rows(): AsyncGenerator<RawRow[]> {
    const decoder = new TextDecoder(this.encoding)
    const cutter = new CsvCutter()
    let rowNo = 0
    const batchOf = (records: string[][]) => {
      const batch: RawRow[] = []
      for (const cells of records) {
        rowNo++
        if (isFilled(cells)) batch.push({ rowNo, cells: cells.map(withoutApostrophe) })
      }
      return batch
    }
    const onRead = (bytes: number) => {
      this.#progress = bytes / this.#source.size
    }
    for await (const piece of bytesOf(this.#source, onRead)) {
      const batch = batchOf(cutter.cut(decoder.decode(piece, { stream: true })))
      if (batch.length > 0) yield batch
    }
    const last = batchOf(cutter.end(decoder.decode()))
    if (last.length > 0) yield last
  }

  progress() {
    return this.#progress
  }

  async close() {}
}

/** Our own lists put an apostrophe before what a spreadsheet program would run (see `csv.ts`). */
function withoutApostrophe(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

async function* bytesOf(source: Source, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = createReadStream(source.path, { highWaterMark: PIECE })
  file.on('data', () => onRead?.(file.bytesRead))
  const gunzip = createGunzip({ chunkSize: PIECE })
  file.on('error', (error) => gunzip.destroy(error))
  let bytes = 0
  try {
    for await (const piece of (source.isGzip ? file.pipe(gunzip) : file) as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > MAX_BYTES || (bytes > RATIO_FROM_BYTES && bytes > source.size * MAX_RATIO)) {
        throw problems.fileRefused('zip-bomb', '解压后过大，拒绝读取 it inflates too far')
      }
      yield piece
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw problems.fileRefused('damaged-file', '压缩文件已损坏 the gzip file is damaged')
    }
    throw error
  } finally {
    file.destroy()
    gunzip.destroy()
  }
}

/** By the byte order mark; else UTF-8 when every byte of the file is; else GB18030 on the same terms. */
async function findEncoding(source: Source): Promise<string> {
  let candidates: { name: string; decoder: Decoder }[] | undefined
  for await (const piece of bytesOf(source)) {
    if (!candidates) {
      const marked = markOf(piece)
      if (marked) return marked
      candidates = ['utf-8', 'gb18030'].map((name) => ({
        name,
        decoder: new TextDecoder(name, { fatal: true }),
      }))
    }
    if (piece.includes(0)) throw notText()
    candidates = candidates.filter(({ decoder }) => isText(decoder, piece, true))
    if (candidates.length === 0) throw notText()
  }
  const fit = (candidates ?? []).find(({ decoder }) => isText(decoder, undefined, false))
  if (!fit)
    throw candidates ? notText() : problems.fileRefused('empty-file', '文件是空的 empty file')
  return fit.name
}

function markOf(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return undefined
}

function isText(decoder: Decoder, piece: Buffer | undefined, stream: boolean): boolean {
  try {
    decoder.decode(piece, { stream })
    return true
  } catch {
    return false
  }
}

function notText() {
  const reason = '不是文本文件，或编码不是 UTF-8、GB18030 no text in UTF-8 or GB18030'
  return problems.fileRefused('wrong-file-type', reason)
}
