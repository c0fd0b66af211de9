import type {
  extendOutageRoute,
  followOutageRoute,
  InputOf,
  moveOutageRoute,
  planOutageRoute,
  publishOutageRoute,
} from '@nuandeng/contract'
import { OUTAGE_BEGINS, type OutageAction, outageCan } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import {
  bindingEdition,
  noticeLimit,
  noticeRule,
  setExempt,
  settleNotice,
} from '../commitments/index.ts'
import { findUnit } from '../organisation/index.ts'
import { happenedAt } from './hold-request.ts'
import {
  findOutageForUpdate,
  insertOutage,
  isOutage,
  type OutageRow,
  setOutage,
} from './outage.queries.ts'
import { floorOn, type NoticeText, outageReply, promiseOn, verdictOn } from './outage-view.ts'

const WARN_SHARE = 0.8

/** Plans an outage (停电计划): a notice that can no longer come in time is warned of here (trap 4). */
export async function planOutage(ctx: Context, input: InputOf<typeof planOutageRoute>) {
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  authorize(ctx, 'outage.plan', unit)
  const { beginsAt, endsAt } = timesOf(ctx, input)
  if (await isOutage(ctx.db, input.outageId))
    throw problems.conflict('outage-exists', 'There is an outage of this id')
  const edition = bindingEdition(ctx.now)?.edition ?? null
  const rule = noticeRule(edition, OUTAGE_BEGINS[input.kind])
  const { outageId, kind, area, line, reason } = input
  await insertOutage(
    ctx.db,
    {
      ...{ outageId, kind, area, line, reason, beginsAt, endsAt, edition },
      cityCode: unit.cityCode,
      unitId: unit.unitId,
      unitPath: unit.path,
      state: 'planned',
      plannedAt: ctx.now,
      noticeBy: rule ? noticeLimit(rule, beginsAt) : null,
    },
    ctx.actor.name,
  )
  return told(ctx, await getOutage(ctx, outageId), 'outage.planned', { beginsAt, endsAt, area })
}

function timesOf(ctx: Context, given: { beginsAt: string; endsAt: string }) {
  const [beginsAt, endsAt] = [new Date(given.beginsAt), new Date(given.endsAt)]
  if (beginsAt <= ctx.now)
    throw problems.wrongField('beginsAt', 'in-past', 'an outage is planned before it begins')
  if (endsAt <= beginsAt)
    throw problems.wrongField('endsAt', 'too-early', 'it ends after it begins')
  return { beginsAt, endsAt }
}

async function getOutage(ctx: Context, outageId: string): Promise<OutageRow> {
  const outage = await findOutageForUpdate(ctx.db, outageId)
  if (!outage) throw problems.notFound('outage', outageId)
  return outage
}

async function holdOutage(ctx: Context, outageId: string, action: OutageAction) {
  const outage = await getOutage(ctx, outageId)
  authorize(ctx, 'outage.plan', { path: outage.unitPath })
  if (!outageCan(action, outage.state))
    throw problems.requestRefused('outage-state', `It is ${outage.state}`)
  return outage
}

/** The notice stands published, with its proof. */
export async function publishOutage(ctx: Context, input: InputOf<typeof publishOutageRoute>) {
  const outage = await holdOutage(ctx, input.outageId, 'publish')
  const publishedAt = happenedAt(ctx, input.publishedAt, outage.plannedAt)
  // The first notice of these times counts; a second one cannot make it later.
  const isFirst = outage.publishedAt === null
  const published: OutageRow = isFirst
    ? { ...outage, state: 'published', publishedAt, proof: input.proof }
    : outage
  await setOutage(ctx.db, published, isFirst ? ctx.actor.name : null)
  return told(ctx, published, 'outage.published', { publishedAt, proof: input.proof })
}

/** Moves an outage (调整). */
export async function moveOutage(ctx: Context, input: InputOf<typeof moveOutageRoute>) {
  const outage = await holdOutage(ctx, input.outageId, 'move')
  const { beginsAt, endsAt } = timesOf(ctx, input)
  const rule = noticeRule(outage.edition, OUTAGE_BEGINS[outage.kind])
  const moved: OutageRow = {
    ...outage,
    ...{ state: 'planned', beginsAt, endsAt, publishedAt: null, proof: null },
    noticeBy: rule ? noticeLimit(rule, beginsAt) : null,
  }
  await setOutage(ctx.db, moved, null)
  const { reason } = input
  return told(ctx, moved, 'outage.moved', { was: outage.beginsAt, beginsAt, endsAt, reason })
}

/** Extends an outage that has begun (延长): the notice was judged when it began. */
export async function extendOutage(ctx: Context, input: InputOf<typeof extendOutageRoute>) {
  const outage = await holdOutage(ctx, input.outageId, 'extend')
  const endsAt = new Date(input.endsAt)
  if (endsAt <= outage.endsAt)
    throw problems.wrongField('endsAt', 'too-early', 'it ends later than was announced')
  const announcedEndsAt = outage.announcedEndsAt ?? outage.endsAt
  const extended: OutageRow = { ...outage, endsAt, announcedEndsAt }
  await setOutage(ctx.db, extended, null)
  const { reason } = input
  return told(ctx, extended, 'outage.extended', { was: outage.endsAt, endsAt, reason })
}

const FOLLOWED = {
  begin: ['begun', 'outage.begun'],
  end: ['ended', 'outage.ended'],
  cancel: ['cancelled', 'outage.cancelled'],
} as const

/** The outage began, ended or was cancelled. */
export async function followOutage(ctx: Context, input: InputOf<typeof followOutageRoute>) {
  const outage = await holdOutage(ctx, input.outageId, input.what)
  const [state, event] = FOLLOWED[input.what]
  const followed: OutageRow = { ...outage, state }
  if (input.what === 'begin') followed.begunAt = ctx.now
  if (input.what === 'end') followed.endedAt = ctx.now
  await setOutage(ctx.db, followed, null)
  return told(ctx, followed, event, input.note ? { note: input.note } : {})
}

/** Judges the notice, records the Event and replies. */
async function told(
  ctx: Context,
  outage: OutageRow,
  kind: string,
  details: Record<string, unknown>,
) {
  await judgeNotice(ctx, outage)
  const subject = { id: outage.outageId, path: outage.unitPath, cityCode: outage.cityCode }
  await record(ctx, kind, subject, details)
  return outageReply(outage, ctx.now)
}

/** Judges the notice under the promises, and under the floor where that may break alone. */
async function judgeNotice(ctx: Context, outage: OutageRow) {
  // One that has ended was judged when it began.
  if (outage.state === 'ended') return
  const texts = bindingTexts(outage)
  if (outage.state !== 'cancelled') {
    for (const text of texts) await judgeUnder(ctx, outage, text)
    return
  }
  const { cityCode, outageId: requestId } = outage
  const clocks = texts.map(({ rule }) => ({ cityCode, requestId, round: 1, ruleRow: rule.row }))
  const by = { by: ctx.actor.name, at: ctx.now.toISOString() }
  await setExempt(ctx.db, clocks, { reason: 'cancelled', evidence: outage.reason, ...by })
}

/** The floor breaks alone where no promise asks for a notice as early. */
function bindingTexts(outage: OutageRow): NoticeText[] {
  const [promise, floor] = [promiseOn(outage), floorOn(outage)]
  const noticeBy = ({ rule }: NoticeText) => noticeLimit(rule, outage.beginsAt)
  const isAlone = floor && !(promise && noticeBy(promise) <= noticeBy(floor))
  return [promise, isAlone ? floor : undefined].filter((text) => text !== undefined)
}

async function judgeUnder(ctx: Context, outage: OutageRow, text: NoticeText) {
  const { cityCode, outageId, unitId, unitPath, plannedAt, publishedAt } = outage
  const span = noticeLimit(text.rule, outage.beginsAt).getTime() - plannedAt.getTime()
  await settleNotice(ctx, { cityCode, requestId: outageId, round: 1, unitId, unitPath }, text, {
    beginsAt: outage.begunAt ?? outage.beginsAt,
    warnAt: new Date(plannedAt.getTime() + Math.max(0, WARN_SHARE * span)),
    givenAt: publishedAt,
    verdict: verdictOn(outage, text, ctx.now) ?? 'open',
    cause: outage.state,
  })
}
