import type { InputOf, signInRoute } from '@nuandeng/contract'
import { lockedMinutes } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { isPassword } from '../../platform/passwords.ts'
import { problems } from '../../platform/problems.ts'
import {
  findCredentialByLoginName,
  findCredentialForUpdate,
  setSignedIn,
} from './credential.queries.ts'
import { type House, houseOf, meOf } from './me.ts'
import { refuse, subjectOf } from './refuse.ts'
import { type Client, clientOf, openedActor, openSession } from './session.ts'
import { stepOfCode } from './totp.ts'

interface PreparedSignIn {
  personId: string | undefined
  /** The hash that the password was held against; it may have been changed since. */
  passwordHash: string | undefined
  isRight: boolean
  client: Client
  house: House
}

/** Holds the password against the stored hash, as slowly for an unknown name as for a known one. */
export async function prepareSignIn(call: Call<typeof signInRoute>): Promise<PreparedSignIn> {
  const { loginName, password } = call.input
  const known = await call.deps.database.transact('system', (db) =>
    findCredentialByLoginName(db, loginName),
  )
  return {
    personId: known?.personId,
    passwordHash: known?.passwordHash,
    isRight: await isPassword(password, known?.passwordHash),
    client: clientOf(call.request),
    house: houseOf(call.deps),
  }
}

/** Logs in (登录) with name and password, and the six digits where a second factor is set. */
export async function signIn(
  ctx: Context,
  input: InputOf<typeof signInRoute>,
  prepared: PreparedSignIn,
) {
  const { personId, passwordHash, isRight, client, house } = prepared
  const credential = personId && (await findCredentialForUpdate(ctx.db, personId))
  if (!credential) throw problems.signInFailed()
  const minutes = lockedMinutes(credential, ctx.now)
  if (minutes > 0) throw problems.accountLocked(minutes)
  if (!isRight || credential.passwordHash !== passwordHash) {
    throw await refuse(ctx, credential, problems.signInFailed())
  }
  let step = credential.totpLastStep
  if (credential.totpConfirmedAt) {
    if (!input.totp) throw problems.totpNeeded()
    const fresh = stepOfCode(ctx.vault, credential, input.totp, ctx.now)
    if (fresh === undefined) throw await refuse(ctx, credential, problems.signInFailed())
    step = fresh
  }
  await setSignedIn(ctx.db, credential.personId, step)
  const { token, sessionId } = await openSession(ctx.db, {
    personId: credential.personId,
    kind: 'staff',
    signedInBy: 'password',
    now: ctx.now,
    ...client,
  })
  const actor = await openedActor(ctx.db, token, ctx.now)
  await record({ ...ctx, actor }, 'session.opened', subjectOf(credential), {
    sessionId,
    by: 'password',
  })
  return { token, me: await meOf(ctx, actor, house) }
}
