import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, test, vi } from 'vitest'
import { runCommand } from '../../test/command.ts'
import { hasSharedData, NEEDS_SHARED_DATA, sharedFile } from '../../test/shared-data.ts'
import { withDuck } from '../platform/duck.ts'
import { EXIT } from './exit.ts'

// Each command starts a Node of its own.
vi.setConfig({ testTimeout: 240_000 })
const folder = mkdtempSync(join(tmpdir(), 'nuandeng-discover-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const discover = (...words: string[]) => runCommand(['discover', ...words])

async function discovered(...words: string[]) {
  const { code, out, err } = await discover(...words, '--json')
  expect(err).toBe('')
  expect(code).toBe(EXIT.done)
  return JSON.parse(out)
}

function aFile(name: string, content: string) {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Invented customers with 25 months each, oldest first, up to 2016-09. */
const CUSTOMERS: Record<string, number[]> = {
  '0001': Array(25).fill(0.9),
  '0002': Array(25).fill(1),
  '0003': [...Array(23).fill(80), 5, 5],
  '0004': Array(25).fill(0),
  '0005': [...Array(22).fill(1000), 3000, 3100, 3200],
  '0006': Array(25).fill(0.5),
}
function readings() {
  const months = Array.from({ length: 25 }, (_, i) => {
    const month = 2014 * 12 + 8 + i
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  })
  const lines = Object.entries(CUSTOMERS).flatMap(([account, use]) =>
    months.map((month, i) => `${account},${month},${use[i]}`),
  )
  return aFile('readings.csv', `户号,月份,电量\n${lines.join('\n')}\n`)
}

test('a file of readings is judged without a register, and says what did not run', async () => {
  const out = join(folder, 'found.csv')
  const found = await discovered('--readings', readings(), '--out', out)
  expect(found).toEqual({
    ...{ edition: 'residents-1', newest: '2016-09', newestDay: null, customers: 6, months: 25 },
    ...{ rows: 150, rejected: 0, hasRegister: false },
    counts: {
      ...{ 'under-1-kwh': 2, 'under-15-kwh': 3, vacant: 1, collapse: 1 },
      ...{ 'meter-stuck': 0, 'away-by-season': 0 },
    },
    notRun: { growth: 'no-capacity', 'alone-and-silent': 'no-daily-readings' },
  })
  const lines = readFileSync(out, 'utf8').trim().split('\n')
  expect(lines).toHaveLength(8)
  expect(lines[0]).toMatch(/^edition,rule,title,title_en,queue,rank,account,level,score,from,to,/)
  expect(lines[1]).toContain(
    'residents-1,under-1-kwh,一度电用户,Under one kilowatt-hour a month,care,1,0006,,500,2014-09,2016-09,',
  )
  expect(lines[1]).toContain('最近 25 个抄表月每月都在用电，但都不足 1.00 千瓦时，最高 0.50 千瓦时')
  expect(lines.find((line) => line.includes(',collapse,'))).toContain(
    'At most 5.00 kWh in the newest 2 months against a median of 80.00 kWh',
  )
})

test('the register leaves customers out, gives capacities, and tells who lives alone', async () => {
  const register = aFile(
    'register.csv',
    [
      '户号,用电类别,状态,停电标志,立户日期,容量,独居',
      '0001,乡村居民,正常,未停电,2011-10-15,8,是',
      '0004,202,正常,已停电,2011-10-15,8,',
      '0005,405,正常,02,2011-10-15,10,',
      '0006,乡村居民,已销户,02,2011-10-15,8,',
    ].join('\n'),
  )
  const days = Array.from({ length: 40 }, (_, i) => {
    const day = new Date(Date.UTC(2016, 7, 22 + i)).toISOString().slice(0, 10)
    return `0001,${day},${i < 37 ? 1.5 : 0.1}`
  })
  const daily = aFile('daily.csv', `户号,日期,电量\n${days.join('\n')}`)
  const out = join(folder, 'found.parquet')
  const words = ['--readings', readings(), daily, '--register', register, '--out', out]
  const found = await discovered(...words)
  expect(found.newestDay).toBe('2016-09-30')
  expect(found.counts).toMatchObject({ vacant: 0, growth: 1, 'alone-and-silent': 1 })
  expect(found.notRun).toEqual({})
  const rows = await withDuck(':memory:', { memoryMb: 256, threads: 1 }, async (duck) =>
    (
      await duck.runAndReadAll(
        `select rule, account, level, "from", "to" from '${out}' where rule in ('under-1-kwh', 'growth', 'alone-and-silent')`,
      )
    ).getRowsJson(),
  )
  expect(rows).toEqual([
    ['under-1-kwh', '0001', null, '2014-09', '2016-09'],
    ['growth', '0005', null, '2016-07', '2016-09'],
    ['alone-and-silent', '0001', 'red', '2016-09-28', '2016-09-30'],
  ])
  const explained = await discover(
    '--readings',
    readings(),
    '--register',
    register,
    '--explain',
    '0006',
  )
  expect(explained.out).toContain('left out by the register (closed)')
})

test('one customer is explained: the readings, the arithmetic and the verdict', async () => {
  const { code, out } = await discover('--readings', readings(), '--explain', '0003')
  expect(code).toBe(EXIT.done)
  expect(out).toContain('  2016-07         80.00\n  2016-08          5.00\n')
  expect(out).toContain('yes far below it: 5.00 × 100 < 20 × 80.00')
  expect(out).toMatch(
    /collapse 用电骤降[^=]*= found, 2016-08 to 2016-09, score 937\n {4}最近 2 个月最高 5.00/,
  )
  const unknown = await discover('--readings', readings(), '--explain', '0009')
  expect(unknown).toMatchObject({ code: EXIT.fault, out: '' })
  expect(unknown.err).toContain('no account 0009')
})

test('bad rules, files and options are refused with their place and reason', async () => {
  const refused = async (code: number, said: RegExp, ...words: string[]) => {
    const reply = await discover(...words)
    expect(reply).toMatchObject({ code, out: '' })
    expect(reply.err).toMatch(said)
  }
  const read = ['--readings', readings()]
  const kind = aFile('kind.yaml', 'edition: a\nrules: [{ id: a, kind: below }]\n')
  await refused(EXIT.usage, /kind\.yaml[\s\S]*one of low-use/, ...read, '--rules', kind)
  const broken = aFile('broken.yaml', 'rules: [')
  await refused(EXIT.usage, /broken\.yaml/, ...read, '--rules', broken)
  await refused(EXIT.usage, /residents-1/, ...read, '--rules', 'nobody')
  await refused(EXIT.usage, /a number of kWh/, ...read, '--floor', 'x')
  await refused(EXIT.usage, /\.csv or \.parquet/, ...read, '--out', 'found.txt')
  await refused(EXIT.fault, /none\.csv/, '--readings', join(folder, 'none.csv'))
  const pdf = aFile('pdf.csv', '%PDF-1.7\n')
  await refused(EXIT.fault, /pdf\.csv/, '--readings', pdf)
  const register = aFile('bad-register.csv', '户号,容量\n0001,many\n')
  await refused(EXIT.usage, /bad-register\.csv:2: 容量/, ...read, '--register', register)
})

const needs = test.skipIf(!hasSharedData)

/** The rows of a real file, cut at commas. */
function rowsOf(name: string): string[][] {
  const [, ...lines] = gunzipSync(readFileSync(sharedFile(name)))
    .toString()
    .trim()
    .split('\n')
  return lines.map((line) => line.split(','))
}

needs(
  `firms: idle, sudden drop and came alive are as counted by hand${NEEDS_SHARED_DATA}`,
  async () => {
    const firms = Map.groupBy(rowsOf('meter-enterprise/monthly.csv.gz'), ([account]) => account)
    const count = (holds: (kwh: number[], idle: boolean[]) => boolean) =>
      [...firms.values()].filter((rows) =>
        holds(
          rows.map(([, , , kwh]) => Number(kwh)),
          rows.map(([, , days, , floorDays]) => days === floorDays),
        ),
      ).length
    const median = (kwh: number[]) => {
      const sorted = kwh.toSorted((a, b) => a - b)
      return ((sorted[5] as number) + (sorted[6] as number)) / 2
    }
    const expected = {
      idle: count((_, idle) => idle.slice(-3).every(Boolean)),
      'sudden-drop': count((kwh) => {
        const usual = median(kwh.slice(-14, -2))
        const [before, last] = [kwh.slice(-14, -12), kwh.slice(-2)]
        return (
          usual >= 500 &&
          last.every((use) => use < usual / 5) &&
          before.every((use) => use >= usual / 2)
        )
      }),
      'came-alive': count(
        (kwh, idle) =>
          idle.slice(-4, -1).every(Boolean) && !idle.at(-1) && (kwh.at(-1) as number) >= 100,
      ),
    }
    expect(Object.values(expected).every((found) => found > 0)).toBe(true)
    const rules = ['--rules', 'enterprises-1', '--floor', '1']
    for (const name of ['monthly', 'daily_wide']) {
      const found = await discovered(
        '--readings',
        sharedFile(`meter-enterprise/${name}.csv.gz`),
        ...rules,
      )
      expect(found).toMatchObject({ customers: 770, months: 21, newest: '2016-09', rejected: 0 })
      expect(found.counts).toEqual(expected)
    }
  },
  120_000,
)

const LOW = `
edition: low
name: 低
nameEn: low
validFrom: 2026-01-01
dayFloorKwh: 0
newWithinMonths: 3
rules:
  - { id: low, kind: low-use, queue: care, title: 低, titleEn: low, reason: 低, reasonEn: low, source: 测, sourceEn: test,
      minReadPercent: 70, months: 3, belowKwh: 250 }
`

needs(
  `half hours: partial months and gaps never look low${NEEDS_SHARED_DATA}`,
  async () => {
    const names = readdirSync(sharedFile('meter-halfhourly')).filter((name) =>
      /^(SGSC|LCL-MAC)/.test(name),
    )
    const days = new Map<string, number[]>()
    for (const [meter, at, kwh] of names.flatMap((name) => rowsOf(`meter-halfhourly/${name}`))) {
      const day = `${meter} ${at?.slice(0, 10)}`
      days.set(day, [...(days.get(day) ?? []), Number(kwh)])
    }
    const whole = [...days].filter(([, halfHours]) => halfHours.length >= 0.9 * 48)
    const months = Map.groupBy(whole, ([day]) => day.slice(0, -3))
    const use = [...months].flatMap(([name, of]) => {
      const [year = 0, month = 0] = name.slice(-7).split('-').map(Number)
      if (of.length < 0.9 * new Date(year, month, 0).getDate()) return []
      return [[name, of.flatMap(([, halfHours]) => halfHours).reduce((a, b) => a + b)] as const]
    })
    const byMeter = Map.groupBy(use, ([name]) => name.slice(0, -8))
    const low = [...byMeter].filter(([, of]) =>
      of.slice(-3).every(([, kwh]) => kwh > 0 && kwh < 250),
    )
    expect(low.length).toBeGreaterThan(0)
    expect(low.length).toBeLessThan(byMeter.size)
    const files = names.map((name) => sharedFile(`meter-halfhourly/${name}`))
    const rules = ['--rules', aFile('low.yaml', LOW)]
    const found = await discovered('--readings', ...files, ...rules)
    expect(found).toMatchObject({
      customers: byMeter.size,
      newest: '2014-02',
      counts: { low: low.length },
    })
    // Two complete months of this household are nearly unused; the three before were read in part.
    const { out } = await discover('--readings', ...files, ...rules, '--explain', 'SGSC-10017994')
    expect(out).toMatch(/2012-11 {6}not read\n[\s\S]*2013-02 {10}5\.66\n {2}2013-03 {10}7\.03/)
  },
  120_000,
)
