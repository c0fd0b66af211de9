import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { createGunzip } from 'node:zlib'
import { ReadingsRefused } from './readings-refused.ts'

const PIECE = 1024 * 1024
/** A line of fifty thousand customers fits; one that never ends does not. */
const MAX_LINE = 2_000_000
const MAX_RATIO = 400
const RATIO_FROM_BYTES = 32 * 1024 ** 2
const [NUL, LF, CR, SEPARATOR, QUOTE] = [0x00, 0x0a, 0x0d, 0x1e, 0x22]

export interface SourceFile {
  path: string
  /** Without its folder, as it is told. */
  name: string
  kind: 'text' | 'parquet'
  isGzip: boolean
  /** Of a text: utf-8, gb18030, utf-16le or utf-16be. */
  encoding: string
  /** DuckDB can cut its lines as it stands: UTF-8, lines ended by \n, no quotes. */
  isPlain: boolean
  /** SHA-256 of the bytes. */
  digest: string
  /** Of a text. */
  lines: number
}

/**
 * Reads a file once from end to end and tells how it is to be read: refuses what is no text, what inflates
 * too far and what has a line without end. Takes no more memory for a larger file.
 * @param name what it is called, where its path does not tell
 */
export async function inspectFile(path: string, name = basename(path)): Promise<SourceFile> {
  const head = await firstBytes(path, name)
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)
  const refuse = (reason: string) => new ReadingsRefused('wrong-file-type', { file: name }, reason)
  if (starts(0x25, 0x50, 0x44, 0x46)) throw refuse('PDF 文件 a PDF; needed: CSV or Parquet')
  if (starts(0x50, 0x4b)) throw refuse('工作簿或 zip，请另存为 CSV a workbook or zip: save as CSV')
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) throw refuse('旧式 .xls，请另存为 CSV an old .xls')
  const isParquet = starts(0x50, 0x41, 0x52, 0x31)
  const source = { path, name, isGzip: starts(0x1f, 0x8b) }
  const look = new TextLook(name)
  const hash = createHash('sha256')
  for await (const piece of bytesOf(source, (bytes) => hash.update(bytes))) {
    if (!isParquet) look.at(piece)
  }
  const found = isParquet ? PARQUET : look.result()
  return { ...source, ...found, digest: hash.digest('hex') }
}

const PARQUET = { kind: 'parquet', encoding: 'utf-8', isPlain: true, lines: 0 } as const

/** What the bytes of a text are like. */
class TextLook {
  readonly #name: string
  #isEmpty = true
  #lines = 1
  #lineBytes = 0
  #mark: string | undefined
  #isUtf8 = true
  #isPlain = true
  #tail: Buffer = Buffer.alloc(0)

  constructor(name: string) {
    this.#name = name
  }

  at(piece: Buffer) {
    if (this.#isEmpty) this.#mark = markOf(piece)
    this.#isEmpty = false
    if (!this.#isUtf16()) this.#lookAtText(piece)
    this.#lookAtLines(piece)
  }

  result() {
    if (this.#isEmpty) throw emptyFile(this.#name)
    const found = { kind: 'text' as const, lines: this.#lines, isPlain: false }
    if (this.#mark !== undefined && this.#isUtf16()) return { ...found, encoding: this.#mark }
    const isUtf8Whole = this.#isUtf8 && this.#tail.length === 0
    if (!isUtf8Whole && this.#mark) throw notText(this.#name, 'UTF-8')
    // Whether it is GB18030 shows when it is written anew.
    if (!isUtf8Whole) return { ...found, encoding: 'gb18030' }
    return { ...found, encoding: 'utf-8', isPlain: this.#isPlain && !this.#mark }
  }

  #isUtf16() {
    return this.#mark?.startsWith('utf-16') === true
  }

  #lookAtText(piece: Buffer) {
    if (piece.includes(NUL) || piece.includes(SEPARATOR)) throw notText(this.#name, '')
    this.#isPlain &&= !(piece.includes(CR) || piece.includes(QUOTE))
    if (!this.#isUtf8) return
    const bytes = this.#tail.length > 0 ? Buffer.concat([this.#tail, piece]) : piece
    const end = endOfCharacters(bytes)
    this.#isUtf8 = isUtf8(bytes.subarray(0, end))
    this.#tail = Buffer.from(bytes.subarray(end))
  }

  #lookAtLines(piece: Buffer) {
    let start = 0
    for (let end = piece.indexOf(LF); end !== -1; end = piece.indexOf(LF, start)) {
      this.#checkLength(end - start)
      this.#lineBytes = 0
      this.#lines++
      start = end + 1
    }
    this.#checkLength(piece.length - start)
    this.#lineBytes += piece.length - start
  }

  #checkLength(bytes: number) {
    if (this.#lineBytes + bytes <= MAX_LINE) return
    const reason = `一行超过 ${MAX_LINE} 字节 a line is longer than that`
    throw new ReadingsRefused('line-too-long', { file: this.#name, line: this.#lines }, reason)
  }
}

/** Bytes of the file, unpacked; refuses a bomb (解压炸弹) and a damaged or cut-off archive. */
export async function* bytesOf(
  { path, name, isGzip }: Pick<SourceFile, 'path' | 'name' | 'isGzip'>,
  onRaw?: (bytes: Buffer) => void,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: PIECE })
  let read = 0
  file.on('data', (bytes) => {
    read += bytes.length
    onRaw?.(bytes as Buffer)
  })
  const gunzip = createGunzip({ chunkSize: PIECE })
  file.on('error', (error) => gunzip.destroy(error))
  let written = 0
  try {
    for await (const piece of (isGzip ? file.pipe(gunzip) : file) as AsyncIterable<Buffer>) {
      written += piece.length
      if (isGzip && written > RATIO_FROM_BYTES && written > read * MAX_RATIO) {
        throw new ReadingsRefused('zip-bomb', { file: name }, '解压后过大 it inflates too far')
      }
      yield piece
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      const reason = '压缩文件已损坏或不完整 the gzip file is damaged or cut off'
      throw new ReadingsRefused('damaged-file', { file: name }, reason)
    }
    throw error
  } finally {
    file.destroy()
    gunzip.destroy()
  }
}

function markOf(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

/** Where the last whole character of UTF-8 ends: what stands behind goes on in the next piece. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) break
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

export function notText(file: string, wanted: string, line?: number) {
  const reason = `不是 ${wanted || '文本'}，或有损坏的字节 no ${wanted || 'text'}, or broken bytes`
  return new ReadingsRefused('wrong-encoding', { file, line }, reason)
}

function emptyFile(file: string) {
  return new ReadingsRefused('empty-file', { file }, '文件是空的 the file is empty')
}

async function firstBytes(path: string, name: string): Promise<Buffer> {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ReadingsRefused('no-such-file', { file: name }, `打不开 cannot read: ${code}`)
  }
}
