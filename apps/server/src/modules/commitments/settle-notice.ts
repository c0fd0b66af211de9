import { type ClockRule, isClock, noticeBy } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { type ClockPlace, insertVerdicts, listClocks } from './clock.queries.ts'
import { escalate } from './escalate.ts'
import { editionNamed, isFloor } from './known-editions.ts'
import { type NoticeClock, saveNotice } from './notice.queries.ts'

/** The promise of notice that ends with such an event; an edition may have none. */
export function noticeRule(edition: string | null, endsWith: string): ClockRule | undefined {
  if (!edition) return undefined
  return editionNamed(edition)
    .rules.filter(isClock)
    .find((rule) => rule.kind === 'reverse-clock' && rule.stop === endsWith)
}

/** The latest instant for a notice of what begins then. */
export function noticeLimit(rule: ClockRule, beginsAt: Date): Date {
  return noticeBy(beginsAt, { limit: rule.limit, unit: rule.unit })
}

/** Writes how a promise of notice stands; a new verdict is kept beside the earlier ones. */
export async function settleNotice(
  ctx: Context,
  at: ClockPlace,
  { edition, rule }: { edition: string; rule: ClockRule },
  notice: Pick<NoticeClock, 'beginsAt' | 'warnAt' | 'givenAt' | 'verdict'> & { cause: string },
) {
  const { cause, ...stands } = notice
  const before = (await listClocks(ctx.db, at)).find(({ ruleRow }) => ruleRow === rule.row)
  const { row: ruleRow, item, limit, unit } = rule
  const text = { edition, isFloor: isFloor(edition) }
  await saveNotice(ctx.db, at, { ruleRow, item, limit, unit, ...text, ...stands })
  if ((before?.verdict ?? 'open') === notice.verdict) return
  const { cityCode, requestId, round } = at
  const key = { cityCode, requestId, round, ruleRow }
  const times = { dueAt: notice.beginsAt, stoppedAt: notice.givenAt }
  const verdict = { ...key, ...times, verdictId: newId(), verdict: notice.verdict }
  await insertVerdicts(ctx.db, [verdict], { at: ctx.now, cause, by: ctx.actor.name })
  if (notice.verdict !== 'broken') return
  const { unitPath } = at
  await escalate(ctx, [{ ...key, edition, cause: 'broken', unitPath, details: times }])
}
