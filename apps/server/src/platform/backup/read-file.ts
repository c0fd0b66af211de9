import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { z } from 'zod'
import type { Vault } from '../vault.ts'
import {
  BackupEnd,
  BackupHeader,
  BackupRefused,
  CHUNK_BYTES,
  FIRST_LINE,
  HEAD_BYTES,
  RowCounter,
  signedText,
  TableEnd,
  TableHead,
} from './format.ts'

/** Takes the COPY text of one table. */
export type TableSink = (head: TableHead, text: AsyncIterable<Buffer>) => Promise<void>

/** Reads what a backup is of. */
export async function readBackupHeader(file: string): Promise<BackupHeader> {
  return withFrames(file, async (_frames, header) => header)
}

/**
 * Reads a backup to its end, table by table. Refuses, with the name of the table, what is cut off or does
 * not have its count and checksum; and a file whose signature is not by the key of this installation.
 */
export async function readBackupTables(
  file: string,
  vault: Vault,
  sink: TableSink,
): Promise<Pick<BackupEnd, 'tables' | 'rows'>> {
  return withFrames(file, async (frames) => {
    const sum = { tables: 0, rows: 0 }
    for (;;) {
      const sha256 = frames.digest()
      const next = await frames.json(TableHead.or(BackupEnd))
      if ('signature' in next) {
        await frames.finish()
        const isWhole = next.tables === sum.tables && next.rows === sum.rows
        if (!isWhole || next.sha256 !== sha256) {
          throw new BackupRefused('the backup was altered or damaged: its checksum does not fit')
        }
        if (!vault.isSignatureGood(signedText(sha256), next.signature)) {
          throw new BackupRefused(`the signature of ${file} is not by the key ${vault.keyId}`)
        }
        return sum
      }
      frames.place = `the table ${next.table}`
      sum.rows += await readTable(frames, next, sink)
      sum.tables++
      frames.place = `what follows the table ${next.table}`
    }
  })
}

async function readTable(frames: FrameReader, head: TableHead, sink: TableSink): Promise<number> {
  const counter = new RowCounter()
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  await pipeline(frames.data(), gunzip, counter, (text: AsyncIterable<Buffer>) =>
    sink(head, text),
  ).catch((error) => {
    const isBroken = typeof error?.code === 'string' && error.code.startsWith('Z_')
    throw isBroken ? altered(frames.place) : error
  })
  const { rows, sha256 } = counter.result()
  const end = await frames.json(TableEnd)
  if (end.rows !== rows || end.sha256 !== sha256) throw altered(frames.place)
  return rows
}

const altered = (place: string) =>
  new BackupRefused(`the backup was altered or damaged in ${place}`)

async function withFrames<T>(
  file: string,
  work: (frames: FrameReader, header: BackupHeader) => Promise<T>,
): Promise<T> {
  const handle = await open(file, 'r')
  try {
    const frames = new FrameReader(handle)
    const first = await frames.take(FIRST_LINE.length)
    if (first.toString('latin1') !== FIRST_LINE) {
      throw new BackupRefused(`${file} is not a backup that this version of Nuandeng reads`)
    }
    return await work(frames, await frames.json(BackupHeader))
  } finally {
    await handle.close()
  }
}

/** No frame is longer: a damaged length must not fill the memory. */
const LONGEST_FRAME_BYTES = 16 * 1024 * 1024

class FrameReader {
  /** Where in the backup we are, for whoever reads of a fault in it. */
  place = 'its head'
  readonly #hash = createHash('sha256')
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  /** SHA-256 of everything up to here. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }

  async json<T extends z.ZodType>(schema: T): Promise<z.infer<T>> {
    const { letter, bytes } = await this.#frame()
    if (letter !== 'J') throw altered(this.place)
    try {
      return schema.parse(JSON.parse(bytes.toString()))
    } catch {
      throw altered(this.place)
    }
  }

  async *data(): AsyncGenerator<Buffer> {
    for (;;) {
      const { letter, bytes } = await this.#frame()
      if (letter !== 'D') throw altered(this.place)
      if (bytes.length === 0) return
      yield bytes
    }
  }

  /** Refuses bytes after the last frame. */
  async finish() {
    const { bytesRead } = await this.#handle.read(Buffer.alloc(1))
    if (bytesRead > 0) throw altered('what follows its end')
  }

  async #frame() {
    const head = await this.take(HEAD_BYTES)
    const length = head.readUInt32BE(1)
    if (length > LONGEST_FRAME_BYTES) throw altered(this.place)
    return { letter: head.toString('latin1', 0, 1), bytes: await this.take(length) }
  }

  async take(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length)
    for (let filled = 0; filled < length; ) {
      const { bytesRead } = await this.#handle.read(bytes, filled, length - filled)
      if (bytesRead === 0) throw new BackupRefused(`the backup is cut off in ${this.place}`)
      filled += bytesRead
    }
    this.#hash.update(bytes)
    return bytes
  }
}
