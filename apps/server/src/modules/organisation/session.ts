import { createHash, randomBytes } from 'node:crypto'
import { shanghaiDate } from '@nuandeng/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../platform/context.ts'
import type { Database, Db } from '../../platform/db.ts'
import { type Deps, SESSION_COOKIE } from '../../platform/http.ts'
import { newId } from '../../platform/ids.ts'
import {
  findSessionActor,
  insertSession,
  type SignedInBy,
  touchSession,
} from './session.queries.ts'

const STAFF_HOURS = 12
const DISPLAY_DAYS = 366
const TOUCH_EVERY_MS = 60_000

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export interface SessionOpening {
  personId: string
  kind: 'staff' | 'display'
  signedInBy?: SignedInBy
  now: Date
  ipAddress?: string | null
  userAgent?: string | null
}

/** From where somebody logs in, as the list of sessions shows it. */
export interface Client {
  ipAddress: string
  userAgent: string | null
}

const USER_AGENT_LENGTH = 300

export function clientOf(request: FastifyRequest): Client {
  const userAgent = request.headers['user-agent']?.slice(0, USER_AGENT_LENGTH) ?? null
  return { ipAddress: request.ip, userAgent }
}

/** Gives the token to a browser: out of reach of scripts, and not sent along from other sites. */
export function setSessionCookie(reply: FastifyReply, { token }: { token: string }, deps: Deps) {
  reply.setCookie(SESSION_COOKIE, token, cookieOptions(deps))
}

/** A wall screen starts again by itself, so its browser keeps the token. */
export function setDisplayCookie(reply: FastifyReply, { token }: { token: string }, deps: Deps) {
  reply.setCookie(SESSION_COOKIE, token, {
    ...cookieOptions(deps),
    maxAge: DISPLAY_DAYS * 86_400,
  })
}

export function clearSessionCookie(reply: FastifyReply, _result: unknown, deps: Deps) {
  reply.clearCookie(SESSION_COOKIE, cookieOptions(deps))
}

function cookieOptions({ settings }: Deps) {
  const secure = settings.publicUrl?.startsWith('https:') ?? false
  return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
}

/** Opens a session and returns its token, which is shown once and never stored. */
export async function openSession(db: Db, opening: SessionOpening) {
  const token = randomBytes(32).toString('base64url')
  const sessionId = newId()
  const hours = opening.kind === 'staff' ? STAFF_HOURS : DISPLAY_DAYS * 24
  await insertSession(db, {
    sessionId,
    personId: opening.personId,
    kind: opening.kind,
    signedInBy: opening.signedInBy ?? 'password',
    tokenDigest: digestOf(token),
    createdAt: opening.now,
    expiresAt: new Date(opening.now.getTime() + hours * 3_600_000),
    ipAddress: opening.ipAddress ?? null,
    userAgent: opening.userAgent ?? null,
  })
  return { token, sessionId }
}

/** The actor of a session that was opened a moment ago. */
export async function openedActor(db: Db, token: string, now: Date): Promise<Actor> {
  const row = await findSessionActor(db, digestOf(token), now, shanghaiDate(now))
  if (!row) throw new Error('the session that was just opened is not there')
  return row
}

/** How long a staff session may stand without a request, as of when. */
export interface Idle {
  now: Date
  idleMinutes: number
}

/** Whose open session a token is. A staff session ends after `idleMinutes` without a request. */
export async function findActor(
  database: Database,
  token: string,
  idle: Idle,
): Promise<Actor | undefined> {
  return database.transact('system', async (db) => {
    const row = await findOpen(db, token, idle)
    if (!row) return undefined
    const { now } = idle
    if (now.getTime() - row.lastSeenAt.getTime() > TOUCH_EVERY_MS) {
      await touchSession(db, row.sessionId, now)
    }
    return row
  })
}

/** Whether a session is open, without counting the question as use of it. */
export async function isSessionOpen(
  database: Database,
  token: string | undefined,
  idle: Idle,
): Promise<boolean> {
  if (!token) return false
  return database.transact('system', async (db) => (await findOpen(db, token, idle)) !== undefined)
}

async function findOpen(db: Db, token: string, { now, idleMinutes }: Idle) {
  const row = await findSessionActor(db, digestOf(token), now, shanghaiDate(now))
  if (!row) return undefined
  const idleMs = now.getTime() - row.lastSeenAt.getTime()
  return row.kind === 'staff' && idleMs > idleMinutes * 60_000 ? undefined : row
}
