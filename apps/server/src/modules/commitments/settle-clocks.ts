import {
  type CaseFacts,
  type Clock,
  clocksOf,
  type Edition,
  editionOn,
  shanghaiDate,
} from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { calendarFor } from './calendar-at.ts'
import {
  type ClockPlace,
  insertVerdicts,
  listClocks,
  type StoredClock,
  saveClocks,
} from './clock.queries.ts'
import { shippedEditions } from './editions.ts'
import { escalate } from './escalate.ts'

/** The series of promises that binds requests. */
const SERIES = 'sgcc-ten-commitments'

let known: Edition[] | undefined
/** Every edition, read once. */
export function editions(): readonly Edition[] {
  known ??= shippedEditions()
  return known
}

/** The edition that binds what was accepted then (trap 1); undefined before the first one. */
export function bindingEdition(acceptedAt: Date): Edition | undefined {
  return editionOn(editions(), SERIES, shanghaiDate(acceptedAt))
}

/** The edition of the regulatory floor in force then: a text beside the promises, never on the board. */
export function floorEdition(acceptedAt: Date): Edition | undefined {
  return editionOn(editions(), 'regulatory-floor', shanghaiDate(acceptedAt))
}

export function editionNamed(name: string): Edition {
  const found = editions().find(({ edition }) => edition === name)
  if (!found) throw new Error(`the edition ${name} is gone`)
  return found
}

/**
 * Judges the clocks of one round of a request from what happened, writes what changed, and escalates what
 * is broken now and was not before. Every change of a verdict is kept beside the earlier ones.
 */
export async function settleClocks(
  ctx: Context,
  at: ClockPlace,
  { facts, cause, isNew = false }: { facts: CaseFacts; cause: string; isNew?: boolean },
): Promise<Clock[]> {
  const edition = editionNamed(at.edition)
  const { process } = facts
  const calendar = await calendarFor(ctx.db, at.unitPath, { edition, process })
  const stored = new Map(
    (isNew ? [] : await listClocks(ctx.db, at))
      .filter(({ round }) => round === at.round)
      .map((clock) => [clock.ruleRow, clock]),
  )
  const clocks = clocksOf(edition, facts, calendar, ctx.now)
  const changed = clocks.filter((clock) => isChanged(clock, stored.get(clock.row)))
  if (changed.length === 0) return clocks
  const itemOf = (row: string) => edition.rules.find((rule) => rule.row === row)?.item ?? row
  await saveClocks(
    ctx.db,
    at,
    changed.map((clock) => ({ ...clock, item: itemOf(clock.row) })),
  )
  const judged = changed.filter((clock) => isJudgedAnew(clock, stored.get(clock.row)))
  const key = { cityCode: at.cityCode, requestId: at.requestId, round: at.round }
  if (judged.length > 0) {
    await insertVerdicts(
      ctx.db,
      judged.map(({ row, verdict, dueAt, stoppedAt }) => {
        return { ...key, verdictId: newId(), ruleRow: row, verdict, dueAt, stoppedAt }
      }),
      { at: ctx.now, cause, by: ctx.actor.name },
    )
  }
  await escalate(
    ctx,
    judged
      .filter(({ verdict, row }) => {
        const before = stored.get(row)
        return verdict === 'broken' && before?.verdict !== 'broken' && !before?.exemption
      })
      .map(({ row, dueAt, stoppedAt }) => {
        const details = { dueAt, stoppedAt }
        return { ...key, ruleRow: row, cause: 'broken' as const, unitPath: at.unitPath, details }
      }),
  )
  return clocks
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
