import { readFileSync } from 'node:fs'
import {
  approveStopRoute,
  followArrearsRoute,
  grantCareFlagRoute,
  listArrearsRoute,
  openArrearsRoute,
  recordPaymentRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aNewFlag } from '../../../test/care-subjects.ts'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { noticesAt } from '../../../test/notice-subjects.ts'
import { must, setClock } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
type Person = Awaited<ReturnType<typeof aPerson>>
let office: Person
let city: Person
let careOfficer: Person
let make: ReturnType<typeof noticesAt>
beforeAll(async () => {
  await setClock(server, '2011-10-25T10:00:00')
  office = await aPerson(server, server.units.station, 'office')
  city = await aPerson(server, server.units.city, 'office')
  careOfficer = await aPerson(server, server.units.station, 'care-officer')
  make = noticesAt(server, office)
})

const guard = async (customerId: string, kind: 'medical-device' | 'low-income' | 'living-alone') =>
  must(careOfficer, grantCareFlagRoute, { customerId, ...aNewFlag({ kind }) })
const approve = async (caseId: string, who = city) => {
  const reply = await who.call(approveStopRoute, { caseId })
  return reply.status === 200 ? reply.body.state : reply.body.code
}
const shown = async (caseId: string) =>
  (await must(office, listArrearsRoute, { limit: 200 })).items.find(
    (found) => found.caseId === caseId,
  )

test('a household with a medical device is not cut off, and nobody is told why', async () => {
  const { accountNo, customerId } = await aCustomer(server)
  await guard(customerId, 'medical-device')
  const { caseId } = await make.anUrgedCase({ accountNo })
  expect(await approve(caseId)).toBe('arrears-guarded')
  const found = await shown(caseId)
  expect(found).toMatchObject({ guards: ['protected-customer'], isImportant: false })
  expect(JSON.stringify(found)).not.toContain('medical')
  // Neither do the Events: they hold what somebody gave, and that was nothing.
  const events = await server.database.transact('system', (db) =>
    db.rows<{ details: object }>(sql`select details from event where subject_id = ${caseId}`),
  )
  expect(JSON.stringify(events)).not.toMatch(/guarded|protected|medical/)
})

test('a flag that came after the approval holds the next step, and the list shows it from then on', async () => {
  const { accountNo, customerId } = await aCustomer(server)
  const { caseId } = await make.anUrgedCase({ accountNo })
  expect(await shown(caseId)).toMatchObject({ guards: [] })
  await guard(customerId, 'living-alone')
  expect(await approve(caseId)).toBe('arrears-guarded')
  expect(await shown(caseId)).toMatchObject({ guards: ['protected-customer'], state: 'open' })
  // A payment is taken all the same.
  const payment = { caseId, amountFen: 1, reconnectionId: newId(), stepId: newId() }
  expect(await must(office, recordPaymentRoute, payment)).toMatchObject({ state: 'aborted' })
})

test('a flag that guards nobody changes nothing', async () => {
  const { accountNo, customerId } = await aCustomer(server)
  await guard(customerId, 'low-income')
  const { caseId } = await make.anUrgedCase({ accountNo })
  expect(await approve(caseId)).toBe('approved')
})

test('trap 21: an important user is one by the decision of the government, and then guarded', async () => {
  const graded = async (decidedBy: string | null) => {
    const { accountNo, customerId } = await aCustomer(server, { customerClass: 'B' })
    await server.database.transact('system', (db) =>
      db.run(sql`update customer set grade = 'first', grade_decided_by = ${decidedBy},
        grade_decided_on = ${decidedBy && '2011-01-01'}::date where customer_id = ${customerId}`),
    )
    return make.anUrgedCase({ accountNo })
  }
  const proposed = await graded(null)
  expect(await shown(proposed.caseId)).toMatchObject({ isImportant: false, guards: [] })
  expect(await approve(proposed.caseId)).toBe('approved')
  const decided = await graded('市电力主管部门')
  expect(await shown(decided.caseId)).toMatchObject({ isImportant: true })
  expect(await approve(decided.caseId)).toBe('arrears-guarded')
})

test('a customer of class A is guarded by the file, whatever the clerk says', async () => {
  const { accountNo } = await aCustomer(server, { customerClass: 'A' })
  const { caseId } = await make.anUrgedCase({ accountNo, isImportant: false })
  expect(await shown(caseId)).toMatchObject({ isImportant: true, guards: ['protected-customer'] })
  expect(await approve(caseId)).toBe('arrears-guarded')
})

test('the file of a customer of another unit is not asked: the procedure is refused', async () => {
  const { accountNo, customerId } = await aCustomer(server, { unit: server.units.sibling })
  const officer = await aPerson(server, server.units.county, 'care-officer')
  await must(officer, grantCareFlagRoute, { customerId, ...aNewFlag({ kind: 'medical-device' }) })
  const sent = make.aNewArrearsCase({ accountNo })
  expect(await office.call(openArrearsRoute, sent)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'accountNo', code: 'not-at-unit' }] },
  })
})

test('without a file the guards that were given hold', async () => {
  const { caseId } = await make.anUrgedCase({ guards: ['protected-customer'] })
  expect(await approve(caseId)).toBe('arrears-guarded')
  const free = await make.anUrgedCase()
  expect(await approve(free.caseId, office)).toBe('approved')
  await must(office, followArrearsRoute, { caseId, what: 'urge' })
})

test('reasons of guards that were stored before are one word after the update', async () => {
  const migration = readFileSync(
    new URL('../../../migrations/0094_arrears_guards.sql', import.meta.url),
    'utf8',
  )
  const rewording = /update arrears_case[\s\S]*?;/.exec(migration)?.[0] ?? ''
  const after = await server.database.transact('system', async (db) => {
    await db.run(sql`
      create temp table arrears_case on commit drop as
      select * from (values (1, '{medical-device,vulnerable,weather-warning}'::text[]),
        (2, '{weather-warning}'::text[]), (3, '{}'::text[])) as stored (n, guards)`)
    await db.run(sql.raw(rewording))
    return db.rows<{ guards: string[] }>(sql`select guards from arrears_case order by n`)
  })
  expect(after.map(({ guards }) => guards)).toEqual([
    ['protected-customer', 'weather-warning'],
    ['weather-warning'],
    [],
  ])
})
