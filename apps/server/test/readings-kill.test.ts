import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { seeded } from '../src/demo/seeded.ts'
import { readSeries } from '../src/modules/metering/index.ts'
import { readSettings } from '../src/platform/environment.ts'
import { openInstallation } from '../src/start.ts'
import { aUnit } from './harness.ts'

// The database is the embedded one, whatever the other tests run on.
vi.stubEnv('DATABASE_URL', '')
vi.setConfig({ testTimeout: 600_000 })
const BIN = join(import.meta.dirname, '../bin/nuandeng.mjs')
const CITY = '410100'
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6)
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000)
const ACCOUNTS = 30_000
const MONTHS = ['2025-05', '2025-06', '2025-07', '2025-08']

async function prepare() {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-readings-kill-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const installation = await openInstallation(readSettings({ dataDir: folder }))
  await installation.database.transact('system', async (db) => {
    const parent = await aUnit(db, { kind: 'province', code: 'HA', name: '河南省电力公司' })
    await aUnit(db, { kind: 'city', code: 'C1', name: '郑州供电公司', cityCode: CITY, parent })
  })
  await installation.close()
  return folder
}

/** First what was read, then the same months with every tenth reading corrected. */
function files(folder: string) {
  const lines = (correction: number) =>
    MONTHS.flatMap((month, m) =>
      Array.from(
        { length: ACCOUNTS },
        (_, i) => `${i},${month},${i % 500}.${m}${i % 10 === 0 ? correction : 0}`,
      ),
    )
  return [0, 5].map((correction) => {
    const path = join(folder, `readings-${correction}.csv`)
    writeFileSync(path, `户号,月份,电量\n${lines(correction).join('\n')}\n`)
    return path
  })
}

/** Imports a file; ends the process without a word after so many milliseconds, where that comes first. */
async function importIn(folder: string, file: string, killAfterMs?: number) {
  const args = [BIN, 'readings', 'import', file, '--city', CITY, '--json', '--data', folder]
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const begun = Date.now()
  const timer =
    killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  const code = await new Promise((resolve) => child.once('exit', resolve))
  clearTimeout(timer)
  return { isDone: code === 0, ms: Date.now() - begun }
}

/** What the manifest says, after checking that each file that it names is whole. */
async function manifest(folder: string) {
  const installation = await openInstallation(readSettings({ dataDir: folder }))
  const rows = await installation.database.transact('system', (db) =>
    db.rows<{
      month: string
      fileId: string
      bytes: number
      digest: string
      rows: number
      used: number
    }>(sql`
      select month, file_id, bytes, digest, rows, used from reading_file where superseded_at is null order by month`),
  )
  await installation.close()
  for (const { month, fileId, bytes, digest } of rows) {
    const file = readFileSync(
      join(folder, 'metering', CITY, month.slice(0, 7), `${fileId}.parquet`),
    )
    expect(file).toHaveLength(bytes)
    expect(createHash('sha256').update(file).digest('hex')).toBe(digest)
  }
  return rows.map(({ month, rows, used }) => ({ month, rows, used }))
}

const litter = (folder: string) =>
  readdirSync(join(folder, 'metering'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.part|work-/.test(name),
  )

const knownOf = async (folder: string) =>
  Promise.all(['0', '7', '10', '29999'].map((account) => readSeries(folder, CITY, account)))

test('an import that is killed at any moment names no file that is not whole, and the next ends as an undisturbed one', async () => {
  const [undisturbed, disturbed] = [await prepare(), await prepare()]
  const [first = '', second = ''] = files(undisturbed)
  const { ms } = await importIn(undisturbed, first)
  await importIn(undisturbed, second)
  const random = seeded(SEED)
  let kills = 0
  for (const file of [first, second]) {
    const before = await manifest(disturbed)
    for (let round = 0; round < ROUNDS / 2; round++) {
      const { isDone } = await importIn(disturbed, file, 300 + random.below(ms))
      if (!isDone) kills++
      const now = await manifest(disturbed)
      // All months of the import, or none of them.
      const stands = [
        JSON.stringify(before),
        JSON.stringify(await expectedOf(undisturbed, file === second)),
      ]
      expect(stands, `seed ${SEED}`).toContain(JSON.stringify(now))
    }
    expect(await importIn(disturbed, file)).toMatchObject({ isDone: true })
  }
  expect(kills, `seed ${SEED}`).toBeGreaterThan(0)
  expect(await manifest(disturbed), `seed ${SEED}`).toEqual(await manifest(undisturbed))
  expect(await knownOf(disturbed), `seed ${SEED}`).toEqual(await knownOf(undisturbed))
  expect(litter(disturbed)).toEqual([])
})

/** The months as they stand after the first file, or after both. */
async function expectedOf(folder: string, isSecond: boolean) {
  const after = await manifest(folder)
  // Every tenth of the accounts was corrected by five hundredths.
  const more = (ACCOUNTS / 10) * 5
  return isSecond ? after : after.map((month) => ({ ...month, used: month.used - more }))
}
