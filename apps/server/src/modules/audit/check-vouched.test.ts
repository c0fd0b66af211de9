import { closeDayRoute, recordFieldworkBatchRoute, revealContactRoute } from '@nuandeng/contract'
import { beforeEach, describe, expect, test } from 'vitest'
import { aCampaign } from '../../../test/campaign-factory.ts'
import { emptyTrail, finding, sealAll, tamper } from '../../../test/chain-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { recordFactory } from '../../../test/record-factory.ts'
import { newId } from '../../platform/ids.ts'
import { verifyCity } from './verify.ts'

const CITY = '410100'
const server = aServer()
const verify = () => verifyCity(server.installation, CITY)

beforeEach(() => emptyTrail(server))

/** Records of all kinds, one with a contact, one corrected and one withdrawn; sealed. */
async function someRecords() {
  const campaign = await aCampaign(server)
  const worker = await aPerson(server, server.units.station, 'field-worker')
  const make = recordFactory(server, campaign)
  const place = { text: '书香小区', longitude: 113.12345678901234, latitude: 34.7 }
  const met = make.aVisit({ place, contact: { name: '王示例', phone: '13800000000' } })
  const opinion = make.anOpinion()
  const records = [
    met,
    opinion,
    make.aTransaction(),
    make.leaflets(),
    make.aPersonSent(),
    make.anOpinion({ correctsId: opinion.recordId, remark: '改' }),
  ]
  const reply = await worker.call(recordFieldworkBatchRoute, { records })
  expect(reply).toMatchObject({ status: 200, body: { refused: [] } })
  await sealAll(server)
  return { campaign, met, opinion }
}

describe('a field record', () => {
  test('of every kind is whole as it was received', async () => {
    await someRecords()
    expect((await verify()).findings).toEqual([])
  })

  const changes: [string, string][] = [
    ['re-dated', `occurred_at = occurred_at - interval '1 day', activity_day = activity_day - 1`],
    ['with another time of arrival', `received_at = received_at - interval '1 microsecond'`],
    ['dated to infinity', `occurred_at = 'infinity'`],
    ['of another day', `activity_day = activity_day + 1`],
    ['made late', 'is_late = true'],
    ['given to another unit', `unit_id = (select unit_id from unit where code = 'S2')`],
    ['moved in the tree', `unit_path = 'HA.C1'`],
    ['by another person', `recorded_by = '00000000-0000-0000-0000-000000000001'`],
    ['from another device', `device_id = 'phone-2'`],
    ['with another subject', `subject = '4101000002'`],
    ['with another quantity', 'quantity = 2'],
    ['with other words', `text = '别处'`],
    ['with another place', 'longitude = 113.12345678901233'],
    ['with a place that is none', `latitude = 'NaN'`],
    ['with a remark', `remark = '后加'`],
    ['with another contact', `contact_sealed = 'AAAA'`],
    ['with another contact shown', `contact_masked = contact_masked || '{"name": "李*"}'`],
    ['of another class', `customer_class = 'A'`],
    ['with another digest', `digest = 'x'`],
  ]
  test.each(changes)('%s is named', async (_name, change) => {
    const { met } = await someRecords()
    await tamper(server, `update field_record set ${change} where record_id = $1`, [met.recordId])
    expect((await verify()).findings).toEqual([finding('field_record', met.recordId, 'changed')])
  })

  test('deleted is named', async () => {
    const { met } = await someRecords()
    await tamper(server, 'delete from field_record where record_id = $1', [met.recordId])
    expect((await verify()).findings).toEqual([finding('field_record', met.recordId, 'deleted')])
  })

  test('deleted with its Event and the seal of that leaves the place behind', async () => {
    const { met } = await someRecords()
    await tamper(
      server,
      'delete from event_seal using event e where e.event_id = event_seal.event_id and e.subject_id = $1',
      [met.recordId],
    )
    await tamper(server, 'delete from event where subject_id = $1', [met.recordId])
    await tamper(server, 'delete from field_record where record_id = $1', [met.recordId])
    expect((await verify()).findings).toEqual([finding('event_seal', `${CITY}/1/1`, 'deleted')])
  })

  test('added is named', async () => {
    const { met } = await someRecords()
    const recordId = newId()
    await tamper(
      server,
      `insert into field_record select (jsonb_populate_record(r, jsonb_build_object('record_id', $1::text))).*
       from field_record r where record_id = $2`,
      [recordId, met.recordId],
    )
    expect((await verify()).findings).toEqual([finding('field_record', recordId, 'added')])
  })

  test('changed while its Event waits to be sealed is named', async () => {
    const { campaign } = await someRecords()
    const worker = await aPerson(server, server.units.station, 'field-worker')
    const record = recordFactory(server, campaign).leaflets()
    await worker.call(recordFieldworkBatchRoute, { records: [record] })
    await tamper(server, 'update field_record set quantity = 9999 where record_id = $1', [
      record.recordId,
    ])
    expect((await verify()).findings).toEqual([finding('field_record', record.recordId, 'changed')])
  })

  test('and a look at its contact are one trail', async () => {
    const { met } = await someRecords()
    const head = await aPerson(server, server.units.station, 'station-head')
    const purpose = '回访核实'
    await head.call(revealContactRoute, { recordId: met.recordId, purpose })
    await sealAll(server)
    expect(await verify()).toMatchObject({ result: 'whole', events: 7, blocks: 2 })
  })
})

describe('a closing', () => {
  async function aClosing() {
    const { campaign } = await someRecords()
    const office = await aPerson(server, server.units.province, 'office')
    expect(await office.call(closeDayRoute, campaign)).toMatchObject({ status: 200 })
    await sealAll(server, '410000')
    return `${campaign.campaignId}/${campaign.activityDay}`
  }
  const verifyProvince = () => verifyCity(server.installation, '410000')
  const ofDay = `where campaign_id || '/' || activity_day = $1`

  test('is whole as it was signed', async () => {
    await aClosing()
    expect((await verifyProvince()).findings).toEqual([])
  })

  test.each([
    ['with other figures', `snapshot = jsonb_set(snapshot, '{totals,leaflets}', '999')`],
    ['with a snapshot that is none', `snapshot = 'null'`],
    ['re-dated', `closed_at = closed_at + interval '1 microsecond'`],
    ['by somebody else', `closed_by_name = '别人'`],
    ['with another signature', `signature = 'AAAA'`],
    ['with another digest', `digest = 'x'`],
    ['with another key', `key_id = 'x'`],
    ['for another unit', `unit_path = 'HA.C1'`],
  ])('%s is named', async (_name, change) => {
    const rowId = await aClosing()
    await tamper(server, `update day_closing set ${change} ${ofDay}`, [rowId])
    expect((await verifyProvince()).findings).toEqual([finding('day_closing', rowId, 'changed')])
  })

  test('deleted is named', async () => {
    const rowId = await aClosing()
    await tamper(server, `delete from day_closing ${ofDay}`, [rowId])
    expect((await verifyProvince()).findings).toEqual([finding('day_closing', rowId, 'deleted')])
  })

  test('moved to another day is named at both', async () => {
    const rowId = await aClosing()
    await tamper(server, `update day_closing set activity_day = activity_day + 1 ${ofDay}`, [rowId])
    expect((await verifyProvince()).findings).toEqual([
      finding('day_closing', rowId, 'deleted'),
      finding('day_closing', rowId.replace('10-15', '10-16'), 'added'),
    ])
  })
})
