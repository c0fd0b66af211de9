import {
  getAssuranceRoute,
  listDueRoute,
  listInspectionCyclesRoute,
  passOnHazardRoute,
  recordAssuranceRoute,
  removeHazardRoute,
  reportHazardRoute,
  setInspectionCycleRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { aNewEntry, aNewHazard } from '../../../test/assurance-subjects.ts'
import { aCustomer } from '../../../test/customer-factory.ts'
import { pagesOf } from '../../../test/explain.ts'
import { aPerson, aServer, aUnit } from '../../../test/harness.ts'
import { listDueThings } from './due.queries.ts'

const server = aServer()
const day = (text: string) => text as PlainDate
let count = 0
let station: Awaited<ReturnType<typeof aUnit>>
let office: Awaited<ReturnType<typeof aPerson>>

/** A station of its own for each test: its due list holds nothing else. */
beforeEach(async () => {
  const parent = server.units.county
  const unit = { kind: 'station', code: `D${++count}`, name: '示例供电所', parent } as const
  station = await server.database.transact('system', (db) => aUnit(db, unit))
  office = await aPerson(server, station, 'office')
})

async function aKey(
  grade: 'special' | 'first' | 'second' | null,
  customerClass: 'A' | 'B' | 'C2' = 'A',
) {
  const { customerId } = await aCustomer(server, { unit: station, customerClass })
  await server.database.transact('system', (db) =>
    db.run(sql`update customer set grade = ${grade} where customer_id = ${customerId}`),
  )
  return customerId
}

const note = (customerId: string, change: Parameters<typeof aNewEntry>[0] = {}) =>
  office.call(recordAssuranceRoute, { customerId, ...aNewEntry(change) })

const due = async (query: object = {}) => {
  const { body } = await office.call(listDueRoute, query)
  if (!('items' in body)) throw new Error(JSON.stringify(body))
  return body.items
}
const shown = async (query: object = {}) =>
  (await due(query)).map(({ kind, dueOn, state }) => [kind, dueOn, state])

const assurance = async (customerId: string) =>
  (await office.call(getAssuranceRoute, { customerId })).body

describe('the due list', () => {
  test('names what was never done, first; plan and drill are asked of graded customers only', async () => {
    const graded = await aKey('first')
    await aKey(null, 'B')
    await aKey(null, 'C2')
    const never = ['inspection', 'emergency-plan', 'drill']
    const rows = (await due()).map(({ customer, kind, state }) => [
      customer.customerId === graded,
      kind,
      state,
    ])
    expect(
      rows
        .filter(([isGraded]) => isGraded)
        .map(([, kind]) => kind)
        .sort(),
    ).toEqual(never.sort())
    expect(rows.filter(([isGraded]) => !isGraded)).toEqual([[false, 'inspection', 'never']])
    expect(rows.every(([, , state]) => state === 'never')).toBe(true)
  })

  test('counts from the newest inspection by the cycle of the grade, to the end of a short month', async () => {
    const customerId = await aKey('second', 'B')
    await note(customerId, { doneOn: day('2011-03-31') })
    await note(customerId, { doneOn: day('2010-12-31') })
    await note(customerId, {
      kind: 'emergency-plan',
      doneOn: day('2011-01-10'),
      nextOn: day('2012-01-10'),
    })
    await note(customerId, { kind: 'drill', doneOn: day('2011-05-01'), nextOn: day('2011-11-01') })
    expect(await shown()).toEqual([
      ['inspection', '2011-09-30', 'overdue'],
      ['drill', '2011-11-01', 'soon'],
    ])
    expect(await assurance(customerId)).toMatchObject({ inspectionDueOn: '2011-09-30' })
    expect(await shown({ soonDays: 90 })).toHaveLength(3)
    expect(await shown({ soonDays: 0 })).toEqual([['inspection', '2011-09-30', 'overdue']])
    expect(await shown({ state: 'soon' })).toEqual([['drill', '2011-11-01', 'soon']])
    expect(await shown({ kind: 'inspection', state: 'soon' })).toEqual([])
    await note(customerId, { doneOn: day('2011-10-15') })
    expect(await shown()).toEqual([['drill', '2011-11-01', 'soon']])
  })

  test('follows the cycle that the nearest unit set, and says where none is set', async () => {
    const customerId = await aKey('first')
    await note(customerId, { doneOn: day('2011-09-15') })
    const of = async () => {
      const [row] = await due({ kind: 'inspection', soonDays: 366 })
      return [row?.dueOn, row?.isCycleSet]
    }
    expect(await of()).toEqual(['2011-12-15', false])
    const county = await aPerson(server, server.units.county, 'office')
    const grade = 'first' as const
    await county.call(setInspectionCycleRoute, {
      unitId: server.units.county.unitId,
      grade,
      months: 2,
    })
    expect(await of()).toEqual(['2011-11-15', true])
    const { unitId } = station
    await office.call(setInspectionCycleRoute, { unitId, grade, months: 1 })
    expect(await of()).toEqual(['2011-10-15', true])
    expect(await office.call(listInspectionCyclesRoute, { unitId })).toMatchObject({
      body: {
        items: expect.arrayContaining([
          expect.objectContaining({ grade, months: 1, isSet: true }),
          expect.objectContaining({ grade: 'special', isSet: false, setAt: null }),
        ]),
      },
    })
    expect(await assurance(customerId)).toMatchObject({
      cycle: { grade, months: 1, setAt: { unitId } },
      inspectionDueOn: '2011-10-15',
    })
  })

  test('holds open hazards and ending licences, and pages through them once each', async () => {
    const customerId = await aKey(null, 'B')
    await note(customerId, { doneOn: day('2011-10-15') })
    for (const deadlineOn of ['2011-10-14', '2011-10-20', '2011-12-31']) {
      await office.call(reportHazardRoute, {
        customerId,
        ...aNewHazard({ deadlineOn: day(deadlineOn) }),
      })
    }
    const people = [
      { role: 'electrician', name: '李**', licenceExpiresOn: '2011-10-18' },
      { role: 'contact' },
    ]
    await server.database.transact('system', (db) =>
      db.run(
        sql`update customer set people_masked = ${JSON.stringify(people)} where customer_id = ${customerId}`,
      ),
    )
    const all = [
      ['hazard', '2011-10-14', 'overdue'],
      ['licence', '2011-10-18', 'soon'],
      ['hazard', '2011-10-20', 'soon'],
    ]
    expect(await shown()).toEqual(all)
    expect(await due({ kind: 'licence' })).toMatchObject([{ text: '李**' }])
    const seen = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const { body } = await office.call(listDueRoute, { limit: 1, ...(cursor ? { cursor } : {}) })
      if (!('items' in body)) throw new Error(JSON.stringify(body))
      seen.push(...body.items.map(({ kind, dueOn, state }) => [kind, dueOn, state]))
      cursor = body.next
    }
    expect(seen).toEqual(all)
  })

  test('reads of the register what key customers there are, however many others there be', async () => {
    for (let i = 0; i < 5; i++) await aKey('first')
    const { cityCode, unitId, path } = station
    const filter = { paths: [path], today: day('2011-10-15'), soonOn: day('2011-11-15') }
    const pages = () =>
      server.database.transact({ paths: [path] }, (db) =>
        pagesOf(db, (asked) => listDueThings(asked, filter, { after: undefined, limit: 51 })),
      )
    const few = await pages()
    await server.database.transact('system', (db) =>
      db.run(sql`
        insert into customer (city_code, customer_id, account_no, unit_id, unit_path, name, class, completeness, words,
          created_at, changed_at)
        select ${cityCode}, gen_random_uuid(), 'D' || n, ${unitId}, ${path}::ltree, '示例', 'C2', 0, '',
          ${server.clock.now}, ${server.clock.now} from generate_series(1, 20000) n`),
    )
    const many = await pages()
    expect(many).toBeGreaterThan(0)
    expect(many).toBeLessThan(few + 50)
  })

  test('is closed to another station: by list, customer and unit', async () => {
    const customerId = await aKey('first')
    const stranger = await aPerson(server, server.units.sibling, 'office')
    const { body } = await stranger.call(listDueRoute, { limit: 200 })
    expect(JSON.stringify(body)).not.toContain(customerId)
    expect(await stranger.call(getAssuranceRoute, { customerId })).toMatchObject({ status: 404 })
    const { unitId } = station
    expect(await stranger.call(listDueRoute, { unitId })).toMatchObject({ status: 403 })
    expect(await stranger.call(recordAssuranceRoute, { customerId, ...aNewEntry() })).toMatchObject(
      {
        status: 404,
      },
    )
  })
})

describe('a hazard', () => {
  test('is overdue after its deadline, is passed on, and leaves the list when it is gone', async () => {
    const customerId = await aKey(null, 'B')
    const hazard = aNewHazard({ deadlineOn: day('2011-10-10') })
    const { hazardId } = hazard
    await office.call(reportHazardRoute, { customerId, ...hazard })
    expect(await assurance(customerId)).toMatchObject({ hazards: [{ hazardId, isOverdue: true }] })
    const told = { hazardId, reportedOn: day('2011-10-11'), reportedTo: '示例县电力管理部门' }
    await office.call(passOnHazardRoute, told)
    const gone = { hazardId, removedOn: day('2011-10-15'), text: '已整改' }
    expect(
      await office.call(removeHazardRoute, { ...gone, removedOn: day('2011-09-30') }),
    ).toMatchObject({
      status: 400,
    })
    expect(await office.call(removeHazardRoute, gone)).toMatchObject({ status: 200 })
    expect(await office.call(removeHazardRoute, gone)).toMatchObject({ status: 409 })
    expect(await assurance(customerId)).toMatchObject({
      hazards: [{ isOverdue: false, reportedTo: '示例县电力管理部门', removedOn: '2011-10-15' }],
    })
    expect(await shown({ kind: 'hazard' })).toEqual([])
  })

  test('sent again is the same one; another under its id is refused', async () => {
    const customerId = await aKey('first')
    const hazard = { customerId, ...aNewHazard() }
    const answers = [
      await office.call(reportHazardRoute, hazard),
      await office.call(reportHazardRoute, hazard),
      await office.call(reportHazardRoute, { ...hazard, text: '别的' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 409])
  })
})

test('an entry needs its next day, an inspection must not have one, and nothing is done tomorrow', async () => {
  const customerId = await aKey('first')
  const tries = [
    [{ kind: 'drill' }, 'nextOn'],
    [{ kind: 'drill', nextOn: '2011-09-15' }, 'nextOn'],
    [{ nextOn: '2011-12-15' }, 'nextOn'],
    [{ doneOn: '2011-10-16' }, 'doneOn'],
  ] as const
  for (const [change, field] of tries) {
    expect(await note(customerId, change as Parameters<typeof aNewEntry>[0])).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    })
  }
  const entry = { customerId, ...aNewEntry() }
  expect(await office.call(recordAssuranceRoute, entry)).toMatchObject({ status: 200 })
  expect(await office.call(recordAssuranceRoute, entry)).toMatchObject({ status: 200 })
  expect(await office.call(recordAssuranceRoute, { ...entry, text: '别的' })).toMatchObject({
    status: 409,
  })
  expect(await assurance(customerId)).toMatchObject({ entries: [{ entryId: entry.entryId }] })
})
