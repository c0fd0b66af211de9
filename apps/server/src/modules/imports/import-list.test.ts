import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { aServer } from '../../../test/harness.ts'
import { hasSharedData, NEEDS_SHARED_DATA, sharedFile } from '../../../test/shared-data.ts'
import { NOBODY } from '../../platform/context.ts'
import { csvLine } from '../../platform/csv.ts'
import { openTable } from '../../platform/tables/open-table.ts'
import { XlsxWriter } from '../../platform/xlsx.ts'
import { opinionTarget } from '../opinions/index.ts'
import { findUnitByPath } from '../organisation/index.ts'
import { type ImportTarget, importList, type ListToImport, organisationTarget } from './index.ts'

const server = aServer()
const folder = mkdtempSync(join(tmpdir(), 'nuandeng-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const aPath = () => join(folder, `${files++}`)

function aList(lines: readonly (readonly string[])[]): string {
  const path = aPath()
  writeFileSync(path, lines.map(csvLine).join(''))
  return path
}

const deps = () => ({
  database: server.installation.database,
  vault: server.installation.vault,
  now: () => server.clock.now,
  actor: { ...NOBODY, name: 'test' },
})

async function take(
  path: string,
  more: Partial<ListToImport> = {},
  at = server.units.province.path,
) {
  const unit = await server.database.transact('system', (db) => findUnitByPath(db, at))
  if (!unit) throw new Error(`no unit ${at}`)
  return importList(deps(), {
    target: opinionTarget,
    unit,
    path,
    map: {},
    isDryRun: false,
    ...more,
  })
}

const opinions = () =>
  server.database.transact('system', (db) =>
    db.rows<Record<string, unknown>>(
      sql`select number, text, topic, said_at, unit_path::text as unit_path, city_code, contact_sealed,
                 contact_masked, source from opinion order by number, text`,
    ),
  )

beforeEach(() =>
  server.database.transact('system', async (db) => {
    await db.run(sql`update opinion set number = 'gone-' || opinion_id where true`)
  }),
)
const fresh = async () =>
  (await opinions()).filter(({ number }) => !String(number).startsWith('gone-'))

test('a messy list goes in row by row, and the refused rows come back with their reasons', async () => {
  const errorsPath = aPath()
  const path = aList([
    ['2011年10月意见汇总表'],
    [''],
    ['编 号', '供电所', '留言详情（必填）', '时间', '姓名', '手机号', '备用'],
    [
      '００１２',
      '官渡供电所',
      ' 希望多设\r\n缴费点 \u3000',
      '２０１１年10月15日',
      '王小明',
      '13800000000',
      'x',
    ],
    ['0013', '没有的所', '停电太多', '20111015', '', '', ''],
    ['0014', '', '', '2011-13-40', '', '12', ''],
    ['', '', '', '', '', '', ''],
    ['0015', 'S2', '=SUM(A1)', '40831.5', '', '', ''],
    ['编 号', '供电所', '留言详情（必填）', '时间', '姓名', '手机号', '备用'],
    ['0012', '官渡供电所', '别的话', '2011-10-15', '', '', ''],
    ['0015', 'S2', '=SUM(A1)', '40831.5', '', '', ''],
  ])
  const report = await take(path, { errorsPath })
  expect(report).toMatchObject({
    rows: 7,
    created: 2,
    changed: 0,
    unchanged: 1,
    rejected: 4,
    headerRow: 3,
    ignored: ['备用'],
    refusal: null,
    errors: [
      { row: 5, column: '供电所', code: 'unknown-unit' },
      { row: 6, column: '留言详情（必填）', code: 'required' },
      { row: 6, column: '时间', code: 'not-a-time' },
      { row: 6, column: '手机号', code: 'wrong-form' },
      { row: 9, column: null, code: 'repeated-header' },
      { row: 10, column: null, code: 'repeated-key', message: expect.stringContaining('第 4 行') },
    ],
  })
  const [first, second] = await fresh()
  expect(first).toMatchObject({
    number: '0012',
    text: '希望多设\n缴费点',
    unitPath: server.units.station.path,
    cityCode: '410100',
    saidAt: new Date('2011-10-15T00:00:00+08:00'),
    contactMasked: { name: '王**', phone: '138****0000' },
  })
  expect(JSON.stringify(first)).not.toMatch(/王小明|13800000000/)
  expect(second).toMatchObject({ number: '0015', text: '=SUM(A1)', contactSealed: null })

  const table = await openTable(errorsPath)
  const rows = []
  for await (const batch of table.rows()) rows.push(...batch.map(({ cells }) => cells))
  await table.close()
  expect(rows).toHaveLength(5)
  expect(rows[0]?.slice(-2)).toEqual(['原行号', '错误'])
  expect(rows[1]).toEqual([
    '0013',
    '没有的所',
    '停电太多',
    '20111015',
    '',
    '',
    '',
    '5',
    expect.stringContaining('供电所：'),
  ])

  expect(await take(path)).toMatchObject({ created: 0, changed: 0, unchanged: 3, rejected: 4 })
})

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

test('a list without the required column is refused, naming what was found', async () => {
  const report = await take(
    aList([
      ['日期', '天气'],
      ['2011-10-15', '晴'],
      ['2011-10-16', '雨'],
    ]),
  )
  expect(report).toMatchObject({
    rows: 2,
    created: 0,
    rejected: 2,
    refusal: { code: 'missing-columns' },
  })
  expect(report.refusal?.message).toMatch(/内容 \(text\).*日期, 天气/)
})

test('a mapping overrides the guess; an unknown field or heading is refused', async () => {
  const path = aList([
    ['编号', '备注', '内容'],
    ['M1', '真的内容', '套话'],
  ])
  expect(await take(path, { map: { text: '备注' } })).toMatchObject({
    created: 1,
    ignored: ['内容'],
  })
  expect(await fresh()).toMatchObject([{ text: '真的内容' }])
  await expect(take(path, { map: { words: '备注' } })).rejects.toMatchObject({
    code: 'invalid-input',
  })
  expect(await take(path, { map: { text: '没有' } })).toMatchObject({
    refusal: { code: 'missing-columns' },
  })
})

test('an import at a station cannot place a row at another one', async () => {
  const path = aList([
    ['编号', '单位', '内容'],
    ['U1', 'S1', '本所'],
    ['U2', 'S2', '邻所'],
    ['U3', '', '未写'],
  ])
  expect(await take(path, {}, server.units.station.path)).toMatchObject({
    created: 2,
    rejected: 1,
    errors: [{ row: 3, code: 'unknown-unit' }],
  })
  const seen = await server.database.transact({ paths: [server.units.sibling.path] }, (db) =>
    db.rows(sql`select * from opinion where number like 'U%'`),
  )
  expect(seen).toEqual([])
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

describe('the organisation', () => {
  const list = (lines: string[][], more = {}) =>
    take(aList([['编码', '名称', '上级', '层级', '启用日期'], ...lines]), {
      target: organisationTarget,
      ...more,
    })
  const unit = (code: string) =>
    server.database.transact('system', (db) =>
      db.maybe(
        sql`select name, kind, path::text as path, city_code, county_id, valid_from from unit where code = ${code}`,
      ),
    )

  test('units come in with those above them, are renamed and never moved', async () => {
    const lines = [
      ['K9', '示例县供电公司', 'C1', '县公司', '2009-01-01'],
      ['S9', '示例供电所', 'K9', '供电所', '2010/1/1'],
      ['S8', '无主供电所', 'K8', '供电所', ''],
      ['T9', '示例队', 'S9', '省公司', ''],
      ['X9', '错层', 'C1', '供电所', ''],
    ]
    expect(await list(lines)).toMatchObject({
      created: 2,
      rejected: 3,
      errors: [
        { row: 4, code: 'unknown-parent' },
        { row: 5, code: 'unknown-value' },
        { row: 6, code: 'wrong-level' },
      ],
    })
    expect(await unit('S9')).toMatchObject({
      path: 'HA.C1.K9.S9',
      cityCode: '410100',
      validFrom: '2010-01-01',
    })
    const renamed = [
      ['S9', '新示例供电所', 'K9', '供电所', '2011-10-01'],
      ['K9', '示例县供电公司', 'C2', '', ''],
    ]
    expect(await list(renamed)).toMatchObject({
      changed: 1,
      rejected: 1,
      errors: [{ code: 'parent-changed' }],
    })
    expect(await unit('S9')).toMatchObject({ name: '新示例供电所' })
    expect(await list(renamed)).toMatchObject({ changed: 0, unchanged: 1 })
  })

  test('counties bring the cities of their codes, and 济源 stands as city and county', async () => {
    const path = aList([
      ['adcode', 'name', 'city_adcode', 'city'],
      ['410122', '示例县', '410100', '郑州市'],
      ['411025', '示例襄县', '411000', '许昌市'],
      ['419001', '济源市', '419001', '济源市'],
    ])
    const target = organisationTarget as ImportTarget
    expect(await take(path, { target, isDryRun: true })).toMatchObject({ created: 3 })
    expect(await unit('411000')).toBeUndefined()
    expect(await take(path, { target })).toMatchObject({ created: 3, rejected: 0 })
    expect(await unit('410122')).toMatchObject({ path: 'HA.C1.410122', cityCode: '410100' })
    expect(await unit('411025')).toMatchObject({ path: 'HA.411000.411025', cityCode: '411000' })
    expect(await unit('419001')).toMatchObject({
      kind: 'county',
      path: 'HA.419000.419001',
      cityCode: '419001',
    })
    expect(await take(path, { target })).toMatchObject({ created: 0, unchanged: 3 })
  })
})

describe.skipIf(!hasSharedData)(`lists of shared/data, counted by hand${NEEDS_SHARED_DATA}`, () => {
  test.each([
    ['messy/tipdm_annex1_taxonomy.xlsx', { rows: 517, created: 0, rejected: 517 }],
    ['messy/tipdm_annex3_sample.xlsx', { rows: 30, created: 30, rejected: 0 }],
    ['messy/tipdm_annex4_sample.xlsx', { rows: 120, created: 120, rejected: 0 }],
    ['messy/weather_yangzhong_gbk.csv', { rows: 609, created: 0, rejected: 609 }],
    ['texts-cn/taxonomy.csv.gz', { rows: 517, created: 0, rejected: 517 }],
  ])('%s', async (name, counts) => {
    expect(await take(sharedFile(name), { isDryRun: true })).toMatchObject(counts)
  })

  test('the messages of texts-cn as a list', async () => {
    const lines = gunzipSync(readFileSync(sharedFile('texts-cn/messages.jsonl.gz')))
      .toString()
      .trim()
      .split('\n')
    const keys = ['id', 'user', 'title', 'submitted_at', 'body', 'power_topic']
    const rows = lines.map((line) => {
      const message = JSON.parse(line) as Record<string, string>
      return keys.map((key) => message[key] ?? '')
    })
    const path = aList([keys, ...rows])
    expect(await take(path)).toMatchObject({ rows: 3967, created: 3967, rejected: 0 })
    expect(await take(path)).toMatchObject({ rows: 3967, created: 0, unchanged: 3967 })
  })

  test('the divisions of Henan, level by level, and again', async () => {
    for (const [level, rows] of [
      ['county', 181],
      ['town', 2586],
      ['village', 52_378],
    ] as const) {
      const path = sharedFile(`geo-henan/divisions_${level}.csv.gz`)
      const target = organisationTarget as ImportTarget
      // 410122 and 419001 stand already, from the test above, under other names.
      const first = await take(path, { target })
      expect(first).toMatchObject({ rows, rejected: 0 })
      expect(first.created + first.changed + first.unchanged).toBe(rows)
      expect(await take(path, { target })).toMatchObject({ rows, unchanged: rows })
    }
  }, 240_000)
})
