import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aUnit } from '../../test/harness.ts'
import { readSettings } from '../platform/environment.ts'
import { openInstallation } from '../start.ts'

// The database is the embedded one, whatever the other tests run on.
vi.stubEnv('DATABASE_URL', '')
vi.setConfig({ testTimeout: 60_000 })
const BIN = join(import.meta.dirname, '../../bin/nuandeng.mjs')
const folder = mkdtempSync(join(tmpdir(), 'nuandeng-cli-readings-'))
const data = join(folder, 'data')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(async () => {
  const installation = await openInstallation(readSettings({ dataDir: data }))
  await installation.database.transact('system', async (db) => {
    const parent = await aUnit(db, { kind: 'province', code: 'HA', name: '河南省电力公司' })
    await aUnit(db, { kind: 'city', code: 'C1', name: '郑州供电公司', cityCode: '410100', parent })
  })
  await installation.close()
})

function write(name: string, text: string) {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [BIN, 'readings', ...args, '--data', data],
    {
      encoding: 'utf8',
    },
  )
  return { status, stdout, stderr, json: () => JSON.parse(stdout.trim().split('\n').at(-1) ?? '') }
}

test('what came in ends with 0, what was refused with 1, a wrong command line with 2', () => {
  const good = write('good.csv', 'A;B;C\n0001;2025-08;1.5\n0002;2025-08;未抄\n')
  const profile = write('profile.yaml', 'map: { account: A, month: B, used: C }\n')
  const city = ['--city', '410100']
  const taken = run('import', good, ...city, '--profile', profile, '--json')
  expect(taken.status, taken.stderr).toBe(0)
  expect(taken.json()).toMatchObject({
    ...{ rows: 2, imported: 1, unchanged: 0, unread: 1, rejected: 0, errors: [] },
    months: [{ cityCode: '410100', month: '2025-08', readings: 1 }],
  })
  const pdf = run('import', write('bad.csv', '%PDF-1.7'), ...city, '--json')
  expect(pdf.status).toBe(1)
  expect(pdf.json()).toMatchObject({
    ...{ imported: 0, refusal: { code: 'wrong-file-type' } },
    errors: [{ file: 'bad.csv', line: null, column: null, code: 'wrong-file-type' }],
  })
  expect(run('import', join(folder, 'none.csv'), ...city).status).toBe(1)
  expect(run('import', good, '--city', 'C1').status).toBe(2)
  expect(run('import').status).toBe(2)
  expect(
    run('import', good, '--profile', write('wrong.yaml', 'map: { account: A, volts: B }')).status,
  ).toBe(2)
  const rebuilt = run('rebuild', ...city, '--json')
  expect(rebuilt.status, rebuilt.stderr).toBe(0)
  expect(rebuilt.json()).toEqual({ cities: [{ cityCode: '410100', months: ['2025-08-01'] }] })
})
