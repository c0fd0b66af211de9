import {
  assignOfficersRoute,
  createAbsenceRoute,
  createLiaisonRuleRoute,
  endAbsenceRoute,
  endLiaisonRuleRoute,
  getCustomerOwnerRoute,
  getLiaisonBoardRoute,
  listLiaisonRulesRoute,
  releaseCustomerOfficerRoute,
  saveOfficerCardRoute,
  setCustomerOfficerRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer, aUnit } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const day = (text: string) => text as PlainDate
let count = 0
let station: Awaited<ReturnType<typeof aUnit>>
let office: Awaited<ReturnType<typeof aPerson>>

/** A station of its own for each test: loads and rules of one do not reach the others. */
beforeEach(async () => {
  const parent = server.units.county
  const unit = { kind: 'station', code: `L${++count}`, name: '示例供电所', parent } as const
  station = await server.database.transact('system', (db) => aUnit(db, unit))
  office = await aPerson(server, station, 'office')
})

const anOfficer = (unit = station) => aPerson(server, unit, 'liaison-officer')
type Officer = Awaited<ReturnType<typeof anOfficer>>

async function customers(n: number, customerClass: 'A' | 'B' | 'C2' = 'C2') {
  const made = []
  for (let i = 0; i < n; i++) made.push(await aCustomer(server, { unit: station, customerClass }))
  return made
}

async function aRule(officers: readonly Officer[], change: object = {}) {
  const officerIds = officers.map(({ personId }) => personId)
  const rule = { ruleId: newId(), unitId: station.unitId, officerIds, ...change }
  expect(await office.call(createLiaisonRuleRoute, rule)).toMatchObject({ status: 200 })
  return rule
}

const assign = (more: { mode: 'gaps' | 'all' | 'hand-over'; officerId?: string }) =>
  office.call(assignOfficersRoute, { unitId: station.unitId, ...more })

const owner = async (customerId: string) =>
  (await office.call(getCustomerOwnerRoute, { customerId })).body

const board = async () => {
  const { body } = await office.call(getLiaisonBoardRoute, { unitId: station.unitId })
  if (!('officers' in body)) throw new Error(JSON.stringify(body))
  return {
    ...body,
    load: Object.fromEntries(body.officers.map((o) => [o.person.personId, o.customers])),
  }
}

async function leave({ personId }: Officer) {
  await server.database.transact('system', (db) =>
    db.run(sql`update person set is_active = false where person_id = ${personId}`),
  )
}

const OCTOBER = { fromOn: day('2011-10-10'), toOn: day('2011-10-20') }
const away = ({ personId }: Officer, more: object = {}) =>
  office.call(createAbsenceRoute, { absenceId: newId(), personId, ...OCTOBER, ...more })

describe('officers are assigned', () => {
  test('by the most specific rule, to equal load; what no rule fits is counted', async () => {
    const [key, one, two] = [await anOfficer(), await anOfficer(), await anOfficer()]
    await customers(5)
    const important = await customers(1, 'A')
    const other = await customers(1, 'B')
    await aRule([one, two], { customerClass: 'C2' })
    await aRule([key], { customerClass: 'A' })
    const reply = await assign({ mode: 'gaps' })
    expect(reply).toMatchObject({ status: 200, body: { assigned: 6, without: 1 } })
    const { load, withoutOfficer, customers: all } = await board()
    expect([load[key.personId], withoutOfficer, all]).toEqual([1, 1, 7])
    expect([load[one.personId], load[two.personId]].sort()).toEqual([2, 3])
    expect(await owner(important[0]?.customerId ?? '')).toMatchObject({
      kind: 'officer',
      person: { personId: key.personId },
      gap: null,
    })
    expect(await owner(other[0]?.customerId ?? '')).toMatchObject({
      kind: 'unit',
      gap: 'no-officer',
    })
  })

  test('a rule of the station goes before one of the county; the area and category are asked too', async () => {
    const [near, far] = [await anOfficer(), await anOfficer(server.units.county)]
    const [rural, irrigated] = [...(await customers(1)), ...(await customers(1))]
    await server.database.transact('system', async (db) => {
      await db.run(
        sql`update customer set supply_area = 'rural' where customer_id = ${rural?.customerId}`,
      )
      await db.run(
        sql`update customer set use_category = '301' where customer_id = ${irrigated?.customerId}`,
      )
    })
    await aRule([near], { supplyArea: 'rural' })
    const county = await aPerson(server, server.units.county, 'office')
    await county.call(createLiaisonRuleRoute, {
      ...{ ruleId: newId(), unitId: server.units.county.unitId, useCategory: '301' },
      officerIds: [far.personId],
    })
    expect(await assign({ mode: 'gaps' })).toMatchObject({ body: { assigned: 2, without: 0 } })
    expect(await owner(rural?.customerId ?? '')).toMatchObject({
      person: { personId: near.personId },
    })
    expect(await owner(irrigated?.customerId ?? '')).toMatchObject({
      person: { personId: far.personId },
    })
  })

  test('again without a gap changes nothing; new customers go to whoever has fewer', async () => {
    const [one, two] = [await anOfficer(), await anOfficer()]
    await customers(3)
    await aRule([one])
    await assign({ mode: 'gaps' })
    expect(await assign({ mode: 'gaps' })).toMatchObject({ body: { assigned: 0, without: 0 } })
    await aRule([one, two], { customerClass: 'C2' })
    await customers(3)
    await assign({ mode: 'gaps' })
    expect((await board()).load).toMatchObject({ [one.personId]: 3, [two.personId]: 3 })
    await customers(1)
    await assign({ mode: 'all' })
    const { load } = await board()
    expect([load[one.personId], load[two.personId]].sort()).toEqual([3, 4])
  })

  test('one set by hand stays when all are assigned anew', async () => {
    const [one, byHand] = [await anOfficer(), await anOfficer()]
    const [first] = await customers(3)
    const customerId = first?.customerId ?? ''
    await aRule([one])
    const officerId = byHand.personId
    await office.call(setCustomerOfficerRoute, { customerId, officerId, reason: '熟悉情况' })
    await assign({ mode: 'all' })
    expect((await board()).load).toMatchObject({ [one.personId]: 2, [officerId]: 1 })
  })

  test('one set by hand is released to the rules, which decide at once; one of a rule cannot be', async () => {
    const [one, byHand] = [await anOfficer(), await anOfficer()]
    const [first] = await customers(1)
    const customerId = first?.customerId ?? ''
    const release = () => office.call(releaseCustomerOfficerRoute, { customerId, reason: '已交接' })
    expect(await release()).toMatchObject({ status: 409, body: { code: 'officer-not-by-hand' } })
    const choice = { customerId, officerId: byHand.personId, reason: '熟悉情况' }
    await office.call(setCustomerOfficerRoute, choice)
    expect(await owner(customerId)).toMatchObject({
      isByHand: true,
      person: { personId: byHand.personId },
    })
    expect(await release()).toMatchObject({ status: 200, body: { officer: null } })
    expect(await owner(customerId)).toMatchObject({ kind: 'unit', isByHand: false })

    await office.call(setCustomerOfficerRoute, choice)
    await aRule([one])
    await customers(1)
    expect(await release()).toMatchObject({ body: { officer: { personId: one.personId } } })
    expect(await owner(customerId)).toMatchObject({
      isByHand: false,
      person: { personId: one.personId },
    })
    expect(await release()).toMatchObject({ body: { code: 'officer-not-by-hand' } })
    // The other customer of the station still has none: only this one was given back.
    expect(await board()).toMatchObject({ withoutOfficer: 1 })
  })

  test('customers of an officer who left, or who hands over, go to the others; who is away gets none', async () => {
    const [one, two, three] = [await anOfficer(), await anOfficer(), await anOfficer()]
    await customers(6)
    await aRule([one, two, three])
    await assign({ mode: 'gaps' })
    await leave(one)
    await away(three)
    expect(await assign({ mode: 'gaps' })).toMatchObject({ body: { assigned: 2, without: 0 } })
    expect((await board()).load).toMatchObject({ [two.personId]: 4, [three.personId]: 2 })
    expect(await assign({ mode: 'hand-over', officerId: three.personId })).toMatchObject({
      body: { assigned: 2, without: 0 },
    })
    expect((await board()).load).toMatchObject({ [two.personId]: 6 })
    expect(await assign({ mode: 'hand-over', officerId: two.personId })).toMatchObject({
      body: { assigned: 0, without: 6 },
    })
  })

  test('only those who hold the role where the rule reaches may stand in it', async () => {
    const outsider = await anOfficer(server.units.sibling)
    const head = await aPerson(server, station, 'station-head')
    for (const { personId } of [outsider, head]) {
      const rule = { ruleId: newId(), unitId: station.unitId, officerIds: [personId] }
      expect(await office.call(createLiaisonRuleRoute, rule)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'officerIds', code: 'no-officer-here' }] },
      })
    }
  })

  test('a rule that ended gives out no more, and who had an officer keeps them', async () => {
    const one = await anOfficer()
    const [first] = await customers(1)
    const { ruleId } = await aRule([one])
    await assign({ mode: 'gaps' })
    expect(await office.call(listLiaisonRulesRoute, {})).toMatchObject({
      body: { items: [{ ruleId, officers: [{ personId: one.personId, isIn: true }] }] },
    })
    await office.call(endLiaisonRuleRoute, { ruleId })
    expect(await office.call(endLiaisonRuleRoute, { ruleId })).toMatchObject({ status: 409 })
    await customers(1)
    expect(await assign({ mode: 'gaps' })).toMatchObject({ body: { assigned: 0, without: 1 } })
    expect(await owner(first?.customerId ?? '')).toMatchObject({ kind: 'officer' })
  })
})

describe('the customer is answered for', () => {
  test('by the substitute while the officer is away, and sees a telephone of the work', async () => {
    const [one, substitute] = [await anOfficer(), await anOfficer()]
    const [first] = await customers(1)
    const customerId = first?.customerId ?? ''
    await aRule([one])
    await assign({ mode: 'gaps' })
    const card = { personId: one.personId, workPhone: '0371-11111111' }
    await office.call(saveOfficerCardRoute, card)
    expect(await owner(customerId)).toMatchObject({
      kind: 'officer',
      shownToCustomer: { phone: '0371-11111111' },
    })
    const absenceId = newId()
    await away(one, { absenceId, substituteId: substitute.personId })
    expect(await owner(customerId)).toMatchObject({
      kind: 'substitute',
      person: { personId: substitute.personId },
      officer: { personId: one.personId },
      awayUntil: '2011-10-20',
      gap: null,
      shownToCustomer: { phone: null },
    })
    await office.call(endAbsenceRoute, { absenceId })
    expect(await owner(customerId)).toMatchObject({ kind: 'officer', awayUntil: null })
  })

  test('by the head of the station where nobody stands in, or the substitute is away too', async () => {
    const [one, substitute] = [await anOfficer(), await anOfficer()]
    const head = await aPerson(server, station, 'station-head')
    const [first] = await customers(1)
    await aRule([one])
    await assign({ mode: 'gaps' })
    await away(substitute)
    await away(one, { substituteId: substitute.personId })
    expect(await owner(first?.customerId ?? '')).toMatchObject({
      kind: 'station-head',
      person: { personId: head.personId },
      gap: 'absent-without-substitute',
    })
    await leave(head)
    await leave(one)
    expect(await owner(first?.customerId ?? '')).toMatchObject({
      kind: 'unit',
      person: null,
      unit: { name: '示例供电所' },
      gap: 'officer-left',
      shownToCustomer: { name: '示例供电所', phone: null },
    })
  })

  test('absences of the same days are refused, and so is standing in for oneself', async () => {
    const one = await anOfficer()
    await away(one)
    const again = await away(one, { fromOn: '2011-10-20', toOn: '2011-10-25' })
    expect(again).toMatchObject({ status: 409, body: { code: 'absence-overlaps' } })
    expect(await away(one, { fromOn: '2011-10-21', toOn: '2011-10-25' })).toMatchObject({
      status: 200,
    })
    expect(await away(one, { substituteId: one.personId })).toMatchObject({ status: 400 })
    expect(await away(one, { toOn: '2011-10-09' })).toMatchObject({ status: 400 })
  })
})

test('100,000 customers get their officers by one request', async () => {
  const officers = [await anOfficer(), await anOfficer(), await anOfficer()]
  await aRule(officers)
  const { cityCode, unitId, path } = station
  await server.database.transact('system', (db) =>
    db.run(sql`
      insert into customer (city_code, customer_id, account_no, unit_id, unit_path, name, class, completeness, words,
        created_at, changed_at)
      select ${cityCode}, gen_random_uuid(), 'L' || n, ${unitId}, ${path}::ltree, '示例', 'C2', 0, '',
        ${server.clock.now}, ${server.clock.now} from generate_series(1, 100000) n`),
  )
  expect(await assign({ mode: 'gaps' })).toMatchObject({ body: { assigned: 100_000, without: 0 } })
  const { load } = await board()
  expect(officers.map(({ personId }) => load[personId]).sort()).toEqual([33_333, 33_333, 33_334])
}, 300_000)
