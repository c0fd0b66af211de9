import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getImportRunRoute, startImportRoute, uploadImportFileRoute } from '@nuandeng/contract'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { addUser, findUnitByCode, openSession } from '../src/modules/organisation/index.ts'
import { readSettings } from '../src/platform/environment.ts'
import { newId } from '../src/platform/ids.ts'
import { openInstallation } from '../src/start.ts'

// The database is the embedded one, whatever the other tests run on.
vi.stubEnv('DATABASE_URL', '')
vi.setConfig({ testTimeout: 240_000 })
const BIN = join(import.meta.dirname, '../bin/nuandeng.mjs')
const ROWS = 40_000
const REFUSED = 40

/** An installation with an office, whose session outlives a kill. */
async function prepare() {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-import-kill-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const installation = await openInstallation(readSettings({ dataDir: folder }))
  const { database, vault } = installation
  const now = new Date()
  const office = { loginName: 'office', name: '测试', staffNo: '1', role: 'office' } as const
  const province = { name: '河南省电力公司', cityCode: '410000' }
  const user = { ...office, unitCode: 'HA', province }
  const { personId } = await addUser({ database, vault, now }, user)
  const { token, unitId } = await database.transact('system', async (db) => {
    await db.run(sql`update credential set must_change = false where person_id = ${personId}`)
    const { token } = await openSession(db, { personId, kind: 'staff', now })
    return { token, unitId: (await findUnitByCode(db, 'HA'))?.unitId ?? '' }
  })
  await installation.close()
  return { folder, token, unitId }
}

interface Serving {
  url: string
  end(signal: NodeJS.Signals): Promise<void>
}

async function serve(folder: string): Promise<Serving> {
  const args = [BIN, 'serve', '--data', folder, '--port', '0']
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let said = ''
  child.stderr?.on('data', (bytes: Buffer) => {
    said += bytes
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (bytes: Buffer) => {
      const found = /http:\/\/\S+/.exec(String(bytes))?.[0]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
  })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await gone
  }
  onTestFinished(() => end('SIGKILL'))
  return { url, end }
}

function clientOf(token: string) {
  return async (url: string, body?: string | object) => {
    const isFile = typeof body === 'string'
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': newId(),
        'content-type': isFile ? 'application/octet-stream' : 'application/json',
      },
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    })
    const reply = await response.json()
    if (!response.ok) throw new Error(JSON.stringify(reply))
    return reply
  }
}

const lines = Array.from(
  { length: ROWS },
  (_, i) => `N${i},${i % (ROWS / REFUSED) === 5 ? '' : `意见第${i}条，希望多设一个缴费点`}\n`,
)
const LIST = `编号,内容\n${lines.join('')}`

/** Imports the list over HTTP; the server is ended in the middle as often as there are signals. */
async function importOver(signals: readonly NodeJS.Signals[]) {
  const { folder, token, unitId } = await prepare()
  let server = await serve(folder)
  const call = clientOf(token)
  const api = (path: string) => `${server.url}/api${path}`
  const [fileId, runId] = [newId(), newId()]
  const query = new URLSearchParams({ target: 'opinions', unitId, fileName: '意见.csv' })
  await call(`${api(uploadImportFileRoute.url.replace(':fileId', fileId))}?${query}`, LIST)
  const choices = { sheet: null, headerRow: 1, map: { number: '编号', text: '内容' } }
  await call(api(startImportRoute.url), { runId, fileId, isDryRun: false, ...choices })
  const look = async () =>
    getImportRunRoute.reply.parse(await call(api(getImportRunRoute.url.replace(':runId', runId))))
  const cutAt: number[] = []
  for (const signal of signals) {
    const before = cutAt.at(-1) ?? 0
    let rows = 0
    while (rows <= before) rows = (await look()).run.rows
    await server.end(signal)
    cutAt.push(rows)
    server = await serve(folder)
  }
  let seen = await look()
  while (['waiting', 'importing'].includes(seen.run.state)) seen = await look()
  await server.end('SIGTERM')
  const installation = await openInstallation(readSettings({ dataDir: folder }))
  const stored = await installation.database.transact('system', (db) =>
    db.one(sql`
      select count(*) as opinions, md5(string_agg(number || text, '' order by number)) as sum,
             (select count(*) from import_fault) as faults,
             (select sum((details ->> 'rows')::int) from event where kind = 'import.moved') as moved,
             (select count(*) from event where kind = 'import.done') as done
      from opinion`),
  )
  await installation.close()
  const { state, rows, created, changed, unchanged, rejected, hasWorkbook } = seen.run
  const run = { state, rows, created, changed, unchanged, rejected, hasWorkbook }
  const kept = readdirSync(join(folder, 'imports')).map((name) => name.replace(runId, 'run'))
  return { cutAt, end: { run, errors: seen.errors, stored, kept } }
}

test('a server that is killed twice and stopped once over an import ends it like an undisturbed one', async () => {
  const disturbed = await importOver(['SIGKILL', 'SIGTERM', 'SIGKILL'])
  const undisturbed = await importOver([])
  expect(disturbed.cutAt).toHaveLength(3)
  expect(disturbed.cutAt.at(-1)).toBeLessThan(ROWS)
  expect(disturbed.end).toEqual(undisturbed.end)
  expect(disturbed.end).toMatchObject({
    run: {
      state: 'done',
      rows: ROWS,
      created: ROWS - REFUSED,
      rejected: REFUSED,
      hasWorkbook: true,
    },
    stored: { opinions: ROWS - REFUSED, faults: REFUSED, moved: ROWS, done: 1 },
    kept: ['run.errors'],
  })
})
