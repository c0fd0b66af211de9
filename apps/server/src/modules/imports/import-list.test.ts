import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { aServer } from '../../../test/harness.ts'
import { aListRoom } from '../../../test/list-room.ts'
import { hasSharedData, NEEDS_SHARED_DATA, sharedFile } from '../../../test/shared-data.ts'
import { openTable } from '../../platform/tables/open-table.ts'
import { type ImportTarget, organisationTarget } from './index.ts'

const server = aServer()
const { aPath, aList, take, fresh } = aListRoom(server)

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
