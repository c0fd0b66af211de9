import {
  acceptSignalRoute,
  dismissSignalRoute,
  getSignalOverviewRoute,
  getTrackRecordRoute,
  recordCheckRoute,
  recordVerdictRoute,
} from '@nuandeng/contract'
import type { PlainDate, Verdict } from '@nuandeng/domain'
import { beforeAll, describe, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { aSignal, LOW_USE } from '../../../test/signal-factory.ts'
import { aDismissal, anAcceptance, aVerdict } from '../../../test/signal-subjects.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const day = (text: string) => text as PlainDate
type Person = Awaited<ReturnType<typeof aPerson>>
let office: Person

beforeAll(async () => {
  office = await aPerson(server, server.units.city, 'office')
})

async function visited(
  verdict: Verdict,
  { visitedOn = day('2011-10-10'), unit = server.units.station } = {},
) {
  const { signalId } = await aSignal(server, { unit })
  await office.call(acceptSignalRoute, { signalId, ...anAcceptance() })
  const said = { ...aVerdict(), signalId, verdict, visitedOn }
  expect(await office.call(recordVerdictRoute, said)).toMatchObject({ status: 200 })
  return signalId
}

const check = (customerId: string, verdict: Verdict) => ({
  ...{ customerId, verdictId: newId(), ruleId: LOW_USE, verdict },
  ...{ visitedOn: day('2011-10-11'), text: '邻居反映后上门' },
})

const PERIOD = { from: day('2011-09-01'), until: day('2011-10-31') }

describe('the track record of a rule', () => {
  test('is told by month and by unit, each from the last verdict of a signal, and recall once somebody looked', async () => {
    const { city, station, sibling, county } = server.units
    await visited('confirmed')
    await visited('vacant')
    await visited('confirmed', { unit: sibling, visitedOn: day('2011-09-20') })
    await visited('refused', { unit: sibling, visitedOn: day('2011-09-21') })
    const away = await visited('away')
    await office.call(recordVerdictRoute, { ...aVerdict(), signalId: away })
    const ask = { unitId: city.unitId, ...PERIOD }
    const first = await office.call(getTrackRecordRoute, ask)
    expect(first).toMatchObject({
      status: 200,
      body: {
        rules: [
          {
            ...{ ruleId: LOW_USE, right: 3, wrong: 1, unclear: 1, precision: 0.75, recall: null },
            months: [
              { month: '2011-09', right: 1, wrong: 0, precision: 1 },
              { month: '2011-10', right: 2, wrong: 1 },
            ],
            units: [{ unit: { unitId: county.unitId }, right: 3 }],
          },
        ],
      },
    })
    const below = await office.call(getTrackRecordRoute, { ...ask, unitId: county.unitId })
    expect(below).toMatchObject({
      body: {
        rules: [
          {
            units: [
              { unit: { unitId: station.unitId }, right: 2, wrong: 1 },
              { unit: { unitId: sibling.unitId }, right: 1, unclear: 1 },
            ],
          },
        ],
      },
    })
    const { customerId } = await aCustomer(server)
    expect(await office.call(recordCheckRoute, check(customerId, 'confirmed'))).toMatchObject({
      ...{ status: 200 },
    })
    expect(await office.call(getTrackRecordRoute, ask)).toMatchObject({
      body: { rules: [{ missed: 1, checked: 1, recall: 0.75, precision: 0.75 }] },
    })
  })

  test('nothing of another unit is in it', async () => {
    const { foreignCity, foreign } = server.units
    const theirs = await aPerson(server, foreignCity, 'office')
    const ask = { unitId: foreign.unitId, ...PERIOD }
    expect(await theirs.call(getTrackRecordRoute, ask)).toMatchObject({ body: { rules: [] } })
  })

  test('whom a rule had proposed is no miss of it, also where a person dismissed it', async () => {
    const { signalId, customerId } = await aSignal(server)
    const refused = { status: 409, body: { code: 'signal-exists', detail: signalId } }
    expect(await office.call(recordCheckRoute, check(customerId, 'confirmed'))).toMatchObject(
      refused,
    )
    await office.call(dismissSignalRoute, { signalId, ...aDismissal() })
    expect(await office.call(recordCheckRoute, check(customerId, 'confirmed'))).toMatchObject(
      refused,
    )
  })

  test('a check sent again is the same one', async () => {
    const { customerId } = await aCustomer(server)
    const said = check(customerId, 'no-need')
    const first = await office.call(recordCheckRoute, said)
    expect(await office.call(recordCheckRoute, said)).toEqual(first)
    const changed = { ...said, text: '另一件事' }
    expect(await office.call(recordCheckRoute, changed)).toMatchObject({ status: 409 })
  })
})

test('the overview tells cities in numbers, hides 1 to 4 of them and the sum that would give them away', async () => {
  const { province, foreign, foreignCity } = server.units
  const viewer = await aPerson(server, province, 'office')
  const name = '只此一家'
  const ruleId = 'vacant'
  for (let i = 0; i < 6; i++) await aSignal(server, { name }, { ruleId, numbers: { months: 3 } })
  const few = { unit: foreign, name }
  for (let i = 0; i < 3; i++) await aSignal(server, few, { ruleId, numbers: { months: 3 } })
  const reply = await viewer.call(getSignalOverviewRoute, {})
  const rules = (reply.body as { rules: { ruleId: string }[] }).rules
  expect(rules.find((rule) => rule.ruleId === ruleId)).toMatchObject({
    open: { count: 7, isAtLeast: true },
    cities: [
      { unit: { name: '郑州供电公司' }, open: 6, inHand: 0 },
      { unit: { name: '洛阳供电公司' }, open: null, inHand: 0 },
    ],
  })
  expect(JSON.stringify(reply.body)).not.toContain(name)
  const theirs = await aPerson(server, foreignCity, 'office')
  expect(await theirs.call(getSignalOverviewRoute, {})).toMatchObject({
    body: { cities: [{ unit: { unitId: foreignCity.unitId } }] },
  })
})
