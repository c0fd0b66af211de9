import type { Grant } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'

/** How a session came to be: by password, at the identity provider, or by the key of a wall screen. */
export type SignedInBy = 'password' | 'oidc' | 'key'

export interface NewSession {
  sessionId: string
  personId: string
  kind: 'staff' | 'display'
  signedInBy: SignedInBy
  tokenDigest: Buffer
  createdAt: Date
  expiresAt: Date
  ipAddress: string | null
  userAgent: string | null
}

export async function insertSession(db: Db, session: NewSession) {
  await db.run(sql`
    insert into session (session_id, person_id, kind, signed_in_by, token_digest, created_at, last_seen_at,
                         expires_at, ip_address, user_agent)
    values (${session.sessionId}, ${session.personId}, ${session.kind}, ${session.signedInBy}, ${session.tokenDigest},
            ${session.createdAt}, ${session.createdAt}, ${session.expiresAt}, ${session.ipAddress}, ${session.userAgent})`)
}

export interface SessionActorRow {
  sessionId: string
  kind: 'staff' | 'display'
  lastSeenAt: Date
  personId: string
  name: string
  loginName: string
  unitId: string
  unitPath: string
  cityCode: string
  grants: Grant[]
  mustChangePassword: boolean
}

/** The roles that a person `p` holds on a day. */
const grantsOn = (today: string) => sql`coalesce((
  select jsonb_agg(jsonb_build_object(
    'role', a.role, 'unitId', a.unit_id, 'path', a.unit_path::text, 'cityCode', a.city_code))
  from assignment a
  where a.person_id = p.person_id and a.valid_from <= ${today}
    and (a.valid_to is null or a.valid_to > ${today})), '[]')`

/** Somebody with the roles held today, for work that goes on without a session of theirs. */
export function findPersonActor(db: Db, personId: string, today: string) {
  return db.maybe<
    Omit<SessionActorRow, 'sessionId' | 'kind' | 'lastSeenAt' | 'mustChangePassword'>
  >(sql`
    select p.person_id, p.name, p.login_name, p.unit_id, p.unit_path::text as unit_path, p.city_code,
           ${grantsOn(today)} as grants
    from person p where p.person_id = ${personId} and p.is_active`)
}

/** The person and the roles held today behind an open session. */
export function findSessionActor(db: Db, tokenDigest: Buffer, now: Date, today: string) {
  return db.maybe<SessionActorRow>(
    keepPlan(sql`
    select s.session_id, s.kind, s.last_seen_at, p.person_id, p.name, p.login_name, p.unit_id,
           p.unit_path::text as unit_path, p.city_code,
           s.signed_in_by = 'password' and coalesce(c.must_change, false) as must_change_password,
           ${grantsOn(today)} as grants
    from session s join person p on p.person_id = s.person_id and p.is_active
    left join credential c on c.person_id = p.person_id
    where s.token_digest = ${tokenDigest} and s.ended_at is null and s.expires_at > ${now}`),
  )
}

export async function touchSession(db: Db, sessionId: string, seenAt: Date) {
  await db.run(sql`update session set last_seen_at = ${seenAt} where session_id = ${sessionId}`)
}

export async function endSession(db: Db, sessionId: string, endedAt: Date) {
  await db.run(sql`
    update session set ended_at = ${endedAt} where session_id = ${sessionId} and ended_at is null`)
}

/** Ends what is open of a person's sessions, but for the one to keep. */
export async function endSessions(db: Db, personId: string, endedAt: Date, keepId: string | null) {
  await db.run(sql`
    update session set ended_at = ${endedAt}
    where person_id = ${personId} and ended_at is null
      and session_id is distinct from ${keepId}::uuid`)
}

export interface SessionRow {
  sessionId: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  ipAddress: string | null
  userAgent: string | null
}

/** The open sessions of a person, the latest used first. */
export function listOpenSessions(db: Db, personId: string, now: Date, idleSince: Date) {
  return db.rows<SessionRow>(sql`
    select session_id, created_at, last_seen_at, expires_at, ip_address, user_agent from session
    where person_id = ${personId} and ended_at is null and expires_at > ${now}
      and (kind = 'display' or last_seen_at >= ${idleSince})
    order by last_seen_at desc, session_id`)
}

export function findSession(db: Db, sessionId: string, personId: string) {
  return db.maybe<{ endedAt: Date | null }>(sql`
    select ended_at from session where session_id = ${sessionId} and person_id = ${personId}`)
}
