import {
  getReadingCoverageRoute,
  listReadingFilesRoute,
  listReadingImportsRoute,
  listReadingRejectsRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { takeReadings } from '../../../test/metering-factory.ts'

const server = aServer()
const bodyOf = <T>(reply: { status: number; body: unknown }) => {
  expect(reply).toMatchObject({ status: 200 })
  return reply.body as T
}

/** Two customers of one station and one of another; the third was not read in September. */
beforeAll(async () => {
  const { station, sibling } = server.units
  const first = await aCustomer(server, { unit: station })
  const second = await aCustomer(server, { unit: station })
  const third = await aCustomer(server, { unit: sibling })
  const lines = [first, second, third].flatMap(({ accountNo }, i) => [
    `${accountNo},2011-08,${i + 1}`,
    `${accountNo},2011-09,${i === 2 ? '未抄' : 5}`,
  ])
  const filler = Array.from(
    { length: 40 },
    (_, i) => `${first.accountNo},2010-${String((i % 12) + 1).padStart(2, '0')},3`,
  )
  const text = `户号,月份,电量\n${[...lines, ...filler].join('\n')}\nX1,2011-09,1\nX2,2011-09,1\n`
  expect(await takeReadings(server, text, { allowFewer: true })).toMatchObject({
    rejected: 2,
    refusal: null,
  })
  const correction = `户号,月份,电量\n${first.accountNo},2011-09,6\n`
  expect(await takeReadings(server, correction, { name: 'late.csv' })).toMatchObject({
    imported: 1,
  })
})

test('the files of months are shown with who brought them, and which of them counts', async () => {
  const head = await aPerson(server, server.units.station, 'station-head')
  const { items } = bodyOf<{ items: object[] }>(await head.call(listReadingFilesRoute, {}))
  expect(items.slice(0, 3)).toMatchObject([
    {
      ...{
        month: '2011-09-01',
        sourceNames: ['late.csv'],
        rows: 2,
        accounts: 2,
        changed: 1,
        used: 1100,
      },
      ...{
        unit: { name: '郑州供电公司' },
        writtenBy: 'nuandeng readings import',
        supersededAt: null,
      },
    },
    {
      month: '2011-09-01',
      sourceNames: ['readings.csv'],
      rows: 2,
      changed: 2,
      supersededAt: expect.any(String),
    },
    { month: '2011-08-01', rows: 3, used: 600, supersededAt: null },
  ])
  const page = bodyOf<{ items: object[]; next: string }>(
    await head.call(listReadingFilesRoute, { limit: 1 }),
  )
  expect(page.items).toEqual(items.slice(0, 1))
  const rest = bodyOf<{ items: object[] }>(
    await head.call(listReadingFilesRoute, { cursor: page.next }),
  )
  expect(rest.items).toEqual(items.slice(1))
  const stranger = await aPerson(server, server.units.foreign, 'station-head')
  expect(bodyOf(await stranger.call(listReadingFilesRoute, {}))).toEqual({ items: [], next: null })
})

test('imports of all cities are the province’s, with what they refused; the look is an Event', async () => {
  const office = await aPerson(server, server.units.province, 'office')
  const { items } = bodyOf<{ items: { importId: string }[] }>(
    await office.call(listReadingImportsRoute, {}),
  )
  expect(items).toMatchObject([
    {
      rows: 1,
      imported: 1,
      rejected: 0,
      files: [{ name: 'late.csv', encoding: 'utf-8', period: 'month' }],
    },
    { rows: 48, unread: 1, rejected: 2, files: [{ name: 'readings.csv', rows: 48 }] },
  ])
  const importId = items[1]?.importId ?? ''
  const page = bodyOf<{ next: string }>(
    await office.call(listReadingRejectsRoute, { importId, limit: 1 }),
  )
  expect(page).toMatchObject({
    items: [{ file: 'readings.csv', line: 48, code: 'unknown-account', raw: 'X1,2011-09,1' }],
    next: '1',
  })
  const rest = await office.call(listReadingRejectsRoute, { importId, cursor: page.next })
  expect(bodyOf(rest)).toMatchObject({ items: [{ line: 49 }], next: null })
  const looks = await server.database.transact('system', (db) =>
    db.rows(
      sql`select details from event where kind = 'reading.rejects-read' and subject_id = ${importId}`,
    ),
  )
  expect(looks).toHaveLength(2)
  const city = await aPerson(server, server.units.city, 'office')
  expect(bodyOf(await city.call(listReadingImportsRoute, {}))).toEqual({ items: [], next: null })
  expect(await city.call(listReadingRejectsRoute, { importId })).toMatchObject({ status: 404 })
  expect(await office.call(listReadingRejectsRoute, { importId, cursor: 'x' })).toMatchObject({
    status: 400,
  })
})

test('coverage is told of a unit and of those below, of whoever reaches them', async () => {
  const { county, station, sibling } = server.units
  const office = await aPerson(server, county, 'office')
  const unitId = county.unitId
  const told = bodyOf<{ months: object[]; below: object[] }>(
    await office.call(getReadingCoverageRoute, { unitId }),
  )
  expect(told.months.slice(-2)).toEqual([
    { month: '2011-08-01', customers: 3, covered: 3 },
    { month: '2011-09-01', customers: 3, covered: 2 },
  ])
  const last = { month: '2011-09-01', customers: 2, covered: 2 }
  expect(told.below).toMatchObject([
    { unit: { unitId: station.unitId }, months: expect.arrayContaining([last]) },
    {
      unit: { unitId: sibling.unitId },
      months: expect.arrayContaining([{ ...last, customers: 1, covered: 0 }]),
    },
  ])
  const head = await aPerson(server, sibling, 'station-head')
  const refused = await head.call(getReadingCoverageRoute, { unitId: station.unitId })
  expect(refused).toMatchObject({ status: 403 })
})
