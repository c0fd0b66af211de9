import { execFile } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { EXIT } from '../src/cli/exit.ts'
import { readSeries } from '../src/modules/metering/index.ts'
import { readSettings } from '../src/platform/environment.ts'
import { openInstallation } from '../src/start.ts'
import { aUnit } from './harness.ts'
import { aTempFolder } from './temp-folder.ts'

// The database is the embedded one, whatever the other tests run on.
vi.stubEnv('DATABASE_URL', '')
vi.setConfig({ testTimeout: 180_000 })
const BIN = join(import.meta.dirname, '../bin/nuandeng.mjs')
const CITY = '410100'
const folder = aTempFolder('readings-restore')
const [data, restored] = [join(folder, 'data'), join(folder, 'restored')]
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function nuandeng(...words: string[]) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [BIN, ...words], (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    )
  })
}

async function aCityWithReadings() {
  const installation = await openInstallation(readSettings({ dataDir: data }))
  await installation.database.transact('system', async (db) => {
    const parent = await aUnit(db, { kind: 'province', code: 'HA', name: '河南省电力公司' })
    await aUnit(db, { kind: 'city', code: 'C1', name: '郑州供电公司', cityCode: CITY, parent })
  })
  await installation.close()
  const file = join(folder, 'readings.csv')
  writeFileSync(file, '户号,月份,电量\n0001,2025-07,60\n0001,2025-08,1.5\n')
  const taken = await nuandeng('readings', 'import', file, '--city', CITY, '--data', data)
  expect(taken).toMatchObject({ code: EXIT.done })
}

const parquetOf = (month: string) => {
  const place = join(restored, 'metering', CITY, month)
  return join(place, readdirSync(place)[0] as string)
}

test('a restore says which readings it lacks; with the folder copied the installation is as before', async () => {
  await aCityWithReadings()
  const backup = join(folder, 'whole.backup')
  const phrase = join(folder, 'passphrase')
  writeFileSync(phrase, '一盏灯 and twelve more\n')
  const keys = ['--passphrase-file', phrase, '--json']
  const taken = await nuandeng('backup', backup, '--data', data, ...keys)
  expect(taken.err).toContain('2 files of meter readings')
  expect(JSON.parse(taken.out).readings).toMatchObject({ files: 2, missing: 0 })

  const done = await nuandeng('restore', backup, '--data', restored, ...keys)
  expect(done).toMatchObject({ code: EXIT.done })
  expect(done.err).toContain(`2 are missing or cut off. Copy the folder metering into ${restored}`)
  expect(JSON.parse(done.out).readings).toMatchObject({ files: 2, missing: 2 })
  const verify = async () => {
    const { code, out } = await nuandeng('readings', 'verify', '--data', restored, '--json')
    return { code, faults: JSON.parse(out).faults.map(({ fault }: { fault: string }) => fault) }
  }
  expect(await verify()).toEqual({ code: EXIT.fault, faults: ['missing', 'missing', 'no-state'] })

  const filter = (path: string) => !path.endsWith('state.duckdb')
  cpSync(join(data, 'metering'), join(restored, 'metering'), { recursive: true, filter })
  expect(await verify()).toEqual({ code: EXIT.fault, faults: ['no-state'] })
  const rebuilt = await nuandeng('readings', 'rebuild', '--data', restored)
  expect(rebuilt).toMatchObject({ code: EXIT.done })
  expect(await verify()).toEqual({ code: EXIT.done, faults: [] })
  const series = await readSeries(data, CITY, '0001')
  expect(series).toBeDefined()
  expect(await readSeries(restored, CITY, '0001')).toEqual(series)

  // A byte that turned is found by its digest alone.
  const bytes = readFileSync(parquetOf('2025-08'))
  bytes.writeUInt8(bytes.readUInt8(9) ^ 1, 9)
  writeFileSync(parquetOf('2025-08'), bytes)
  writeFileSync(parquetOf('2025-07'), bytes.subarray(1))
  expect(await verify()).toEqual({ code: EXIT.fault, faults: ['wrong-length', 'wrong-digest'] })
})
