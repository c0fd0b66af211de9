import {
  approvePlanRoute,
  closeCampaignRoute,
  createCampaignRoute,
  exportMissingRoute,
  filePlanRoute,
  getCampaignReachRoute,
  getPlanRoute,
  getReadinessRoute,
  listCampaignsRoute,
  listPlansRoute,
  publishCampaignRoute,
  returnPlanRoute,
  savePlanRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CAMPAIGN_CONTENT } from '../../../test/campaign-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let province: Awaited<ReturnType<typeof aPerson>>
let city: typeof province
let county: typeof province
let head: typeof province
let sibling: typeof province
let campaignId: string

beforeAll(async () => {
  const { units } = server
  province = await aPerson(server, units.province, 'office')
  city = await aPerson(server, units.city, 'office')
  county = await aPerson(server, units.county, 'office')
  head = await aPerson(server, units.station, 'station-head')
  sibling = await aPerson(server, units.sibling, 'station-head')
})
beforeEach(async () => {
  campaignId = newId()
  const { unitId } = server.units.province
  await province.call(createCampaignRoute, { ...CAMPAIGN_CONTENT, campaignId, unitId })
})

const publish = () => province.call(publishCampaignRoute, { campaignId })

async function planOf(person: typeof province, unitId: string) {
  const reply = await person.call(listPlansRoute, { campaignId, unitId })
  const { items } = reply.body as { items: { planId: string }[] }
  expect(items).toHaveLength(1)
  return items[0]?.planId ?? ''
}

async function filed(person: typeof province, unitId: string, targets: object) {
  const planId = await planOf(person, unitId)
  await person.call(savePlanRoute, { planId, targets, activities: [], localFields: {} })
  expect(await person.call(filePlanRoute, { planId })).toMatchObject({ status: 200 })
  return planId
}

const download = (person: typeof province, query: object) =>
  server.app.inject({
    url: `/api${exportMissingRoute.url.replace(':campaignId', campaignId)}?${new URLSearchParams({ ...query })}`,
    headers: { authorization: `Bearer ${person.token}` },
  })

test('before it is published an office sees how many units get a plan, and so many do', async () => {
  expect(await province.call(getCampaignReachRoute, { campaignId })).toMatchObject({
    body: { cities: 2, counties: 3, stations: 3 },
  })
  expect(await head.call(getCampaignReachRoute, { campaignId })).toMatchObject({ status: 403 })
  expect(await publish()).toMatchObject({ body: { plans: 8 } })
})

test('campaigns are found by state and by a year in which they run', async () => {
  await publish()
  const found = async (query: object) => {
    const reply = await province.call(listCampaignsRoute, { ...query, limit: 200 })
    const { items } = reply.body as { items: { campaignId: string }[] }
    return items.some((item) => item.campaignId === campaignId)
  }
  expect(await found({ state: 'published', year: 2012 })).toBe(true)
  expect(await found({ state: 'draft' })).toBe(false)
  expect(await found({ year: 2010 })).toBe(false)
  expect(await found({ year: 2013 })).toBe(false)
})

test('readiness names who has not filed, level by level', async () => {
  await publish()
  const before = await county.call(getReadinessRoute, { campaignId })
  expect(before).toMatchObject({
    body: {
      unit: { name: '中牟县供电公司' },
      ownState: 'draft',
      missingTotal: 3,
      missing: [{ name: '中牟县供电公司' }, { name: '官渡供电所' }, { name: '韩寺供电所' }],
      rows: [
        { unit: { name: '官渡供电所' }, ownState: 'draft', due: 1, filed: 0, missing: 1 },
        { unit: { name: '韩寺供电所' } },
      ],
    },
  })
  expect(await province.call(getReadinessRoute, { campaignId })).toMatchObject({
    body: {
      ownState: null,
      rows: [
        { due: 5, missing: 5 },
        { due: 3, missing: 3 },
      ],
      missingTotal: 8,
    },
  })
  const above = { campaignId, unitId: server.units.province.unitId }
  expect(await county.call(getReadinessRoute, above)).toMatchObject({ status: 403 })
})

describe('who is missing', () => {
  test('is named with the units above, and with the reason why a plan came back', async () => {
    await publish()
    const planId = await filed(head, server.units.station.unitId, { customers: 10 })
    await county.call(returnPlanRoute, { planId, reason: '请补充车辆' })
    const reply = await city.call(getReadinessRoute, { campaignId })
    const { missing } = reply.body as { missing: { planId: string }[] }
    expect(missing.find((row) => row.planId === planId)).toMatchObject({
      name: '官渡供电所',
      above: ['郑州供电公司', '中牟县供电公司'],
      state: 'returned',
      returnReason: '请补充车辆',
    })
  })

  test('is downloaded for one’s own units, with the number of rows, and told as an Event', async () => {
    await publish()
    await filed(head, server.units.station.unitId, { customers: 10 })
    const csv = await download(county, { format: 'csv' })
    expect(csv).toMatchObject({ statusCode: 200, headers: { 'nuandeng-rows': '2' } })
    expect(csv.body).toContain('韩寺供电所,郑州供电公司 / 中牟县供电公司,未上报,\r\n')
    expect(csv.body).not.toContain('官渡供电所')
    const xlsx = await download(county, { format: 'xlsx' })
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK')
    const events = await server.database.transact('system', (db) => db.rows(told(campaignId)))
    expect(events).toEqual([
      { details: { format: 'csv', rows: 2 } },
      { details: { format: 'xlsx', rows: 2 } },
    ])
    const above = { unitId: server.units.province.unitId, format: 'csv' }
    expect(await download(county, above)).toMatchObject({ statusCode: 403 })
  })
})

const told = (id: string) =>
  sql`select details from event where kind = 'readiness.exported' and subject_id = ${id} order by event_id`

test('a plan shows what the filed plans directly below add up to', async () => {
  await publish()
  const { units } = server
  await filed(head, units.station.unitId, { customers: 10, people: 4 })
  const other = await filed(sibling, units.sibling.unitId, { customers: 5 })
  const planId = await planOf(county, units.county.unitId)
  expect(await county.call(getPlanRoute, { planId })).toMatchObject({
    body: { targets: {}, targetsBelow: { customers: 15, people: 4 } },
  })
  await county.call(returnPlanRoute, { planId: other, reason: '请核对' })
  const { body } = await county.call(getPlanRoute, { planId })
  expect(body).toMatchObject({ targetsBelow: { customers: 10, people: 4 } })
})

test('a joint activity names its units for whoever reads the plan', async () => {
  await publish()
  const { station, foreignCounty } = server.units
  const planId = await planOf(head, station.unitId)
  const activity = {
    activityId: newId(),
    heldOn: '2011-10-15' as never,
    place: '书香小区',
    walkInType: 'W3',
    team: '爱心服务队',
    vehicles: 1,
    people: 4,
    jointUnitIds: [foreignCounty.unitId],
  }
  await head.call(savePlanRoute, { planId, targets: {}, activities: [activity], localFields: {} })
  expect(await head.call(getPlanRoute, { planId })).toMatchObject({
    body: {
      jointUnits: [
        { unitId: foreignCounty.unitId, name: '新安县供电公司', above: ['洛阳供电公司'] },
      ],
    },
  })
})

test('an ended campaign takes no more changes to its plans, and only its office ends it', async () => {
  expect(await province.call(closeCampaignRoute, { campaignId })).toMatchObject({
    status: 409,
    body: { code: 'campaign-not-open' },
  })
  await publish()
  const planId = await filed(head, server.units.station.unitId, { customers: 10 })
  expect(await county.call(closeCampaignRoute, { campaignId })).toMatchObject({ status: 403 })
  expect(await province.call(closeCampaignRoute, { campaignId })).toMatchObject({ status: 200 })
  const closed = { status: 409, body: { code: 'campaign-closed' } }
  const content = { targets: {}, activities: [], localFields: {} }
  const unfiled = await planOf(sibling, server.units.sibling.unitId)
  expect(await sibling.call(savePlanRoute, { planId: unfiled, ...content })).toMatchObject(closed)
  expect(await county.call(approvePlanRoute, { planId })).toMatchObject(closed)
  expect(await county.call(getPlanRoute, { planId })).toMatchObject({
    body: { state: 'filed', canDecide: false },
  })
})
