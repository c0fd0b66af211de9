import { type Grant, isWithin, type Permission, pathsWith } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from './db.ts'
import { newId } from './ids.ts'
import { problems } from './problems.ts'
import type { Vault } from './vault.ts'

/** Who acts: a person in a session, with the roles held now. */
export interface Actor {
  personId: string
  sessionId: string
  name: string
  loginName: string
  unitId: string
  unitPath: string
  cityCode: string
  grants: readonly Grant[]
  mustChangePassword: boolean
}

/** The actor of a call that nobody is logged in for, and of the command line. */
export const NOBODY: Actor = {
  personId: '00000000-0000-0000-0000-000000000000',
  sessionId: '00000000-0000-0000-0000-000000000000',
  name: '',
  loginName: '',
  unitId: '',
  unitPath: '',
  cityCode: '410000',
  grants: [],
  mustChangePassword: false,
}

/** What a use case gets: one transaction, one actor, one reading of the clock, the keys. */
export interface Context {
  db: Db
  actor: Actor
  now: Date
  vault: Vault
  /** Tells live pages, after the commit, that a topic changed. */
  announce(topic: string): void
}

/** Something that stands at a place in the organisation. */
export interface Placed {
  path: string
}

/** Refuses unless one of the actor's roles carries the permission at or above the subject. */
export function authorize(ctx: Context, permission: Permission, subject: Placed): void {
  const paths = pathsWith(ctx.actor.grants, permission)
  if (!paths.some((path) => isWithin(subject.path, path))) throw problems.forbidden()
}

/** What an Event is about, and where it stands. */
export interface EventSubject {
  id: string
  path: string
  cityCode: string
}

export interface NewEvent {
  kind: string
  subject: EventSubject
  details?: Record<string, unknown>
}

/**
 * Writes one Event (事件) in the transaction of the change it tells of: the audit trail, and the
 * only source of reactions. It joins the tail from which the sealing job makes the chain.
 */
export async function record(
  ctx: Pick<Context, 'db' | 'actor' | 'now'>,
  kind: string,
  subject: EventSubject,
  details: Record<string, unknown> = {},
): Promise<void> {
  await recordAll(ctx, [{ kind, subject, details }])
}

/** Writes many Events by one statement. */
export async function recordAll(
  ctx: Pick<Context, 'db' | 'actor' | 'now'>,
  events: readonly NewEvent[],
): Promise<void> {
  const rows = events.map(({ kind, subject, details = {} }) => ({
    event_id: newId(),
    city_code: subject.cityCode,
    unit_path: subject.path,
    kind,
    subject_id: subject.id,
    details,
  }))
  // Not RETURNING: under row-level security that would demand that the writer may read the event.
  await ctx.db.run(
    keepPlan(sql`
    with fresh as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as e(city_code text, event_id uuid, unit_path text, kind text, subject_id text, details jsonb)),
    told as (
      insert into event (city_code, event_id, recorded_at, actor_id, actor_name, unit_path, kind, subject_id, details)
      select city_code, event_id, ${ctx.now}, ${ctx.actor.personId}, ${ctx.actor.name},
             unit_path::ltree, kind, subject_id, details
      from fresh)
    insert into event_tail (city_code, event_id, queued_at)
    select city_code, event_id, ${ctx.now} from fresh`),
  )
}
