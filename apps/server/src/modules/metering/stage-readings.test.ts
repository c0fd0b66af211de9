import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import type { PlainDate } from '@nuandeng/domain'
import { expect, onTestFinished, test } from 'vitest'
import { type Duck, withDuck } from '../../platform/duck.ts'
import { type ReadingsProfile, ReadingsRefused, stageReadings } from './index.ts'

type Content = string | Buffer
const LIMITS = { memoryMb: 256, threads: 1 }

/** 户号, 月份 and 电量 in GBK, as the bytes of a file that a billing system wrote. */
const GBK_HEADER = Buffer.from('bba7bac52cd4c2b7dd2cb5e7c1bf0a', 'hex')

function aFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-stage-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function stage(
  files: Content | Record<string, Content>,
  profile: ReadingsProfile = {},
  maxRejectShare = 1,
) {
  const folder = aFolder()
  const named = typeof files === 'string' || Buffer.isBuffer(files) ? { 'a.csv': files } : files
  const paths = Object.entries(named).map(([name, content]) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  })
  return stagePaths(paths, profile, maxRejectShare)
}

function stagePaths(paths: string[], profile: ReadingsProfile = {}, maxRejectShare = 1) {
  return withDuck(':memory:', LIMITS, async (duck) => {
    const limits = { latest: '2016-12-31' as PlainDate, maxRejectShare }
    const result = await stageReadings(duck, paths, profile, limits)
    return {
      result,
      readings: await all(
        duck,
        `select account, from_day::varchar, days, used from reading order by all`,
      ),
      rejects: await all(duck, `select line::integer, code, raw from reject order by all`),
    }
  })
}

async function all(duck: Duck, sql: string) {
  return (await duck.runAndReadAll(sql)).getRowsJson()
}

const LONG = '户号,月份,电量\n0001,2015-01,12.34\n0002,201502,0\n'
const READ = [
  ['0001', '2015-01-01', 31, 1234],
  ['0002', '2015-02-01', 28, 0],
]

test.each<[string, Content]>([
  ['UTF-8', LONG],
  ['UTF-8 with a byte order mark', `\ufeff${LONG}`],
  ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${LONG}`, 'utf16le')],
  ['GB18030', Buffer.concat([GBK_HEADER, Buffer.from(LONG.slice(LONG.indexOf('\n') + 1))])],
  ['gzip', gzipSync(LONG)],
  ['gzip with line ends of Windows', gzipSync(LONG.replaceAll('\n', '\r\n'))],
  ['tabs', LONG.replaceAll(',', '\t')],
  ['semicolons', LONG.replaceAll(',', ';')],
  ['bars', LONG.replaceAll(',', '|')],
  [
    'quotes, a title above and columns that nobody asked for',
    '抄表数据,,\n"备注","户号","月份","电量"\n"a,""b""\nc","0001","2015年1月","12.34"\n,\'0002,2015/2,0\n',
  ],
])('readings are taken from %s', async (_, content) => {
  const { readings, rejects } = await stage(content)
  expect(readings).toEqual(READ)
  expect(rejects).toEqual([])
})

test('every refused line is kept with its number, the reason and its text', async () => {
  const lines = [
    ...[
      '户号,月份,电量',
      '0001,2015-01,5',
      '',
      '0002,2015-01',
      '0003,2015-01,abc',
      '0004,2015-01,-1',
    ],
    ...[
      '0005,2015-01,99999999',
      '0006,2015-13,5',
      '0007,2017-01,5',
      ',2015-01,5',
      '0008,2015-01,未抄',
    ],
    ...['0001,2015-01,5', '0001,2015-01,6', '0009,2015-01,'],
  ]
  const { result, readings, rejects } = await stage(lines.join('\n'))
  expect(readings).toEqual([['0001', '2015-01-01', 31, 500]])
  expect(rejects).toEqual([
    [4, 'wrong-columns', '0002,2015-01'],
    [5, 'not-a-number', '0003,2015-01,abc'],
    [6, 'negative', '0004,2015-01,-1'],
    [7, 'absurd', '0005,2015-01,99999999'],
    [8, 'not-a-date', '0006,2015-13,5'],
    [9, 'out-of-range', '0007,2017-01,5'],
    [10, 'required', ',2015-01,5'],
    [13, 'duplicate', '0001 2015-01-01 6.000000'],
  ])
  expect(result).toMatchObject({ rows: 12, readings: 1, repeats: 1, unread: 2, rejected: 8 })
})

test('the numbers of refused lines hold deep in a large file', async () => {
  const lines = Array.from(
    { length: 300_000 },
    (_, i) => `${i},2015-01,${i % 1000 === 999 ? '?' : i % 500}`,
  )
  const { rejects } = await stage(`户号,月份,电量\n${lines.join('\n')}`)
  expect(rejects).toHaveLength(300)
  expect(rejects[299]).toEqual([300_001, 'not-a-number', '299999,2015-01,?'])
})

test('columns may stand for customers, months or days; blank cells are no readings', async () => {
  const days = await stage('date,E1,E2\n2015-01-01,5,\n2015-01-02,6,1.5\n')
  expect(days.readings).toEqual([
    ['E1', '2015-01-01', 1, 500],
    ['E1', '2015-01-02', 1, 600],
    ['E2', '2015-01-02', 1, 150],
  ])
  expect(days.result).toMatchObject({ rows: 4, readings: 3, unread: 1 })
  const months = await stage('户号,台区,201501,201502\n0001,东,3,未抄\n0002,西,x,0\n')
  expect(months.readings).toEqual([
    ['0001', '2015-01-01', 31, 300],
    ['0002', '2015-02-01', 28, 0],
  ])
  expect(months.rejects).toEqual([[3, 'not-a-number', 'x']])
})

test('half hours are summed to days without losing thousandths; a day that lacks a tenth is none', async () => {
  const day = (date: string, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const time = `${String(i >> 1).padStart(2, '0')}:${i % 2 ? '30' : '00'}`
      return `M1,${date} ${time},0.003`
    })
  const lines = [...day('2015-01-01', 48), ...day('2015-01-02', 44), ...day('2015-01-03', 43)]
  const { result, readings } = await stage(`meter_id,reading_at,kwh\n${lines.join('\n')}`)
  expect(readings).toEqual([
    ['M1', '2015-01-01', 1, 14],
    ['M1', '2015-01-02', 1, 13],
  ])
  expect(result.partialDays).toBe(1)
})

test('readings over two months and between two dates carry their days', async () => {
  const cycles = await stage('户号,月份,抄表周期,电量\n0001,2015-02,2,59\n0002,2015-02,1,28\n')
  expect(cycles.readings).toEqual([
    ['0001', '2015-01-01', 59, 5900],
    ['0002', '2015-02-01', 28, 2800],
  ])
  const dates = await stage(
    '户号,起始日期,终止日期,电量\n0001,2015-01-11,2015-02-10,31\n0001,2015-03-10,2015-03-01,31\n',
  )
  expect(dates.readings).toEqual([['0001', '2015-01-11', 31, 3100]])
  expect(dates.rejects).toMatchObject([[3, 'out-of-range', '0001,2015-03-10,2015-03-01,31']])
})

test('what meters show becomes what was used from look to look, times the factor', async () => {
  const looks = [
    ...['0001,2015-01-01,100,20', '0001,2015-02-01,101.5,20', '0001,2015-02-03,101.5,20'],
    ...[
      '0002,2015-01-10,50,',
      '0002,2015-01-20,未抄,',
      '0002,2015-01-30,49,',
      '0003,2015-01-01,7,1',
    ],
  ]
  const { result, readings, rejects } = await stage(
    `户号,抄表日期,示数,倍率\n${looks.join('\n')}\n`,
  )
  expect(readings).toEqual([
    ['0001', '2015-01-01', 31, 3000],
    ['0001', '2015-02-01', 2, 0],
  ])
  expect(rejects).toEqual([[7, 'backwards', '0002,2015-01-30,49,']])
  // The first look at each account, and the one that was not taken.
  expect(result).toMatchObject({ rows: 7, readings: 2, unread: 4, rejected: 1 })
})

test('a profile names the columns, and nothing beside them is taken', async () => {
  const file = 'A,B,C,电量\n0001,2015-01-05,7,8\n'
  const map = { account: 'A', time: 'B', used: 'C' }
  expect((await stage(file, { map, period: 'month' })).readings).toEqual([
    ['0001', '2015-01-01', 31, 700],
  ])
  await expect(stage(file)).rejects.toMatchObject({ code: 'missing-column', place: { line: 1 } })
})

test('parquet is read by its own columns', async () => {
  const path = join(aFolder(), 'a.parquet')
  await withDuck(':memory:', LIMITS, (duck) =>
    duck.run(`copy (select '0001' as account, date '2015-01-01' + i::integer as day, 1.5 + i as kwh
                    from range(2) t(i)) to '${path}'`),
  )
  expect((await stagePaths([path])).readings).toEqual([
    ['0001', '2015-01-01', 1, 150],
    ['0001', '2015-01-02', 1, 250],
  ])
})

test('a Parquet whose middle is broken is refused, and a wide line in GB18030 is not', async () => {
  const path = join(aFolder(), 'a.parquet')
  await withDuck(':memory:', LIMITS, (duck) =>
    duck.run(`copy (select hash(i)::varchar as account, date '2015-01-01' as day, i / 7.0 as kwh
                    from range(20000) t(i)) to '${path}'`),
  )
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xee, 1000, Math.floor(bytes.length / 2)))
  await expect(stagePaths([path])).rejects.toMatchObject({ code: 'damaged-file' })
  // 户: two bytes in GB18030, three in UTF-8.
  const wide = Buffer.concat([
    GBK_HEADER,
    Buffer.from('1,2015-01,'),
    Buffer.from('bba7'.repeat(900_000), 'hex'),
  ])
  const { rejects } = await stage(wide)
  expect(rejects).toMatchObject([[2, 'not-a-number', expect.stringMatching(/^1,2015-01,户户/)]])
})

test.each<[string, string, Content]>([
  ['wrong-file-type', 'a PDF', '%PDF-1.7\n'],
  ['wrong-file-type', 'a workbook', 'PK\x03\x04'],
  ['empty-file', 'nothing', ''],
  ['empty-file', 'a header alone', '户号,月份,电量\n'],
  ['wrong-delimiter', 'an unknown delimiter', LONG.replaceAll(',', '^')],
  ['missing-column', 'a column less', '户号,月份\n1,2015-01\n'],
  [
    'wrong-encoding',
    'bytes of no encoding',
    Buffer.concat([Buffer.from(LONG), Buffer.from([0xff, 0xff, 0x0a])]),
  ],
  ['wrong-encoding', 'something binary', Buffer.concat([Buffer.from(LONG), Buffer.alloc(9)])],
  ['damaged-file', 'half an archive', gzipSync(LONG).subarray(0, 30)],
  ['damaged-file', 'half a Parquet', 'PAR1 and no end'],
  ['zip-bomb', 'a bomb', gzipSync(Buffer.alloc(64 * 1024 ** 2, '\n'))],
])('%s: a file that is %s is refused', async (code, _, content) => {
  const refusal = stage(content)
  await expect(refusal).rejects.toBeInstanceOf(ReadingsRefused)
  await expect(refusal).rejects.toMatchObject({ code, place: { file: 'a.csv' } })
})

test('a file of which too much is refused is refused whole, with its first fault', async () => {
  const file = `${LONG}0003,2015-01,x\n`
  await expect(stage(file, {}, 0.3)).rejects.toMatchObject({
    code: 'too-many-rejects',
    place: { file: 'a.csv', line: 4 },
  })
  expect((await stage(file, {}, 0.34)).result.rejected).toBe(1)
})

test('a line without end is refused in the memory of a short one', async () => {
  const path = join(aFolder(), 'line.csv')
  const piece = Buffer.alloc(1024 * 1024, '7')
  const pieces = Array.from({ length: 300 }, () => piece)
  await pipeline(Readable.from([Buffer.from(LONG), ...pieces]), createWriteStream(path))
  const before = process.memoryUsage().rss
  await expect(stagePaths([path])).rejects.toMatchObject({
    code: 'line-too-long',
    place: { line: 4 },
  })
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 ** 2)
})
