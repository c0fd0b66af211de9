import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import { problems } from '../problems.ts'

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const ALL_ONES = 0xffffffff
const STORED = 0
const DEFLATED = 8
const PIECE = 256 * 1024

/** A real workbook of a million rows has under 20 parts, 2 GB and a ratio of 20 to 40. */
const MAX_ENTRIES = 2000
const MAX_TOTAL_BYTES = 6 * 1024 ** 3
const MAX_DIRECTORY_BYTES = 4 * 1024 ** 2
/** Rows that are only formatted shrink to a hundredth; nothing that was typed shrinks to a 400th. */
const MAX_RATIO = 400
const RATIO_FROM_BYTES = 32 * 1024 ** 2

/** One file in a zip archive. */
export interface ZipEntry {
  name: string
  method: number
  flags: number
  compressedBytes: number
  bytes: number
  offset: number
}

const damaged = () => problems.fileRefused('damaged-file', '文件已损坏 the zip archive is damaged')
const bomb = (reason: string) =>
  problems.fileRefused('zip-bomb', `解压后过大，拒绝读取 it would inflate too far: ${reason}`)

/**
 * A zip archive read in place. Sizes are checked in its directory before anything is inflated, and
 * each stream ends as soon as it gives more than the directory declares.
 */
export class ZipFile {
  readonly entries: ReadonlyMap<string, ZipEntry>
  readonly #path: string
  readonly #file: FileHandle

  private constructor(path: string, file: FileHandle, entries: Map<string, ZipEntry>) {
    this.#path = path
    this.#file = file
    this.entries = entries
  }

  static async open(path: string): Promise<ZipFile> {
    const file = await open(path)
    try {
      return new ZipFile(path, file, await readDirectory(file))
    } catch (error) {
      await file.close()
      throw error instanceof RangeError ? damaged() : error
    }
  }

  /** The inflated bytes of an entry; `onRead` hears how many of its compressed bytes were read. */
  async *stream(entry: ZipEntry, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
    const start = await this.#contentStart(entry)
    if (entry.compressedBytes === 0) return
    const end = start + entry.compressedBytes - 1
    const source = createReadStream(this.#path, { start, end, highWaterMark: PIECE })
    source.on('data', () => onRead?.(source.bytesRead))
    const inflate = createInflateRaw({ chunkSize: PIECE })
    source.on('error', (error) => inflate.destroy(error))
    const output = entry.method === STORED ? source : source.pipe(inflate)
    let bytes = 0
    try {
      for await (const piece of output as AsyncIterable<Buffer>) {
        bytes += piece.length
        if (bytes > entry.bytes) throw bomb(`${entry.name} holds more than it declares`)
        yield piece
      }
    } catch (error) {
      throw isZlibError(error) ? damaged() : error
    } finally {
      source.destroy()
      inflate.destroy()
    }
    if (bytes !== entry.bytes) throw damaged()
  }

  /** The whole of a small entry as text; undefined when there is none of this name. */
  async text(name: string, maxBytes: number): Promise<string | undefined> {
    const entry = this.entries.get(name)
    if (!entry) return undefined
    if (entry.bytes > maxBytes) throw bomb(`${name} has ${entry.bytes} bytes`)
    const pieces: Buffer[] = []
    for await (const piece of this.stream(entry)) pieces.push(piece)
    return Buffer.concat(pieces).toString('utf8')
  }

  async close() {
    await this.#file.close()
  }

  async #contentStart(entry: ZipEntry): Promise<number> {
    const head = await readAt(this.#file, entry.offset, 30)
    if (head.length < 30 || head.readUInt32LE(0) !== LOCAL) throw damaged()
    return entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

async function readDirectory(file: FileHandle): Promise<Map<string, ZipEntry>> {
  const { size } = await file.stat()
  const { count, offset, length } = await findDirectory(file, size)
  if (count > MAX_ENTRIES || length > MAX_DIRECTORY_BYTES) throw bomb(`${count} parts`)
  if (offset + length > size) throw damaged()
  const bytes = await readAt(file, offset, length)
  const entries = new Map<string, ZipEntry>()
  let total = 0
  for (let at = 0, i = 0; i < count; i++) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw damaged()
    const entry = entryAt(bytes, at)
    guard(entry)
    total += entry.bytes
    entries.set(entry.name, entry)
    at +=
      46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  if (total > MAX_TOTAL_BYTES) throw bomb(`${total} bytes`)
  return entries
}

function guard({ name, method, flags, bytes, compressedBytes }: ZipEntry) {
  if (flags & 1) throw problems.fileRefused('encrypted-file', '文件已加密 the file is encrypted')
  if (method !== STORED && method !== DEFLATED) throw damaged()
  if (bytes > RATIO_FROM_BYTES && bytes > compressedBytes * MAX_RATIO) {
    throw bomb(`${name}: ${compressedBytes} bytes become ${bytes}`)
  }
}

function entryAt(bytes: Buffer, at: number): ZipEntry {
  const nameLength = bytes.readUInt16LE(at + 28)
  const extra = bytes.subarray(
    at + 46 + nameLength,
    at + 46 + nameLength + bytes.readUInt16LE(at + 30),
  )
  const wide = wideFields(extra)
  const field = (position: number) => {
    const value = bytes.readUInt32LE(at + position)
    return value === ALL_ONES ? Number(wide.shift() ?? value) : value
  }
  // In the order in which zip64 leaves out those that fit.
  const size = field(24)
  const compressedBytes = field(20)
  const offset = field(42)
  return {
    name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    bytes: size,
    compressedBytes,
    offset,
  }
}

function wideFields(extra: Buffer): bigint[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const count = Math.floor(extra.readUInt16LE(at + 2) / 8)
    return Array.from({ length: count }, (_, i) => extra.readBigUInt64LE(at + 4 + i * 8))
  }
  return []
}

async function findDirectory(file: FileHandle, size: number) {
  const tailStart = Math.max(0, size - 22 - 0xffff)
  const tail = await readAt(file, tailStart, size - tailStart)
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== END) at--
  if (at < 0) throw damaged()
  const end = {
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  }
  const locator = at - 20
  if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR_64) return end
  const wide = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56)
  if (wide.readUInt32LE(0) !== END_64) throw damaged()
  return {
    count: Number(wide.readBigUInt64LE(32)),
    length: Number(wide.readBigUInt64LE(40)),
    offset: Number(wide.readBigUInt64LE(48)),
  }
}
