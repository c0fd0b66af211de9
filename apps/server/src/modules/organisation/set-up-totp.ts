import type { confirmTotpRoute, InputOf, Route, removeTotpRoute } from '@nuandeng/contract'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { problems } from '../../platform/problems.ts'
import { findCredentialForUpdate, setTotp, setTotpConfirmed } from './credential.queries.ts'
import {
  type CheckedPassword,
  checkOwnPassword,
  getOwnCredential,
  refuse,
  subjectOf,
} from './refuse.ts'
import { newTotp, stepOfCode } from './totp.ts'

interface WithPassword extends Pick<Call<Route>, 'deps' | 'actor'> {
  input: { password: string }
}

export function prepareTotp({ deps, actor, input }: WithPassword) {
  return checkOwnPassword(deps, actor.personId, input.password)
}

/** Begins to set up a second factor (动态口令); until it is confirmed, log-in does not ask for it. */
export async function startTotp(ctx: Context, _input: unknown, checked: CheckedPassword) {
  const { personId, loginName, totpConfirmedAt } = await getOwnCredential(ctx, checked)
  if (totpConfirmedAt) {
    throw problems.conflict('totp-set', 'A second factor is set; take it off first')
  }
  const { secret, uri, sealed } = newTotp(ctx.vault, personId, loginName)
  await setTotp(ctx.db, personId, sealed)
  await record(ctx, 'totp.started', subjectOf(ctx.actor))
  return { secret, uri }
}

/** Proves the second factor with six digits; from then on it is asked at log-in. */
export async function confirmTotp(ctx: Context, input: InputOf<typeof confirmTotpRoute>) {
  const credential = await findCredentialForUpdate(ctx.db, ctx.actor.personId)
  if (!credential?.sealedTotp) {
    throw problems.conflict('totp-not-started', 'Begin to set up the second factor first')
  }
  if (credential.totpConfirmedAt) return { hasTotp: true }
  const step = stepOfCode(ctx.vault, credential, input.totp, ctx.now)
  if (step === undefined) throw problems.totpWrong()
  await setTotpConfirmed(ctx.db, credential.personId, ctx.now, step)
  await record(ctx, 'totp.set', subjectOf(ctx.actor))
  return { hasTotp: true }
}

/** Takes one's own second factor off. */
export async function removeTotp(
  ctx: Context,
  input: InputOf<typeof removeTotpRoute>,
  checked: CheckedPassword,
) {
  const credential = await getOwnCredential(ctx, checked)
  if (credential.totpConfirmedAt) {
    const step = stepOfCode(ctx.vault, credential, input.totp, ctx.now)
    if (step === undefined) throw await refuse(ctx, credential, problems.totpWrong())
  }
  await setTotp(ctx.db, credential.personId, null)
  await record(ctx, 'totp.removed', subjectOf(ctx.actor))
  return { hasTotp: false }
}
