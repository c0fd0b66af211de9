import {
  closeDayRoute,
  type NewFieldRecord,
  recordFieldworkBatchRoute,
  recordFieldworkRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { aCampaign } from '../../../test/campaign-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'
import { recountDay } from './index.ts'

const server = aServer()
let campaign: Awaited<ReturnType<typeof aCampaign>>
let worker: Awaited<ReturnType<typeof aPerson>>

beforeAll(async () => {
  campaign = await aCampaign(server)
  worker = await aPerson(server, server.units.station, 'field-worker')
})

function aVisit(overrides: object = {}) {
  return {
    kind: 'visit',
    recordId: newId(),
    campaignId: campaign.campaignId,
    unitId: server.units.station.unitId,
    occurredAt: '2011-10-15T09:30:00+08:00',
    deviceId: 'phone-1',
    walkInType: 'W1',
    customerClass: 'C2',
    accountNo: '4101000001',
    place: { text: '书香小区' },
    ...overrides,
  } as NewFieldRecord
}

async function totalOf(unitId: string) {
  const rows = await server.database.transact('system', (db) =>
    db.rows<Record<string, number>>(sql`
      select sum(customers) as customers, sum(visit_times) as visit_times, sum(leaflets) as leaflets
      from day_total where campaign_id = ${campaign.campaignId} and unit_id = ${unitId}`),
  )
  return rows[0]
}

describe('one record', () => {
  test('is counted once however often it is sent, and each repeat gets the first answer', async () => {
    const record = aVisit({ accountNo: '4101000100' })
    const before = await totalOf(record.unitId)
    const first = await worker.call(recordFieldworkRoute, { record })
    server.clock.now = new Date(server.clock.now.getTime() + 60_000)
    expect(await worker.call(recordFieldworkRoute, { record })).toEqual(first)
    expect(first).toMatchObject({ status: 200, body: { activityDay: '2011-10-15', isLate: false } })
    expect((await totalOf(record.unitId))?.customers).toBe((before?.customers ?? 0) + 1)
  })

  test('with its id in capitals is counted, and is the same record', async () => {
    const record = aVisit({ accountNo: '4101000103' })
    const shouted = { ...record, recordId: record.recordId.toUpperCase() } as NewFieldRecord
    const before = await totalOf(record.unitId)
    const first = await worker.call(recordFieldworkRoute, { record: shouted })
    expect(first).toMatchObject({ status: 200, body: { recordId: record.recordId } })
    expect((await totalOf(record.unitId))?.customers).toBe((before?.customers ?? 0) + 1)
    expect(await worker.call(recordFieldworkRoute, { record })).toEqual(first)
  })

  test('with the id of another content is refused', async () => {
    const record = aVisit({ accountNo: '4101000101' })
    await worker.call(recordFieldworkRoute, { record })
    const other = { ...record, accountNo: '4101000102' } as NewFieldRecord
    expect(await worker.call(recordFieldworkRoute, { record: other })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'record.recordId', code: 'record-id-reused' }] },
    })
  })

  test.each([
    [
      'a unit of another city',
      () => ({ unitId: server.units.foreign.unitId }),
      'unitId',
      'unit-out-of-reach',
    ],
    [
      'a sibling unit',
      () => ({ unitId: server.units.sibling.unitId }),
      'unitId',
      'unit-out-of-reach',
    ],
    ['an unknown unit', () => ({ unitId: newId() }), 'unitId', 'unit-out-of-reach'],
    ['an unknown campaign', () => ({ campaignId: newId() }), 'campaignId', 'no-such-campaign'],
    [
      'a day before the campaign',
      () => ({ occurredAt: '2011-10-14T09:00:00+08:00' }),
      'occurredAt',
      'wrong-day',
    ],
    [
      'a time to come',
      () => ({ occurredAt: '2011-10-15T18:00:00+08:00' }),
      'occurredAt',
      'future-time',
    ],
    [
      'a walk-in type not in the dictionary',
      () => ({ walkInType: 'W9' }),
      'walkInType',
      'unknown-walk-in-type',
    ],
    ['an unknown kind', () => ({ kind: 'dance' }), 'kind', 'invalid-union'],
    ['an unknown field', () => ({ colour: 'red' }), 'colour', 'unknown-field'],
    ['a control character', () => ({ remark: 'a\u0000b' }), 'remark', 'custom'],
    [
      'a record to correct that is not there',
      () => ({ correctsId: newId() }),
      'correctsId',
      'no-such-record',
    ],
  ])('for %s is refused by field and reason', async (_name, overrides, field, code) => {
    const reply = await worker.call(recordFieldworkRoute, { record: aVisit(overrides()) })
    expect(reply).toMatchObject({
      status: 400,
      body: { errors: [{ field: `record.${field}`, code }] },
    })
  })

  test('keeps the contact sealed and shows it masked', async () => {
    const record = aVisit({
      accountNo: '4101000103',
      contact: { name: '王小明', phone: '19900001234' },
    })
    await worker.call(recordFieldworkRoute, { record })
    const [row] = await server.database.transact('system', (db) =>
      db.rows<{ contactSealed: string; contactMasked: object }>(
        sql`select contact_sealed, contact_masked from field_record where record_id = ${record.recordId}`,
      ),
    )
    expect(row?.contactMasked).toEqual({ name: '王**', phone: '199****1234' })
    expect(row?.contactSealed).not.toContain('1234')
  })
})

describe('a batch', () => {
  test('keeps the good rows, names the bad ones, and takes a record and its correction together', async () => {
    const good = aVisit({ accountNo: '4101000200' })
    const correction = aVisit({ accountNo: '4101000201', correctsId: good.recordId })
    const records = [correction, aVisit({ unitId: server.units.foreign.unitId }), good, 7, good]
    const reply = await worker.call(recordFieldworkBatchRoute, { records })
    expect(reply).toMatchObject({
      status: 200,
      body: {
        accepted: [
          { row: 0, isRepeat: false },
          { row: 2, isRepeat: false },
          { row: 4, isRepeat: true },
        ],
        refused: [
          { row: 1, errors: [{ field: 'records[1].unitId' }] },
          { row: 3, errors: [{ field: 'records[3]' }] },
        ],
      },
    })
  })

  test('of 10,000 records is refused as a whole with its reason', async () => {
    const records = Array.from({ length: 10_000 }, () => 1)
    expect(await worker.call(recordFieldworkBatchRoute, { records })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'records', code: 'too-big' }] },
    })
  })
})

test('a second correction of a record is refused and names the first', async () => {
  const record = aVisit({ accountNo: '4101000300' })
  const first = aVisit({ accountNo: '4101000301', correctsId: record.recordId })
  const second = aVisit({ accountNo: '4101000302', correctsId: record.recordId })
  await worker.call(recordFieldworkBatchRoute, { records: [record, first] })
  expect(await worker.call(recordFieldworkRoute, { record: second })).toMatchObject({
    status: 400,
    body: {
      errors: [{ code: 'already-corrected', reason: expect.stringContaining(first.recordId) }],
    },
  })
})

test('a withdrawn record passes its customer on to the next record that names it', async () => {
  const head = await aPerson(server, server.units.county, 'station-head')
  const here = aVisit({ accountNo: '4101000400' })
  const there = aVisit({ accountNo: '4101000400', unitId: server.units.sibling.unitId })
  await head.call(recordFieldworkBatchRoute, { records: [here] })
  await head.call(recordFieldworkBatchRoute, { records: [there] })
  const before = await totalOf(server.units.sibling.unitId)
  const { campaignId, unitId, occurredAt, deviceId } = here
  const withdrawal = {
    campaignId,
    unitId,
    occurredAt,
    deviceId,
    recordId: newId(),
    reason: '登记错误',
  }
  const reply = await worker.call(recordFieldworkRoute, {
    record: { kind: 'withdrawal', ...withdrawal, correctsId: here.recordId },
  })
  expect(reply.status).toBe(200)
  const after = await totalOf(server.units.sibling.unitId)
  expect(after?.customers).toBe((before?.customers ?? 0) + 1)
  expect(await recountDay(server.database, campaign, () => server.clock.now)).toEqual([])
})

test('what comes after closing stands in the late bucket, and the closed figures stay', async () => {
  const other = await aCampaign(server)
  const office = await aPerson(server, server.units.province, 'office')
  const visit = aVisit({ campaignId: other.campaignId })
  await worker.call(recordFieldworkRoute, { record: visit })
  const closing = await office.call(closeDayRoute, other)
  expect(closing).toMatchObject({ status: 200, body: { totals: { customers: 1 } } })
  const late = aVisit({ campaignId: other.campaignId, accountNo: '4101000500' })
  expect(await worker.call(recordFieldworkRoute, { record: late })).toMatchObject({
    body: { isLate: true },
  })
  const buckets = await server.database.transact('system', (db) =>
    db.rows(sql`select bucket, customers, visit_times from day_total
                where campaign_id = ${other.campaignId} order by bucket`),
  )
  expect(buckets).toEqual([
    { bucket: 'day', customers: 1, visitTimes: 1 },
    { bucket: 'late', customers: 1, visitTimes: 1 },
  ])
  expect(await recountDay(server.database, other, () => server.clock.now)).toEqual([])
})

test('a station may not close the day of the province’s campaign', async () => {
  const county = await aPerson(server, server.units.county, 'office')
  expect(await county.call(closeDayRoute, campaign)).toMatchObject({ status: 403 })
})

test('a counter that was changed behind our back is found and named', async () => {
  const other = await aCampaign(server)
  await worker.call(recordFieldworkRoute, { record: aVisit({ campaignId: other.campaignId }) })
  await server.database.transact('system', (db) =>
    db.run(
      sql`update day_total set customers = customers + 5 where campaign_id = ${other.campaignId}`,
    ),
  )
  expect(await recountDay(server.database, other, () => server.clock.now)).toEqual([
    { unitId: server.units.station.unitId, measure: 'customers', counted: 6, recounted: 1 },
  ])
})
