import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCommand } from '../../test/command.ts'
import { EXIT } from './exit.ts'

const cwd = mkdtempSync(join(tmpdir(), 'nuandeng-demo-cli-'))
// Run by root, the database is `nobody`'s and must be able to get into the folder.
chmodSync(cwd, 0o755)
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

test('the demonstration ends with the published totals, in the folder named from where it was started', async () => {
  const words = ['demo', '--headless', '--json', '--data', 'day']
  // What the environment says gives way to what was typed.
  const { code, out } = await runCommand(words, { cwd, env: { NUANDENG_DATA: join(cwd, 'other') } })
  expect(code).toBe(EXIT.done)
  expect(JSON.parse(out)).toEqual({
    people: 6878,
    vehicles: 729,
    customers: 1238,
    transactions: 5505,
    opinions: 3841,
    leaflets: 97202,
    cities: 18,
    records: expect.any(Number),
    duplicatesAbsorbed: expect.any(Number),
    recount: 'equal',
  })
  expect(existsSync(join(cwd, 'day', 'keys.json'))).toBe(true)
  expect(existsSync(join(cwd, 'other'))).toBe(false)
}, 180_000)
