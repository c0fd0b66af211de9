import { spawn } from 'node:child_process'
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runCommand } from '../../test/command.ts'
import { aTempFolder } from '../../test/temp-folder.ts'
import { EXIT } from './exit.ts'

// Several processes that each start a database: slow where the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const { DATABASE_URL: _url, NUANDENG_DATA: _data, ...env } = process.env

const folder = aTempFolder('backup-cli')
const live = join(folder, 'live')
const file = join(folder, 'monday.backup')
const phrase = join(folder, 'passphrase')
const server = spawn(process.execPath, [MAIN, 'serve', '--data', live, '--port', '0'], { env })
let url = ''

const nuandeng = (words: string[], extra: NodeJS.ProcessEnv = {}) =>
  runCommand(words, { env: extra })

beforeAll(async () => {
  writeFileSync(phrase, '一盏灯 and twelve more\n')
  url = await new Promise((resolve) => {
    server.stdout.on('data', (bytes) => resolve(/http:\S+/.exec(String(bytes))?.[0] ?? ''))
  })
})
afterAll(async () => {
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill()
  await gone
  rmSync(folder, { recursive: true, force: true })
})

test('an embedded database is backed up while its server runs, and restored elsewhere', async () => {
  const backup = ['backup', file, '--data', live, '--passphrase-file', phrase, '--json']
  const taken = await nuandeng(backup)
  expect(taken).toMatchObject({ code: EXIT.done, err: expect.stringContaining('person\n') })
  const told = JSON.parse(taken.out)
  expect(told).toMatchObject({ file, hasKeys: true, bytes: statSync(file).size })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect((await fetch(`${url}/api/openapi.json`)).status).toBe(200)

  const there = ['--data', join(folder, 'there'), '--passphrase-file', phrase, '--json']
  const restored = await nuandeng(['restore', file, ...there])
  expect(restored.code).toBe(EXIT.done)
  expect(JSON.parse(restored.out)).toEqual({
    file,
    tables: told.tables,
    rows: told.rows,
    takenAt: told.takenAt,
    migrated: 0,
    readings: { files: 0, bytes: 0, missing: 0 },
  })

  const again = await nuandeng(['restore', file, ...there])
  expect(again).toMatchObject({ code: EXIT.fault, out: '' })
  expect(again.err).toContain('the database is not empty')
})

test('a folder that a server holds is not restored into', async () => {
  const refused = await nuandeng(['restore', file, '--data', live, '--passphrase-file', phrase])
  expect(refused).toMatchObject({ code: EXIT.inUse, out: '' })
})

test('a folder without an installation is refused, and stays empty', async () => {
  const nothing = join(folder, 'nothing')
  const refused = await nuandeng(['backup', join(folder, 'x'), '--data', nothing])
  expect(refused).toMatchObject({ code: EXIT.fault, out: '' })
  expect(refused.err).toContain(`there is no installation in ${nothing}`)
  expect(existsSync(join(nothing, 'postgres'))).toBe(false)
})

test.each([
  ['no file', EXIT.usage, ['backup'], {}],
  ['an option that is none', EXIT.usage, ['restore', 'x', '--force'], {}],
  ['a file that is not there', EXIT.unavailable, ['restore', 'x', '--data', join(folder, 'a')], {}],
  [
    'a database that does not answer',
    EXIT.unavailable,
    ['backup', join(folder, 'x'), '--data', live],
    { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' },
  ],
])('a command with %s ends with code %i', async (_name, code, words, extra) => {
  expect((await nuandeng(words, extra)).code).toBe(code)
  expect(existsSync(join(folder, 'x'))).toBe(false)
})
