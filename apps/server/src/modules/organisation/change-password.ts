import type { changePasswordRoute, InputOf } from '@nuandeng/contract'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { problems } from '../../platform/problems.ts'
import { setPassword } from './credential.queries.ts'
import { type CheckedPassword, checkOwnPassword, getOwnCredential, subjectOf } from './refuse.ts'
import { endSessions } from './session.queries.ts'

interface PreparedChange extends CheckedPassword {
  newHash: string | undefined
}

export async function prepareChange(
  call: Call<typeof changePasswordRoute>,
): Promise<PreparedChange> {
  const { password, newPassword } = call.input
  const checked = await checkOwnPassword(call.deps, call.actor.personId, password)
  return { ...checked, newHash: checked.isRight ? await hashPassword(newPassword) : undefined }
}

/** Changes one's own password (修改密码); all other sessions of it end. */
export async function changePassword(
  ctx: Context,
  input: InputOf<typeof changePasswordRoute>,
  prepared: PreparedChange,
) {
  const { personId, sessionId } = ctx.actor
  const credential = await getOwnCredential(ctx, prepared)
  const { newPassword } = input
  if (newPassword === input.password) throw weak('same-password', 'take another one than before')
  if (newPassword.toLowerCase().includes(credential.loginName)) {
    throw weak('holds-login-name', 'may not hold the log-in name')
  }
  if (!prepared.newHash) throw new Error('a right password without a new hash')
  await setPassword(ctx.db, {
    personId,
    passwordHash: prepared.newHash,
    mustChange: false,
    changedAt: ctx.now,
  })
  await endSessions(ctx.db, personId, ctx.now, sessionId)
  await record(ctx, 'password.changed', subjectOf(ctx.actor))
  return {}
}

function weak(code: string, reason: string) {
  return problems.invalidInput([{ field: 'newPassword', code, reason }])
}
