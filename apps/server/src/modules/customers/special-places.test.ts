import {
  createCustomerRoute,
  createSpecialPlaceRoute,
  editSpecialPlaceRoute,
  getSpecialPlaceRoute,
  listSpecialPlacesRoute,
} from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let head: Awaited<ReturnType<typeof aPerson>>
beforeAll(async () => {
  head = await aPerson(server, server.units.station, 'station-head')
})

const aPlace = (more = {}) => ({
  specialPlaceId: newId(),
  unitId: server.units.station.unitId,
  kind: 'deaf-school' as const,
  name: '示例聋哑学校',
  address: '示例县示例路2号',
  residents: 120,
  ...more,
})

test('a special place is listed with the number of those who live there, and no data of any of them', async () => {
  const customerId = newId()
  const account = {
    customerId,
    unitId: server.units.station.unitId,
    accountNo: '0041',
    name: '学校',
  }
  await head.call(createCustomerRoute, account)
  const school = aPlace({ customerId, officePhone: '0371-0000000' })
  expect(await head.call(createSpecialPlaceRoute, school)).toMatchObject({ status: 200 })
  const home = aPlace({ kind: 'nursing-home', name: '示例敬老院' })
  await head.call(createSpecialPlaceRoute, home)
  const worker = await aPerson(server, server.units.station, 'field-worker')
  expect(await worker.call(listSpecialPlacesRoute, { kind: 'deaf-school' })).toMatchObject({
    body: {
      items: [{ name: '示例聋哑学校', residents: 120, customerId, officePhone: '0371-0000000' }],
    },
  })
  const { specialPlaceId } = school
  expect(await worker.call(getSpecialPlaceRoute, { specialPlaceId })).toMatchObject({
    body: { specialPlaceId, name: '示例聋哑学校', residents: 120, version: 1 },
  })
  const stranger = await aPerson(server, server.units.sibling, 'field-worker')
  expect(await stranger.call(getSpecialPlaceRoute, { specialPlaceId })).toMatchObject({
    status: 404,
  })
  const first = await worker.call(listSpecialPlacesRoute, { limit: 1 })
  if (first.status !== 200 || first.body.next === null) throw new Error(JSON.stringify(first.body))
  const second = await worker.call(listSpecialPlacesRoute, { cursor: first.body.next })
  expect(second).toMatchObject({ body: { items: [{ specialPlaceId: home.specialPlaceId }] } })
  const pupils = { ...aPlace(), pupils: [{ name: '某某' }] }
  expect(await head.call(createSpecialPlaceRoute, pupils)).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'unknown-field' }] },
  })
})

test('of two editors of a place the second is refused, and a customer out of reach is none', async () => {
  const place = aPlace()
  await head.call(createSpecialPlaceRoute, place)
  const { specialPlaceId } = place
  const edit = { specialPlaceId, version: 1, residents: 90 }
  expect(await head.call(editSpecialPlaceRoute, edit)).toMatchObject({ body: { version: 2 } })
  expect(await head.call(editSpecialPlaceRoute, edit)).toMatchObject({
    body: { code: 'changed-meanwhile' },
  })
  const strange = { specialPlaceId, version: 2, customerId: newId() }
  expect(await head.call(editSpecialPlaceRoute, strange)).toMatchObject({ status: 404 })
})
