import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCommand, startCommand } from '../../test/command.ts'
import { EXIT } from './exit.ts'

const folder = mkdtempSync(join(tmpdir(), 'nuandeng-promises-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const nuandeng = (words: string[], input = '') => runCommand(words, { input })

test('calendar due answers one question, and says what is wrong with a bad one', async () => {
  const ask = ['calendar', 'due', '--start', '2011-09-28T10:00:00+08:00', '--json']
  const { code, out } = await nuandeng([...ask, '--days', '7'])
  expect(code).toBe(EXIT.done)
  expect(JSON.parse(out)).toEqual({
    dueAt: '2011-10-12T16:00:00.000Z',
    dueOn: '2011-10-12',
    provisional: false,
  })
  const closed = await nuandeng([...ask, '--days', '7', '--closed', '2011-10-12'])
  expect(JSON.parse(closed.out)).toMatchObject({ dueOn: '2011-10-13' })
  const bad = await nuandeng(['calendar', 'due', '--start', 'yesterday', '--days', '7'])
  expect(bad).toMatchObject({ code: EXIT.usage, out: '' })
  expect(bad.err).toContain('start: an instant with offset')
})

test('a command whose reader goes away ends by itself, with its exit code', async () => {
  const { child, ended } = startCommand(['calendar', 'due'])
  const line = '{"start":"2011-10-15T10:00:00+08:00","n":1,"unit":"working-day"}\n'
  child.stdout.once('data', () => child.stdout.destroy())
  child.stdin.on('error', () => undefined)
  child.stdin.end(line.repeat(100_000))
  expect(await ended).toMatchObject({ code: EXIT.done, err: '' })
})

test('calendar due answers each line, a bad one by itself', async () => {
  const lines = [
    '{"start":"2011-10-15T10:00:00+08:00","n":1,"unit":"working-day"}',
    '{"start":"2011-10-15T10:00:00+08:00","n":0}',
    'not json',
    '{"start":"2011-10-15T23:50:00+08:00","n":45,"unit":"minute"}',
  ]
  const { code, out } = await nuandeng(['calendar', 'due'], lines.join('\n'))
  expect(code).toBe(EXIT.fault)
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { dueAt: '2011-10-17T16:00:00.000Z', dueOn: '2011-10-17', provisional: false },
    { row: 2, errors: [expect.objectContaining({ field: 'n' })] },
    { row: 3, errors: [expect.objectContaining({ field: 'body' })] },
    { dueAt: '2011-10-15T16:35:00.000Z', dueOn: '2011-10-16', provisional: false },
  ])
})

test('commitments judge counts a list and tells why a row is unusable', async () => {
  const input = join(folder, 'cases.csv')
  const rows = [
    'accepted,answered,due',
    '2011-10-15 09:00,2011-10-25 18:00,2011-10-20 00:00',
    '2011-10-15 09:00,2011-10-26 09:00,2011-10-30 00:00',
    '2011-10-15 09:00,,2011-10-20 00:00',
    'soon,2011-10-16 09:00,2011-10-20 00:00',
  ]
  writeFileSync(input, rows.join('\r\n'))
  const judge = ['commitments', 'judge', '--json', '--input', input, '--columns']
  const byRule = await nuandeng([...judge, 'start=accepted,stop=answered', '--item', '10b'])
  expect(byRule.code).toBe(EXIT.done)
  expect(JSON.parse(byRule.out)).toEqual({ kept: 1, broken: 1, open: 1, unusable: 1 })
  expect(byRule.err).toContain('1 × accepted is no time')
  const byOwn = await nuandeng([...judge, 'start=accepted,stop=answered,due=due'])
  expect(JSON.parse(byOwn.out)).toEqual({ kept: 1, broken: 1, open: 1, unusable: 1 })
  const wrong = await nuandeng([...judge, 'start=accepted,stop=reply', '--item', '10b'])
  expect(wrong).toMatchObject({ code: EXIT.usage, out: '' })
  expect(wrong.err).toContain('no column reply; there are: accepted, answered, due')
})
