import { expect, test } from 'vitest'
import { judgeMonths } from './judge-months.ts'
import { judgeSilence } from './judge-silence.ts'
import { daysIn, monthBefore, twiceMedian } from './month-series.ts'
import { excludedBy } from './register-exclusion.ts'
import { type MonthRule, type RegisterFacts, reasonOf, type SilenceRule } from './rule.ts'
import { thresholdOf } from './threshold.ts'

const EDITION = { dayFloorKwh: 0, newWithinMonths: 3 }
const FRAME = {
  ...({ id: 'a', queue: 'care' } as const),
  ...{ title: '一', titleEn: 'one', source: '试', sourceEn: 'test' },
  ...{ reason: '{months} 个月', reasonEn: '{months} months', minReadPercent: 90 },
}
const HISTORY = { historyMonths: 12, minHistory: 9, historyKwh: 20, sameMonthsPercent: 50 }
const lowUse: MonthRule = { ...FRAME, kind: 'low-use', months: 3, belowKwh: 1 }
const vacant: MonthRule = { ...FRAME, kind: 'vacant', months: 3 }
const collapse: MonthRule = {
  ...FRAME,
  ...HISTORY,
  kind: 'collapse',
  ...{ months: 2, dropPercent: 20 },
}
const stuck: MonthRule = { ...FRAME, ...HISTORY, kind: 'stuck', months: 3, stepKwh: 5 }
const growth: MonthRule = {
  ...FRAME,
  kind: 'growth',
  ...{ months: 2, growPercent: 150, loadPercent: 40, leastKwh: 100 },
}
const season: MonthRule = {
  ...FRAME,
  kind: 'season',
  ...{ awayKwh: 15, presentKwh: 30, awayMonths: 6, differMonths: 2 },
}
const alive: MonthRule = {
  ...FRAME,
  kind: 'came-alive',
  ...{ months: 2, quietMonths: 3, leastKwh: 50 },
}

/** Judges kWh by the month, oldest first; null was not read. */
function judge(rule: MonthRule, kwhs: readonly (number | null)[], more: object = {}) {
  const use = kwhs.toReversed().map((kwh) => (kwh === null ? -1 : Math.round(kwh * 100)))
  const { capacityVa, ...edition } = { ...EDITION, capacityVa: null, ...more }
  return judgeMonths(rule, { newest: '2016-09', use }, edition, capacityVa).finding
}
const year = (kwh: number) => Array<number>(12).fill(kwh)

test.each([
  ['under it in all three', [9, 0.99, 0.01, 0.5], true],
  ['exactly 1.00 is not under it', [9, 0.99, 1, 0.5], false],
  ['nothing is not little', [9, 0.99, 0, 0.5], false],
  ['two months are too few', [9, 9, 0.99, 0.5], false],
  ['a month that was not read is left out', [...year(9), 0.9, null, 0.9, 0.9], true],
  ['a month that was not read is not low', [...year(9), 0.9, null, 0.9], false],
  ['nor is the newest', [...year(9), 0.9, 0.9, 0.9, null], true],
  ['read too seldom', [0.9, null, 0.9, 0.9], false],
  ['too new', [0.9, 0.9], false],
])('low use: %s', (_, kwhs, found) => {
  expect(judge(lowUse, kwhs) !== undefined).toBe(found)
})

test('a finding of low use carries the numbers of its reason, and the months it is about', () => {
  const finding = judge(lowUse, [...year(9), 0.9, 0.25, null, 0.35])
  expect(finding).toEqual({
    score: 500,
    level: null,
    numbers: { months: 3, belowKwh: 1, highestKwh: 0.9 },
    from: '2016-06',
    to: '2016-09',
  })
  const reason = '近 {months} 个月在 0 与 {belowKwh} 千瓦时之间，最高 {highestKwh}'
  expect(reasonOf({ reason, reasonEn: '' }, finding?.numbers ?? {}, 'zh')).toBe(
    '近 3 个月在 0 与 1.00 千瓦时之间，最高 0.90',
  )
})

test('the line of a rule is its limit, or its share of the usual use; a rule of change has none', () => {
  expect(thresholdOf(lowUse, { belowKwh: 1, highestKwh: 0.9 })).toBe(1)
  const fall = judge(collapse, [...year(100), ...year(100), 10, 10])
  expect(thresholdOf(collapse, fall?.numbers ?? {})).toBe(20)
  expect(thresholdOf(collapse, {})).toBeNull()
  expect(thresholdOf(stuck, { medianKwh: 100 })).toBeNull()
})

test('where a source never prints nothing, its floor on every day is nothing', () => {
  // September has 30 days, August and July 31.
  expect(judge(vacant, [900, 31, 31, 30], { dayFloorKwh: 1 })).toMatchObject({
    numbers: { months: 3 },
  })
  expect(judge(vacant, [900, 31, 31, 31], { dayFloorKwh: 1 })).toBeUndefined()
  expect(judge(vacant, [900, 31, 31, 30])).toBeUndefined()
  expect(judge(lowUse, [0.5, 0.5, 0.5], { dayFloorKwh: 0.01 })).toBeDefined()
  expect(judge(lowUse, [0.5, 0.5, 0.3], { dayFloorKwh: 0.01 })).toBeUndefined()
})

test.each([
  ['to a tenth', [...year(100), ...year(100), 10, 10], true],
  ['exactly to a fifth is not under it', [...year(100), ...year(100), 20, 10], false],
  [
    'as in the same months of last year',
    [...year(100), 10, 10, ...Array(10).fill(100), 10, 10],
    false,
  ],
  ['last year not read', [...year(100), null, 100, ...Array(10).fill(100), 10, 10], false],
  ['the newest not read', [...year(100), ...year(100), 10, null], false],
  ['from little', [...year(15), ...year(15), 1, 1], false],
  ['less than a year and the months', [...Array(11).fill(100), 10, 10], false],
])('collapse: %s', (_, kwhs, found) => {
  expect(judge(collapse, kwhs) !== undefined).toBe(found)
})

test('a register stands still when use stops all at once or repeats itself', () => {
  expect(judge(stuck, [...year(90), ...year(100), 0, 0, 0])).toMatchObject({
    numbers: { months: 3, stepKwh: 0, medianKwh: 100 },
  })
  // Somebody who moves out leaves a month of less behind.
  expect(judge(stuck, [...year(90), ...year(100), 30, 0, 0, 0])).toBeUndefined()
  expect(judge(stuck, [...year(90), 87, 88.5, 88.5, 88.5])).toMatchObject({
    numbers: { months: 3, stepKwh: 88.5 },
  })
  expect(judge(stuck, [...year(90), 87, 88.5, 88.51, 88.5])).toBeUndefined()
  expect(judge(stuck, [...year(90), 87, 4, 4, 4])).toBeUndefined()
})

test('growth needs a capacity, and what comes near it', () => {
  const kwhs = [...year(1000), 3000, 3000]
  expect(judge(growth, kwhs)).toBeUndefined()
  // 6000 kWh in 1464 hours are 40 % of 10.2 kVA, and less of 10.3.
  expect(judge(growth, kwhs, { capacityVa: 10_200 })).toMatchObject({
    numbers: { usedKwh: 6000, lastYearKwh: 2000, capacityKva: 10.2, loadPercent: 40 },
  })
  expect(judge(growth, kwhs, { capacityVa: 10_300 })).toBeUndefined()
  expect(judge(growth, [...year(2100), 3000, 3000], { capacityVa: 10_000 })).toBeUndefined()
})

test('a home lived in around one festival is away, although the festival moves', () => {
  const away = Array<number>(11).fill(2)
  const [summer, winter] = [
    [80, 80, 80, ...Array(9).fill(2)],
    [...Array(9).fill(2), 80, 80, 80],
  ]
  expect(judge(season, [...summer, ...winter])).toBeUndefined()
  expect(judge(season, [...summer, ...summer])).toMatchObject({ score: 1000 })
  expect(judge(season, [80, ...away, 2, 70, ...away.slice(1)])).toMatchObject({
    numbers: { awayMonths: 11, differMonths: 2, highestKwh: 80 },
  })
  // A month that was not read may have been the one at home, but not in both years.
  expect(judge(season, [null, ...away, 80, ...away])).toBeDefined()
  expect(judge(season, [null, ...away, null, ...away])).toBeUndefined()
  expect(judge(season, [...year(80), 80, ...away])).toBeUndefined()
  expect(judge(season, [...year(2), ...year(2)])).toBeUndefined()
})

test('a meter comes alive after months of nothing', () => {
  expect(judge(alive, [9, 0, 0, 0, 50, 60])).toMatchObject({ numbers: { lowestKwh: 50 } })
  expect(judge(alive, [9, 0, 0, 0, 50, 49.99])).toBeUndefined()
  expect(judge(alive, [9, 0, 0.01, 0, 50, 60])).toBeUndefined()
})

test('silence is red after three days, yellow after two, and a day not read is not silent', () => {
  const rule: SilenceRule = {
    ...FRAME,
    kind: 'silence',
    ...{ yellowDays: 2, redDays: 3, silentPercent: 10 },
    ...{ historyDays: 28, minHistory: 21, historyKwh: 0.5 },
  }
  const days = (...newest: number[]) =>
    judgeSilence(rule, { newest: '2016-03-01', use: [...newest, ...Array(40).fill(300)] }).finding
  expect(days(10, 10, 10)).toMatchObject({ level: 'red', from: '2016-02-28', to: '2016-03-01' })
  expect(days(10, 10, 300)).toMatchObject({ level: 'yellow', numbers: { days: 2, medianKwh: 3 } })
  // What is red stands before all else.
  expect([days(10, 10, 10)?.score, days(10, 10, 10, 10)?.score]).toEqual([1000, 1000])
  expect(days(10, 10, 300)?.score).toBe(666)
  expect(days(10, 300, 300)).toBeUndefined()
  expect(days(30, 30, 30)).toBeUndefined()
  expect(days(-1, -1, -1)).toBeUndefined()
  expect(days(10, -1, 10)).toMatchObject({ level: 'yellow', from: '2016-02-28' })
})

test('the register speaks against a finding only where it says something', () => {
  const unknown: RegisterFacts = {
    ...{ account: '1', useCategory: null, isActive: null, isCut: null, isTemporary: null },
    ...{ connectedIn: null, capacityVa: null, livesAlone: null },
  }
  const against = (facts: Partial<RegisterFacts>) =>
    excludedBy(
      { categories: ['201', '202'] },
      { ...unknown, ...facts },
      { newWithinMonths: 3, newest: '2016-09' },
    )
  expect(against({})).toBeUndefined()
  expect(against({ useCategory: '405' })).toBe('category')
  expect(against({ useCategory: '201', isActive: false })).toBe('closed')
  expect(against({ isCut: true })).toBe('cut')
  expect(against({ isTemporary: true })).toBe('temporary')
  expect(against({ connectedIn: '2016-07' })).toBe('new')
  expect(against({ connectedIn: '2016-06' })).toBeUndefined()
})

test('months and medians', () => {
  expect([monthBefore('2016-01', 1), monthBefore('2016-12', 24)]).toEqual(['2015-12', '2014-12'])
  expect([daysIn('2016-02'), daysIn('2015-02'), daysIn('2015-12')]).toEqual([29, 28, 31])
  expect([twiceMedian([]), twiceMedian([3, -1, 1]), twiceMedian([5, 3, 1])]).toEqual([0, 4, 6])
})
