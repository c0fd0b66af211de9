import {
  approvePlanRoute,
  copyCampaignRoute,
  createCampaignRoute,
  editCampaignRoute,
  filePlanRoute,
  getCampaignRoute,
  getPlanRoute,
  listCampaignsRoute,
  listPlansRoute,
  publishCampaignRoute,
  returnPlanRoute,
  savePlanRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { beforeAll, describe, expect, test } from 'vitest'
import { CAMPAIGN_CONTENT } from '../../../test/campaign-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let province: Awaited<ReturnType<typeof aPerson>>
let county: typeof province
let head: typeof province
let foreigner: typeof province
let campaignId: string

const anActivity = () => ({
  activityId: newId(),
  heldOn: '2011-10-15' as PlainDate,
  place: '书香小区',
  walkInType: 'W3',
  team: '爱心服务队',
  vehicles: 1,
  people: 4,
})
const aPlan = (change: object = {}) => ({
  targets: { customers: 10 },
  activities: [anActivity()],
  localFields: { focus: '夜间抢修' },
  ...change,
})

async function aDraft() {
  const id = newId()
  const { unitId } = server.units.province
  const reply = await province.call(createCampaignRoute, {
    ...CAMPAIGN_CONTENT,
    campaignId: id,
    unitId,
  })
  expect(reply).toMatchObject({ status: 200 })
  return id
}

beforeAll(async () => {
  const { units } = server
  province = await aPerson(server, units.province, 'office')
  county = await aPerson(server, units.county, 'office')
  head = await aPerson(server, units.station, 'station-head')
  foreigner = await aPerson(server, units.foreignCounty, 'office')
  campaignId = await aDraft()
  expect(await province.call(publishCampaignRoute, { campaignId })).toMatchObject({
    body: { plans: 8 },
  })
})

/** The plan of a unit, as its own people find it. */
async function planOf(person: typeof province, unitId: string) {
  const reply = await person.call(listPlansRoute, { campaignId, limit: 50 })
  const { items } = reply.body as { items: { planId: string; unit: { unitId: string } }[] }
  const plan = items.find(({ unit }) => unit.unitId === unitId)
  if (!plan) throw new Error('no plan')
  return plan.planId
}

describe('a campaign', () => {
  test('is read by every unit below once it is published, not before', async () => {
    const draft = await aDraft()
    expect(await head.call(getCampaignRoute, { campaignId: draft })).toMatchObject({ status: 404 })
    expect(await head.call(getCampaignRoute, { campaignId })).toMatchObject({
      status: 200,
      body: { name: '情暖中原', walkInTypes: { length: 6 }, measures: { length: 6 } },
    })
    const list = await head.call(listCampaignsRoute, {})
    const { items } = list.body as { items: { campaignId: string }[] }
    expect(items.map((item) => item.campaignId)).toEqual([campaignId])
  })

  test('is written at one’s own unit and below only', async () => {
    const input = { ...CAMPAIGN_CONTENT, campaignId: newId(), unitId: server.units.province.unitId }
    expect(await county.call(createCampaignRoute, input)).toMatchObject({ status: 403 })
    expect(await head.call(createCampaignRoute, input)).toMatchObject({ status: 403 })
    expect(await county.call(editCampaignRoute, { ...CAMPAIGN_CONTENT, campaignId })).toMatchObject(
      {
        status: 403,
      },
    )
  })

  test('stands as it is once it is published', async () => {
    const reply = await province.call(editCampaignRoute, {
      ...CAMPAIGN_CONTENT,
      campaignId,
      name: '别名',
    })
    expect(reply).toMatchObject({ status: 409, body: { code: 'campaign-published' } })
  })

  test('with faults is refused field by field', async () => {
    const draft = await aDraft()
    const reply = await province.call(editCampaignRoute, {
      ...CAMPAIGN_CONTENT,
      campaignId: draft,
      endOn: '2011-10-01' as PlainDate,
      activityDays: ['2013-01-01' as PlainDate],
    })
    expect(reply).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'endOn' }, { field: 'activityDays[0]' }] },
    })
  })

  test('is copied for the next year with its dates moved', async () => {
    const newCampaignId = newId()
    const startOn = '2012-10-15' as PlainDate
    const input = { campaignId, newCampaignId, name: '情暖中原 2012', startOn }
    expect(await province.call(copyCampaignRoute, input)).toMatchObject({ status: 200 })
    expect(await province.call(getCampaignRoute, { campaignId: newCampaignId })).toMatchObject({
      body: {
        state: 'draft',
        copiedFromId: campaignId,
        startOn,
        endOn: '2013-10-15',
        activityDays: ['2012-10-15', '2013-03-16'],
        walkInTypes: { length: 6 },
      },
    })
    expect(
      await county.call(copyCampaignRoute, { ...input, newCampaignId: newId() }),
    ).toMatchObject({ status: 403 })
  })
})

describe('a plan', () => {
  test('is filed, sent back with a reason, filed again and approved by the level above', async () => {
    const planId = await planOf(head, server.units.station.unitId)
    expect(await head.call(filePlanRoute, { planId })).toMatchObject({
      status: 409,
      body: { code: 'plan-empty' },
    })
    await head.call(savePlanRoute, { planId, ...aPlan() })
    expect(await head.call(filePlanRoute, { planId })).toMatchObject({ body: { state: 'filed' } })
    expect(await head.call(savePlanRoute, { planId, ...aPlan() })).toMatchObject({
      status: 409,
      body: { code: 'plan-stands', detail: 'It is filed' },
    })
    expect(await head.call(approvePlanRoute, { planId })).toMatchObject({ status: 403 })
    await county.call(returnPlanRoute, { planId, reason: '请补充车辆' })
    expect(await head.call(getPlanRoute, { planId })).toMatchObject({
      body: { state: 'returned', returnReason: '请补充车辆', canDecide: false },
    })
    await head.call(savePlanRoute, { planId, ...aPlan({ localFields: {} }) })
    await head.call(filePlanRoute, { planId })
    expect(await county.call(getPlanRoute, { planId })).toMatchObject({ body: { canDecide: true } })
    expect(await county.call(approvePlanRoute, { planId })).toMatchObject({
      body: { state: 'approved' },
    })
    expect(await head.call(getPlanRoute, { planId })).toMatchObject({
      body: {
        state: 'approved',
        returnReason: null,
        targets: { customers: 10 },
        activities: [{ place: '书香小区', vehicles: 1, jointUnitIds: [] }],
        decisions: [
          { state: 'filed' },
          { state: 'returned', reason: '请补充车辆' },
          { state: 'filed' },
          { state: 'approved' },
        ],
      },
    })
  })

  test('of the unit itself is never decided by it', async () => {
    const planId = await planOf(county, server.units.county.unitId)
    await county.call(savePlanRoute, { planId, ...aPlan() })
    await county.call(filePlanRoute, { planId })
    expect(await county.call(approvePlanRoute, { planId })).toMatchObject({ status: 403 })
    expect(await province.call(approvePlanRoute, { planId })).toMatchObject({ status: 200 })
  })

  test.each([
    ['a locked field', { localFields: { slogan: '别的' } }, 'localFields.slogan', 'locked-field'],
    [
      'an activity outside the period',
      { activities: [{ ...anActivity(), heldOn: '2013-01-01' }] },
      'activities[0].heldOn',
      'outside-period',
    ],
    [
      'a unit that is not there',
      { activities: [{ ...anActivity(), jointUnitIds: [newId()] }] },
      'activities[0].jointUnitIds[0]',
      'no-such-unit',
    ],
  ])('with %s is refused by name', async (_, change, field, code) => {
    const sibling = await aPerson(server, server.units.sibling, 'station-head')
    const planId = await planOf(sibling, server.units.sibling.unitId)
    const reply = await sibling.call(savePlanRoute, { planId, ...aPlan(change) })
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ field, code }] } })
  })

  test('is out of sight of other units', async () => {
    const planId = await planOf(head, server.units.station.unitId)
    expect(await foreigner.call(getPlanRoute, { planId })).toMatchObject({ status: 404 })
    expect(await foreigner.call(approvePlanRoute, { planId })).toMatchObject({ status: 404 })
  })
})
