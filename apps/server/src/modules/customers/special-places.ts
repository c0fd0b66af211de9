import type {
  createSpecialPlaceRoute,
  editSpecialPlaceRoute,
  getSpecialPlaceRoute,
  InputOf,
  listSpecialPlacesRoute,
} from '@nuandeng/contract'
import { authorize, type Context, record } from '../../platform/context.ts'
import { constraintOf } from '../../platform/db.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit, getOpenUnit } from '../organisation/index.ts'
import { findCustomerView } from './customer.queries.ts'
import {
  findSpecialPlace,
  findSpecialPlaceForUpdate,
  insertSpecialPlace,
  listSpecialPlaces,
  type SpecialPlaceRow,
  updateSpecialPlace,
} from './special-place.queries.ts'

/** Nursing homes, schools for the deaf and the like (特殊场所), by unit. */
export async function listPlaces(ctx: Context, input: InputOf<typeof listSpecialPlacesRoute>) {
  const { unitId, kind, cursor, limit } = input
  const unit = unitId ? await findUnit(ctx.db, unitId) : undefined
  if (unitId && !unit) throw problems.notFound('unit', unitId)
  if (unit) authorize(ctx, 'special-place.read', unit)
  const after = cursor ? cursorFrom(cursor) : undefined
  const page = { after, limit: limit + 1 }
  const rows = await listSpecialPlaces(ctx.db, { path: unit?.path, kind }, page)
  const { items, next } = pageFrom(rows, limit, cursorOf)
  return { items: items.map(placeReply), next }
}

/** One special place. */
export async function getPlace(
  ctx: Context,
  { specialPlaceId }: InputOf<typeof getSpecialPlaceRoute>,
) {
  const row = await findSpecialPlace(ctx.db, specialPlaceId)
  if (!row) throw problems.notFound('special place', specialPlaceId)
  authorize(ctx, 'special-place.read', { path: row.unitPath })
  return placeReply(row)
}

/** Adds a special place. */
export async function createPlace(ctx: Context, input: InputOf<typeof createSpecialPlaceRoute>) {
  const unit = await getOpenUnit(ctx, input.unitId)
  authorize(ctx, 'special-place.edit', unit)
  await checkCustomer(ctx, input.customerId, unit.cityCode)
  const row = { ...input, cityCode: unit.cityCode, unitPath: unit.path }
  await insertSpecialPlace(ctx.db, row, ctx.now).catch((error) => {
    if (constraintOf(error) !== 'special_place_pkey') throw error
    throw problems.conflict('id-taken', 'There is a special place with this id')
  })
  await record(ctx, 'special-place.created', subjectOf(row), { kind: row.kind, name: row.name })
  return { specialPlaceId: row.specialPlaceId, version: 1 }
}

/** Changes what is sent of a special place. */
export async function editPlace(ctx: Context, input: InputOf<typeof editSpecialPlaceRoute>) {
  const { specialPlaceId, version, ...change } = input
  const stored = await findSpecialPlaceForUpdate(ctx.db, specialPlaceId)
  if (!stored) throw problems.notFound('special place', specialPlaceId)
  authorize(ctx, 'special-place.edit', { path: stored.unitPath })
  if (stored.version !== version) {
    const advice = `It is version ${stored.version} by now; read it again`
    throw problems.conflict('changed-meanwhile', 'Somebody changed this place meanwhile', advice)
  }
  const given = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  )
  const row: SpecialPlaceRow = { ...stored, ...given }
  await checkCustomer(ctx, row.customerId, row.cityCode)
  await updateSpecialPlace(ctx.db, row, ctx.now)
  await record(ctx, 'special-place.edited', subjectOf(row), { fields: Object.keys(given) })
  return { specialPlaceId, version: version + 1 }
}

/** Its account must be a customer of the same city within reach. */
async function checkCustomer(ctx: Context, customerId: string | null, cityCode: string) {
  if (customerId === null) return
  const customer = await findCustomerView(ctx.db, customerId)
  if (customer?.cityCode !== cityCode) throw problems.notFound('customer', customerId)
}

function placeReply(row: SpecialPlaceRow) {
  const { unitId, unitKind, unitName, unitPath, cityCode: _city, changedAt, ...place } = row
  return {
    ...place,
    unit: { unitId, kind: unitKind, name: unitName, path: unitPath },
    changedAt: changedAt.toISOString(),
  }
}

function subjectOf(row: { specialPlaceId: string; unitPath: string; cityCode: string }) {
  return { id: row.specialPlaceId, path: row.unitPath, cityCode: row.cityCode }
}

function cursorOf({ unitPath, specialPlaceId }: SpecialPlaceRow): string {
  return `${unitPath}~${specialPlaceId}`
}

const CURSOR = /^([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function cursorFrom(text: string) {
  const [, unitPath, specialPlaceId] = CURSOR.exec(text) ?? []
  if (!unitPath || !specialPlaceId)
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  return { unitPath, specialPlaceId }
}
