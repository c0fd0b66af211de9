import type {
  InputOf,
  passOnHazardRoute,
  removeHazardRoute,
  reportHazardRoute,
} from '@nuandeng/contract'
import { type PlainDate, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import {
  findHazardForUpdate,
  insertHazard,
  setHazardRemoved,
  setHazardReported,
} from './assurance.queries.ts'
import { getKeyCustomer } from './customer-assurance.ts'

/** Notes a hazard (隐患) and the day by which it has to be gone. */
export async function reportHazard(ctx: Context, input: InputOf<typeof reportHazardRoute>) {
  const { hazardId, customerId, severity, text, foundOn, deadlineOn } = input
  const customer = await getKeyCustomer(ctx, customerId, 'assurance.write')
  if (foundOn > shanghaiDate(ctx.now)) throw problems.wrongField('foundOn', 'in-future', 'not yet')
  if (deadlineOn < foundOn) {
    throw problems.wrongField('deadlineOn', 'before-start', 'not before foundOn')
  }
  const { personId: foundBy, name: foundByName } = ctx.actor
  const { cityCode, path } = customer
  const hazard = {
    ...{ cityCode, customerId, hazardId, severity, text, foundOn, deadlineOn },
    ...{ foundBy, foundByName },
  }
  if ((await insertHazard(ctx.db, hazard, ctx.now)) === 0) {
    const stored = await findHazardForUpdate(ctx.db, hazardId)
    const isSame =
      stored?.customerId === customerId &&
      stored.severity === severity &&
      stored.text === text &&
      stored.foundOn === foundOn &&
      stored.deadlineOn === deadlineOn &&
      stored.foundBy === foundBy
    if (!isSame) throw problems.conflict('id-taken', 'This id stands for another hazard')
    return { hazardId }
  }
  const details = { customerId, severity, deadlineOn }
  await record(ctx, 'hazard.reported', { id: hazardId, path, cityCode }, details)
  return { hazardId }
}

/** A hazard is gone (销号). */
export async function removeHazard(ctx: Context, input: InputOf<typeof removeHazardRoute>) {
  const { hazardId, removedOn, text } = input
  const hazard = await getOpenHazard(ctx, hazardId)
  refuseOutside(ctx, 'removedOn', removedOn, hazard.foundOn)
  await setHazardRemoved(ctx.db, hazard, { removedOn, text })
  await record(ctx, 'hazard.removed', subjectOf(hazard), { removedOn })
  return { hazardId }
}

/** The power department of the government was told of a hazard. */
export async function passOnHazard(ctx: Context, input: InputOf<typeof passOnHazardRoute>) {
  const { hazardId, reportedOn, reportedTo } = input
  const hazard = await getOpenHazard(ctx, hazardId)
  refuseOutside(ctx, 'reportedOn', reportedOn, hazard.foundOn)
  await setHazardReported(ctx.db, hazard, { reportedOn, reportedTo })
  await record(ctx, 'hazard.passed-on', subjectOf(hazard), { reportedOn, reportedTo })
  return { hazardId }
}

async function getOpenHazard(ctx: Context, hazardId: string) {
  const hazard = await findHazardForUpdate(ctx.db, hazardId)
  if (!hazard) throw problems.notFound('hazard', hazardId)
  authorize(ctx, 'assurance.write', hazard)
  if (hazard.removedOn) {
    throw problems.conflict('hazard-removed', 'The hazard is gone', `since ${hazard.removedOn}`)
  }
  return hazard
}

function refuseOutside({ now }: Context, field: string, on: PlainDate, foundOn: PlainDate) {
  if (on < foundOn) throw problems.wrongField(field, 'before-start', `not before ${foundOn}`)
  if (on > shanghaiDate(now)) throw problems.wrongField(field, 'in-future', 'not yet')
}

function subjectOf({
  hazardId,
  path,
  cityCode,
}: {
  hazardId: string
  path: string
  cityCode: string
}) {
  return { id: hazardId, path, cityCode }
}
