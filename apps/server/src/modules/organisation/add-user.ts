import { createPersonRoute, createUnitRoute } from '@nuandeng/contract'
import { type Role, shanghaiDate } from '@nuandeng/domain'
import { type Context, NOBODY } from '../../platform/context.ts'
import type { Database } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { faultsOf } from '../../platform/input.ts'
import { hashPassword, newFirstPassword } from '../../platform/passwords.ts'
import { problems } from '../../platform/problems.ts'
import type { Vault } from '../../platform/vault.ts'
import { addPerson } from './create-person.ts'
import { addUnit } from './create-unit.ts'
import { addRole } from './roles.ts'
import { findUnitByCode, hasUnits, type UnitRow } from './unit.queries.ts'

export interface NewUser {
  loginName: string
  name: string
  staffNo: string
  role: Role
  unitCode: string
  /** Makes the first unit of an empty installation: the province. */
  province?: { name: string; cityCode: string } | undefined
}

export interface AddedUser {
  personId: string
  loginName: string
  password: string
  role: Role
  unit: string
}

/** Adds a person with a role from the command line: how the first administrators come to be. */
export async function addUser(
  { database, vault, now }: { database: Database; vault: Vault; now: Date },
  user: NewUser,
): Promise<AddedUser> {
  const password = newFirstPassword()
  const { loginName, name, staffNo, role } = user
  const account = checked({ loginName, name, staffNo, password })
  const passwordHash = await hashPassword(password)
  const { personId } = account
  const unit = await database.transact('system', async (db) => {
    const actor = { ...NOBODY, name: 'nuandeng user add' }
    const ctx = { db, actor, now, vault }
    const found = (await findUnitByCode(db, user.unitCode)) ?? (await addProvince(ctx, user))
    await addPerson(ctx, { ...account, unit: found, passwordHash, mustChange: true })
    await addRole(ctx, {
      assignmentId: newId(),
      personId,
      role,
      unit: found,
      validFrom: shanghaiDate(now),
      validTo: null,
      grantedBy: null,
    })
    return found
  })
  return { personId, loginName, password, role, unit: unit.name }
}

/** The same rules as for a person added on a screen. */
function checked(account: Pick<NewUser, 'loginName' | 'name' | 'staffNo'> & { password: string }) {
  const { password: firstPassword, ...known } = account
  const unitId = newId()
  const parsed = createPersonRoute.body.safeParse({
    ...known,
    personId: newId(),
    unitId,
    firstPassword,
  })
  if (!parsed.success) throw problems.invalidInput(faultsOf(parsed.error))
  return parsed.data
}

const ProvinceInput = createUnitRoute.body.pick({ code: true, cityCode: true, name: true })

async function addProvince(
  ctx: Pick<Context, 'db' | 'actor' | 'now'>,
  { unitCode, province }: NewUser,
): Promise<UnitRow> {
  if (!province) throw problems.notFound('unit', unitCode)
  if (await hasUnits(ctx.db)) {
    throw problems.conflict('unit-exists', 'There is a province already')
  }
  const { cityCode, name } = province
  const parsed = ProvinceInput.safeParse({ code: unitCode, cityCode, name })
  if (!parsed.success) throw problems.invalidInput(faultsOf(parsed.error))
  await addUnit(ctx, {
    unitId: newId(),
    parentId: null,
    kind: 'province',
    code: unitCode,
    name,
    path: unitCode,
    cityCode,
    cityId: null,
    countyId: null,
    validFrom: shanghaiDate(ctx.now),
  })
  const made = await findUnitByCode(ctx.db, unitCode)
  if (!made) throw new Error(`unit ${unitCode} is gone`)
  return made
}
