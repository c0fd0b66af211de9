import { afterFailure, lockedMinutes } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Deps } from '../../platform/http.ts'
import { isPassword } from '../../platform/passwords.ts'
import { type Problem, problems } from '../../platform/problems.ts'
import {
  type CredentialRow,
  findCredentialForUpdate,
  findPasswordHash,
  setFailures,
} from './credential.queries.ts'

/** Counts a failed try of an account and locks it after too many; the refusal keeps the count. */
export async function refuse(ctx: Context, credential: CredentialRow, problem: Problem) {
  const state = afterFailure(credential, ctx.now)
  const minutes = lockedMinutes(state, ctx.now)
  await setFailures(ctx.db, credential.personId, state)
  await record(ctx, 'session.refused', subjectOf(credential), {
    code: problem.code,
    isLocked: minutes > 0,
  })
  return (minutes > 0 ? problems.accountLocked(minutes) : problem).keepingWrites()
}

/** A password held against a hash, outside of any transaction. */
export interface CheckedPassword {
  passwordHash: string | undefined
  isRight: boolean
}

/** Holds the actor's own password against the stored hash. */
export async function checkOwnPassword(
  deps: Deps,
  personId: string,
  password: string,
): Promise<CheckedPassword> {
  const known = await deps.database.transact('system', (db) => findPasswordHash(db, personId))
  return {
    passwordHash: known?.passwordHash,
    isRight: await isPassword(password, known?.passwordHash),
  }
}

/** The actor's log-in, once the password given with the request proved right; failures count. */
export async function getOwnCredential(ctx: Context, checked: CheckedPassword) {
  const credential = await findCredentialForUpdate(ctx.db, ctx.actor.personId)
  if (!credential) throw problems.passwordWrong()
  const minutes = lockedMinutes(credential, ctx.now)
  if (minutes > 0) throw problems.accountLocked(minutes)
  if (!checked.isRight || credential.passwordHash !== checked.passwordHash) {
    throw await refuse(ctx, credential, problems.passwordWrong())
  }
  return credential
}

/** A person as what an Event is about. */
export function subjectOf(person: { personId: string; unitPath: string; cityCode: string }) {
  return { id: person.personId, path: person.unitPath, cityCode: person.cityCode }
}
