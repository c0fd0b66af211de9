import { problems } from '../../platform/problems.ts'
import { findBlock, findHead, readInIndexOrder } from './chain.queries.ts'
import { type Block, type ChainedEvent, isSigned } from './chain.ts'
import { checkVouched } from './check-vouched.ts'
import { Findings, NAMED } from './findings.ts'
import { headFileOf, listHeadFiles, readHeadFile, type WrittenHead } from './head-file.ts'
import type { Ledger } from './seal.ts'
import {
  listBlocks,
  listCodesInUse,
  listEmptyTail,
  listHeadlessBlocks,
  listLooseClosings,
  listLooseEvents,
  listLooseRecords,
  listSealed,
  listTailAfter,
  measureTail,
  type SealedEvent,
} from './verify.queries.ts'
import { ChainWalk } from './walk-chain.ts'

const PAGE = 2000
const NO_ID = '00000000-0000-0000-0000-000000000000'

type Progress = (done: number, total: number) => void

/** Every city that has a trail, or whose head file says that it had one. */
export async function listChainCodes({ database, settings }: Ledger): Promise<string[]> {
  const used = await database.transact('system', listCodesInUse)
  const codes = new Set(used.map(({ cityCode }) => cityCode))
  for (const cityCode of listHeadFiles(settings.dataDir)) codes.add(cityCode)
  return [...codes].sort()
}

/**
 * Verifies the chain of a city (验证): every block, every Event, and every row that an Event vouches for,
 * page by page in order. What comes in meanwhile stands behind the head found at the start.
 */
export async function verifyCity(
  ledger: Ledger,
  cityCode: string,
  onProgress: Progress = () => {},
) {
  const { database, settings } = ledger
  const findings = new Findings()
  // Before the head: the file is written after the commit, so the chain has at least what it says.
  const written = readHeadFile(settings.dataDir, cityCode)
  const head = await database.transact('system', (db) => findHead(db, cityCode))
  await checkWritten(ledger, cityCode, { written, newest: head?.blockNo ?? 0 }, findings)
  const totalEvents = head?.totalEvents ?? 0
  const events = await walk(ledger, cityCode, head?.blockNo ?? 0, findings, (done) =>
    onProgress(done, totalEvents),
  )
  await walkTail(ledger, cityCode, findings)
  await listLeftovers(ledger, cityCode, findings)
  const tail = await database.transact('system', (db) => measureTail(db, cityCode))
  return {
    cityCode,
    events,
    blocks: head?.blockNo ?? 0,
    tailEvents: tail.count,
    result: findings.total === 0 ? ('whole' as const) : ('broken' as const),
    findings: findings.named,
    findingsTotal: findings.total,
  }
}

export type Verification = Awaited<ReturnType<typeof verifyCity>>

/** The head outside of the database against the chain: a chain that was cut does not hold it any more. */
async function checkWritten(
  { database, vault }: Ledger,
  cityCode: string,
  { written, newest }: { written: WrittenHead | 'unreadable' | undefined; newest: number },
  findings: Findings,
) {
  const file = headFileOf(cityCode)
  if (written === undefined) {
    // The server may have been killed between the first block and its file, never between later ones.
    if (newest > 1) findings.add('head file', file, 'deleted', 'the head is not written anywhere')
    return
  }
  if (written === 'unreadable' || !isSigned(vault, written)) {
    findings.add('head file', file, 'changed', 'is not a head that this installation signed')
    return
  }
  const { blockNo, hash, totalEvents, sealedAt } = written
  const block = await database.transact('system', (db) => findBlock(db, cityCode, blockNo))
  if (block?.hash === hash) return
  const rowId = `${cityCode}/${blockNo}`
  const before = `the head written at ${sealedAt} (${totalEvents} Events)`
  if (block) findings.add('event_block', rowId, 'changed', `is not ${before}`)
  else findings.add('event_block', rowId, 'truncated', `the chain ends before ${before}`)
}

/** Walks the sealed Events with their blocks; returns how many there are. */
async function walk(
  { database, vault }: Ledger,
  cityCode: string,
  newest: number,
  findings: Findings,
  onProgress: (done: number) => void,
): Promise<number> {
  const chain = new ChainWalk(cityCode, vault, findings)
  let after = { blockNo: 0, position: 0 }
  let entered = 0
  let events = 0
  for (let isMore = newest > 0; isMore; ) {
    await database.transact('system', async (db) => {
      await readInIndexOrder(db)
      const page = await listSealed(db, { cityCode, after, upTo: newest, limit: PAGE })
      isMore = page.length === PAGE
      after = page.at(-1) ?? after
      const to = isMore ? after.blockNo : newest
      const blocks = await listBlocks(db, { cityCode, from: entered + 1, to })
      entered = to
      await checkVouched(db, vault, takeAll(chain, blocks, page), findings)
      events += page.length
    })
    onProgress(events)
  }
  chain.leave()
  return events
}

/** Takes a page of seals and the blocks that begin in it; returns the Events that are what was sealed. */
function takeAll(
  chain: ChainWalk,
  blocks: readonly Block[],
  page: readonly SealedEvent[],
): ChainedEvent[] {
  const good: ChainedEvent[] = []
  let next = 0
  const enterUpTo = (blockNo: number) => {
    for (let block = blocks[next]; block && block.blockNo <= blockNo; block = blocks[++next]) {
      chain.enter(block)
    }
  }
  for (const sealed of page) {
    enterUpTo(sealed.blockNo)
    if (chain.take(sealed) && sealed.eventId !== null) good.push(sealed)
  }
  enterUpTo(Number.POSITIVE_INFINITY)
  return good
}

/** Rows that Events of the tail vouch for; the Events themselves are not sealed yet. */
async function walkTail({ database, vault }: Ledger, cityCode: string, findings: Findings) {
  for (let after: string | undefined = NO_ID; after !== undefined; ) {
    const at = { cityCode, after, limit: PAGE }
    after = await database.transact('system', async (db) => {
      await readInIndexOrder(db)
      const page = await listTailAfter(db, at)
      await checkVouched(db, vault, page, findings)
      return page.length === PAGE ? page.at(-1)?.eventId : undefined
    })
  }
}

/** Rows that nothing in the chain leads to. */
async function listLeftovers({ database }: Ledger, cityCode: string, findings: Findings) {
  const kinds = [
    [listHeadlessBlocks, 'event_block', 'deleted', 'its seals are there, and it is gone'],
    [listLooseEvents, 'event', 'added', 'neither sealed nor waiting to be'],
    [listEmptyTail, 'event', 'deleted', 'it waited to be sealed, and it is gone'],
    [listLooseRecords, 'field_record', 'added', 'no Event tells of it'],
    [listLooseClosings, 'day_closing', 'added', 'no Event tells of it'],
  ] as const
  for (const [list, table, fault, reason] of kinds) {
    const rows = await database.transact('system', (db) => list(db, cityCode, NAMED))
    for (const { rowId } of rows) findings.add(table, rowId, fault, reason)
  }
}

/** A city code that was asked for, if it has a trail. */
export async function requireChain(ledger: Ledger, cityCode: string) {
  if (!(await listChainCodes(ledger)).includes(cityCode)) {
    throw problems.wrongField('city', 'no-such-city', `no Event is recorded for ${cityCode}`)
  }
}
