import type {
  cancelMobileServiceRoute,
  InputOf,
  listMobileServicesRoute,
  planMobileServiceRoute,
} from '@nuandeng/contract'
import {
  addDays,
  isWithin,
  type PlainDate,
  type RequestChannel,
  shanghaiDate,
} from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findRootUnit, findUnit } from '../organisation/index.ts'
import {
  findMobile,
  findMobileForUpdate,
  insertMobile,
  listMobile,
  setMobileCancelled,
} from './mobile.queries.ts'

/** Without an end: as far as anybody plans. */
const AHEAD_DAYS = 366

/** Service in parks and villages (移动服务) of a unit and all below it, for everybody to read. */
export async function listMobileServices(
  ctx: Context,
  input: InputOf<typeof listMobileServicesRoute>,
) {
  const unit = input.unitId ? await findUnit(ctx.db, input.unitId) : await findRootUnit(ctx.db)
  if (!unit) throw problems.notFound('unit', input.unitId ?? 'root')
  const first = input.from ?? shanghaiDate(ctx.now)
  const last = input.to ?? addDays(first, AHEAD_DAYS)
  const found = await listMobile(ctx.db, unit.path, {
    from: startOf(first),
    to: startOf(addDays(last, 1)),
    limit: input.limit + 1,
  })
  const { unitId, kind, name, path } = unit
  return {
    unit: { unitId, kind, name, path },
    items: found.slice(0, input.limit).map(({ beginsAt, endsAt, ...service }) => ({
      serviceId: service.serviceId,
      unit: {
        unitId: service.unitId,
        kind: service.unitKind,
        name: service.unitName,
        path: service.unitPath,
      },
      placeKind: service.placeKind,
      place: service.place,
      beginsAt: beginsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      team: service.team,
      offers: service.offers,
      cancelReason: service.cancelReason,
      accepted: service.accepted,
    })),
    isCut: found.length > input.limit,
  }
}

const startOf = (day: PlainDate) => new Date(`${day}T00:00:00+08:00`)

/** Plans it; published at once. */
export async function planMobileService(
  ctx: Context,
  input: InputOf<typeof planMobileServiceRoute>,
) {
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  authorize(ctx, 'mobile.plan', unit)
  const { serviceId, placeKind, place, team, offers } = input
  const [beginsAt, endsAt] = [new Date(input.beginsAt), new Date(input.endsAt)]
  if (beginsAt <= ctx.now)
    throw problems.wrongField('beginsAt', 'in-past', 'it is published before it begins')
  if (endsAt <= beginsAt || shanghaiDate(endsAt) !== shanghaiDate(beginsAt))
    throw problems.wrongField('endsAt', 'not-same-day', 'it ends later on the same day')
  if (await findMobile(ctx.db, serviceId))
    throw problems.conflict('mobile-exists', 'There is such a service of this id')
  const { cityCode, unitId, path: unitPath } = unit
  await insertMobile(
    ctx.db,
    { cityCode, serviceId, unitId, unitPath, placeKind, place, beginsAt, endsAt, team, offers },
    { at: ctx.now, by: ctx.actor.name },
  )
  const subject = { id: serviceId, path: unitPath, cityCode }
  await record(ctx, 'mobile.planned', subject, { place, beginsAt, team, offers })
  return { serviceId }
}

/** Cancels it (取消); who wants to come reads why. */
export async function cancelMobileService(
  ctx: Context,
  input: InputOf<typeof cancelMobileServiceRoute>,
) {
  const { serviceId, reason } = input
  const service = await findMobileForUpdate(ctx.db, serviceId)
  if (!service) throw problems.notFound('service', serviceId)
  authorize(ctx, 'mobile.plan', { path: service.unitPath })
  if (service.cancelReason !== null || service.endsAt <= ctx.now)
    throw problems.requestRefused('mobile-over', 'It is over or was cancelled')
  await setMobileCancelled(ctx.db, service, reason, ctx.now)
  const subject = { id: serviceId, path: service.unitPath, cityCode: service.cityCode }
  await record(ctx, 'mobile.cancelled', subject, { place: service.place, reason })
  return { serviceId }
}

/** Refuses a request that was not accepted there: at another unit, on another day, or not on the spot. */
export async function refuseElsewhere(
  ctx: Context,
  serviceId: string | undefined,
  accepted: { at: Date; unitPath: string; channel: RequestChannel },
) {
  if (!serviceId) return
  const service = await findMobile(ctx.db, serviceId)
  if (!service) throw problems.notFound('service', serviceId)
  const isThere =
    accepted.channel === 'field' &&
    service.cancelReason === null &&
    isWithin(accepted.unitPath, service.unitPath) &&
    shanghaiDate(accepted.at) === shanghaiDate(service.beginsAt)
  if (!isThere)
    throw problems.wrongField(
      'mobileServiceId',
      'not-on-the-spot',
      'it is accepted in the field, on that day, by that unit or one below',
    )
}
