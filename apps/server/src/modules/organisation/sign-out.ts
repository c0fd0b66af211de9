import { type Context, record } from '../../platform/context.ts'
import { subjectOf } from './refuse.ts'
import { endSession } from './session.queries.ts'

/** Logs out (退出): the session ends at once, on this device only. */
export async function signOut(ctx: Context) {
  await endSession(ctx.db, ctx.actor.sessionId, ctx.now)
  await record(ctx, 'session.ended', subjectOf(ctx.actor), { sessionId: ctx.actor.sessionId })
  return {}
}
