import {
  exemptClockRoute,
  followOutageRoute,
  getPublicBoardRoute,
  getRequestRoute,
  getSupervisorBoardRoute,
  listOutagesRoute,
  planOutageRoute,
  publishOutageRoute,
  transferRequestRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer, as } from '../../../test/harness.ts'
import { noticesAt } from '../../../test/notice-subjects.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { scanDue } from '../commitments/due-scan.ts'

const server = aServer()
let make: Awaited<ReturnType<typeof requestFactory>>
beforeAll(async () => {
  make = await requestFactory(server)
})
const at = (text: string) => setClock(server, text)
const scan = () => scanDue(server.database, server.clock.now)
const file = (requestId: string) => must(make.cityOffice, getRequestRoute, { requestId })
const eventsOf = async (requestId: string) =>
  (await file(requestId)).history
    .map(({ kind }) => kind)
    .filter((kind) => /^(commitment|floor)\.broken$/.test(kind))
const boardOf = async (requestId: string) => {
  const { unitId } = server.units.county
  const { units, clocks } = await must(make.cityOffice, getSupervisorBoardRoute, {
    unitId,
    limit: 200,
  })
  return {
    load: units.find(({ unit }) => unit.unitId === server.units.station.unitId),
    clocks: clocks.filter((clock) => clock.requestId === requestId),
  }
}

test('a complaint that is not answered is told once: at the floor of five working days, and not again at the promise of seven', async () => {
  await at('2011-11-01T10:00:00')
  const { requestId } = await make.assigned({ kind: 'complaint', subkind: 'service' })
  await make.take(requestId, 'complainant.contacted')
  await at('2011-11-08T23:59:59')
  expect(await scan()).toMatchObject({ broken: 0 })
  await at('2011-11-09T00:00:01')
  expect(await scan()).toMatchObject({ broken: 1 })
  expect(await scan()).toMatchObject({ broken: 0 })
  const first = await file(requestId)
  expect(first.escalations).toMatchObject([
    {
      ...{ row: 'answer', title: '投诉答复', isFloor: true, unitName: '中牟县供电公司' },
      personName: expect.stringMatching(/测试/),
    },
  ])
  expect(first.clocks.map(({ row }) => row)).toEqual(['10a', '10b'])
  expect(first.brokenClocks).toBe(0)
  expect(first.history.at(-1)).toMatchObject({
    kind: 'floor.broken',
    details: { row: 'answer', toUnit: '中牟县供电公司' },
  })
  expect(await boardOf(requestId)).toMatchObject({
    load: { brokenThisMonth: 0, floorBrokenThisMonth: 1 },
    clocks: [{ row: 'answer', isFloor: true, stand: 'broken', escalatedTo: expect.any(String) }],
  })

  await at('2011-11-11T00:00:01')
  expect(await scan()).toMatchObject({ broken: 1 })
  const second = await file(requestId)
  expect(second.escalations).toHaveLength(1)
  expect(second.history.at(-1)).toMatchObject({
    kind: 'commitment.broken',
    details: { row: '10b', toUnit: '中牟县供电公司', to: first.escalations[0]?.personName },
  })
  const { clocks } = await boardOf(requestId)
  expect(clocks.find(({ row }) => row === '10b')).toMatchObject({
    ...{ isFloor: false, stand: 'broken', escalatedTo: first.escalations[0]?.personName },
  })
  const { units } = await must(as(server), getPublicBoardRoute, { month: '2011-11' })
  const rows = units[0]?.rows ?? []
  expect(rows.find(({ row }) => row === '10b')).toMatchObject({ cases: 1, broken: 1 })
  expect(rows.map(({ edition }) => edition)).not.toContain('regulatory-floor-2009')
})

test('an answer told late between floor and promise breaks the floor alone, and is told when it is taken', async () => {
  await at('2011-11-15T10:00:00')
  const { requestId } = await make.assigned({ kind: 'complaint', subkind: 'service' })
  await make.take(requestId, 'complainant.contacted')
  await at('2011-11-23T10:00:00')
  await make.take(requestId, 'complaint.answered')
  expect(await eventsOf(requestId)).toEqual(['floor.broken'])
  expect((await file(requestId)).escalations).toMatchObject([{ row: 'answer', isFloor: true }])
  expect(await scan()).toMatchObject({ broken: 0 })
})

test('where the promise is the stricter one, breaking both is told once, as the promise', async () => {
  await at('2011-12-01T10:00:00')
  const { requestId } = await make.assigned()
  await at('2011-12-01T12:00:00')
  await scan()
  await make.take(requestId, 'crew.arrived')
  expect(await eventsOf(requestId)).toEqual(['commitment.broken'])
  expect((await file(requestId)).escalations).toMatchObject([{ row: '2-urban', isFloor: false }])
  expect((await file(requestId)).floor?.clocks).toMatchObject([{ stand: 'broken' }])
})

test('trap 10: a promise that is an average breaks by no case, and the floor of 60 minutes does; a floor is never exempt', async () => {
  await at('2023-09-04T10:00:00')
  const { requestId } = await make.assigned()
  await at('2023-09-04T10:59:59')
  expect((await scan()).broken).toBe(0)
  await at('2023-09-04T11:00:01')
  expect((await scan()).broken).toBe(1)
  expect((await file(requestId)).escalations).toMatchObject([
    { row: 'arrive-urban', isFloor: true },
  ])
  const exempted = await make.cityOffice.call(exemptClockRoute, {
    ...{ requestId, row: 'arrive-urban', round: 1 },
    ...{ reason: 'force-majeure', evidence: '气象局通报' },
  })
  expect(exempted).toMatchObject({ status: 404 })
})

test('a limit of the floor goes where its request goes, and is told to the unit above there', async () => {
  await at('2023-09-05T10:00:00')
  const { requestId } = await make.assigned()
  const { unitId } = server.units.sibling
  await must(make.cityOffice, transferRequestRoute, { requestId, unitId, reason: '属地' })
  await at('2023-09-05T11:00:01')
  expect((await scan()).broken).toBe(1)
  const told = await server.database.transact('system', (db) =>
    db.rows(
      sql`select unit_path::text as path, rule_row from escalation where request_id = ${requestId}`,
    ),
  )
  expect(told).toEqual([{ path: server.units.sibling.path, ruleRow: 'arrive-urban' }])
})

test('before the first edition of the promises the floor alone binds', async () => {
  await at('2011-10-12T10:00:00')
  const { requestId } = await make.assigned()
  await at('2011-10-12T11:01:00')
  await scan()
  expect(await file(requestId)).toMatchObject({
    ...{ edition: null, clocks: [], escalations: [{ row: 'arrive-urban', isFloor: true }] },
  })
})

const PROOF = { channel: 'website', reference: '公告第12号' } as const

test('a temporary outage has no promise of 2011, and under the floor its notice comes 24 hours before', async () => {
  const office = await aPerson(server, server.units.station, 'office')
  const { aNewOutage } = noticesAt(server, office)
  const outage = async (outageId: string) =>
    (await must(office, listOutagesRoute, { limit: 200 })).items.find(
      (found) => found.outageId === outageId,
    )
  const plan = (day: string) =>
    must(office, planOutageRoute, { ...aNewOutage(day), kind: 'temporary' })
  await at('2012-03-01T10:00:00')
  const early = await plan('2012-03-05')
  const late = await plan('2012-03-06')
  expect(early).toMatchObject({
    ...{ noticeBy: null, verdict: null, edition: 'sgcc-2011' },
    floor: { edition: 'regulatory-floor-2009', limit: 24, unit: 'hour', verdict: 'open' },
  })
  const begins = new Date(early.beginsAt).getTime()
  expect(early.floor?.noticeBy).toBe(new Date(begins - 24 * 3_600_000).toISOString())
  await must(office, publishOutageRoute, { outageId: early.outageId, proof: PROOF })
  expect(await outage(early.outageId)).toMatchObject({ floor: { verdict: 'kept' } })

  server.clock.now = new Date(new Date(late.beginsAt).getTime() + 1000)
  expect(await scan()).toMatchObject({ broken: 1 })
  expect(await scan()).toMatchObject({ broken: 0 })
  await at('2012-03-07T10:00:00')
  expect(await outage(late.outageId)).toMatchObject({ floor: { verdict: 'broken' } })
  const told = await server.database.transact('system', (db) =>
    db.rows(sql`select rule_row, cause, to_person_name is not null as is_named from escalation
      where request_id = ${late.outageId}`),
  )
  expect(told).toEqual([{ ruleRow: 'temporary', cause: 'broken', isNamed: true }])
  const { units } = await must(as(server), getPublicBoardRoute, { month: '2012-03' })
  expect(units[0]?.rows.map(({ row }) => row)).not.toContain('temporary')
})

test('a planned outage without notice breaks the promise and the floor at once, and is told once', async () => {
  const office = await aPerson(server, server.units.station, 'office')
  const { aNewOutage } = noticesAt(server, office)
  await at('2012-04-01T10:00:00')
  const { outageId } = await must(office, planOutageRoute, aNewOutage('2012-04-20'))
  await at('2012-04-02T10:00:00')
  const begun = await must(office, followOutageRoute, { outageId, what: 'begin' })
  expect(begun).toMatchObject({ verdict: 'broken', floor: { verdict: 'broken' } })
  const told = await server.database.transact('system', (db) =>
    db.rows(sql`select rule_row from escalation where request_id = ${outageId}`),
  )
  expect(told).toEqual([{ ruleRow: '3a' }])
})
