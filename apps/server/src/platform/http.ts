import { createHmac } from 'node:crypto'
import type { InputOf, ReplyOf, Route } from '@nuandeng/contract'
import { opensProtected, opensSignals, pathsWith, type Role } from '@nuandeng/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Actor, type Context, NOBODY } from './context.ts'
import { type Database, type Db, keepPlan, type Scope } from './db.ts'
import type { Settings } from './environment.ts'
import { faultsOf } from './input.ts'
import type { Live } from './live.ts'
import { Problem, problems } from './problems.ts'
import type { Vault } from './vault.ts'

/** A log-in of the demonstration: anybody may use it. */
export interface DemoAccount {
  loginName: string
  password: string
  role: Role
  also?: Role | undefined
  unitName: string
}

/** What every operation stands on. */
export interface Deps {
  database: Database
  vault: Vault
  settings: Settings
  /** The only clock that use cases see. */
  now(): Date
  /** Whose session a token is; undefined when it is unknown, ended or idle too long. */
  findActor(token: string): Promise<Actor | undefined>
  /** Whether the session of a request that goes on for long is still open; it does not count as use. */
  isSessionOpen(request: FastifyRequest): Promise<boolean>
  isDemo: boolean
  /** Log-ins that the log-in page of a demonstration shows; elsewhere none. */
  demoAccounts: readonly DemoAccount[]
  live: Live
}

/** An operation with what serves it. */
export interface Served {
  route: Route
  handle(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<unknown>
}

/** A call after its session, permission and input were checked. */
export interface Call<R extends Route> {
  deps: Deps
  request: FastifyRequest
  reply: FastifyReply
  /** Nobody on public routes. */
  actor: Actor
  input: InputOf<R>
  scope: Scope
}

interface ServeOptions<R extends Route, P> {
  /**
   * Before the transaction: what the use case needs from outside of it, and slow work that must not
   * hold a connection (hashing a password).
   */
  prepare?: (call: Call<R>) => Promise<P> | P
  /** Log-in and one's own sessions belong to no unit; everything else keeps the actor's scope. */
  scope?: 'system'
  /** Open to those who must first change their password. */
  isOpenBeforePasswordChange?: boolean
  /** After the commit, before the reply is sent: cookies. */
  afterCommit?: (reply: FastifyReply, result: ReplyOf<R>, deps: Deps) => void
}

type CallOptions = Pick<ServeOptions<Route, unknown>, 'scope' | 'isOpenBeforePasswordChange'>

/** Serves an operation by a use case: one transaction, and the reply is sent after its commit. */
export function serve<R extends Route, P = undefined>(
  route: R,
  useCase: (ctx: Context, input: InputOf<R>, prepared: P) => Promise<ReplyOf<R>>,
  options: ServeOptions<R, P> = {},
): Served {
  return serveCall(
    route,
    async (call) => {
      const { deps, request, reply, actor, input, scope } = call
      const commandId = route.repeat === 'command' ? commandIdOf(request) : undefined
      const prepared = (await options.prepare?.(call)) as P
      const topics = new Set<string>()
      const inTransaction = async (db: Db) => {
        const announce = (topic: string) => topics.add(topic)
        const ctx: Context = { db, actor, now: deps.now(), vault: deps.vault, announce }
        const work = () => useCase(ctx, input, prepared)
        return commandId ? onlyOnce(ctx, commandId, route, input, work) : work()
      }
      const result = await transactOrRefuse(deps.database, scope, inTransaction, commandId)
      for (const topic of topics) deps.live.announce(topic)
      options.afterCommit?.(reply, result, deps)
      return result
    },
    options,
  )
}

/** One transaction; a refusal that keeps its writes is thrown after the commit. */
async function transactOrRefuse<T>(
  database: Database,
  scope: Scope,
  work: (db: Db) => Promise<T>,
  commandId: string | undefined,
): Promise<T> {
  const held = (db: Db) =>
    work(db).catch((error) => {
      if (error instanceof Problem && error.keepsWrites) return error
      throw error
    })
  // A repeat that arrives while the first is at work waits here for its commit.
  const outcome = await database.transact(scope, held, commandId)
  if (outcome instanceof Problem) throw outcome
  return outcome
}

/** Serves an operation that writes its own reply: events, downloads. */
export function serveCall<R extends Route>(
  route: R,
  handle: (call: Call<R>) => Promise<unknown>,
  options: CallOptions = {},
): Served {
  return {
    route,
    async handle(deps, request, reply) {
      const actor = await actorFor(deps, route, request, options)
      const input = parseInput(route, request)
      return handle({
        deps,
        request,
        reply,
        actor,
        input,
        scope: options.scope ?? scopeFor(route, actor),
      })
    },
  }
}

async function actorFor(
  deps: Deps,
  route: Route,
  request: FastifyRequest,
  options: { isOpenBeforePasswordChange?: boolean },
): Promise<Actor> {
  if (route.permission === 'public') return NOBODY
  const token = tokenOf(request)
  const actor = token ? await deps.findActor(token) : undefined
  if (!actor) throw problems.notSignedIn()
  if (actor.mustChangePassword && !options.isOpenBeforePasswordChange)
    throw problems.passwordMustChange()
  if (route.permission !== 'signed-in' && pathsWith(actor.grants, route.permission).length === 0) {
    throw problems.forbidden()
  }
  return actor
}

export const SESSION_COOKIE = 'nuandeng_session'

/** The session token, from the cookie of a browser or the header of a device or script. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization
  if (header?.startsWith('Bearer ')) return header.slice('Bearer '.length)
  return request.cookies[SESSION_COOKIE]
}

function scopeFor(route: Route, actor: Actor): Scope {
  const { permission } = route
  const { grants, personId } = actor
  if (permission === 'public' || permission === 'signed-in') {
    return { paths: grants.map((grant) => grant.path), personId }
  }
  return {
    paths: pathsWith(grants, permission),
    personId,
    opensProtected: opensProtected(permission),
    opensSignals: opensSignals(permission),
    carePaths: pathsWith(grants, 'care.read'),
  }
}

function parseInput<R extends Route>(route: R, request: FastifyRequest): InputOf<R> {
  const parts = [
    [route.params, request.params],
    [route.query, request.query],
    [route.body, request.body],
  ] as const
  const input = {}
  for (const [schema, value] of parts) {
    if (!schema) continue
    const parsed = schema.safeParse(value ?? {})
    if (!parsed.success) throw problems.invalidInput(faultsOf(parsed.error))
    Object.assign(input, parsed.data)
  }
  return input as InputOf<R>
}

const CommandId = z.uuid()

function commandIdOf(request: FastifyRequest): string {
  const parsed = CommandId.safeParse(request.headers['idempotency-key'])
  if (!parsed.success) throw problems.commandKeyMissing()
  return parsed.data
}

/** Runs a command once: a repeat, even one that arrives at the same moment, gets the first reply. */
async function onlyOnce<T>(
  ctx: Context,
  commandId: string,
  route: Route,
  input: unknown,
  work: () => Promise<T>,
): Promise<T> {
  const operation = `${route.method} ${route.url}`
  // Keyed: an input may hold a password, and a bare digest of it could be guessed.
  const inputDigest = createHmac('sha256', ctx.vault.derive('command'))
    .update(JSON.stringify(input))
    .digest('hex')
  const first = await findFirstReply(ctx.db, ctx.actor.personId, commandId)
  if (first) {
    if (first.operation !== operation || first.inputDigest !== inputDigest)
      throw problems.commandReused()
    return first.reply as T
  }
  const reply = await work()
  await ctx.db.run(
    keepPlan(sql`
      insert into command (command_id, person_id, operation, input_digest, reply, done_at)
      values (${commandId}, ${ctx.actor.personId}, ${operation}, ${inputDigest}, ${JSON.stringify(reply)}, ${ctx.now})`),
  )
  return reply
}

function findFirstReply(db: Db, personId: string, commandId: string) {
  return db.maybe<{ operation: string; inputDigest: string; reply: unknown }>(
    keepPlan(sql`
      select operation, input_digest, reply from command
      where person_id = ${personId} and command_id = ${commandId}`),
  )
}
