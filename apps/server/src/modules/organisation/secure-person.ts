import type {
  deactivatePersonRoute,
  InputOf,
  resetSignInRoute,
  unlockPersonRoute,
} from '@nuandeng/contract'
import { isWithin, type Permission, pathsWith, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { endAssignments, listHeldAssignments } from './assignment.queries.ts'
import {
  deleteIdentities,
  insertCredential,
  setFailures,
  setPassword,
  setTotp,
} from './credential.queries.ts'
import { findPerson, setInactive } from './person.queries.ts'
import { subjectOf } from './refuse.ts'
import { endSessions } from './session.queries.ts'

async function getPersonFor(ctx: Context, permission: Permission, personId: string) {
  const person = await findPerson(ctx.db, personId)
  if (!person) throw problems.notFound('person', personId)
  authorize(ctx, permission, { path: person.unitPath })
  return person
}

/** Refuses when a role held now or later reaches further than the actor does. */
async function refuseRolesOutOfReach(ctx: Context, permission: Permission, personId: string) {
  const today = shanghaiDate(ctx.now)
  const roles = await ctx.db.asSystem(() => listHeldAssignments(ctx.db, personId, today))
  const paths = pathsWith(ctx.actor.grants, permission)
  if (!roles.every((role) => paths.some((path) => isWithin(role.unitPath, path)))) {
    throw problems.rolesOutOfReach()
  }
}

/** Lifts the lock (解锁) that failed log-ins put on an account. */
export async function unlockPerson(ctx: Context, input: InputOf<typeof unlockPersonRoute>) {
  const person = await getPersonFor(ctx, 'person.unlock', input.personId)
  const { personId } = person
  await setFailures(ctx.db, personId, { failures: 0, lastFailedAt: null, lockedUntil: null })
  await record(ctx, 'person.unlocked', subjectOf(person), { reason: input.reason })
  return { personId, isLocked: false }
}

/** Closes an account (停用): all its sessions and roles end. */
export async function deactivatePerson(ctx: Context, input: InputOf<typeof deactivatePersonRoute>) {
  const person = await getPersonFor(ctx, 'person.deactivate', input.personId)
  const { personId } = person
  if (personId === ctx.actor.personId) throw problems.ownAccount()
  await refuseRolesOutOfReach(ctx, 'person.deactivate', personId)
  await endAssignments(ctx.db, personId, shanghaiDate(ctx.now))
  await setInactive(ctx.db, personId)
  await endSessions(ctx.db, personId, ctx.now, null)
  await record(ctx, 'person.deactivated', subjectOf(person), { reason: input.reason })
  return { personId, isActive: false }
}

/** Sets a new first password and drops the second factor (重置登录); all sessions end. */
export async function resetSignIn(
  ctx: Context,
  input: InputOf<typeof resetSignInRoute>,
  passwordHash: string,
) {
  const person = await getPersonFor(ctx, 'person.reset', input.personId)
  const { personId } = person
  if (personId === ctx.actor.personId) throw problems.ownAccount()
  await refuseRolesOutOfReach(ctx, 'person.reset', personId)
  const password = { personId, passwordHash, mustChange: true, changedAt: ctx.now }
  if ((await setPassword(ctx.db, password)) === 0) await insertCredential(ctx.db, password)
  await setTotp(ctx.db, personId, null)
  await deleteIdentities(ctx.db, personId)
  await endSessions(ctx.db, personId, ctx.now, null)
  await record(ctx, 'person.reset', subjectOf(person), { reason: input.reason })
  return { personId }
}
