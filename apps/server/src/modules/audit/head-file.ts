import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { newId } from '../../platform/ids.ts'
import type { Block } from './chain.ts'

const FOLDER = 'chain-heads'

const WrittenHead = z.object({
  cityCode: z.string(),
  blockNo: z.number(),
  hash: z.string(),
  totalEvents: z.number(),
  sealedAt: z.string(),
  signature: z.string(),
  keyId: z.string(),
})
/** A head as it stands outside of the database. */
export type WrittenHead = z.infer<typeof WrittenHead>

/** The name of a city's head file within the data folder. */
export function headFileOf(cityCode: string): string {
  return `${FOLDER}/${cityCode}.json`
}

/** The head that was written last for a city; `unreadable` when the file is no such thing. */
export function readHeadFile(
  dataDir: string,
  cityCode: string,
): WrittenHead | 'unreadable' | undefined {
  let text: string
  try {
    text = readFileSync(join(dataDir, headFileOf(cityCode)), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return WrittenHead.parse(JSON.parse(text))
  } catch {
    return 'unreadable'
  }
}

/** Cities whose head was ever written. */
export function listHeadFiles(dataDir: string): string[] {
  const folder = join(dataDir, FOLDER)
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => /^(\d{6})\.json$/.exec(name)?.[1] ?? [])
}

/**
 * Writes a head that follows on the one in the file. A file whose head the chain does not hold is left
 * alone: it is the proof that the chain was cut.
 */
export async function advanceHeadFile(
  dataDir: string,
  head: Block,
  isInChain: (written: WrittenHead) => Promise<boolean>,
): Promise<void> {
  const written = readHeadFile(dataDir, head.cityCode)
  if (written === 'unreadable') return
  if (written && (written.blockNo >= head.blockNo || !(await isInChain(written)))) return
  const { cityCode, blockNo, hash, totalEvents, sealedAt, signature, keyId } = head
  const text = { cityCode, blockNo, hash, totalEvents, sealedAt, signature, keyId }
  mkdirSync(join(dataDir, FOLDER), { recursive: true, mode: 0o700 })
  const file = join(dataDir, headFileOf(cityCode))
  // A file of our own first: whoever is killed here leaves the old head whole.
  const draft = `${file}.${newId()}`
  const fresh = await open(draft, 'wx', 0o600)
  try {
    await fresh.writeFile(`${JSON.stringify(text)}\n`)
    await fresh.sync()
  } finally {
    await fresh.close()
  }
  await rename(draft, file)
}
