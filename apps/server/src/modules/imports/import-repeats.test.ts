import { existsSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aServer } from '../../../test/harness.ts'
import { aListRoom } from '../../../test/list-room.ts'
import { XlsxWriter } from '../../platform/xlsx.ts'
import { opinionTarget } from '../opinions/index.ts'
import type { ImportTarget } from './index.ts'

const server = aServer()
const { aPath, aList, take, fresh } = aListRoom(server)

test('a dry run tells the same as the import and writes nothing', async () => {
  const before = aList([
    ['来源', '编号', '内容'],
    ['热线', 'D1', '一'],
    ['热线', 'D2', '二'],
  ])
  await take(before)
  const path = aList([
    ['来源', '编号', '内容'],
    ['热线', 'D1', '一'],
    ['热线', 'D2', '改'],
    ['热线', 'D3', '三'],
    ['热线', 'D4', ''],
  ])
  const counts = { rows: 4, created: 1, changed: 1, unchanged: 1, rejected: 1 }
  const all = () =>
    server.database.transact('system', (db) =>
      db.one(sql`select (select count(*) from event) as events, (select count(*) from import_run) as runs,
        (select count(*) from import_fault) as faults, (select string_agg(digest, ',' order by opinion_id) from opinion) as digests`),
    )
  const stored = await all()
  const dry = await take(path, { isDryRun: true })
  expect(dry).toMatchObject(counts)
  expect(await all()).toEqual(stored)
  expect(await take(path)).toEqual({ ...dry, isDryRun: false })
  expect(await fresh()).toMatchObject([
    { number: 'D1' },
    { number: 'D2', text: '改' },
    { number: 'D3' },
  ])
})

test('lists without a source that use the same numbers leave each other alone', async () => {
  const header = ['编号', '内容', '分类']
  const first = aList([header, ['1', '希望多设缴费点', ''], ['2', '停电太多', '']])
  const second = aList([header, ['1', '电表不准', ''], ['2', '停电太多', '停电']])
  expect(await take(first)).toMatchObject({ created: 2 })
  // The same words under the same number are the same opinion: its category changed.
  expect(await take(second)).toMatchObject({ created: 1, changed: 1 })
  expect(await fresh()).toMatchObject([
    { number: '1', text: '希望多设缴费点' },
    { number: '1', text: '电表不准' },
    { number: '2', text: '停电太多' },
  ])
  expect(await take(second)).toMatchObject({ created: 0, changed: 0, unchanged: 2 })
  const repeat = aList([header, ['1', '一', ''], ['1', '二', '']])
  expect(await take(repeat)).toMatchObject({ rejected: 1, errors: [{ code: 'repeated-key' }] })
})

test('in a list with a source the number names the opinion, whatever its words', async () => {
  const listOf = (text: string) =>
    aList([
      ['编号', '来源', '内容'],
      ['Z1', '热线', text],
    ])
  expect(await take(listOf('停电太多'))).toMatchObject({ created: 1 })
  expect(await take(listOf('停电太多，请检修'))).toMatchObject({ created: 0, changed: 1 })
  expect(await fresh()).toMatchObject([{ number: 'Z1', text: '停电太多，请检修' }])
})

test('an import that broke off goes on behind its last chunk and ends as if undisturbed', async () => {
  const lines = Array.from({ length: 3500 }, (_, i) => [`R${i}`, i % 100 === 7 ? '' : `意见 ${i}`])
  const path = aList([['编号', '内容'], ...lines, ['R1', '重复'], ['R2', '意见 2']])
  let chunks = 0
  const breaking = {
    ...opinionTarget,
    write: (...args: Parameters<typeof opinionTarget.write>) => {
      if (++chunks === 3) throw new Error('broke off')
      return opinionTarget.write(...args)
    },
  }
  await expect(take(path, { target: breaking as ImportTarget })).rejects.toThrow('broke off')
  const errorsPath = aPath()
  expect(await take(path, { errorsPath })).toMatchObject({
    rows: 3502,
    created: 3465,
    unchanged: 1,
    rejected: 36,
    resumedAfterRow: 2001,
    errors: expect.arrayContaining([
      { row: 9, column: '内容', code: 'required', message: expect.any(String) },
      {
        row: 3502,
        column: null,
        code: 'repeated-key',
        message: expect.stringContaining('第 3 行'),
      },
    ]),
  })
  expect((await fresh()).filter(({ number }) => /^R\d/.test(String(number)))).toHaveLength(3465)
  expect(existsSync(errorsPath)).toBe(true)
  expect(await take(path)).toMatchObject({ created: 0, unchanged: 3466, resumedAfterRow: null })
})

test('what is exported comes back by import unchanged', async () => {
  const values = [
    ['0001', '㐂𠮷', '=1+1'],
    ['0002', "'-5", '👩‍👩‍👧\n第二行'],
    ['0003', '@x', '长'.repeat(10_000)],
    ['0004', '+86', '_x0041_ 00012'],
    ['0005', '-', '"a",b'],
  ]
  expect(await take(aList([['编号', '主题', '内容'], ...values]))).toMatchObject({ created: 5 })
  const stored = await fresh()
  expect(stored.map(({ number, topic, text }) => [number, topic, text])).toEqual(values)
  const out = stored.map(({ number, topic, text }) => [number, topic, text].map(String))
  const pieces: Uint8Array[] = []
  const workbook = new XlsxWriter('意见', (bytes) => pieces.push(bytes))
  workbook.writeRows([['编号', '主题', '内容'], ...out])
  workbook.end()
  const path = aPath()
  writeFileSync(path, Buffer.concat(pieces))
  expect(await take(path)).toMatchObject({ rows: 5, unchanged: 5 })
  expect(await take(aList([['编号', '主题', '内容'], ...out]))).toMatchObject({
    rows: 5,
    unchanged: 5,
  })
})
