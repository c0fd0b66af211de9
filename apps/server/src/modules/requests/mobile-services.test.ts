import {
  acceptRequestRoute,
  cancelMobileServiceRoute,
  getRequestRoute,
  listMobileServicesRoute,
  listRequestsRoute,
  planMobileServiceRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer, as } from '../../../test/harness.ts'
import { noticesAt } from '../../../test/notice-subjects.ts'
import { aNewRequest, must, setClock } from '../../../test/request-factory.ts'

const server = aServer()
type Person = Awaited<ReturnType<typeof aPerson>>
let office: Person
let worker: Person
let make: ReturnType<typeof noticesAt>
beforeAll(async () => {
  await setClock(server, '2011-10-20T10:00:00')
  office = await aPerson(server, server.units.county, 'office')
  worker = await aPerson(server, server.units.station, 'field-worker')
  make = noticesAt(server, office)
})

const day = (text: string) => text as PlainDate
const listed = (query = {}) => must(as(server), listMobileServicesRoute, query)
/** A new supply taken in there by the worker. */
const there = (mobileServiceId: string, change = {}) =>
  worker.call(acceptRequestRoute, {
    ...aNewRequest(server, { kind: 'new-supply', subkind: 'low-voltage', channel: 'field' }),
    mobileServiceId,
    ...change,
  })

test('a schedule is read by everybody, and what is accepted there is counted with it', async () => {
  const { unitId } = server.units.county
  const sent = { ...make.aNewMobileService(), unitId, place: '产业集聚区管委会' }
  await must(office, planMobileServiceRoute, sent)
  const { serviceId } = sent
  await setClock(server, '2011-10-21T09:30:00')
  const { requestId } = (await there(serviceId)).body as { requestId: string }
  await there(serviceId)
  const { unit, items } = await listed()
  expect(unit.kind).toBe('province')
  expect(items).toMatchObject([
    { serviceId, place: '产业集聚区管委会', accepted: 2, offers: ['new-supply', 'enquiry'] },
  ])
  expect(await must(worker, getRequestRoute, { requestId })).toMatchObject({
    mobilePlace: '产业集聚区管委会',
    channel: 'field',
  })
  const found = await must(worker, listRequestsRoute, { mobileServiceId: serviceId })
  expect(found.items).toHaveLength(2)
  const elsewhere = await listed({ unitId: server.units.otherCounty.unitId })
  expect(elsewhere.items).toEqual([])
})

test.each([
  ['at the counter', { channel: 'counter' }],
  ['on another day', { acceptedAt: '2011-10-20T15:00:00+08:00' }],
])('a request accepted %s is none of that place', async (_, change) => {
  await setClock(server, '2011-10-20T11:00:00')
  const { serviceId } = await make.aMobileService({})
  await setClock(server, '2011-10-21T10:00:00')
  const refused = { status: 400, body: { errors: [{ code: 'not-on-the-spot' }] } }
  expect(await there(serviceId, change)).toMatchObject(refused)
  expect(await there(serviceId)).toMatchObject({ status: 200 })
})

test('neither is one of another unit, nor of service that was cancelled, with its reason in sight', async () => {
  await setClock(server, '2011-10-20T12:00:00')
  const { serviceId } = await make.aMobileService({})
  const other = await aPerson(server, server.units.sibling, 'field-worker')
  const sent = { ...aNewRequest(server), unitId: server.units.sibling.unitId }
  const refused = { status: 400, body: { errors: [{ field: 'mobileServiceId' }] } }
  await setClock(server, '2011-10-21T10:00:00')
  expect(
    await other.call(acceptRequestRoute, {
      ...sent,
      channel: 'field',
      mobileServiceId: serviceId,
    }),
  ).toMatchObject(refused)
  await must(office, cancelMobileServiceRoute, { serviceId, reason: '暴雨' })
  expect(await there(serviceId)).toMatchObject(refused)
  const { items } = await listed({ from: day('2011-10-21') })
  expect(items.find((service) => service.serviceId === serviceId)).toMatchObject({
    cancelReason: '暴雨',
    accepted: 0,
  })
  const again = { serviceId, reason: '再次' }
  expect(await office.call(cancelMobileServiceRoute, again)).toMatchObject({
    status: 409,
    body: { code: 'mobile-over' },
  })
})

test.each([
  ['begins in the past', { beginsAt: '2011-10-19T09:00:00+08:00' }, 'beginsAt'],
  ['ends on another day', { endsAt: '2011-10-22T12:00:00+08:00' }, 'endsAt'],
])('one that %s is refused', async (_, change, field) => {
  await setClock(server, '2011-10-20T10:00:00')
  const reply = await office.call(planMobileServiceRoute, {
    ...make.aNewMobileService(),
    ...change,
  })
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ field }] } })
})

const get = (query: string) => server.app.inject({ method: 'GET', url: `/mobile?${query}` })

test('the page shows day, place, what is offered and the count without script, under 20 KB', async () => {
  await setClock(server, '2011-10-20T13:00:00')
  const { unitId } = server.units.station
  for (let i = 0; i < 45; i++) await make.aMobileService({})
  await must(office, planMobileServiceRoute, {
    ...{ ...make.aNewMobileService(), unitId, place: '<b>官渡镇集市</b>' },
    ...{ beginsAt: '2011-10-25T09:00:00+08:00', endsAt: '2011-10-25T12:00:00+08:00' },
  })
  const page = await get('from=2011-10-25')
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('2011-10-25 09:00–12:00')
  expect(page.body).toContain('业扩报装、用电咨询')
  expect(page.body).not.toContain('<b>官渡')
  expect(page.body).not.toContain('<script')
  const whole = await get('from=2011-10-20')
  expect(whole.body).toContain('现场受理 2 件')
  expect(whole.body).toContain('只列出最近的安排')
  expect(Buffer.byteLength(whole.body)).toBeLessThan(20_000)
  expect((await get('lang=en&from=2011-10-25')).body).toContain('new supply')
  expect((await get(`unitId=${make.aNewClosure().closureId}`)).statusCode).toBe(404)
})
