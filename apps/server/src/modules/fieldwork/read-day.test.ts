import {
  closeDayRoute,
  getClosingRoute,
  getCurrentDayRoute,
  getDayBreakdownRoute,
  getDayTotalsRoute,
  listDaysRoute,
  type NewFieldRecord,
  recordFieldworkBatchRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { aCampaign } from '../../../test/campaign-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { recordFactory } from '../../../test/record-factory.ts'
import { recountDay } from './index.ts'

const server = aServer()
let day: Awaited<ReturnType<typeof aCampaign>>
let office: Awaited<ReturnType<typeof aPerson>>
let make: ReturnType<typeof recordFactory>

async function send(records: NewFieldRecord[]) {
  const reply = await office.call(recordFieldworkBatchRoute, { records })
  expect(reply).toMatchObject({ status: 200, body: { refused: [] } })
}

beforeAll(async () => {
  day = await aCampaign(server)
  office = await aPerson(server, server.units.province, 'office')
  make = recordFactory(server, day)
  const { station, sibling, foreign, county } = server.units
  await send([
    make.aVisit(),
    // The same customer seen by a sibling: one customer, two visits.
    make.aVisit({ unitId: sibling.unitId, occurredAt: '2011-10-15T08:10:00+08:00' }),
    make.leaflets({ unitId: foreign.unitId, quantity: 30, walkInType: 'W2' }),
    make.anOpinion({ unitId: station.unitId, customerClass: 'A' }),
    make.aTransaction({ unitId: county.unitId }),
  ])
})

const unitsOf = (body: object) =>
  (body as { rows: { unit: { name: string } }[] }).rows.map(({ unit }) => unit.name)

describe('totals', () => {
  test('of the province are the sum of its cities, one without records stands with noughts', async () => {
    const reply = await office.call(getDayTotalsRoute, day)
    expect(reply).toMatchObject({
      status: 200,
      body: {
        unit: { name: '河南省电力公司' },
        totals: { customers: 1, visitTimes: 2, leaflets: 30, opinions: 1, transactions: 1 },
        rows: [
          { unit: { name: '郑州供电公司' }, totals: { visitTimes: 2 }, hasChildren: true },
          { unit: { name: '洛阳供电公司' }, totals: { leaflets: 30 } },
        ],
      },
    })
  })

  test('drill down to the stations, and what the county did itself stands beside them', async () => {
    const { county } = server.units
    const reply = await office.call(getDayTotalsRoute, { ...day, unitId: county.unitId })
    expect(reply).toMatchObject({ body: { ancestors: [{ kind: 'province' }, { kind: 'city' }] } })
    expect(unitsOf(reply.body)).toEqual(['中牟县供电公司', '官渡供电所', '韩寺供电所'])
    expect(reply.body).toMatchObject({ totals: { transactions: 1, visitTimes: 2 } })
  })

  test('of a foreign unit and of the unit above are refused', async () => {
    const worker = await aPerson(server, server.units.station, 'field-worker')
    for (const unit of ['foreign', 'county', 'sibling'] as const) {
      const reply = await worker.call(getDayTotalsRoute, {
        ...day,
        unitId: server.units[unit].unitId,
      })
      expect(reply).toMatchObject({ status: 403 })
    }
    const own = await worker.call(getDayTotalsRoute, day)
    expect(own).toMatchObject({ body: { unit: { name: '官渡供电所' }, totals: { opinions: 1 } } })
  })

  test('are broken down by hour, walk-in type and class', async () => {
    const reply = await office.call(getDayBreakdownRoute, day)
    expect(reply).toMatchObject({
      body: {
        byHour: [
          { hour: 8, totals: { visitTimes: 1 } },
          { hour: 9, totals: { leaflets: 30, opinions: 1 } },
        ],
        byWalkInType: [
          { walkInType: 'W1', totals: { visitTimes: 2, leaflets: 0 } },
          { walkInType: 'W2', totals: { leaflets: 30 } },
        ],
      },
    })
    const classes = (reply.body as { byCustomerClass: { customerClass: string | null }[] })
      .byCustomerClass
    expect(classes.map(({ customerClass }) => customerClass)).toEqual(['A', 'C2', null])
  })

  test('stand beside their recount, and a changed counter is named with its unit to those who reach it', async () => {
    const before = await office.call(getDayTotalsRoute, day)
    expect(before.body).toMatchObject({ recount: { result: 'pending' } })
    await recountDay(server.database, day, () => server.clock.now)
    const equal = await office.call(getDayTotalsRoute, day)
    expect(equal.body).toMatchObject({ recount: { result: 'equal', differences: [] } })
    const shift = (by: number) =>
      server.database.transact('system', (db) =>
        db.run(sql`update day_total set leaflets = leaflets + ${by}
                   where unit_id = ${server.units.foreign.unitId}`),
      )
    await shift(5)
    await recountDay(server.database, day, () => server.clock.now)
    const different = await office.call(getDayTotalsRoute, day)
    expect(different.body).toMatchObject({
      recount: {
        result: 'different',
        differences: [
          { unit: { name: '铁门供电所' }, measure: 'leaflets', counted: 35, recounted: 30 },
        ],
      },
    })
    const worker = await aPerson(server, server.units.station, 'field-worker')
    const elsewhere = await worker.call(getDayTotalsRoute, day)
    expect(elsewhere.body).toMatchObject({ recount: { result: 'equal', differences: [] } })
    await shift(-5)
    await recountDay(server.database, day, () => server.clock.now)
  })
})

test('the day to look at is the newest that has begun, at the actor’s highest unit', async () => {
  const worker = await aPerson(server, server.units.station, 'field-worker')
  expect(await worker.call(getCurrentDayRoute, {})).toMatchObject({
    body: { day: { ...day, unit: { name: '官渡供电所' }, walkInTypes: [{ code: 'W1' }, {}] } },
  })
})

test('a closed day keeps its signed figures, and what comes later stands beside them', async () => {
  await office.call(closeDayRoute, day)
  await send([make.leaflets({ unitId: server.units.foreign.unitId, quantity: 7 })])
  const reply = await office.call(getClosingRoute, day)
  expect(reply).toMatchObject({
    status: 200,
    body: {
      isSignatureGood: true,
      closing: { totals: { leaflets: 30 } },
      rows: [
        { unit: { name: '郑州供电公司' }, closed: { visitTimes: 2 }, late: { leaflets: 0 } },
        { unit: { name: '洛阳供电公司' }, closed: { leaflets: 30 }, late: { leaflets: 7 } },
      ],
    },
  })
  const days = await office.call(listDaysRoute, { campaignId: day.campaignId })
  expect(days.body).toMatchObject({
    items: [{ activityDay: '2011-10-15', isPlanned: true, totals: { leaflets: 30 } }],
  })
})

test('a closing whose figures were changed has no good signature', async () => {
  const client = await server.database.pool.connect()
  await client.query(
    "update day_closing set snapshot = jsonb_set(snapshot, '{totals,leaflets}', '31')",
  )
  client.release()
  const reply = await office.call(getClosingRoute, day)
  expect(reply.body).toMatchObject({ isSignatureGood: false })
})
