import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listReadingFilesRoute } from '@nuandeng/contract'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { EXIT } from '../src/cli/exit.ts'
import { whileLocked } from '../src/modules/metering/copy-register.ts'
import { readSettings } from '../src/platform/environment.ts'
import { joinInstallation, openInstallation } from '../src/start.ts'
import { aPerson, aUnit, requestFor } from './harness.ts'
import { aTempFolder } from './temp-folder.ts'

// The database is the embedded one, whatever the other tests run on.
vi.stubEnv('DATABASE_URL', '')
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
const BIN = join(import.meta.dirname, '../bin/nuandeng.mjs')
const CITY = '410100'
const folder = aTempFolder('readings-beside')
const data = join(folder, 'data')
let server: ChildProcess
let url = ''
let token = ''

beforeAll(async () => {
  const installation = await openInstallation(readSettings({ dataDir: data }))
  const { database } = installation
  const city = await database.transact('system', async (db) => {
    const parent = await aUnit(db, { kind: 'province', code: 'HA', name: '河南省电力公司' })
    const unit = { code: 'C1', name: '郑州供电公司', cityCode: CITY, parent }
    return aUnit(db, { kind: 'city', ...unit })
  })
  // Of the harness it takes the database and the time alone: the server is a process of its own.
  const stand = { database, clock: { now: new Date() } } as Parameters<typeof aPerson>[0]
  token = (await aPerson(stand, city, 'office')).token
  await installation.close()
  server = spawn(process.execPath, [BIN, 'serve', '--data', data, '--port', '0'])
  url = await new Promise((resolve, reject) => {
    server.stdout?.on('data', (bytes) => resolve(/http:\S+/.exec(String(bytes))?.[0] ?? ''))
    server.once('exit', reject)
  })
})
afterAll(async () => {
  const gone = once(server, 'exit')
  server.kill()
  await gone
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, lines: readonly string[]) {
  const path = join(folder, name)
  writeFileSync(path, `户号,月份,电量\n${lines.join('\n')}\n`)
  return path
}

const readings = (...args: string[]) => nuandeng('readings', ...args)

function nuandeng(...args: string[]) {
  let onSay: (text: string) => void = () => undefined
  const said = new Promise<string>((resolve) => {
    onSay = resolve
  })
  const done = new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const words = [BIN, ...args, '--data', data]
    const child = execFile(process.execPath, words, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    )
    child.stderr?.on('data', onSay)
  })
  return { said, done }
}

/** The months that count, as the running server tells them. */
async function monthsServed() {
  const request = requestFor(listReadingFilesRoute, {}, { token })
  const response = await fetch(`${url}${request.url}`, { headers: request.headers })
  expect(response.status).toBe(200)
  const { items } = listReadingFilesRoute.reply.parse(await response.json())
  return items
    .filter(({ supersededAt }) => supersededAt === null)
    .map(({ month, rows }) => `${month} ${rows}`)
}

test('a month that is imported beside a running server is there in its API, and the server goes on', async () => {
  expect(await monthsServed()).toEqual([])
  const file = write('august.csv', ['0001,2025-08,1.5', '0002,2025-08,80'])
  const taken = await readings('import', file, '--city', CITY, '--json').done
  expect(taken).toMatchObject({ code: EXIT.done })
  expect(await monthsServed()).toEqual(['2025-08-01 2'])
  const rebuilt = await readings('rebuild', '--city', CITY, '--json').done
  expect(rebuilt).toMatchObject({ code: EXIT.done })
  expect(JSON.parse(rebuilt.out)).toEqual({ cities: [{ cityCode: CITY, months: ['2025-08-01'] }] })
  expect(await monthsServed()).toEqual(['2025-08-01 2'])
})

test('a list is imported beside a running server too', async () => {
  const list = join(folder, 'units.csv')
  writeFileSync(list, '单位编码,单位名称,层级,上级编码\nK1,中牟县供电公司,县,C1\n')
  const taken = await nuandeng('import', 'organisation', list, '--json').done
  expect(taken, taken.out).toMatchObject({ code: EXIT.done })
  expect(JSON.parse(taken.out)).toMatchObject({ rows: 1, created: 1, rejected: 0 })
})

test('an import waits while another one of its city is at work, and says so', async () => {
  const { database, close } = await joinInstallation(readSettings({ dataDir: data }))
  const file = write('september.csv', ['0001,2025-09,2', '0002,2025-09,70'])
  const inWork = await whileLocked(database, CITY, {}, async () => {
    const second = readings('import', file, '--city', CITY, '--json')
    expect(await second.said).toContain('another import of the same city is at work')
    expect(await monthsServed()).toEqual(['2025-08-01 2'])
    return second
  })
  expect(await inWork.done).toMatchObject({ code: EXIT.done })
  expect(await monthsServed()).toEqual(['2025-09-01 2', '2025-08-01 2'])
  await close()
})

test('beside a server whose database lacks a migration nothing is touched', async () => {
  const { database, close } = await joinInstallation(readSettings({ dataDir: data }))
  const { rows } = await database.pool.query(
    'delete from migration where name = (select max(name) from migration) returning *',
  )
  const refused = await readings('import', write('x.csv', ['0001,2025-10,2']), '--city', CITY).done
  expect(refused).toMatchObject({ code: EXIT.inUse, out: '' })
  expect(refused.err).toContain('is of an older version: restart it first')
  await database.pool.query('insert into migration values ($1, $2, $3)', [
    ...[rows[0].name, rows[0].digest, rows[0].ran_at],
  ])
  expect(await monthsServed()).toEqual(['2025-09-01 2', '2025-08-01 2'])
  await close()
})
