import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { OidcIdentity } from '../../platform/oidc.ts'

/** Somebody who may be let in. Read as `nuandeng_system`. */
export interface EntrantRow {
  personId: string
  unitPath: string
  cityCode: string
}

const ENTRANT = sql`p.person_id, p.unit_path::text as unit_path, p.city_code`
const WORKS_HERE = sql`p.is_active and p.kind = 'staff'`

/** Who was let in before by this identity. */
export function findLinked(db: Db, { issuer, subject }: OidcIdentity) {
  return db.maybe<EntrantRow & { isActive: boolean }>(sql`
    select ${ENTRANT}, p.is_active from oidc_identity i join person p using (person_id)
    where i.issuer = ${issuer} and i.subject = ${subject}`)
}

/** Who bears the name or number that the claim holds, unless another identity is linked to them. */
export function findUnlinked(
  db: Db,
  { issuer, claim }: OidcIdentity,
  holds: 'login-name' | 'staff-no',
) {
  const isThey =
    holds === 'login-name' ? sql`p.login_name = lower(${claim})` : sql`p.staff_no = ${claim}`
  return db.maybe<EntrantRow>(sql`
    select ${ENTRANT} from person p
    where ${isThey} and ${WORKS_HERE}
      and not exists (select from oidc_identity i where i.issuer = ${issuer} and i.person_id = p.person_id)`)
}

/** Links an identity to a person; 0 when another link of either was made at this very moment. */
export function insertIdentity(
  db: Db,
  { issuer, subject }: OidcIdentity,
  personId: string,
  linkedAt: Date,
) {
  return db.run(sql`
    insert into oidc_identity (issuer, subject, person_id, linked_at)
    values (${issuer}, ${subject}, ${personId}, ${linkedAt})
    on conflict do nothing`)
}
