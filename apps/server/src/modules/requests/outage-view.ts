import type { InputOf, listOutagesRoute } from '@nuandeng/contract'
import { type ClockRule, noticeVerdict, OUTAGE_BEGINS, type OutageKind } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { editionNamed, floorEdition, noticeLimit, noticeRule } from '../commitments/index.ts'
import { listOutages, type OutageRow } from './outage.queries.ts'
import { editionTitle } from './request-reply.ts'
import { timeCursor } from './time-cursor.ts'

/** A text that says how long before an outage its notice comes. */
export interface NoticeText {
  edition: string
  rule: ClockRule
}

/** What the promises say of the notice of an outage; undefined where they say nothing. */
export const promiseOn = ({ edition, kind }: OutageRow) => textOf(edition ?? undefined, kind)

/** What the regulatory floor says of it, by the day on which the outage was planned. */
export const floorOn = ({ plannedAt, kind }: OutageRow) =>
  textOf(floorEdition(plannedAt)?.edition, kind)

function textOf(edition: string | undefined, kind: OutageKind): NoticeText | undefined {
  const rule = edition && noticeRule(edition, OUTAGE_BEGINS[kind])
  return edition && rule ? { edition, rule } : undefined
}

/** An outage that begins earlier than announced is judged by its true beginning. */
export function verdictOn(outage: OutageRow, { rule }: NoticeText, now: Date) {
  if (outage.state === 'cancelled') return null
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
  const promise = promiseOn(outage)
  const floor = floorOn(outage)
  const { outageId, kind, state, area, line, reason, edition, proof, noticeBy, publishedAt } =
    outage
  const { unitId, unitKind, unitName, unitPath } = outage
  return {
    ...{ outageId, kind, state, area, line, reason, edition, proof },
    editionTitle: editionTitle(edition),
    unit: { unitId, kind: unitKind, name: unitName, path: unitPath },
    beginsAt: outage.beginsAt.toISOString(),
    endsAt: outage.endsAt.toISOString(),
    announcedEndsAt: text(outage.announcedEndsAt),
    noticeBy: text(noticeBy),
    isTooLate: noticeBy !== null && publishedAt === null && now > noticeBy,
    publishedAt: text(publishedAt),
    verdict: promise ? verdictOn(outage, promise, now) : null,
    floor: floor ? floorReply(outage, floor, now) : null,
    begunAt: text(outage.begunAt),
    endedAt: text(outage.endedAt),
  }
}

function floorReply(outage: OutageRow, text: NoticeText, now: Date) {
  const { edition, rule } = text
  const { name, nameEn } = editionNamed(edition)
  return {
    ...{ edition, name, nameEn, limit: rule.limit, unit: rule.unit },
    noticeBy: noticeLimit(rule, outage.beginsAt).toISOString(),
    verdict: verdictOn(outage, text, now),
  }
}
