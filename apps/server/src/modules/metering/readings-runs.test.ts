import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  downloadImportErrorsRoute,
  getImportRunRoute,
  listImportProfilesRoute,
  listImportTargetsRoute,
  readImportFileRoute,
  resumeImportRoute,
  saveImportProfileRoute,
  startImportRoute,
  stopImportRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer, requestFor } from '../../../test/harness.ts'
import { workOffRuns } from '../../../test/import-factory.ts'
import { withDuck } from '../../platform/duck.ts'
import { newId } from '../../platform/ids.ts'
import { whileLocked } from './copy-register.ts'

const server = aServer()
const CITY = '410100'
const MAP = { account: '户号', month: '月份', used: '电量' }
let office: Awaited<ReturnType<typeof aPerson>>

beforeAll(async () => {
  office = await aPerson(server, server.units.city, 'office')
})
beforeEach(() => {
  rmSync(join(server.installation.settings.dataDir, 'metering'), { recursive: true, force: true })
  return server.database.transact('system', (db) => db.run(sql`delete from reading_file`))
})

const file = (...lines: string[]) => `户号,月份,电量\n${lines.join('\n')}\n`
/** One account in GB18030, packed: Node writes no such text. */
const GB18030_GZ = 'H4sIAAAAAAACA9u9fNdRnSuHtt/V2fr84H4ud0MdIwNDQ10DCx1DPVMuAOOCK10eAAAA'
const spool = () => join(server.installation.settings.dataDir, 'imports')

function send(content: string | Buffer, fileName = 'readings.csv', unit = server.units.city) {
  const query = { fileId: newId(), target: 'readings', unitId: unit.unitId, fileName }
  return office.upload(query, content)
}

async function sent(content: string | Buffer, fileName?: string, unit = server.units.city) {
  const reply = await send(content, fileName, unit)
  expect(reply).toMatchObject({ status: 200 })
  return (reply.body as { fileId: string }).fileId
}

type Options = { period?: 'month' | 'day'; months?: number; allowFewer?: boolean }

async function ask(
  fileId: string,
  isDryRun: boolean,
  { map = MAP, options }: { map?: Record<string, string>; options?: Options } = {},
) {
  const runId = newId()
  const choices = { sheet: null, headerRow: 1, map, ...(options ? { options } : {}) }
  const reply = await office.call(startImportRoute, { runId, fileId, isDryRun, ...choices })
  expect(reply).toMatchObject({ status: 200 })
  return runId
}

async function look(runId: string) {
  const { status, body } = await office.call(getImportRunRoute, { runId })
  expect(status).toBe(200)
  return body as Extract<
    Awaited<ReturnType<typeof office.call<typeof getImportRunRoute>>>,
    { status: 200 }
  >['body']
}

async function rejectsOf(runId: string) {
  const request = requestFor(downloadImportErrorsRoute, { runId }, { token: office.token })
  const reply = await server.app.inject(request)
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-type']).toContain('text/csv')
  return reply.body.trim().split('\r\n').slice(1)
}

/** Which months count, with their readings. */
const months = () =>
  server.database.transact('system', (db) =>
    db.rows<{ month: string; rows: number; used: number }>(sql`
      select month, rows, used from reading_file where superseded_at is null order by month`),
  )

test('a file is looked at, tried and imported; what was refused comes as a file with line and code', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `A${i},2011-08,${i}.5`)
  const fileId = await sent(file(...lines, 'A40,2011-08,未抄', 'A41,2011-08,-3'))
  const read = await office.call(readImportFileRoute, { fileId })
  expect(read.body).toMatchObject({
    ...{ kind: 'csv', encoding: 'utf-8', sheets: [], headerRow: 1, guess: MAP },
    headings: ['户号', '月份', '电量'],
  })
  const trial = await ask(fileId, true)
  await workOffRuns(server)
  const month = { cityCode: CITY, month: '2011-08', readings: 40, imported: 40, unchanged: 0 }
  const sums = { rows: 42, created: 40, changed: 0, unchanged: 0, rejected: 1 }
  const found = {
    run: { state: 'done', fraction: 1, hasWorkbook: true, refusal: null, ...sums },
    errors: [{ row: 43, column: null, code: 'negative', message: '电量为负' }],
    details: { unread: 1, partialDays: 0, months: [month] },
  }
  expect(await look(trial)).toMatchObject({ ...found, isFileKept: true })
  expect(await months()).toEqual([])

  const runId = await ask(fileId, false)
  await workOffRuns(server)
  expect(await look(runId)).toMatchObject({ ...found, isFileKept: false })
  expect(await months()).toMatchObject([{ month: '2011-08-01', rows: 40 }])
  const told = ['readings.csv,43,,negative,电量为负,"A41,2011-08,-3"']
  expect(await rejectsOf(trial)).toEqual(told)
  expect(await rejectsOf(runId)).toEqual(told)
  expect(existsSync(join(spool(), fileId))).toBe(false)
  const events = await server.database.transact('system', (db) =>
    db.rows<{ kind: string; actorId: string }>(sql`
      select kind, actor_id from event where subject_id = ${runId} or kind = 'reading.imported' order by event_id`),
  )
  const kinds = ['requested', 'started', 'done', 'workbook-read'].map((name) => `import.${name}`)
  expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds))
  expect(events.find(({ kind }) => kind === 'reading.imported')).toMatchObject({
    actorId: office.personId,
  })
})

test('gzip, GB18030 and Parquet are taken as from the command line', async () => {
  const gb = Buffer.from(GB18030_GZ, 'base64')
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-parquet-'))
  const path = join(folder, 'x.parquet')
  await withDuck(':memory:', { memoryMb: 200, threads: 1 }, (duck) =>
    duck.run(`copy (select 'P1' as 户号, '2011-09' as 月份, 2.5 as 电量) to '${path}'`),
  )
  for (const [content, name] of [
    [gb, 'gb.csv.gz'],
    [readFileSync(path), 'x.parquet'],
  ] as const) {
    const fileId = await sent(content, name)
    const { body } = await office.call(readImportFileRoute, { fileId })
    expect(body).toMatchObject({ guess: MAP, headings: ['户号', '月份', '电量'] })
    const runId = await ask(fileId, false)
    await workOffRuns(server)
    expect(await look(runId)).toMatchObject({ run: { state: 'done', created: 1, rejected: 0 } })
  }
  rmSync(folder, { recursive: true })
  expect(await months()).toMatchObject([{ used: 150 }, { used: 250 }])
})

describe('what is no file of readings is refused when it is sent, and not kept', () => {
  test.each([
    ['a PDF named .csv', '%PDF-1.7 …', 'wrong-file-type'],
    ['a workbook', Buffer.from('PK\u0003\u0004'), 'wrong-file-type'],
    ['no delimiter', '户号 月份 电量\n1 2011-08 2\n', 'wrong-delimiter'],
    ['broken bytes', Buffer.from([0x41, 0x00, 0xff, 0x0a]), 'wrong-encoding'],
    ['a zip bomb', gzipSync(Buffer.alloc(64 * 1024 ** 2, '\n')), 'zip-bomb'],
    ['a line without end', 'x'.repeat(2_100_000), 'line-too-long'],
    ['an archive cut off', gzipSync(file('1,2011-08,2')).subarray(0, 30), 'damaged-file'],
    ['Parquet that is none', Buffer.from('PAR1 and nothing more'), 'damaged-file'],
    ['nothing', '\n\n', 'empty-file'],
  ])('%s', async (_name, content, code) => {
    const before = readdirSync(spool())
    expect(await send(content)).toMatchObject({ status: 400, body: { code } })
    expect(readdirSync(spool())).toEqual(before)
  })
})

test('negative and absurd values and half a month refuse the whole file; nothing of the month is replaced', async () => {
  const full = Array.from({ length: 20 }, (_, i) => `A${i},2011-08,7`)
  await ask(await sent(file(...full)), false)
  await workOffRuns(server)
  const before = await months()

  const bad = await ask(
    await sent(file('A0,2011-08,8', 'A1,2011-08,-8', 'A2,2011-08,99999999')),
    false,
  )
  await workOffRuns(server)
  expect(await look(bad)).toMatchObject({
    run: { state: 'failed', refusal: { code: 'too-many-rejects' }, hasWorkbook: true },
    ...{ isFileKept: true, details: null },
  })
  expect((await look(bad)).errors.map(({ row, code }) => `${row} ${code}`)).toEqual([
    ...['3 negative', '4 absurd'],
  ])
  expect(await rejectsOf(bad)).toHaveLength(2)

  const half = await sent(file('A0,2011-09,8'))
  const refused = await ask(half, false)
  await workOffRuns(server)
  expect(await look(refused)).toMatchObject({
    run: { state: 'failed', refusal: { code: 'fewer-than-last-month' }, hasWorkbook: false },
  })
  expect(await months()).toEqual(before)
  await ask(half, false, { options: { allowFewer: true } })
  await workOffRuns(server)
  expect(await months()).toMatchObject([...before, { month: '2011-09-01', rows: 1 }])
})

test('a run waits while its city is imported elsewhere, is stopped, and goes on from nothing to the end', async () => {
  const runId = await ask(await sent(file('W1,2011-08,7')), false)
  await whileLocked(server.database, CITY, {}, async () => {
    const work = workOffRuns(server)
    await vi.waitFor(async () => expect((await look(runId)).run.state).toBe('importing'))
    expect(await office.call(stopImportRoute, { runId })).toMatchObject({ status: 200 })
    await work
  })
  expect(await look(runId)).toMatchObject({ run: { state: 'stopped', rows: 0 }, isFileKept: true })
  expect(await months()).toEqual([])
  expect(await office.call(resumeImportRoute, { runId })).toMatchObject({ status: 200 })
  await workOffRuns(server)
  expect(await look(runId)).toMatchObject({ run: { state: 'done', created: 1 } })
  expect(await months()).toMatchObject([{ rows: 1 }])
})

test('a server that stops breaks a run off, and the next one takes it up', async () => {
  const runId = await ask(await sent(file('W1,2011-08,7')), false)
  const stopping = new AbortController()
  await whileLocked(server.database, CITY, {}, async () => {
    const work = workOffRuns(server, stopping.signal)
    await vi.waitFor(async () => expect((await look(runId)).run.state).toBe('importing'))
    stopping.abort()
    await work
  })
  expect(await look(runId)).toMatchObject({ run: { state: 'importing' } })
  await workOffRuns(server)
  expect(await look(runId)).toMatchObject({ run: { state: 'done', created: 1 } })
})

test('a run that was killed after its readings counted ends with the sums of the first time', async () => {
  const content = file('K1,2011-08,7', 'K2,2011-08,8')
  const fileId = await sent(content)
  const runId = await ask(fileId, false)
  await workOffRuns(server)
  const before = await look(runId)
  writeFileSync(join(spool(), fileId), content)
  await server.database.transact('system', async (db) => {
    await db.run(sql`update import_run set state = 'importing' where run_id = ${runId}`)
    await db.run(sql`update import_file set erased_at = null where file_id = ${fileId}`)
  })
  await workOffRuns(server)
  const { movedAt: _before, ...sums } = before.run
  expect(await look(runId)).toMatchObject({ run: sums, details: before.details })
  expect(sums).toMatchObject({ state: 'done', created: 2, unchanged: 0 })
})

test('columns that nobody could guess are named by a person, saved with what the file does not tell, and used again', async () => {
  const content = '抄表清单\n甲,乙,丙\nA1,2011-08,90\n'
  const fileId = await sent(content)
  const { body } = await office.call(readImportFileRoute, { fileId })
  expect(body).toMatchObject({ headerRow: 2, headings: ['甲', '乙', '丙'], guess: {} })
  const profileId = newId()
  const [map, options] = [{ account: '甲', month: '乙', used: '丙' }, { months: 2 }]
  const saved = await office.call(saveImportProfileRoute, {
    ...{ profileId, target: 'readings', unitId: server.units.city.unitId, name: '双月抄表' },
    ...{ headings: ['甲', '乙', '丙'], map, options },
  })
  expect(saved).toMatchObject({ status: 200 })
  const listed = await office.call(listImportProfilesRoute, { target: 'readings' })
  expect(listed.body).toMatchObject({ items: [{ profileId, map, options }] })
  const runId = await ask(fileId, false, { map, options })
  await workOffRuns(server)
  expect(await look(runId)).toMatchObject({
    run: { state: 'done', created: 1 },
    choices: { map, options },
  })
  const row = await server.database.transact('system', (db) =>
    db.one<{ firstDay: string; lastDay: string }>(
      sql`select first_day, last_day from reading_file`,
    ),
  )
  expect(row).toEqual({ firstDay: '2011-07-01', lastDay: '2011-08-31' })
  const none = { runId: newId(), fileId: await sent(content), isDryRun: true, map: {} }
  const refused = await office.call(startImportRoute, { ...none, sheet: null, headerRow: 2 })
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'map' }] } })
})

test('a list of rows has no options', async () => {
  const unitId = server.units.city.unitId
  const fileId = newId()
  await office.upload(
    { fileId, target: 'opinions', unitId, fileName: 'x.csv' },
    '编号,内容\n1,一\n',
  )
  const choices = { sheet: null, headerRow: 1, map: { number: '编号', text: '内容' } }
  const run = { runId: newId(), fileId, isDryRun: true, ...choices, options: { months: 2 } }
  expect(await office.call(startImportRoute, run)).toMatchObject({ status: 400 })
})

test('readings are imported at a city or the province alone; of the province the register tells the city', async () => {
  const { province, city, county, foreignCity } = server.units
  const provincial = await aPerson(server, province, 'office')
  const inCounty = await aPerson(server, county, 'office')
  const targetsOf = async (person: typeof office) => {
    const { body } = await person.call(listImportTargetsRoute, {})
    const { items } = body as { items: { target: string; isWhole: boolean; units: object[] }[] }
    return items.filter(({ target }) => target === 'readings')
  }
  expect(await targetsOf(office)).toMatchObject([
    { isWhole: true, units: [{ unitId: city.unitId }] },
  ])
  expect(await targetsOf(inCounty)).toEqual([])
  const query = (unitId: string) => ({
    fileId: newId(),
    target: 'readings',
    unitId,
    fileName: 'a.csv',
  })
  const refused = { status: 400, body: { errors: [{ field: 'unitId', code: 'wrong-level' }] } }
  expect(await inCounty.upload(query(county.unitId), file('1,2011-08,2'))).toMatchObject(refused)
  expect(await office.upload(query(foreignCity.unitId), file('1,2011-08,2'))).toMatchObject({
    status: expect.toSatisfy((status: number) => status === 403 || status === 404),
  })
  const { accountNo } = await aCustomer(server, { unit: server.units.foreign })
  const wanted = query(province.unitId)
  const content = file(`${accountNo},2011-08,2`)
  expect(await provincial.upload(wanted, content)).toMatchObject({ status: 200 })
  const choices = { sheet: null, headerRow: 1, map: MAP }
  const run = { runId: newId(), fileId: wanted.fileId, isDryRun: false, ...choices }
  expect(await provincial.call(startImportRoute, run)).toMatchObject({ status: 200 })
  await workOffRuns(server)
  const { body } = await provincial.call(getImportRunRoute, { runId: run.runId })
  expect(body).toMatchObject({
    run: { state: 'done' },
    details: { months: [{ cityCode: '410300' }] },
  })
})

test('whoever imports something else, or elsewhere, neither sends readings nor sees a run of them', async () => {
  const { city, foreignCity } = server.units
  const fileId = await sent(file('1,2011-08,2'))
  const runId = await ask(fileId, true)
  const strangers = [
    ...[await aPerson(server, city, 'system-admin'), await aPerson(server, city, 'station-head')],
    await aPerson(server, foreignCity, 'office'),
  ]
  for (const stranger of strangers) {
    const query = { fileId: newId(), target: 'readings', unitId: city.unitId, fileName: 'a.csv' }
    const isRefused = expect.toSatisfy((status: number) => status === 403 || status === 404)
    expect((await stranger.upload(query, file('1,2011-08,2'))).status).toEqual(isRefused)
    expect((await stranger.call(readImportFileRoute, { fileId })).status).toEqual(isRefused)
    expect((await stranger.call(getImportRunRoute, { runId })).status).toEqual(isRefused)
    expect((await stranger.call(stopImportRoute, { runId })).status).toEqual(isRefused)
    const choices = { sheet: null, headerRow: 1, map: MAP }
    const run = { runId: newId(), fileId, isDryRun: false, ...choices }
    expect((await stranger.call(startImportRoute, run)).status).toEqual(isRefused)
  }
  await workOffRuns(server)
})
