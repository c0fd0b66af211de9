import type { InputOf, listOutagesRoute } from '@nuandeng/contract'
import { noticeVerdict, OUTAGE_BEGINS } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { noticeLimit, noticeRule } from '../commitments/index.ts'
import { listOutages, type OutageRow } from './outage.queries.ts'
import { timeCursor } from './time-cursor.ts'

/** An outage that begins earlier than announced is judged by its true beginning. */
export function verdictOn(outage: OutageRow, now: Date) {
  const rule = noticeRule(outage.edition, OUTAGE_BEGINS[outage.kind])
  if (!rule || outage.state === 'cancelled') return null
  const beginsAt = outage.begunAt ?? outage.beginsAt
  const earliest = new Date(Math.min(beginsAt.getTime(), outage.beginsAt.getTime()))
  const noticeBy = noticeLimit(rule, earliest)
  return noticeVerdict({ noticeBy, beginsAt, publishedAt: outage.publishedAt }, now)
}

/** Outages in reach, the latest to begin first. */
export async function listOutagesInReach(ctx: Context, input: InputOf<typeof listOutagesRoute>) {
  const after = input.cursor ? timeCursor(input.cursor) : undefined
  const rows = await listOutages(ctx.db, input.state, { after, limit: input.limit })
  const { items, next } = pageFrom(
    rows,
    input.limit,
    (row) => `${row.beginsAt.toISOString()}~${row.outageId}`,
  )
  return { items: items.map((row) => outageReply(row, ctx.now)), next }
}

export function outageReply(outage: OutageRow, now: Date) {
  const text = (at: Date | null) => at?.toISOString() ?? null
  const { outageId, kind, state, area, line, reason, edition, proof, noticeBy, publishedAt } =
    outage
  const { unitId, unitKind, unitName, unitPath } = outage
  return {
    ...{ outageId, kind, state, area, line, reason, edition, proof },
    unit: { unitId, kind: unitKind, name: unitName, path: unitPath },
    beginsAt: outage.beginsAt.toISOString(),
    endsAt: outage.endsAt.toISOString(),
    announcedEndsAt: text(outage.announcedEndsAt),
    noticeBy: text(noticeBy),
    isTooLate: noticeBy !== null && publishedAt === null && now > noticeBy,
    publishedAt: text(publishedAt),
    verdict: verdictOn(outage, now),
    begunAt: text(outage.begunAt),
    endedAt: text(outage.endedAt),
  }
}
