import { getUnitRoute, listUnitsRoute } from '@nuandeng/contract'
import { expect, test } from 'vitest'
import { aPerson, aServer, as } from '../../../test/harness.ts'

const server = aServer()

test('units are listed below a parent, page by page', async () => {
  const { station, sibling, county } = server.units
  const worker = await aPerson(server, station, 'field-worker')
  const first = await worker.call(listUnitsRoute, { parentId: county.unitId, limit: 1 })
  expect(first).toMatchObject({
    status: 200,
    body: {
      items: [{ unitId: station.unitId, above: ['郑州供电公司', '中牟县供电公司'] }],
      next: 'S1',
    },
  })
  const second = await worker.call(listUnitsRoute, {
    parentId: county.unitId,
    limit: 1,
    cursor: 'S1',
  })
  expect(second).toMatchObject({
    status: 200,
    body: { items: [{ unitId: sibling.unitId }], next: null },
  })
})

test('a unit names those above it', async () => {
  const { station } = server.units
  const worker = await aPerson(server, station, 'field-worker')
  const reply = await worker.call(getUnitRoute, { unitId: station.unitId })
  expect(reply).toMatchObject({
    status: 200,
    body: {
      name: '官渡供电所',
      ancestors: [{ kind: 'province' }, { kind: 'city' }, { kind: 'county' }],
    },
  })
})

test('nobody is served without a session', async () => {
  expect(await as(server).call(listUnitsRoute, {})).toMatchObject({
    status: 401,
    body: { code: 'not-signed-in' },
  })
})

test('a session that was idle too long is over', async () => {
  const worker = await aPerson(server, server.units.station, 'field-worker')
  const before = server.clock.now
  server.clock.now = new Date(before.getTime() + 16 * 60_000)
  expect(await worker.call(listUnitsRoute, {})).toMatchObject({ status: 401 })
  server.clock.now = before
})
