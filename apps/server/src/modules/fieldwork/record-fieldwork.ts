import type {
  Fault,
  InputOf,
  ReplyOf,
  recordFieldworkBatchRoute,
  recordFieldworkRoute,
} from '@nuandeng/contract'
import { type Context, recordAll } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { type CheckedRecord, checkRecords, type RefusedRecord, type Sent } from './check-records.ts'
import { countRecords } from './count-records.ts'
import {
  holdDays,
  insertRecords,
  listClosedDays,
  listStored,
  type NewRow,
} from './field-record.queries.ts'
import { rowDigester, wholeRowOf } from './row-digest.ts'

type BatchReply = ReplyOf<typeof recordFieldworkBatchRoute>
type Accepted = BatchReply['accepted'][number]

/** Names a day of a campaign: for its lock and as the topic of live pages. */
export function dayKey({
  campaignId,
  activityDay,
}: {
  campaignId: string
  activityDay: string
}): string {
  return `${campaignId}/${activityDay}`
}

/** Takes in one field record (现场记录). */
export async function recordFieldwork(ctx: Context, input: InputOf<typeof recordFieldworkRoute>) {
  const { accepted, refused } = await takeIn(ctx, [
    { row: 0, field: 'record', value: input.record },
  ])
  const [receipt] = accepted
  if (!receipt) throw problems.invalidInput(refused[0]?.errors ?? [])
  const { recordId, receivedAt, activityDay, isLate } = receipt
  return { recordId, receivedAt, activityDay, isLate }
}

/** Takes in many; a bad one is refused by itself and the rest are kept. */
export async function recordFieldworkBatch(
  ctx: Context,
  input: InputOf<typeof recordFieldworkBatchRoute>,
) {
  const sent = input.records.map((value, row) => ({ row, field: `records[${row}]`, value }))
  const { accepted, refused } = await takeIn(ctx, sent)
  return { accepted: accepted.sort(byRow), refused: refused.sort(byRow) }
}

/** A device may send a record and its correction together: what is corrected goes first. */
async function takeIn(ctx: Context, sent: readonly Sent[]): Promise<BatchReply> {
  const ids = new Set(sent.map(({ value }) => textField(value, 'recordId')))
  const waits = ({ value }: Sent) => ids.has(textField(value, 'correctsId') ?? '')
  const ready = sent.filter((item) => !waits(item))
  if (ready.length === 0 || ready.length === sent.length) return takeInWave(ctx, sent)
  const before = await takeInWave(ctx, ready)
  const after = await takeIn(ctx, sent.filter(waits))
  return {
    accepted: [...before.accepted, ...after.accepted],
    refused: [...before.refused, ...after.refused],
  }
}

/** A text field of something not yet parsed. */
function textField(value: unknown, name: string): string | undefined {
  const field = value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined
  return typeof field === 'string' ? field : undefined
}

async function takeInWave(ctx: Context, sent: readonly Sent[]): Promise<BatchReply> {
  const { checked, refused } = await checkRecords(ctx, sent)
  const { first, again } = splitRepeatsWithin(checked)
  const { fresh, receipts } = await store(ctx, first)
  const accepted: Accepted[] = []
  for (const { row, field, record } of [...first, ...again]) {
    const receipt = receipts.get(record.recordId)
    if (!receipt) refused.push(refusalOf(row, `${field}.correctsId`, record, ALREADY_CORRECTED))
    else if (receipt.digest !== record.digest) {
      refused.push(refusalOf(row, `${field}.recordId`, record, ID_REUSED))
    } else accepted.push({ row, isRepeat: !fresh.has(row), ...receipt.reply })
  }
  return { accepted, refused }
}

const ALREADY_CORRECTED = { code: 'already-corrected', reason: 'another record has corrected it' }
const ID_REUSED = {
  code: 'record-id-reused',
  reason: 'this id was used for a record with other content',
}

function byRow(a: { row: number }, b: { row: number }) {
  return a.row - b.row
}

function refusalOf(
  row: number,
  field: string,
  record: NewRow,
  fault: Omit<Fault, 'field'>,
): RefusedRecord {
  return { row, recordId: record.recordId, errors: [{ field, ...fault }] }
}

/** The same id twice in one batch: the first one is taken, the others are repeats of it. */
function splitRepeatsWithin(checked: readonly CheckedRecord[]) {
  const seen = new Set<string>()
  const first: CheckedRecord[] = []
  const again: CheckedRecord[] = []
  for (const item of checked) {
    const id = `${item.record.cityCode}/${item.record.recordId}`
    ;(seen.has(id) ? again : first).push(item)
    seen.add(id)
  }
  return { first, again }
}

interface StoredReceipt {
  digest: string
  reply: Omit<Accepted, 'row' | 'isRepeat'>
}

/** Stores what is new, counts it, and gives the receipts of all, those of repeats as they were. */
async function store(ctx: Context, checked: readonly CheckedRecord[]) {
  const fresh = new Set<number>()
  const receipts = new Map<string, StoredReceipt>()
  if (checked.length === 0) return { fresh, receipts }
  const closed = await holdAndFindClosed(ctx, checked)
  const rows = checked.map(({ record }) => ({ ...record, isLate: closed.has(dayKey(record)) }))
  const stored = await insertRecords(ctx.db, rows, stampOf(ctx))
  const inserted = new Set(stored.map((row) => row.recordId))
  const newOnes = checked.filter(({ record }) => inserted.has(record.recordId))
  for (const { row, record } of newOnes) {
    fresh.add(row)
    receipts.set(
      record.recordId,
      receiptOf({ ...record, receivedAt: ctx.now, isLate: closed.has(dayKey(record)) }),
    )
  }
  const repeated = checked.filter(({ record }) => !inserted.has(record.recordId))
  if (repeated.length > 0) {
    const keys = repeated.map(({ record: { cityCode, recordId } }) => ({ cityCode, recordId }))
    for (const record of await listStored(ctx.db, keys))
      receipts.set(record.recordId, receiptOf(record))
  }
  if (newOnes.length > 0) {
    await tell(ctx, newOnes, closed)
    // Last, since all who count in the same cells wait from here to the commit.
    await countRecords(ctx.db, newOnes, closed)
  }
  return { fresh, receipts }
}

function stampOf(ctx: Context) {
  return { receivedAt: ctx.now, recordedBy: ctx.actor.personId }
}

async function holdAndFindClosed(
  ctx: Context,
  checked: readonly CheckedRecord[],
): Promise<Set<string>> {
  const days = new Map<string, { campaignId: string; activityDay: string }>()
  for (const { record, corrected } of checked) {
    days.set(dayKey(record), record)
    if (corrected) days.set(dayKey(corrected), corrected)
  }
  await holdDays(ctx.db, [...days.keys()])
  return new Set((await listClosedDays(ctx.db, [...days.values()])).map(dayKey))
}

function receiptOf(record: {
  recordId: string
  receivedAt: Date
  activityDay: Accepted['activityDay'] & string
  isLate: boolean
  digest: string
}): StoredReceipt {
  const { recordId, receivedAt, activityDay, isLate, digest } = record
  return { digest, reply: { recordId, receivedAt: receivedAt.toISOString(), activityDay, isLate } }
}

async function tell(ctx: Context, fresh: readonly CheckedRecord[], closed: ReadonlySet<string>) {
  const digestOf = rowDigester(ctx.vault)
  const stamp = stampOf(ctx)
  const rowOf = (record: NewRow) =>
    wholeRowOf({ ...record, isLate: closed.has(dayKey(record)) }, stamp)
  await recordAll(
    ctx,
    fresh.map(({ record, corrected }) => ({
      kind:
        record.kind === 'withdrawal'
          ? 'record.withdrawn'
          : corrected
            ? 'record.corrected'
            : 'record.received',
      subject: { id: record.recordId, path: record.unitPath, cityCode: record.cityCode },
      details: {
        kind: record.kind,
        digest: digestOf(rowOf(record)),
        ...(corrected ? { correctsId: corrected.recordId } : {}),
      },
    })),
  )
  for (const { record, corrected } of fresh) {
    ctx.announce(`day:${dayKey(record)}`)
    if (corrected) ctx.announce(`day:${dayKey(corrected)}`)
  }
}
