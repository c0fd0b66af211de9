import { timesOf, type WorkingCalendar } from '@nuandeng/domain'
import { NOBODY, recordAll } from '../../platform/context.ts'
import type { Database, Db } from '../../platform/db.ts'
import type { Job } from '../../platform/jobs.ts'
import { findRootUnit } from '../organisation/index.ts'
import {
  addMoved,
  findCalendarState,
  findClosureToApply,
  listNotices,
  setApplied,
  setCalendarState,
} from './calendar.queries.ts'
import { calendarsOf } from './calendar-at.ts'
import type { ClockKey } from './clock.queries.ts'
import {
  listCities,
  listOpenClocks,
  type MovedClock,
  type OpenClock,
  type Recomputed,
  setDeadlines,
} from './recompute.queries.ts'
import { knownTo } from './working-calendar.ts'

interface Told {
  now: Date
  cause: string
  /** Written with each chunk, so that the sum is right whenever the work is killed. */
  onMoved?: (db: Db, moved: number) => Promise<void>
}

const EVERY_MS = 10_000
const CHUNK = 5000

/**
 * Computes the deadlines of open clocks again (重算) by the calendar of now, city by city and chunk by chunk,
 * and tells each that moved. What was judged before is never touched. Doing it twice moves nothing the second time, so
 * that one that was killed is simply done again.
 */
export async function recomputeDeadlines(
  database: Database,
  which: Recomputed,
  told: Told,
): Promise<{ seen: number; moved: number }> {
  const cities = await database.transact('system', listCities)
  const sums = { seen: 0, moved: 0 }
  // One after the other: requests find another processor.
  for (const cityCode of cities) {
    const { seen, moved } = await recomputeCity(database, { ...which, cityCode }, told)
    sums.seen += seen
    sums.moved += moved
  }
  return sums
}

async function recomputeCity(
  database: Database,
  which: Recomputed & { cityCode: string },
  told: Told,
) {
  const { cityCode } = which
  const sums = { seen: 0, moved: 0 }
  for (let after: ClockKey | undefined; ; ) {
    const chunk = await database.transact('system', async (db) => {
      const clocks = await listOpenClocks(db, which, { cityCode, after, limit: CHUNK })
      const calendarOf = await calendarsOf(db)
      const moved = clocks.flatMap((clock) => movedClock(clock, calendarOf(clock.unitPath)) ?? [])
      if (moved.length > 0) {
        await setDeadlines(db, moved)
        await recordAll({ db, actor: NOBODY, now: told.now }, moved.map(eventOf(told.cause)))
        await told.onMoved?.(db, moved.length)
      }
      return { clocks, moved: moved.length }
    })
    sums.seen += chunk.clocks.length
    sums.moved += chunk.moved
    after = chunk.clocks.at(-1)
    if (chunk.clocks.length < CHUNK) return sums
  }
}

function movedClock(clock: OpenClock, calendar: WorkingCalendar) {
  const { periodLimit: limit, periodUnit: unit, statistic, startedAt } = clock
  const pauses = clock.pauses.map(([from, to]) => ({
    from: new Date(from),
    to: to === null ? null : new Date(to),
  }))
  const at = { startedAt, stoppedAt: null, pauses, asOf: startedAt }
  const { dueAt, warnAt, isProvisional } = timesOf(calendar, { limit, unit, statistic }, at)
  if (!dueAt || !warnAt) return undefined
  const isSame = dueAt.getTime() === clock.dueAt?.getTime() && isProvisional === clock.isProvisional
  return isSame ? undefined : { ...clock, was: clock.dueAt, dueAt, warnAt, isProvisional }
}

const eventOf =
  (cause: string) => (clock: MovedClock & { was: Date | null; unitPath: string }) => ({
    kind: 'commitment.recomputed',
    subject: { id: clock.requestId, path: clock.unitPath, cityCode: clock.cityCode },
    details: { row: clock.ruleRow, round: clock.round, was: clock.was, is: clock.dueAt, cause },
  })

/** Applies what changed in the calendar: each new or lifted closure, and a notice that came. */
export async function applyCalendar(database: Database, now: Date): Promise<void> {
  for (;;) {
    const closure = await database.transact('system', findClosureToApply)
    if (!closure) break
    const which = { path: closure.unitPath, provisionalOnly: false }
    const onMoved = (db: Db, moved: number) => addMoved(db, closure.closureId, moved)
    await recomputeDeadlines(database, which, { now, cause: 'closure', onMoved })
    await database.transact('system', (db) => setApplied(db, closure, now))
  }
  const { known, before, root } = await database.transact('system', async (db) => ({
    known: knownTo(await listNotices(db)),
    before: (await findCalendarState(db))?.knownTo,
    root: await findRootUnit(db),
  }))
  if (known === before) return
  const which = { path: root?.path ?? '', provisionalOnly: true }
  const { moved } = root
    ? await recomputeDeadlines(database, which, { now, cause: 'notice' })
    : { moved: 0 }
  await database.transact('system', (db) => setCalendarState(db, known, now, moved))
}

export function calendarJob(database: Database, now: () => Date): Job {
  return { name: 'calendar', everyMs: EVERY_MS, run: () => applyCalendar(database, now()) }
}
