import type {
  getFieldRecordRoute,
  InputOf,
  listFieldRecordsRoute,
  revealContactRoute,
} from '@nuandeng/contract'
import { type Permission, pathsWith } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { type Contact, contactPlace } from './draft.ts'
import {
  findSealedContact,
  listCorrectionChain,
  listRecordKeys,
  listRecordsByKey,
  type RecordCursor,
  type RecordFilter,
  type RecordView,
} from './record-view.queries.ts'

type ListInput = InputOf<typeof listFieldRecordsRoute>

/** Field records by filter and text, newest first. */
export async function listFieldRecords(ctx: Context, input: ListInput) {
  const filter = await filterOf(ctx, input, 'record.read')
  const found = await listRecordKeys(ctx.db, filter, {
    scopes: pathsWith(ctx.actor.grants, 'record.read'),
    after: input.cursor ? cursorFrom(input.cursor) : undefined,
    limit: input.limit + 1,
  })
  const rows = await listRecordsByKey(ctx.db, found)
  const { items, next } = pageFrom(rows, input.limit, cursorOf)
  return { items: items.map(recordReply), next }
}

/** The filter with its unit found; a unit out of reach is refused, not quietly empty. */
export async function filterOf(
  ctx: Context,
  { unitId, ...filter }: Omit<ListInput, 'limit' | 'cursor'>,
  permission: Permission,
): Promise<RecordFilter> {
  if (!unitId) return filter
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, permission, unit)
  return { ...filter, unit }
}

function cursorOf(row: { receivedAt: Date; recordId: string }): string {
  return `${row.receivedAt.toISOString()}~${row.recordId}`
}

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f-]{36})$/

function cursorFrom(text: string): RecordCursor {
  const [, receivedAt, recordId] = CURSOR.exec(text) ?? []
  if (!receivedAt || !recordId || Number.isNaN(Date.parse(receivedAt))) {
    throw problems.invalidInput([
      { field: 'cursor', code: 'invalid-cursor', reason: 'take it from the page before' },
    ])
  }
  return { receivedAt, recordId }
}

/** One record with those it corrects and is corrected by. */
export async function getFieldRecord(ctx: Context, input: InputOf<typeof getFieldRecordRoute>) {
  const chain = await listCorrectionChain(ctx.db, input.recordId)
  const row = chain.find(({ recordId }) => recordId === input.recordId)
  if (!row) throw problems.notFound('record', input.recordId)
  authorize(ctx, 'record.read', { path: row.unitPath })
  return {
    ...recordReply(row),
    deviceId: row.deviceId,
    recordedBy: row.recordedByName ?? '',
    chain: chain.map(recordReply),
  }
}

/** Shows in full who was met, and writes down who looked and what for. */
export async function revealContact(ctx: Context, input: InputOf<typeof revealContactRoute>) {
  const row = await findSealedContact(ctx.db, input.recordId)
  if (!row) throw problems.notFound('record', input.recordId)
  authorize(ctx, 'record.reveal', { path: row.unitPath })
  if (!row.contactSealed) throw problems.notFound('contact', input.recordId)
  const contact = JSON.parse(
    ctx.vault.open(row.contactSealed, contactPlace(input.recordId)),
  ) as Contact
  const subject = { id: input.recordId, path: row.unitPath, cityCode: row.cityCode }
  await record(ctx, 'record.revealed', subject, { purpose: input.purpose })
  return { name: contact.name, phone: contact.phone ?? null }
}

function recordReply(row: RecordView) {
  return {
    recordId: row.recordId,
    kind: row.kind,
    campaignId: row.campaignId,
    activityDay: row.activityDay,
    unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.unitPath },
    occurredAt: row.occurredAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    walkInType: row.walkInType,
    customerClass: row.customerClass,
    subject: row.subject,
    quantity: row.quantity,
    text: row.text,
    remark: row.remark,
    contactMasked: row.contactMasked,
    isLate: row.isLate,
    correctsId: row.correctsId,
    correctedById: row.correctedById,
    isCounted: row.kind !== 'withdrawal' && row.correctedById === null,
  }
}
