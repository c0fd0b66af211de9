import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test, vi } from 'vitest'
import { runCommand, startCommand } from '../../test/command.ts'
import { aTempFolder } from '../../test/temp-folder.ts'
import { readSettings } from '../platform/environment.ts'
import { openInstallation } from '../start.ts'
import { EXIT } from './exit.ts'

// Each command starts a database of its own.
vi.setConfig({ testTimeout: 240_000 })
const folder = aTempFolder('import-cli')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const nuandeng = (...words: string[]) => runCommand(['import', ...words], { cwd: folder })

function aFile(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const DIVISIONS = 'adcode,name,city_adcode,city\n410122,示例县,410100,郑州市\n'

test('a dry run in a folder without an installation tells its counts and leaves nothing', async () => {
  const path = aFile('a.csv', '编号,内容\n1,一\n2,\n')
  const { code, out } = await nuandeng('opinions', path, '--dry-run', '--json')
  expect(code).toBe(EXIT.fault)
  expect(JSON.parse(out)).toMatchObject({
    rows: 2,
    imported: 1,
    unchanged: 0,
    rejected: 1,
    errors: [{ row: 3, column: '内容', code: 'required', message: '不能为空' }],
  })
  expect(existsSync(join(folder, '.data'))).toBe(false)
  const good = aFile('b.csv', '编号,内容\n1,一\n')
  expect((await nuandeng('opinions', good, '--dry-run')).code).toBe(EXIT.done)
})

test('what cannot be read is refused in one line and in JSON; a wrong command line has its own code', async () => {
  const path = aFile('old.xls', '\u00d0')
  writeFileSync(path, Buffer.from('d0cf11e0a1b11ae1', 'hex'))
  const refused = await nuandeng('opinions', path, '--dry-run', '--json')
  expect(refused.code).toBe(EXIT.fault)
  expect(JSON.parse(refused.out)).toMatchObject({
    rows: 0,
    imported: 0,
    errors: [{ code: 'wrong-file-type' }],
  })
  expect(refused.err.trim().split('\n')).toHaveLength(1)
  expect((await nuandeng('opinions')).code).toBe(EXIT.usage)
  expect((await nuandeng('opinions', path, '--map', 'text')).code).toBe(EXIT.usage)
  const data = ['--data', join(folder, 'empty')]
  const nowhere = await nuandeng('opinions', aFile('c.csv', '内容\n一\n'), ...data)
  expect(nowhere).toMatchObject({
    code: EXIT.fault,
    err: expect.stringContaining('There is no unit yet'),
  })
})

test('an import killed in the middle goes on and ends like an undisturbed one', async () => {
  const total = 60_000
  const lines = Array.from(
    { length: total },
    (_, i) => `N${i},${i % 1000 === 5 ? '' : `意见第${i}条`}\n`,
  )
  const path = aFile('big.csv', `编号,内容\n${lines.join('')}`)
  const divisions = aFile('divisions.csv', DIVISIONS)
  const run = async (data: string, kill: boolean) => {
    const dataDir = join(folder, data)
    expect((await nuandeng('organisation', divisions, '--data', dataDir)).code).toBe(EXIT.done)
    const words = ['opinions', path, '--data', dataDir, '--json']
    if (kill) {
      const { child, ended } = startCommand(['import', ...words])
      // The first word of progress comes when chunks have been committed and more are to come.
      await new Promise((resolve) => child.stderr.once('data', resolve))
      child.kill('SIGKILL')
      expect((await ended).code).toBeNull()
    }
    const { code, out } = await nuandeng(...words)
    expect(code).toBe(EXIT.fault)
    const { resumedAfterRow, ...report } = JSON.parse(out) as Record<string, unknown>
    const installation = await openInstallation(readSettings({ dataDir }))
    const stored = await installation.database.transact('system', (db) =>
      db.one(
        sql`select count(*) as count, md5(string_agg(number || text, '' order by number)) as sum from opinion`,
      ),
    )
    const runs = await installation.database.transact('system', (db) =>
      db.rows(sql`select state, rows, created, rejected from import_run where target = 'opinions'`),
    )
    await installation.close()
    return { resumedAfterRow, state: { report, stored, runs } }
  }
  const killed = await run('killed', true)
  const undisturbed = await run('undisturbed', false)
  expect(killed.resumedAfterRow).toBeGreaterThan(1)
  expect(killed.resumedAfterRow).toBeLessThan(total)
  expect(undisturbed.resumedAfterRow).toBeNull()
  expect(killed.state).toEqual(undisturbed.state)
  expect(killed.state.report).toMatchObject({ rows: total, imported: total - 60, rejected: 60 })
})
