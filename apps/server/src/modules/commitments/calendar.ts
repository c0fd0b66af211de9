import type {
  declareClosureRoute,
  declareNoticeRoute,
  getCalendarRoute,
  InputOf,
  liftClosureRoute,
} from '@nuandeng/contract'
import { daysBetween, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findRootUnit, findUnit } from '../organisation/index.ts'
import {
  findCalendarState,
  findClosureForUpdate,
  insertClosure,
  insertNotice,
  listClosures,
  listNotices,
  setLifted,
} from './calendar.queries.ts'
import { knownTo, LAST_KNOWN_YEAR, specialDays } from './working-calendar.ts'

const LONGEST_DAYS = 60

/** What is special about a year: days off, make-up days, closures, and up to where notices are known. */
export async function getCalendar(ctx: Context, input: InputOf<typeof getCalendarRoute>) {
  const notices = await listNotices(ctx.db)
  const closures = await listClosures(ctx.db, input.year)
  const computed = await findCalendarState(ctx.db)
  return {
    year: input.year,
    knownTo: knownTo(notices),
    ...specialDays(input.year, notices),
    notices: notices.map(({ year, source, declaredAt, declaredByName }) => ({
      ...{ year, source, by: declaredByName },
      at: declaredAt.toISOString(),
    })),
    computed: computed
      ? {
          knownTo: computed.knownTo,
          at: computed.computedAt.toISOString(),
          movedClocks: computed.movedClocks,
        }
      : null,
    closures: closures.map((closure) => ({
      closureId: closure.closureId,
      unitId: closure.unitId,
      unitName: closure.unitName,
      unitPath: closure.unitPath,
      firstOn: closure.firstOn,
      lastOn: closure.lastOn,
      reason: closure.reason,
      by: closure.createdByName,
      isLifted: closure.liftedAt !== null,
      isApplied: closure.appliedAt !== null,
      movedClocks: closure.movedClocks,
    })),
  }
}

/** Closes a unit and all below it for some days (停业). Deadlines that are open follow; verdicts stay. */
export async function declareClosure(ctx: Context, input: InputOf<typeof declareClosureRoute>) {
  const { closureId, unitId, firstOn, lastOn, reason } = input
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'calendar.edit', unit)
  const days = daysBetween(firstOn, lastOn)
  if (days < 0 || days >= LONGEST_DAYS)
    throw problems.wrongField('lastOn', 'wrong-days', `from 1 to ${LONGEST_DAYS} days`)
  // What is over cannot be closed afterwards: a promise would be bent by it.
  if (firstOn < shanghaiDate(ctx.now))
    throw problems.wrongField('firstOn', 'in-past', 'a closure is declared before it begins')
  if (await findClosureForUpdate(ctx.db, closureId))
    throw problems.conflict('closure-exists', 'There is a closure of this id')
  const told = { at: ctx.now, by: ctx.actor.name }
  await insertClosure(ctx.db, { closureId, firstOn, lastOn, reason }, unit, told)
  const subject = { id: closureId, path: unit.path, cityCode: unit.cityCode }
  await record(ctx, 'closure.declared', subject, { firstOn, lastOn, reason })
  return { closureId }
}

/** Takes a closure back; deadlines follow. */
export async function liftClosure(ctx: Context, input: InputOf<typeof liftClosureRoute>) {
  const closure = await findClosureForUpdate(ctx.db, input.closureId)
  if (!closure) throw problems.notFound('closure', input.closureId)
  authorize(ctx, 'calendar.edit', { path: closure.unitPath })
  if (closure.liftedAt) throw problems.conflict('closure-lifted', 'The closure was lifted before')
  await setLifted(ctx.db, closure.closureId, ctx.now)
  const { closureId, unitPath, cityCode } = closure
  const subject = { id: closureId, path: unitPath, cityCode }
  await record(ctx, 'closure.lifted', subject, { reason: input.reason })
  return { closureId }
}

/** Enters the State Council's notice of the next year, when the program does not know it yet. */
export async function declareNotice(ctx: Context, input: InputOf<typeof declareNoticeRoute>) {
  const root = await findRootUnit(ctx.db)
  if (!root) throw problems.notFound('unit', 'root')
  authorize(ctx, 'calendar.edit', root)
  const { year, daysOff, makeUpDays, source } = input
  const known = await listNotices(ctx.db)
  const next = Math.max(LAST_KNOWN_YEAR, ...known.map((notice) => notice.year)) + 1
  if (year !== next) throw problems.wrongField('year', 'not-next', `the next notice is of ${next}`)
  const first = knownTo(known)
  const isOutside = (day: string) => day <= first || day > `${year}-12-31`
  for (const [field, days] of Object.entries({ daysOff, makeUpDays }))
    if (days.some(isOutside))
      throw problems.wrongField(field, 'outside', `days after ${first}, to the end of ${year}`)
  const told = { at: ctx.now, by: ctx.actor.name }
  await insertNotice(ctx.db, { year, daysOff, makeUpDays, source }, told)
  const subject = { id: String(year), path: root.path, cityCode: root.cityCode }
  await record(ctx, 'notice.declared', subject, { year, daysOff, makeUpDays, source })
  return { year }
}
