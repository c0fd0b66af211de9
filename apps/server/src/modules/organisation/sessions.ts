import type {
  InputOf,
  listSessionsRoute,
  revokeMySessionRoute,
  revokeSessionRoute,
} from '@nuandeng/contract'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import type { House } from './me.ts'
import { findPerson } from './person.queries.ts'
import { subjectOf } from './refuse.ts'
import { endSession, findSession, listOpenSessions } from './session.queries.ts'

/** Open sessions (会话) of a person in reach. */
export async function listSessions(
  ctx: Context,
  input: InputOf<typeof listSessionsRoute>,
  house: House,
) {
  const person = await findPerson(ctx.db, input.personId)
  if (!person) throw problems.notFound('person', input.personId)
  authorize(ctx, 'session.read', { path: person.unitPath })
  return openSessionsOf(ctx, person.personId, house)
}

/** My open sessions on all devices. */
export function listMySessions(ctx: Context, _input: unknown, house: House) {
  return openSessionsOf(ctx, ctx.actor.personId, house)
}

async function openSessionsOf(ctx: Context, personId: string, { idleMinutes }: House) {
  const idleSince = new Date(ctx.now.getTime() - idleMinutes * 60_000)
  const rows = await listOpenSessions(ctx.db, personId, ctx.now, idleSince)
  return {
    items: rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      isCurrent: row.sessionId === ctx.actor.sessionId,
    })),
  }
}

/** Ends a session of a person in reach: the next request in it is refused. */
export async function revokeSession(ctx: Context, input: InputOf<typeof revokeSessionRoute>) {
  const person = await findPerson(ctx.db, input.personId)
  if (!person) throw problems.notFound('person', input.personId)
  authorize(ctx, 'session.revoke', { path: person.unitPath })
  return revoke(ctx, person, input.sessionId)
}

/** Ends one of my sessions. */
export function revokeMySession(ctx: Context, input: InputOf<typeof revokeMySessionRoute>) {
  return revoke(ctx, ctx.actor, input.sessionId)
}

async function revoke(ctx: Context, person: Parameters<typeof subjectOf>[0], sessionId: string) {
  const session = await findSession(ctx.db, sessionId, person.personId)
  if (!session) throw problems.notFound('session', sessionId)
  if (session.endedAt) return { sessionId }
  await endSession(ctx.db, sessionId, ctx.now)
  await record(ctx, 'session.revoked', subjectOf(person), { sessionId })
  return { sessionId }
}
