import type { FailedSignIns } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** A log-in (登录凭据) with the person it belongs to. Read as `nuandeng_system` only. */
export interface CredentialRow extends FailedSignIns {
  personId: string
  name: string
  loginName: string
  unitPath: string
  cityCode: string
  passwordHash: string
  mustChange: boolean
  sealedTotp: string | null
  totpConfirmedAt: Date | null
  totpLastStep: number | null
}

const CREDENTIAL = sql`p.person_id, p.name, p.login_name, p.unit_path::text as unit_path, p.city_code,
  c.password_hash, c.must_change, c.sealed_totp, c.totp_confirmed_at, c.totp_last_step,
  c.failures, c.last_failed_at, c.locked_until`

/** The log-in behind a name, of somebody who still works here. */
export function findCredentialByLoginName(db: Db, loginName: string) {
  return db.maybe<CredentialRow>(sql`
    select ${CREDENTIAL} from credential c join person p using (person_id)
    where p.login_name = ${loginName} and p.is_active and p.kind = 'staff'`)
}

/** Holds the log-in of a person: two attempts at once are judged one after the other. */
export function findCredentialForUpdate(db: Db, personId: string) {
  return db.maybe<CredentialRow>(sql`
    select ${CREDENTIAL} from credential c join person p using (person_id)
    where p.person_id = ${personId} and p.is_active for update of c`)
}

export function findPasswordHash(db: Db, personId: string) {
  return db.maybe<{ passwordHash: string }>(
    sql`select password_hash from credential where person_id = ${personId}`,
  )
}

export interface NewPassword {
  personId: string
  passwordHash: string
  mustChange: boolean
  changedAt: Date
}

export async function insertCredential(db: Db, credential: NewPassword) {
  const { personId, passwordHash, mustChange, changedAt } = credential
  await db.run(sql`
    insert into credential (person_id, password_hash, must_change, changed_at)
    values (${personId}, ${passwordHash}, ${mustChange}, ${changedAt})`)
}

export function setPassword(
  db: Db,
  { personId, passwordHash, mustChange, changedAt }: NewPassword,
) {
  return db.run(sql`
    update credential set password_hash = ${passwordHash}, must_change = ${mustChange},
           changed_at = ${changedAt}, failures = 0, last_failed_at = null, locked_until = null
    where person_id = ${personId}`)
}

export async function setFailures(db: Db, personId: string, state: FailedSignIns) {
  await db.run(sql`
    update credential set failures = ${state.failures}, last_failed_at = ${state.lastFailedAt},
           locked_until = ${state.lockedUntil}
    where person_id = ${personId}`)
}

/** After a good log-in: no failure counts any more, and the code that was used is spent. */
export async function setSignedIn(db: Db, personId: string, totpLastStep: number | null) {
  await db.run(sql`
    update credential set failures = 0, last_failed_at = null, locked_until = null,
           totp_last_step = ${totpLastStep}
    where person_id = ${personId}`)
}

/** A secret that is not asked for yet, or none. */
export async function setTotp(db: Db, personId: string, sealedTotp: string | null) {
  await db.run(sql`
    update credential set sealed_totp = ${sealedTotp}, totp_confirmed_at = null, totp_last_step = null
    where person_id = ${personId}`)
}

export async function setTotpConfirmed(db: Db, personId: string, at: Date, lastStep: number) {
  await db.run(sql`
    update credential set totp_confirmed_at = ${at}, totp_last_step = ${lastStep}
    where person_id = ${personId}`)
}

/** Forgets who somebody is at identity providers: the next entry links anew. */
export async function deleteIdentities(db: Db, personId: string) {
  await db.run(sql`delete from oidc_identity where person_id = ${personId}`)
}
