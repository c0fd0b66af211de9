import type { getCustomerTimelineRoute, InputOf } from '@nuandeng/contract'
import { authorize, type Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findCustomerView } from './customer.queries.ts'
import {
  listMergedFiles,
  listTimeline,
  type TimelineCursor,
  type TimelineRow,
} from './timeline.queries.ts'

/** Everything that happened to a customer (大事记), newest first. */
export async function getTimeline(ctx: Context, input: InputOf<typeof getCustomerTimelineRoute>) {
  const { customerId, group, cursor, limit } = input
  const customer = await findCustomerView(ctx.db, customerId)
  if (!customer) throw problems.notFound('customer', customerId)
  authorize(ctx, 'customer.read', { path: customer.unitPath })
  const files = await listMergedFiles(ctx.db, customer)
  const subject = {
    cityCode: customer.cityCode,
    customerIds: files.map((file) => file.customerId),
    accountNos: files.map((file) => file.accountNo),
  }
  const after = cursor ? cursorFrom(cursor) : undefined
  const rows = await listTimeline(ctx.db, subject, { group, after, limit: limit + 1 })
  const { items, next } = pageFrom(rows, limit, cursorOf)
  return { items: items.map((row) => ({ ...row, at: row.at.toISOString() })), next }
}

function cursorOf({ at, id }: TimelineRow): string {
  return `${at.toISOString()}~${id}`
}

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function cursorFrom(text: string): TimelineCursor {
  const [, at, id] = CURSOR.exec(text) ?? []
  if (!at || !id || Number.isNaN(Date.parse(at)))
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  return { at, id }
}
