import { createHash, randomBytes } from 'node:crypto'
import { shanghaiDate } from '@nuandeng/domain'
import type { Actor } from '../../platform/context.ts'
import type { Database, Db } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { findSessionActor, insertSession, touchSession } from './session.queries.ts'

const STAFF_HOURS = 12
const DISPLAY_DAYS = 366
const TOUCH_EVERY_MS = 60_000

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export interface SessionOpening {
  personId: string
  kind: 'staff' | 'display'
  now: Date
  ipAddress?: string | null
  userAgent?: string | null
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
    tokenDigest: digestOf(token),
    createdAt: opening.now,
    expiresAt: new Date(opening.now.getTime() + hours * 3_600_000),
    ipAddress: opening.ipAddress ?? null,
    userAgent: opening.userAgent ?? null,
  })
  return { token, sessionId }
}

/** Whose open session a token is. A staff session ends after `idleMinutes` without a request. */
export async function findActor(
  database: Database,
  token: string,
  now: Date,
  idleMinutes: number,
): Promise<Actor | undefined> {
  return database.transact('system', async (db) => {
    const row = await findSessionActor(db, digestOf(token), now, shanghaiDate(now))
    if (!row) return undefined
    const idleMs = now.getTime() - row.lastSeenAt.getTime()
    if (row.kind === 'staff' && idleMs > idleMinutes * 60_000) return undefined
    if (idleMs > TOUCH_EVERY_MS) await touchSession(db, row.sessionId, now)
    return { ...row, mustChangePassword: false }
  })
}
