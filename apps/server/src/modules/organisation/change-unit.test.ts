import {
  closeUnitRoute,
  createUnitRoute,
  getUnitRoute,
  listUnitsRoute,
  mergeUnitRoute,
  type Route,
  renameUnitRoute,
} from '@nuandeng/contract'
import type { PlainDate, UnitKind } from '@nuandeng/domain'
import { expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const TODAY = '2011-10-15' as PlainDate
let count = 0

const admin = (unit = server.units.city) => aPerson(server, unit, 'system-admin')

function aNewUnit(parentId: string, kind: UnitKind = 'station') {
  count++
  return {
    unitId: newId(),
    parentId,
    kind,
    code: `X${count}`,
    name: `新设${count}供电所`,
    validFrom: '2011-01-01' as PlainDate,
  }
}

async function aStation() {
  const unit = aNewUnit(server.units.county.unitId)
  expect(await (await admin()).call(createUnitRoute, unit)).toMatchObject({ status: 200 })
  return unit
}

test('a unit is added under its parent, with the city above it', async () => {
  const unit = aNewUnit(server.units.county.unitId)
  const system = await admin()
  expect(await system.call(createUnitRoute, unit)).toMatchObject({
    status: 200,
    body: { path: `HA.C1.K1.${unit.code}` },
  })
  expect(await system.call(getUnitRoute, { unitId: unit.unitId })).toMatchObject({
    body: { cityCode: '410100', ancestors: [{}, {}, {}], names: [{ name: unit.name }] },
  })
})

test('a new city brings its own code, and nothing else does', async () => {
  const system = await admin(server.units.province)
  const city = aNewUnit(server.units.province.unitId, 'city')
  expect(await system.call(createUnitRoute, city)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'cityCode' }] },
  })
  const withCode = { ...city, cityCode: '410200' }
  expect(await system.call(createUnitRoute, withCode)).toMatchObject({ status: 200 })
  expect(await system.call(getUnitRoute, { unitId: city.unitId })).toMatchObject({
    body: { cityCode: '410200' },
  })
  const station = { ...aNewUnit(server.units.county.unitId), cityCode: '410200' }
  expect(await system.call(createUnitRoute, station)).toMatchObject({ status: 400 })
})

test('a unit stands at its own level and its code is its own', async () => {
  const { province, county, station, foreignCounty } = server.units
  const system = await admin()
  for (const [parent, kind] of [
    [county, 'county'],
    [station, 'station'],
  ] as const) {
    expect(await system.call(createUnitRoute, aNewUnit(parent.unitId, kind))).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'kind', code: 'wrong-level' }] },
    })
  }
  const taken = { ...aNewUnit(county.unitId), code: 'S3' }
  expect(await system.call(createUnitRoute, taken)).toMatchObject({
    status: 409,
    body: { code: 'unit-code-taken' },
  })
  for (const parent of [province, foreignCounty]) {
    const kind = parent === province ? 'team' : 'station'
    expect(await system.call(createUnitRoute, aNewUnit(parent.unitId, kind))).toMatchObject({
      status: 403,
    })
  }
})

test('a renamed unit keeps its path, and its old names stay in its history', async () => {
  const unit = await aStation()
  const system = await admin()
  const { unitId } = unit
  const rename = { unitId, name: '淮阳区供电所', validFrom: TODAY }
  expect(await system.call(renameUnitRoute, rename)).toMatchObject({
    body: { name: '淮阳区供电所' },
  })
  // An older name found later does not push out the one in force.
  const older = { unitId, name: '淮阳县供电所', validFrom: '2011-03-01' as PlainDate }
  expect(await system.call(renameUnitRoute, older)).toMatchObject({
    body: { name: '淮阳区供电所' },
  })
  expect(await system.call(getUnitRoute, { unitId })).toMatchObject({
    body: {
      path: `HA.C1.K1.${unit.code}`,
      names: [{ name: '淮阳区供电所' }, { name: '淮阳县供电所' }, { name: unit.name }],
    },
  })
  for (const validFrom of ['2011-10-16', '2010-12-31'] as PlainDate[]) {
    expect(await system.call(renameUnitRoute, { ...rename, validFrom })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'validFrom' }] },
    })
  }
  const foreign = await admin(server.units.foreignCity)
  expect(await foreign.call(renameUnitRoute, rename)).toMatchObject({ status: 403 })
})

test('a merged unit points to the one that takes over and is closed from that day', async () => {
  const unit = await aStation()
  const { sibling, county } = server.units
  const system = await admin()
  const merge = { unitId: unit.unitId, intoUnitId: sibling.unitId, mergedOn: TODAY }
  expect(await system.call(mergeUnitRoute, merge)).toMatchObject({
    status: 200,
    body: { mergedIntoId: sibling.unitId, validTo: TODAY },
  })
  const standing = async (validOn: PlainDate) => {
    const reply = await system.call(listUnitsRoute, { parentId: county.unitId, validOn })
    return reply.status === 200 && reply.body.items.some(({ unitId }) => unitId === unit.unitId)
  }
  expect(await standing('2011-10-14' as PlainDate)).toBe(true)
  expect(await standing(TODAY)).toBe(false)
  const changes: [Route, object][] = [
    [renameUnitRoute, { unitId: unit.unitId, name: '又名', validFrom: TODAY }],
    [createUnitRoute, aNewUnit(unit.unitId, 'team')],
  ]
  for (const [route, input] of changes) {
    expect(await system.call(route, input)).toMatchObject({
      status: 409,
      body: { code: 'unit-closed' },
    })
  }
})

test('a unit merges only into another of its kind, in reach, with nothing left below it', async () => {
  const unit = await aStation()
  const { station, county, city, foreign } = server.units
  const system = await admin()
  const merge = (unitId: string, intoUnitId: string) =>
    system.call(mergeUnitRoute, { unitId, intoUnitId, mergedOn: TODAY })
  expect(await merge(unit.unitId, unit.unitId)).toMatchObject({ status: 400 })
  expect(await merge(unit.unitId, county.unitId)).toMatchObject({ status: 400 })
  expect(await merge(unit.unitId, foreign.unitId)).toMatchObject({ status: 403 })
  expect(await merge(foreign.unitId, unit.unitId)).toMatchObject({ status: 403 })
  expect(await merge(station.unitId, unit.unitId)).toMatchObject({
    status: 409,
    body: { code: 'unit-has-children' },
  })
  expect(await system.call(getUnitRoute, { unitId: city.unitId })).toMatchObject({
    body: { validTo: null },
  })
})

test('a unit is closed on a day by an administrator in reach only; the province never', async () => {
  const { unitId } = await aStation()
  const close = { unitId, closedOn: TODAY, reason: '农电体制调整' }
  const foreign = await admin(server.units.foreignCity)
  expect(await foreign.call(closeUnitRoute, close)).toMatchObject({ status: 403 })
  const system = await admin(server.units.province)
  expect(await system.call(closeUnitRoute, close)).toMatchObject({ body: { validTo: TODAY } })
  expect(await system.call(closeUnitRoute, close)).toMatchObject({ status: 409 })
  const root = { ...close, unitId: server.units.province.unitId }
  expect(await system.call(closeUnitRoute, root)).toMatchObject({
    status: 409,
    body: { code: 'unit-is-root' },
  })
})
