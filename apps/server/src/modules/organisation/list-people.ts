import type { getPersonRoute, InputOf, listPeopleRoute } from '@nuandeng/contract'
import { maskPhone, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findPersonView, listPeople as listPeopleRows, type PersonView } from './people.queries.ts'
import { openPhone } from './personal-phone.ts'
import { findUnit } from './unit.queries.ts'

const asOf = (ctx: Context) => ({ now: ctx.now, today: shanghaiDate(ctx.now) })

/** People (人员) of the units in reach, by name, staff number, unit or role. */
export async function listPeople(ctx: Context, input: InputOf<typeof listPeopleRoute>) {
  const unit = input.unitId ? await findUnit(ctx.db, input.unitId) : undefined
  if (input.unitId && !unit) throw problems.notFound('unit', input.unitId)
  const rows = await listPeopleRows(ctx.db, { ...input, unitPath: unit?.path }, asOf(ctx))
  const page = pageFrom(rows, input.limit, (row) => row.loginName)
  return { ...page, items: page.items.map((row) => personReply(ctx, row)) }
}

/** One person with the roles held now and before. */
export async function getPerson(ctx: Context, input: InputOf<typeof getPersonRoute>) {
  const row = await findPersonView(ctx.db, input.personId, asOf(ctx))
  if (!row) throw problems.notFound('person', input.personId)
  authorize(ctx, 'person.read', { path: row.unitPath })
  return personReply(ctx, row)
}

/** A person as the screens show them: the personal number only in part. */
export function personReply(ctx: Context, row: PersonView) {
  const { personId, loginName, name, staffNo, unit, isActive, isLocked, hasTotp, roles } = row
  const phone = openPhone(ctx.vault, personId, row.sealedPhone)
  return {
    personId,
    loginName,
    name,
    staffNo,
    phone: phone && maskPhone(phone),
    unit,
    isActive,
    isLocked,
    hasTotp,
    roles,
  }
}
