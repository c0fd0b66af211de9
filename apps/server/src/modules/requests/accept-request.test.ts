import {
  acceptRequestRoute,
  findDuplicateRequestsRoute,
  getRequestRoute,
  listRequestsRoute,
  previewClocksRoute,
  type ReplyOf,
  revealRequestContactRoute,
  unsealReporterRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { aNewRequest, must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let people: Awaited<ReturnType<typeof requestFactory>>
beforeAll(async () => {
  people = await requestFactory(server)
})
const file = (requestId: string) => must(people.office, getRequestRoute, { requestId })

test('trap 1: the edition is that of the day of acceptance, however late it is entered', async () => {
  await setClock(server, '2023-09-01T10:00:00')
  const accept = (acceptedAt: string) =>
    must(people.office, acceptRequestRoute, aNewRequest(server, { acceptedAt }))
  expect((await accept('2023-08-07T23:59:00+08:00')).edition).toBe('sgcc-2011')
  expect((await accept('2023-08-08T00:00:00+08:00')).edition).toBe('sgcc-2023')
  const { requestId, edition } = await accept('2011-10-12T09:00:00+08:00')
  expect(edition).toBeNull()
  expect((await file(requestId)).clocks).toEqual([])
})

test('trap 2: without an area the strictest limit binds, and the request is flagged', async () => {
  await setClock(server, '2011-10-15T10:00:00')
  const sent = aNewRequest(server)
  delete sent.area
  const { requestId, flags } = await must(people.office, acceptRequestRoute, sent)
  expect(flags).toEqual(['area-missing'])
  expect((await file(requestId)).clocks).toMatchObject([
    { row: '2-urban', isAssumed: true, dueAt: '2011-10-15T02:45:00.000Z', stand: 'open' },
  ])
  const { requestId: rural } = await people.accepted({ area: 'rural' })
  expect((await file(rural)).clocks).toMatchObject([
    { row: '2-rural', isAssumed: false, dueAt: '2011-10-15T03:30:00.000Z' },
  ])
})

test.each([
  ['of a kind that has no such division', { subkind: 'meter-test' }, 'subkind'],
  ['from the future', { acceptedAt: '2011-10-15T10:00:01+08:00' }, 'acceptedAt'],
  ['anonymous, and yet with a name', { isAnonymous: true }, 'contact'],
])('a request is refused: %s', async (_, change, field) => {
  await setClock(server, '2011-10-15T10:00:00')
  const reply = await people.office.call(acceptRequestRoute, aNewRequest(server, change))
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ field }] } })
})

test('a second request of one id is refused, even of a unit out of reach', async () => {
  const { requestId } = await people.accepted()
  const { foreign } = server.units
  const stranger = await aPerson(server, foreign, 'office')
  const sent = aNewRequest(server, { requestId, unitId: foreign.unitId })
  expect(await stranger.call(acceptRequestRoute, sent)).toMatchObject({
    status: 409,
    body: { code: 'request-exists' },
  })
})

test('who blew the whistle in confidence stands in no list, and is shown to few, with a trace', async () => {
  const { station, city } = server.units
  const { requestId } = await must(
    people.cityOffice,
    acceptRequestRoute,
    aNewRequest(server, {
      unitId: city.unitId,
      kind: 'whistle-blow',
      subkind: undefined,
      isConfidential: true,
      accusedUnitId: station.unitId,
      contact: { name: '李四', phone: '13800000001' },
    }),
  )
  const seen = await must(people.cityOffice, getRequestRoute, { requestId })
  expect(seen.contact).toBeNull()
  expect(JSON.stringify(seen)).not.toContain('李')
  const purpose = { requestId, purpose: '核实线索' }
  expect(await people.cityOffice.call(revealRequestContactRoute, purpose)).toMatchObject({
    status: 404,
  })
  expect(await must(people.cityOffice, unsealReporterRoute, purpose)).toEqual({
    name: '李四',
    phone: '13800000001',
  })
  const { history } = await must(people.cityOffice, getRequestRoute, { requestId })
  expect(history.at(-1)).toMatchObject({
    kind: 'request.unsealed',
    details: { purpose: '核实线索' },
  })
  // The accused unit neither sees it nor handles it.
  expect(await people.office.call(getRequestRoute, { requestId })).toMatchObject({ status: 404 })
})

test('a whistle-blow is not taken by the unit that it is about, nor below it', async () => {
  const { station, county } = server.units
  const sent = { kind: 'whistle-blow', subkind: undefined, unitId: station.unitId } as const
  for (const accusedUnitId of [station.unitId, county.unitId]) {
    const reply = await people.office.call(
      acceptRequestRoute,
      aNewRequest(server, { ...sent, accusedUnitId }),
    )
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ code: 'accused-unit' }] } })
  }
})

test('a contact is masked in lists and found again by its number', async () => {
  const contact = { name: '王小明', phone: '13800000099' }
  const { requestId } = await people.accepted({ contact })
  const { requestId: confidential } = await people.accepted({ contact, isConfidential: true })
  const { items } = await must(people.office, findDuplicateRequestsRoute, {
    kind: 'fault',
    phone: '138-0000-0099',
  })
  expect(items.map((item) => item.requestId)).toEqual([requestId])
  expect(items[0]?.contact).toEqual({ name: '王**', phone: '138****0099' })
  expect(confidential).not.toBe(requestId)
})

test('the third request of an account and kind in 30 days goes to the unit above', async () => {
  const accountNo = newId().slice(-12)
  await setClock(server, '2011-10-15T10:00:00')
  await people.accepted({ accountNo })
  await setClock(server, '2011-11-20T10:00:00')
  await people.accepted({ accountNo })
  await people.accepted({ accountNo, kind: 'opinion', subkind: undefined })
  const second = await people.accepted({ accountNo })
  expect((await file(second.requestId)).flags).toEqual([])
  const third = await people.accepted({ accountNo })
  expect(await file(third.requestId)).toMatchObject({
    flags: ['third-time'],
    escalations: [{ row: null, unitName: '中牟县供电公司', personName: expect.any(String) }],
  })
})

test('a list pages through all that is there, newest first, and keeps to its filter', async () => {
  const accountNo = newId().slice(-12)
  const sent: string[] = []
  for (let minute = 0; minute < 5; minute++) {
    await setClock(server, `2011-12-01T10:0${minute}:00`)
    sent.unshift((await people.accepted({ accountNo })).requestId)
  }
  const seen: string[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page: ReplyOf<typeof listRequestsRoute> = await must(people.office, listRequestsRoute, {
      accountNo,
      limit: 2,
      ...(cursor ? { cursor } : {}),
    })
    seen.push(...page.items.map(({ requestId }) => requestId))
    cursor = page.next ?? undefined
  }
  expect(seen).toEqual(sent)
})

test('the area that selects the limit comes from the file of the account, and what is said wins', async () => {
  await setClock(server, '2011-10-15T10:00:00')
  const { accountNo, customerId } = await aCustomer(server)
  await server.database.transact('system', (db) =>
    db.run(sql`update customer set supply_area = 'remote' where customer_id = ${customerId}`),
  )
  const sent = aNewRequest(server, { accountNo })
  delete sent.area
  const { unitId, kind, subkind } = sent
  const query = { unitId, kind, accountNo, ...(subkind ? { subkind } : {}) }
  const preview = await must(people.office, previewClocksRoute, query)
  expect(preview.clocks).toMatchObject([{ row: '2-remote', isAssumed: false }])
  const { requestId, flags } = await must(people.office, acceptRequestRoute, sent)
  expect(flags).toEqual([])
  expect(await file(requestId)).toMatchObject({ customerId, area: 'remote' })
  const said = await people.accepted({ accountNo, area: 'urban' })
  expect(await file(said.requestId)).toMatchObject({ area: 'urban' })
  // A file out of reach says nothing: the strictest limit binds.
  const other = await aPerson(server, server.units.sibling, 'field-worker')
  const elsewhere = { ...sent, requestId: newId(), unitId: server.units.sibling.unitId }
  const reply = await must(other, acceptRequestRoute, elsewhere)
  expect(reply.flags).toContain('area-missing')
})
