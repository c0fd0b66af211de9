import {
  type CaseFacts,
  type Clock,
  clocksOf,
  type Edition,
  mayBreakAlone,
  type RuledClock,
  type WorkingCalendar,
} from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { calendarFor } from './calendar-at.ts'
import {
  type ClockPlace,
  type ClockText,
  insertVerdicts,
  listClocks,
  type StoredClock,
  saveClocks,
} from './clock.queries.ts'
import { escalate } from './escalate.ts'
import { clockRuleOf, editionNamed, floorEdition } from './known-editions.ts'

/** What clocks are judged from. */
export interface Judged {
  facts: CaseFacts
  /** Names the promises that bind; none before the first edition. */
  edition: string | null
  /** Whose day selects the regulatory floor. */
  acceptedAt: Date
  cause: string
  isNew?: boolean
}

type SettledClock = RuledClock & ClockText & { item: string }

/**
 * Judges the clocks of one round of a request from what happened, writes what changed, and escalates what
 * is broken now and was not before. Every change of a verdict is kept beside the earlier ones. Beside the promises stand
 * those limits of the regulatory floor that may break alone.
 */
export async function settleClocks(ctx: Context, at: ClockPlace, judged: Judged): Promise<Clock[]> {
  const { facts, isNew = false } = judged
  const promises = judged.edition === null ? undefined : editionNamed(judged.edition)
  const floor = floorEdition(judged.acceptedAt)
  const editions = [promises, floor].filter((edition) => edition !== undefined)
  const calendar = await calendarFor(ctx.db, at.unitPath, { editions, process: facts.process })
  const stored = new Map(
    (isNew ? [] : await listClocks(ctx.db, at))
      .filter(({ round }) => round === at.round)
      .map((clock) => [clock.ruleRow, clock]),
  )
  const under = (edition: Edition | undefined, isFloor: boolean) =>
    edition ? clocksUnder(edition, isFloor, { facts, calendar, asOf: ctx.now }) : []
  const promised = under(promises, false)
  const alone = under(floor, true).filter(
    (clock) => stored.has(clock.row) || mayBreakAlone(clock, promised),
  )
  const clocks = [...promised, ...alone]
  const changed = clocks.filter((clock) => isChanged(clock, stored.get(clock.row)))
  if (changed.length === 0) return clocks
  await saveClocks(ctx.db, at, changed)
  const anew = changed.filter((clock) => isJudgedAnew(clock, stored.get(clock.row)))
  if (anew.length > 0) await tellVerdicts(ctx, at, { clocks: anew, stored, cause: judged.cause })
  return clocks
}

function clocksUnder(
  edition: Edition,
  isFloor: boolean,
  { facts, calendar, asOf }: { facts: CaseFacts; calendar: WorkingCalendar; asOf: Date },
): SettledClock[] {
  return clocksOf(edition, facts, calendar, asOf).map((clock) => {
    const rule = clockRuleOf(edition.edition, clock.row)
    return { ...clock, rule, item: rule.item, edition: edition.edition, isFloor }
  })
}

/** Adds the verdicts to the earlier ones, and escalates what is broken for the first time. */
async function tellVerdicts(
  ctx: Context,
  { cityCode, requestId, round, unitPath }: ClockPlace,
  told: {
    clocks: readonly SettledClock[]
    stored: ReadonlyMap<string, StoredClock>
    cause: string
  },
) {
  const key = { cityCode, requestId, round }
  await insertVerdicts(
    ctx.db,
    told.clocks.map(({ row, verdict, dueAt, stoppedAt }) => {
      return { ...key, verdictId: newId(), ruleRow: row, verdict, dueAt, stoppedAt }
    }),
    { at: ctx.now, cause: told.cause, by: ctx.actor.name },
  )
  await escalate(
    ctx,
    told.clocks
      .filter(({ verdict, row }) => {
        const before = told.stored.get(row)
        return verdict === 'broken' && before?.verdict !== 'broken' && !before?.exemption
      })
      .map(({ row, edition, dueAt, stoppedAt }) => {
        const details = { dueAt, stoppedAt }
        return { ...key, ruleRow: row, edition, cause: 'broken' as const, unitPath, details }
      }),
  )
}

const same = (a: Date | null, b: Date | null | undefined) => a?.getTime() === b?.getTime()

function isChanged(clock: Clock, stored: StoredClock | undefined): boolean {
  return (
    !stored ||
    clock.verdict !== stored.verdict ||
    clock.isProvisional !== stored.isProvisional ||
    clock.isAssumed !== stored.isAssumed ||
    !same(clock.startedAt, stored.startedAt) ||
    !same(clock.dueAt, stored.dueAt) ||
    !same(clock.stoppedAt, stored.stoppedAt)
  )
}

/** A clock that runs has no verdict yet, unless it had one before. */
function isJudgedAnew(clock: Clock, stored: StoredClock | undefined): boolean {
  if (!stored || stored.verdict === 'open') return clock.verdict !== 'open'
  return (
    clock.verdict !== stored.verdict ||
    !same(clock.stoppedAt, stored.stoppedAt) ||
    !same(clock.dueAt, stored.dueAt)
  )
}
