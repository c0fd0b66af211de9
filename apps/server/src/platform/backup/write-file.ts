import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Vault } from '../vault.ts'
import {
  type BackupEnd,
  type BackupHeader,
  CHUNK_BYTES,
  FIRST_LINE,
  HEAD_BYTES,
  RowCounter,
  signedText,
  type TableEnd,
  type TableHead,
} from './format.ts'

export interface TableSource extends TableHead {
  text: Readable
}

/** Writes beside the file and renames at the end, so that under its name stands only a whole backup. */
export async function writeBackupFile(
  file: string,
  header: BackupHeader,
  { tables, vault }: { tables: AsyncIterable<TableSource>; vault: Vault },
): Promise<{ tables: number; rows: number; bytes: number }> {
  const partial = `${file}.partial`
  const handle = await open(partial, 'w', 0o600)
  try {
    const frames = new FrameWriter(handle)
    await frames.start(header)
    const sum = { tables: 0, rows: 0 }
    for await (const table of tables) {
      const { rows } = await writeTable(frames, table)
      sum.tables++
      sum.rows += rows
    }
    const sha256 = frames.digest()
    await frames.json({ ...sum, sha256, signature: vault.sign(signedText(sha256)) })
    await handle.sync()
    const { size } = await handle.stat()
    await handle.close()
    await rename(partial, file)
    await syncFolderOf(file)
    return { ...sum, bytes: size }
  } catch (error) {
    await handle.close()
    await rm(partial, { force: true })
    throw error
  }
}

async function writeTable(frames: FrameWriter, { text, ...head }: TableSource): Promise<TableEnd> {
  await frames.json(head)
  const counter = new RowCounter()
  const gzip = createGzip({ chunkSize: CHUNK_BYTES })
  await pipeline(text, counter, gzip, async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) await frames.data(chunk)
  })
  await frames.data(Buffer.alloc(0))
  const end = counter.result()
  await frames.json(end)
  return end
}

class FrameWriter {
  readonly #hash = createHash('sha256')
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async start(header: BackupHeader) {
    await this.#append(Buffer.from(FIRST_LINE))
    await this.json(header)
  }

  json(value: BackupHeader | TableHead | TableEnd | BackupEnd) {
    return this.#frame('J', Buffer.from(JSON.stringify(value)))
  }

  data(bytes: Buffer) {
    return this.#frame('D', bytes)
  }

  /** SHA-256 of everything up to here. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }

  #frame(letter: string, bytes: Buffer) {
    const head = Buffer.alloc(HEAD_BYTES)
    head.write(letter)
    head.writeUInt32BE(bytes.length, 1)
    return this.#append(Buffer.concat([head, bytes]))
  }

  async #append(bytes: Buffer) {
    this.#hash.update(bytes)
    await this.#handle.appendFile(bytes)
  }
}

/** Makes the new name last through a loss of power; Windows cannot open a folder and needs no such thing. */
async function syncFolderOf(file: string) {
  if (process.platform === 'win32') return
  const folder = await open(dirname(resolve(file)), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
