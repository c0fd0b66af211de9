import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCommand } from '../../test/command.ts'
import { aTempFolder } from '../../test/temp-folder.ts'
import { EXIT } from './exit.ts'

const cwd = aTempFolder('demo-cli')
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
