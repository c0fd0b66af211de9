import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aUnit } from '../../test/harness.ts'
import { aTempFolder } from '../../test/temp-folder.ts'
import { readSettings } from '../platform/environment.ts'
import { newId } from '../platform/ids.ts'
import { openInstallation } from '../start.ts'

// The database is the embedded one, whatever the other tests run on.
vi.stubEnv('DATABASE_URL', '')
vi.setConfig({ testTimeout: 60_000 })
const BIN = join(import.meta.dirname, '../../bin/nuandeng.mjs')
const folder = aTempFolder('cli-readings')
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

test('a profile saved on the screen is listed and taken by its name, that of the city before that of the province', async () => {
  const installation = await openInstallation(readSettings({ dataDir: data }))
  const columns = { account: '甲', month: '乙', used: '丙' }
  const province = { account: '丙', month: '乙', used: '甲' }
  await installation.database.transact('system', async (db) => {
    for (const [kind, map, options] of [
      ['city', columns, { months: 2 }],
      ['province', province, null],
    ] as const) {
      await db.run(sql`
        insert into import_profile (city_code, profile_id, unit_id, unit_path, target, name, fingerprint, map,
                                    options, made_by, made_at)
        select city_code, ${newId()}, unit_id, path, 'readings', '双月抄表', '', ${JSON.stringify(map)},
               ${options && JSON.stringify(options)}, unit_id, now()
        from unit where kind = ${kind}`)
    }
  })
  await installation.close()
  const file = write('bimonthly.csv', '甲,乙,丙\n0009,2025-04,90\n')
  const named = ['--profile', '双月抄表', '--json']
  const taken = run('import', file, '--city', '410100', ...named, '--allow-fewer')
  expect(taken.status, taken.stderr).toBe(0)
  expect(taken.json()).toMatchObject({ imported: 1, months: [{ month: '2025-04' }] })
  // By that of the province the use is the account: nobody knows it.
  expect(run('import', file, ...named).json()).toMatchObject({
    errors: [{ code: 'too-many-rejects' }, { code: 'unknown-account', raw: '0009,2025-04,90' }],
  })
  const listed = run('profiles', '--city', '410100', '--json')
  expect(listed.json().items).toEqual([
    { name: '双月抄表', unit: '河南省电力公司', profile: { map: province } },
    { name: '双月抄表', unit: '郑州供电公司', profile: { map: columns, months: 2 } },
  ])
  const none = run('import', file, '--profile', '没有的')
  expect(none.status).toBe(2)
  expect(none.stderr).toContain('saved are: 双月抄表')
})
