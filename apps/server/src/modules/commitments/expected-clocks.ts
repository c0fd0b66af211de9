import { type CaseFacts, clocksOf, type Edition } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { calendarAt } from './calendar-at.ts'

/** The clocks that facts would start at a unit, by the calendar there; nothing is written. */
export async function expectedClocks(
  ctx: Context,
  at: { edition: Edition; unitPath: string },
  facts: CaseFacts,
) {
  const clocks = clocksOf(at.edition, facts, await calendarAt(ctx.db, at.unitPath), facts.beganAt)
  return clocks.flatMap((clock) => {
    const rule = at.edition.rules.find(({ row }) => row === clock.row)
    return rule && clock.dueAt && clock.warnAt
      ? [{ ...clock, dueAt: clock.dueAt, warnAt: clock.warnAt, rule }]
      : []
  })
}
