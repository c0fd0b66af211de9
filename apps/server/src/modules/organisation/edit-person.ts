import type { editPersonRoute, InputOf, revealPersonRoute } from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { takenProblem } from './create-person.ts'
import { personReply } from './list-people.ts'
import { getOpenUnit } from './open-unit.ts'
import { findPersonView } from './people.queries.ts'
import { findPerson, updatePerson } from './person.queries.ts'
import { openPhone, sealPhone } from './personal-phone.ts'
import { subjectOf } from './refuse.ts'

/** Corrects what is known of a person, or moves them to another unit; roles stay where they are. */
export async function editPerson(ctx: Context, input: InputOf<typeof editPersonRoute>) {
  const { personId, phone } = input
  const person = await findPerson(ctx.db, personId)
  if (!person) throw problems.notFound('person', personId)
  authorize(ctx, 'person.edit', { path: person.unitPath })
  const { unitId = person.unitId } = input
  const isMoved = unitId !== person.unitId
  const unit = isMoved
    ? await getOpenUnit(ctx, unitId)
    : { unitId, path: person.unitPath, cityCode: person.cityCode }
  authorize(ctx, 'person.edit', unit)
  const edit = {
    name: input.name ?? person.name,
    staffNo: input.staffNo ?? person.staffNo,
    sealedPhone: phone === undefined ? person.sealedPhone : sealPhone(ctx.vault, personId, phone),
    unit,
  }
  await updatePerson(ctx.db, personId, edit).catch((error) => {
    throw takenProblem(error) ?? error
  })
  await record(ctx, 'person.edited', subjectOf(person), {
    fields: Object.keys(input).filter((field) => field !== 'personId'),
    ...(isMoved ? { fromUnitId: person.unitId, unitId } : {}),
  })
  const today = shanghaiDate(ctx.now)
  const view = await findPersonView(ctx.db, personId, { now: ctx.now, today })
  if (!view) throw new Error(`person ${personId} is gone`)
  return personReply(ctx, view)
}

/** Shows the personal number in full; the look goes into the audit trail with its purpose. */
export async function revealPerson(ctx: Context, input: InputOf<typeof revealPersonRoute>) {
  const person = await findPerson(ctx.db, input.personId)
  if (!person) throw problems.notFound('person', input.personId)
  authorize(ctx, 'person.reveal', { path: person.unitPath })
  await record(ctx, 'person.revealed', subjectOf(person), { purpose: input.purpose })
  return { name: person.name, phone: openPhone(ctx.vault, person.personId, person.sealedPhone) }
}
