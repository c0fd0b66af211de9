import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aServer } from '../../../test/harness.ts'
import { filesOf, takeReadings } from '../../../test/metering-factory.ts'
import { readSeries, rebuildState } from './index.ts'

const server = aServer()
const CITY = '410100'
const inCity = { cityCode: CITY }
let count = 0
let account: string

beforeEach(() => {
  account = `T${++count}`
  rmSync(join(server.installation.settings.dataDir, 'metering'), { recursive: true, force: true })
  return server.database.transact('system', (db) => db.run(sql`delete from reading_file`))
})

/** The manifest: which file counts for which month. */
function manifest() {
  return server.database.transact('system', (db) =>
    db.rows<{
      month: string
      fileId: string
      bytes: number
      digest: string
      rows: number
      changed: number
    }>(sql`
      select month, file_id, bytes, digest, rows, changed from reading_file
      where superseded_at is null order by month`),
  )
}

const eventsOf = () =>
  server.database.transact('system', (db) =>
    db.one<{ count: number }>(sql`select count(*) from event where kind = 'reading.imported'`),
  )

/** What is known of an account, by month; what was not read is left out. */
async function known(name = account) {
  const series = await readSeries(server.installation.settings.dataDir, CITY, name)
  const read = series?.months.filter(({ used }) => used !== null) ?? []
  return Object.fromEntries(read.map(({ when, used }) => [when.slice(0, 7), used]))
}

const file = (...rows: string[]) => `户号,月份,电量\n${rows.join('\n')}\n`

test('a month comes in as one whole file, is named in the manifest with an Event, and is known of the account', async () => {
  const before = await eventsOf()
  const taken = await takeReadings(
    server,
    file(`${account},2011-08,1.5`, 'T-,2011-08,未抄'),
    inCity,
  )
  expect(taken).toMatchObject({
    rows: 2,
    imported: 1,
    unchanged: 0,
    unread: 1,
    rejected: 0,
    refusal: null,
  })
  const [row] = await manifest()
  const path = join(
    server.installation.settings.dataDir,
    'metering',
    CITY,
    '2011-08',
    `${row?.fileId}.parquet`,
  )
  const bytes = readFileSync(path)
  expect(row).toMatchObject({ month: '2011-08-01', rows: 1, changed: 1, bytes: bytes.length })
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(row?.digest)
  expect(await known()).toEqual({ '2011-08': 150 })
  expect(await known('nobody')).toEqual({})
  expect(await eventsOf()).toEqual({ count: before.count + 1 })
})

test('the same file again changes nothing', async () => {
  const text = file(`${account},2011-08,1`, `${account},2011-09,2`)
  await takeReadings(server, text, inCity)
  const before = [await manifest(), filesOf(server), await eventsOf()]
  const again = await takeReadings(server, text, inCity)
  expect(again).toMatchObject({ rows: 2, imported: 0, unchanged: 2 })
  expect([await manifest(), filesOf(server), await eventsOf()]).toEqual(before)
})

test('a late correction takes the place of its reading alone, and of no other month', async () => {
  await takeReadings(
    server,
    file(`${account},2011-08,1`, `${account},2011-09,2`, 'other,2011-09,3'),
    inCity,
  )
  const [august, september] = await manifest()
  const report = await takeReadings(server, file(`${account},2011-09,7`, 'new,2011-09,9'), inCity)
  expect(report).toMatchObject({ imported: 2, unchanged: 0 })
  expect(await known()).toEqual({ '2011-08': 100, '2011-09': 700 })
  expect(await known('other')).toEqual({ '2011-09': 300 })
  expect(await known('new')).toEqual({ '2011-09': 900 })
  const after = await manifest()
  expect(after[0]).toEqual(august)
  expect(after[1]).toMatchObject({ rows: 3, changed: 2 })
  // The file that no longer counts lies there until the next import sweeps it.
  expect(filesOf(server)).toContain(`${CITY}/2011-09/${september?.fileId}.parquet`)
  await takeReadings(server, file(`${account},2011-09,7`), inCity)
  expect(filesOf(server)).not.toContain(`${CITY}/2011-09/${september?.fileId}.parquet`)
})

test('a reading over two months changes both, and that of one of them takes its place', async () => {
  await takeReadings(server, file(`${account},2011-07,4`, 'other,2011-07,1'), inCity)
  const cycle = `户号,月份,抄表周期,电量\n${account},2011-09,2,61\n`
  await takeReadings(server, cycle, { ...inCity, allowFewer: true })
  expect(await known()).toEqual({ '2011-07': 400, '2011-08': 3100, '2011-09': 3000 })
  await takeReadings(server, file(`${account},2011-09,9`), { ...inCity, allowFewer: true })
  expect(await known()).toEqual({ '2011-07': 400, '2011-09': 900 })
})

test('a file with too many faults is refused whole, and says why', async () => {
  const report = await takeReadings(server, file(`${account},2011-08,1.5`, 'b,2011-08,-1'), inCity)
  expect(report).toMatchObject({
    imported: 0,
    refusal: { code: 'too-many-rejects' },
    errors: [
      { file: 'readings.csv', line: 3, code: 'too-many-rejects' },
      { file: 'readings.csv', line: 3, code: 'negative', raw: 'b,2011-08,-1' },
    ],
  })
  expect(await manifest()).toEqual([])
  expect(filesOf(server)).toEqual([])
})

test('half a file is refused whole, and nothing of its months is replaced', async () => {
  const accounts = Array.from({ length: 10 }, (_, i) => `${account}-${i}`)
  const of = (month: string, some: string[]) => some.map((name) => `${name},${month},5`)
  await takeReadings(server, file(...of('2011-07', accounts)), inCity)
  const before = [await manifest(), filesOf(server)]
  const half = file(
    ...of('2011-07', accounts).map((line) => line.replace(/5$/, '6')),
    ...of('2011-08', accounts.slice(3)),
  )
  const refused = await takeReadings(server, half, inCity)
  expect(refused).toMatchObject({
    imported: 0,
    refusal: { code: 'fewer-than-last-month' },
    errors: [{ file: 'readings.csv', code: 'fewer-than-last-month' }],
  })
  expect([await manifest(), filesOf(server)]).toEqual(before)
  const most = await takeReadings(server, file(...of('2011-08', accounts.slice(2))), inCity)
  expect(most).toMatchObject({ imported: 8, refusal: null })
  const wanted = await takeReadings(server, file(...of('2011-09', accounts.slice(9))), {
    ...inCity,
    allowFewer: true,
  })
  expect(wanted).toMatchObject({ imported: 1, refusal: null })
})

test('days of a few and months of all are compared apart: neither makes up for half a file of the other', async () => {
  const accounts = Array.from({ length: 10 }, (_, i) => `apart-${i}`)
  const months = (month: string, some: string[]) =>
    takeReadings(server, file(...some.map((name) => `${name},${month},5`)), inCity)
  const days = (month: string, some: string[]) => {
    const lines = some.flatMap((name) => [`${name},${month}-01,0.2`, `${name},${month}-02,0.2`])
    return takeReadings(server, `户号,日期,电量\n${lines.join('\n')}\n`, inCity)
  }
  const isHalf = { imported: 0, refusal: { code: 'fewer-than-last-month' } }
  await months('2011-07', accounts)
  // Nobody was read by the day in July.
  expect(await days('2011-08', accounts.slice(5))).toMatchObject({ imported: 10, refusal: null })
  expect(await months('2011-08', accounts.slice(3))).toMatchObject(isHalf)
  expect(await months('2011-08', accounts)).toMatchObject({ imported: 10, refusal: null })
  expect(await days('2011-09', accounts.slice(7))).toMatchObject(isHalf)
  expect(await days('2011-09', accounts.slice(6))).toMatchObject({ imported: 8, refusal: null })
})

test('without a city the register tells it, and an account that it does not know is refused', async () => {
  const here = await aCustomer(server)
  const there = await aCustomer(server, { unit: server.units.foreign })
  const twice = await aCustomer(server)
  await aCustomer(server, { unit: server.units.foreign, accountNo: twice.accountNo })
  const lines = Array.from(
    { length: 60 },
    (_, i) => `${here.accountNo},2011-09-${String((i % 30) + 1).padStart(2, '0')},1`,
  )
  const text = `户号,日期,电量\n${lines.join('\n')}\n${there.accountNo},2011-09-01,2\nnobody,2011-09-01,3\n${twice.accountNo},2011-09-01,4\n`
  const report = await takeReadings(server, text)
  expect(report).toMatchObject({ rows: 63, imported: 31, unchanged: 30, rejected: 2 })
  expect(report.errors).toMatchObject([
    { file: 'readings.csv', line: 63, code: 'unknown-account', raw: 'nobody,2011-09-01,3' },
    { line: 64, code: 'unknown-account' },
  ])
  expect(report.months).toMatchObject([
    { cityCode: CITY, month: '2011-09', readings: 30 },
    { cityCode: '410300', month: '2011-09', readings: 1 },
  ])
  const rejects = await server.database.transact('system', (db) =>
    db.rows(sql`select line, code from reading_reject order by reject_no`),
  )
  expect(rejects).toEqual([
    { line: 63, code: 'unknown-account' },
    { line: 64, code: 'unknown-account' },
  ])
  const coverage = await server.database.transact('system', (db) =>
    db.rows(
      sql`select city_code, unit_path::text as path, covered from reading_coverage where covered > 0 order by 1`,
    ),
  )
  expect(coverage).toEqual([
    { cityCode: CITY, path: server.units.station.path, covered: 1 },
    { cityCode: '410300', path: server.units.foreign.path, covered: 1 },
  ])
})

test('daily readings are known by the day and by the month', async () => {
  const days = Array.from(
    { length: 30 },
    (_, i) => `${account},2011-09-${String(i + 1).padStart(2, '0')},${i}`,
  )
  await takeReadings(server, `户号,日期,电量\n${days.join('\n')}\n`, inCity)
  const series = await readSeries(server.installation.settings.dataDir, CITY, account)
  expect(series?.days.map(({ used }) => used)).toEqual(
    Array.from({ length: 30 }, (_, i) => i * 100),
  )
  expect(await known()).toEqual({ '2011-09': 43500 })
})

test('a dry run tells what would come in and leaves no trace', async () => {
  const report = await takeReadings(server, file(`${account},2011-08,1`), {
    ...inCity,
    isDryRun: true,
  })
  expect(report).toMatchObject({ isDryRun: true, imported: 1, refusal: null })
  expect(await manifest()).toEqual([])
  expect(filesOf(server)).toEqual([])
})

test('a state that is lost or stale is made anew out of the files', async () => {
  await takeReadings(server, file(`${account},2011-08,1`), inCity)
  const { dataDir } = server.installation.settings
  const state = join(dataDir, 'metering', CITY, 'state.duckdb')
  const old = readFileSync(state)
  await takeReadings(server, file(`${account},2011-09,2`), inCity)
  const expected = { '2011-08': 100, '2011-09': 200 }
  // As a kill between manifest and state leaves it.
  writeFileSync(state, old)
  expect(await known()).toEqual({ '2011-08': 100 })
  await takeReadings(server, file(`${account},2011-09,2`), inCity)
  expect(await known()).toEqual(expected)
  rmSync(state)
  const rebuilt = await rebuildState(
    { database: server.database, dataDir },
    { cityCode: CITY, memoryMb: 256 },
  )
  expect(rebuilt).toEqual([{ cityCode: CITY, months: ['2011-08-01', '2011-09-01'] }])
  expect(await known()).toEqual(expected)
})

test('the state holds the newest 25 months, also over a gap', async () => {
  await takeReadings(server, file(`${account},2009-01,1`, `${account},2009-06,2`), inCity)
  await takeReadings(server, file(`${account},2011-06,3`), inCity)
  expect(await known()).toEqual({ '2009-06': 200, '2011-06': 300 })
  await takeReadings(server, file(`${account},2011-09,4`), inCity)
  expect(await known()).toEqual({ '2011-06': 300, '2011-09': 400 })
})

test('where a file of the manifest is missing nothing is taken in or made anew', async () => {
  await takeReadings(server, file(`${account},2011-08,1`), inCity)
  const [row] = await manifest()
  const { dataDir } = server.installation.settings
  const path = join(dataDir, 'metering', CITY, '2011-08', `${row?.fileId}.parquet`)
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.subarray(1))
  const again = takeReadings(server, file(`${account},2011-08,2`), inCity)
  await expect(again).rejects.toMatchObject({ code: 'readings-missing', message: path })
  rmSync(path)
  const rebuild = rebuildState(
    { database: server.database, dataDir },
    { cityCode: CITY, memoryMb: 256 },
  )
  await expect(rebuild).rejects.toMatchObject({ code: 'readings-missing' })
  writeFileSync(path, bytes)
  expect(await takeReadings(server, file(`${account},2011-08,2`), inCity)).toMatchObject({
    imported: 1,
  })
})

test('a city that is not there is refused', async () => {
  await expect(
    takeReadings(server, file('a,2011-08,1'), { cityCode: '999999' }),
  ).rejects.toMatchObject({ code: 'not-found' })
})

test.each([
  ['between two steps', (abort: () => void) => abort()],
  ['in the middle of one', (abort: () => void) => setImmediate(abort)],
])('broken off %s, an import leaves nothing', async (_name, later) => {
  await takeReadings(server, file(`${account},2011-08,1`), inCity)
  const before = { manifest: await manifest(), files: filesOf(server) }
  const lines = Array.from({ length: 200_000 }, (_, i) => `B${i},2011-08,${i % 300}`)
  const stopping = new AbortController()
  const onProgress = () => later(() => stopping.abort(new Error('stopped by somebody')))
  const broken = takeReadings(server, file(lines.join('\n')), {
    ...{ ...inCity, onProgress, signal: stopping.signal },
  })
  await expect(broken).rejects.toThrow('stopped by somebody')
  expect({ manifest: await manifest(), files: filesOf(server) }).toEqual(before)
})
