import type {
  assignRequestRoute,
  InputOf,
  listOwnersRoute,
  transferRequestRoute,
} from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { moveClocks } from '../commitments/index.ts'
import { findUnit } from '../organisation/index.ts'
import { refuseAccused } from './accept-request.ts'
import { holdRequest, tell } from './hold-request.ts'
import { findOwner, listOwners } from './owner.queries.ts'
import { moveRequest, type RequestRow, setRequest } from './request.queries.ts'
import { findRequestView } from './request-view.queries.ts'

/** Gives a request to an owner (派工). */
export async function assignRequest(ctx: Context, input: InputOf<typeof assignRequestRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'assign')
  const owner = await getOwner(ctx, request, input.ownerId)
  const state = request.state === 'working' ? 'working' : 'assigned'
  const assigned = { ...request, ...owner, state } as const
  await setRequest(ctx.db, assigned, {})
  return tell(ctx, assigned, 'request.assigned', {
    owner: owner.ownerName,
    before: request.ownerName,
  })
}

/** Somebody who may own the request; the people of an accused unit never do. */
export async function getOwner(ctx: Context, request: RequestRow, ownerId: string) {
  const owner = await findOwner(ctx.db, ownerId, request.unitPath, shanghaiDate(ctx.now))
  if (!owner) throw problems.wrongField('ownerId', 'no-owner', 'nobody there who works requests')
  await refuseAccused(ctx, { path: owner.unitPath }, request.accusedUnitId)
  return { ownerId: owner.personId, ownerName: owner.name }
}

/** Who may own a request. */
export async function listOwnersOf(ctx: Context, input: InputOf<typeof listOwnersRoute>) {
  const request = await findRequestView(ctx.db, input.requestId)
  if (!request) throw problems.notFound('request', input.requestId)
  authorize(ctx, 'request.assign', { path: request.unitPath })
  const owners = await listOwners(ctx.db, request.unitPath, shanghaiDate(ctx.now))
  return {
    items: owners.map(({ personId, name, unitName, open }) => ({ personId, name, unitName, open })),
  }
}

/**
 * Hands a request to another unit (转派), across levels too. Its clocks go with it and count from the first
 * acceptance (trap 9).
 */
export async function transferRequest(ctx: Context, input: InputOf<typeof transferRequestRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'transfer')
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  if (unit.unitId === request.unitId)
    throw problems.wrongField('unitId', 'same-unit', 'the request is there already')
  await refuseAccused(ctx, unit, request.accusedUnitId)
  // Told before it moves: whoever handed it on may lose sight of it.
  const details = { from: request.unitPath, to: unit.path, unit: unit.name, reason: input.reason }
  const reply = await tell(ctx, request, 'request.transferred', details)
  await ctx.db.asSystem(async () => {
    await moveClocks(ctx.db, request, unit)
    await moveRequest(ctx.db, request, unit)
  })
  return { ...reply, state: 'accepted' as const }
}
