import { createHash } from 'node:crypto'
import type { Database } from '../../platform/db.ts'
import type { Settings } from '../../platform/environment.ts'
import { exactInstant } from '../../platform/exact-instant.ts'
import type { Job } from '../../platform/jobs.ts'
import type { Vault } from '../../platform/vault.ts'
import {
  findBlock,
  findHead,
  holdChain,
  insertBlock,
  listSealedCities,
  listTail,
  listUnsealedCities,
  readInIndexOrder,
} from './chain.queries.ts'
import { BEFORE_FIRST, type Block, eventHasher, signBlock } from './chain.ts'
import { advanceHeadFile } from './head-file.ts'

const EVERY_MS = 1000
/** A tail that grew long is sealed in blocks of this many, one per city and turn. */
const BLOCK_EVENTS = 5000

/** What the chain stands on: rows, keys, and the data folder with the heads outside of the database. */
export interface Ledger {
  database: Database
  vault: Vault
  settings: Pick<Settings, 'dataDir'>
}

/** Seals the tail (未封存) city by city, off the write path (封存). */
export function sealJob(ledger: Ledger, now: () => Date): Job {
  let isFirst = true
  return {
    name: 'seal',
    everyMs: EVERY_MS,
    async run() {
      // A server killed between the commit and the head file left the file behind.
      if (isFirst) await writeHeads(ledger)
      isFirst = false
      for (const { cityCode } of await ledger.database.transact('system', listUnsealedCities)) {
        await sealCity(ledger, cityCode, now())
      }
    },
  }
}

/**
 * Makes the next block of a city from what its tail holds, in one transaction, and writes the head to its
 * file after the commit. Nothing to seal, or another server at it: no block.
 */
export async function sealCity(
  ledger: Ledger,
  cityCode: string,
  sealedAt: Date,
): Promise<Block | undefined> {
  const { database, vault } = ledger
  const head = await database.transact('system', async (db) => {
    if (!(await holdChain(db, cityCode))) return undefined
    await readInIndexOrder(db)
    const events = await listTail(db, cityCode, BLOCK_EVENTS)
    if (events.length === 0) return undefined
    const before = (await findHead(db, cityCode)) ?? BEFORE_FIRST
    const blockNo = before.blockNo + 1
    const hashOf = eventHasher(vault)
    const all = createHash('sha256')
    const seals = events.map((event, at) => {
      const hash = hashOf(event, { blockNo, position: at + 1 })
      all.update(hash)
      return { eventId: event.eventId, hash }
    })
    const block = signBlock(vault, {
      cityCode,
      blockNo,
      previousHash: before.hash,
      eventsHash: all.digest('hex'),
      eventCount: seals.length,
      totalEvents: before.totalEvents + seals.length,
      sealedAt: exactInstant(sealedAt),
    })
    await insertBlock(db, block, seals)
    return block
  })
  if (head) await advance(ledger, head)
  return head
}

/** Brings the head file of every city up to its chain; after a restore there is none. */
export async function writeHeads(ledger: Pick<Ledger, 'database' | 'settings'>) {
  const { database } = ledger
  for (const { cityCode } of await database.transact('system', listSealedCities)) {
    const head = await database.transact('system', (db) => findHead(db, cityCode))
    if (head) await advance(ledger, head)
  }
}

function advance(
  { database, settings }: Pick<Ledger, 'database' | 'settings'>,
  head: Block,
): Promise<void> {
  return advanceHeadFile(settings.dataDir, head, async ({ cityCode, blockNo, hash }) => {
    const block = await database.transact('system', (db) => findBlock(db, cityCode, blockNo))
    return block?.hash === hash
  })
}
