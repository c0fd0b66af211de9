import { finishOidcRoute, type startOidcRoute } from '@nuandeng/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Context, record } from '../../platform/context.ts'
import type { OidcSettings } from '../../platform/environment.ts'
import type { Call, Deps } from '../../platform/http.ts'
import { finishOidc, type OidcFlow, type OidcIdentity, startOidc } from '../../platform/oidc.ts'
import { Problem, problems } from '../../platform/problems.ts'
import { findLinked, findUnlinked, insertIdentity } from './oidc.queries.ts'
import { subjectOf } from './refuse.ts'
import { clientOf, openedActor, openSession, setSessionCookie } from './session.ts'

const FLOW_COOKIE = 'nuandeng_oidc'
const FLOW_PLACE = 'oidc.flow'
const FLOW_MINUTES = 10
const FLOW_PATH = '/api/session/oidc'

/** Sends the browser to the identity provider (统一身份认证). */
export async function goToProvider({ deps, request, reply }: Call<typeof startOidcRoute>) {
  const { url, flow } = await startOidc(oidcOf(deps), callbackOf(deps, request))
  const kept = JSON.stringify({ ...flow, startedAt: deps.now().getTime() })
  reply.setCookie(FLOW_COOKIE, deps.vault.seal(kept, FLOW_PLACE), {
    path: FLOW_PATH,
    httpOnly: true,
    // Lax: the way back comes from another site.
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: FLOW_MINUTES * 60,
  })
  return reply.redirect(url)
}

/** Lets in whom the provider confirmed, or shows the log-in page with the reason why not. */
export async function comeFromProvider(call: Call<typeof finishOidcRoute>) {
  const { deps, request, reply } = call
  const settings = oidcOf(deps)
  const flow = takeFlow(deps, request, reply)
  try {
    const address = new URL(callbackOf(deps, request))
    address.search = new URL(request.url, address).search
    const identity = await finishOidc(settings, address, flow)
    const session = await deps.database.transact('system', (db) =>
      enter({ db, now: deps.now() }, identity, settings, request),
    )
    setSessionCookie(reply, session, deps)
    return reply.redirect('/')
  } catch (error) {
    if (error instanceof Problem) return reply.redirect(`/?refused=${error.code}`)
    throw error
  }
}

function oidcOf({ settings }: Deps): OidcSettings {
  if (!settings.oidc) throw problems.noSuchOperation()
  return settings.oidc
}

function callbackOf({ settings }: Deps, request: FastifyRequest): string {
  const base = settings.publicUrl ?? `${request.protocol}://${request.host}`
  return new URL(`/api${finishOidcRoute.url}`, base).href
}

/** The flow that this browser began; it serves once. */
function takeFlow(deps: Deps, request: FastifyRequest, reply: FastifyReply): OidcFlow {
  const sealed = request.cookies[FLOW_COOKIE]
  reply.clearCookie(FLOW_COOKIE, { path: FLOW_PATH })
  try {
    const kept = JSON.parse(deps.vault.open(sealed ?? '', FLOW_PLACE))
    const ageMs = deps.now().getTime() - kept.startedAt
    if (ageMs <= FLOW_MINUTES * 60_000) return kept
  } catch {
    // Changed, or sealed with other keys: not ours.
  }
  throw problems.oidcNotStarted()
}

/** Finds who it is: by the identity itself, or at the first entry by the configured claim. */
async function enter(
  { db, now }: Pick<Context, 'db' | 'now'>,
  identity: OidcIdentity,
  settings: OidcSettings,
  request: FastifyRequest,
) {
  const linked = await findLinked(db, identity)
  const person = linked ?? (await findUnlinked(db, identity, settings.claimHolds))
  if (!person || linked?.isActive === false) throw problems.oidcNotLinked()
  if (!linked && (await insertIdentity(db, identity, person.personId, now)) === 0) {
    throw problems.oidcNotLinked()
  }
  const { token, sessionId } = await openSession(db, {
    personId: person.personId,
    kind: 'staff',
    signedInBy: 'oidc',
    now,
    ...clientOf(request),
  })
  const ctx = { db, now, actor: await openedActor(db, token, now) }
  if (!linked) await record(ctx, 'identity.linked', subjectOf(person), { issuer: identity.issuer })
  await record(ctx, 'session.opened', subjectOf(person), { sessionId, by: 'oidc' })
  return { token }
}
