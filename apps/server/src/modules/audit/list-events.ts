import type { InputOf, listEventsRoute } from '@nuandeng/contract'
import { pathsWith } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import {
  type EventCursor,
  type EventView,
  listCityCodes,
  listEventViews,
  listKindsOf,
} from './event.queries.ts'

/** The audit trail (审计记录) of the units in reach, newest first. */
export async function listEvents(ctx: Context, input: InputOf<typeof listEventsRoute>) {
  const { cursor, limit, ...wanted } = input
  const { filter, cityCodes } = await wantedEvents(ctx, wanted)
  const after = cursor ? cursorFrom(cursor) : undefined
  const rows = await listEventViews(ctx.db, filter, { cityCodes, after, limit: limit + 1 })
  const { items, next } = pageFrom(rows, limit, cursorOf)
  return {
    items: items.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() })),
    next,
  }
}

/** What is asked for, in the cities in reach. */
export async function wantedEvents(
  ctx: Context,
  { cityCode, kind, ...filter }: Omit<InputOf<typeof listEventsRoute>, 'cursor' | 'limit'>,
) {
  const reached = await listCityCodes(ctx.db, pathsWith(ctx.actor.grants, 'audit.read'))
  const codes = reached.map((city) => city.cityCode)
  if (cityCode && !codes.includes(cityCode)) throw problems.forbidden()
  const cityCodes = cityCode ? [cityCode] : codes
  const kinds = kind === undefined ? undefined : await kindsOf(ctx, kind, cityCodes)
  return { filter: { ...filter, kinds }, cityCodes }
}

/** A full kind is itself; a noun is all kinds of it that occur. */
async function kindsOf(ctx: Context, kind: string, cityCodes: readonly string[]) {
  if (kind.includes('.')) return [kind]
  return (await listKindsOf(ctx.db, kind, cityCodes)).map((row) => row.kind)
}

function cursorOf({ recordedAt, eventId }: EventView): string {
  return `${recordedAt.toISOString()}~${eventId}`
}

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function cursorFrom(text: string): EventCursor {
  const [, recordedAt, eventId] = CURSOR.exec(text) ?? []
  if (!recordedAt || !eventId || Number.isNaN(Date.parse(recordedAt))) {
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  }
  return { recordedAt, eventId }
}
