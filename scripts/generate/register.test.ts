import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { EXIT } from '../../apps/server/src/cli/exit.ts'
import { readSettings } from '../../apps/server/src/platform/environment.ts'
import { openInstallation } from '../../apps/server/src/start.ts'
import { runCommand, startCommand } from '../../apps/server/test/command.ts'
import { aTempFolder } from '../../apps/server/test/temp-folder.ts'
import { makeRegister } from './register.ts'

// Each command starts a database of its own.
vi.setConfig({ testTimeout: 240_000 })
const folder = aTempFolder('customers-cli')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const nuandeng = (...words: string[]) => runCommand(['import', ...words])

interface Report {
  errors: { row: number; column: string | null; code: string; message: string }[]
}

test.each(['xlsx', 'csv', 'gbk'] as const)(
  'a register as %s with every fault goes in with exactly the counts that it was made with',
  async (format) => {
    const made = await makeRegister(join(folder, format), { customers: 1500, format, seed: 7 })
    const dataDir = join(folder, `data-${format}`)
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    const data = ['--data', dataDir]
    expect((await nuandeng('organisation', made.organisation, ...data)).code).toBe(EXIT.done)
    const { rows, imported, unchanged, rejected, refused } = made.truth
    const importIt = async (...options: string[]) => {
      const { code, out } = await nuandeng(
        'customers',
        made.register,
        ...data,
        '--json',
        ...options,
      )
      expect(code).toBe(EXIT.fault)
      return JSON.parse(out) as Report
    }
    const sums = { rows, imported, unchanged, rejected }
    const dry = await importIt('--dry-run')
    expect(dry).toMatchObject(sums)
    const told = dry.errors.map(({ row, column, code }) => ({ row, column, code }))
    expect(refused.length).toBeLessThan(100)
    expect(told).toEqual(refused)
    expect(dry.errors.every(({ message }) => message !== '')).toBe(true)
    expect(await importIt()).toMatchObject({ ...sums, errors: dry.errors })
    // The same file again changes nothing.
    const again = { rows, imported: 0, unchanged: imported + unchanged, rejected }
    expect(await importIt()).toMatchObject(again)
  },
)

test('an import of customers killed in the middle goes on and ends like an undisturbed one', async () => {
  const customers = 30_000
  const made = await makeRegister(join(folder, 'big'), { customers, format: 'csv', seed: 11 })
  const run = async (name: string, isKilled: boolean) => {
    const dataDir = join(folder, name)
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    expect((await nuandeng('organisation', made.organisation, '--data', dataDir)).code).toBe(
      EXIT.done,
    )
    const words = ['customers', made.register, '--data', dataDir, '--json']
    if (isKilled) {
      const { child, ended } = startCommand(['import', ...words])
      // The first word of progress comes when chunks have been committed and more are to come.
      await new Promise((resolve) => child.stderr.once('data', resolve))
      child.kill('SIGKILL')
      expect((await ended).code).toBeNull()
    }
    const { code, out } = await nuandeng(...words)
    expect(code).toBe(EXIT.fault)
    const { resumedAfterRow, ...report } = JSON.parse(out) as { resumedAfterRow: number | null }
    const { database, close } = await openInstallation(readSettings({ dataDir }))
    const stored = await database.transact('system', (db) =>
      db.one(sql`
        select count(*) as count, md5(string_agg(concat_ws('|', city_code, account_no, unit_path, name, address,
          class, grade, grade_decided_on, use_category, supply_area, details, people_masked, words, completeness,
          verified_on, remark, version), '' order by city_code, account_no)) as sum from customer`),
    )
    await close()
    return { resumedAfterRow, state: { report, stored } }
  }
  const killed = await run('killed', true)
  const undisturbed = await run('undisturbed', false)
  expect(killed.resumedAfterRow).toBeGreaterThan(4)
  expect(killed.resumedAfterRow).toBeLessThan(made.truth.rows)
  expect(undisturbed.resumedAfterRow).toBeNull()
  expect(killed.state).toEqual(undisturbed.state)
  const { rows, imported, unchanged, rejected } = made.truth
  expect(killed.state.report).toMatchObject({ rows, imported, unchanged, rejected })
})
