import type { createPersonRoute, InputOf } from '@nuandeng/contract'
import { authorize, type Context, record } from '../../platform/context.ts'
import { constraintOf } from '../../platform/db.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { type Problem, problems } from '../../platform/problems.ts'
import { insertCredential } from './credential.queries.ts'
import { getOpenUnit } from './open-unit.ts'
import { insertPerson } from './person.queries.ts'
import { sealPhone } from './personal-phone.ts'
import { subjectOf } from './refuse.ts'
import type { UnitRow } from './unit.queries.ts'

export function hashFirstPassword({ input }: { input: { firstPassword: string } }) {
  return hashPassword(input.firstPassword)
}

/** Adds a person with a log-in; without a role they can do nothing. */
export async function createPerson(
  ctx: Context,
  input: InputOf<typeof createPersonRoute>,
  passwordHash: string,
) {
  const unit = await getOpenUnit(ctx, input.unitId)
  authorize(ctx, 'person.create', unit)
  await addPerson(ctx, { ...input, unit, passwordHash, mustChange: true })
  return { personId: input.personId }
}

export interface NewAccount {
  personId: string
  unit: UnitRow
  loginName: string
  name: string
  staffNo: string
  phone?: string | undefined
  passwordHash: string
  mustChange: boolean
}

/** Writes a person (人员) and their log-in; for use cases and the command line. */
export async function addPerson(
  ctx: Pick<Context, 'db' | 'actor' | 'now' | 'vault'>,
  account: NewAccount,
) {
  const { personId, unit, passwordHash, mustChange } = account
  const sealedPhone = sealPhone(ctx.vault, personId, account.phone)
  try {
    await insertPerson(ctx.db, { ...account, sealedPhone, createdAt: ctx.now })
  } catch (error) {
    throw takenProblem(error) ?? error
  }
  await insertCredential(ctx.db, { personId, passwordHash, mustChange, changedAt: ctx.now })
  const subject = subjectOf({ personId, unitPath: unit.path, cityCode: unit.cityCode })
  await record(ctx, 'person.created', subject)
}

/** What of a person is taken already, perhaps by somebody out of reach. */
export function takenProblem(error: unknown): Problem | undefined {
  switch (constraintOf(error)) {
    case 'person_pkey':
      return problems.conflict('person-exists', 'There is such a person already')
    case 'person_login_name_key':
      return problems.conflict('login-name-taken', 'This log-in name is taken')
    case 'person_staff_no_key':
      return problems.conflict('staff-no-taken', 'This staff number is taken')
    default:
      return undefined
  }
}
