import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** What a person sees of their own log-in. Read as `nuandeng_system`. */
export function findOwnState(db: Db, personId: string) {
  return db.one<{ kind: 'staff' | 'display'; hasTotp: boolean }>(sql`
    select p.kind, c.totp_confirmed_at is not null as has_totp
    from person p left join credential c using (person_id) where p.person_id = ${personId}`)
}
