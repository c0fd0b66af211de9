import { expect, test } from 'vitest'
import type { PlainDate } from '../calendar-day.ts'
import { classOfUse, type UseCategory } from './codes.ts'
import { completenessOf, isStale, REQUIRED_FIELDS, staleBefore } from './completeness.ts'
import { bigramsOf, likenessOf, searchForm } from './search-words.ts'

const day = (text: string) => text as PlainDate

test.each([
  ['301', 'C1'],
  ['201', 'C2'],
  ['202', 'C2'],
  ['203', null],
  ['100', null],
  [null, null],
] as [UseCategory | null, string | null][])('use category %s settles class %s', (use, found) => {
  expect(classOfUse(use)).toBe(found)
})

test('a file is as complete as its class requires, and tells what is missing', () => {
  expect(completenessOf('A', () => true)).toEqual({ percent: 100, missing: [] })
  expect(completenessOf('C2', () => false)).toEqual({ percent: 0, missing: REQUIRED_FIELDS.C2 })
  // Six of seven is 85.7 %: never rounded up to what is not there.
  expect(completenessOf('C2', (field) => field !== 'home.hasBreaker')).toEqual({
    percent: 85,
    missing: ['home.hasBreaker'],
  })
  expect(REQUIRED_FIELDS.A).toContain('gradeDecidedBy')
  expect(REQUIRED_FIELDS.C2).not.toContain('place')
})

test.each([
  ['2012-10-15', 12, '2011-10-15'],
  ['2012-03-31', 1, '2012-02-29'],
  ['2011-03-31', 1, '2011-02-28'],
  ['2012-01-31', 2, '2011-11-30'],
])('on %s, %i months back is %s', (today, months, from) => {
  expect(staleBefore(day(today), months)).toBe(from)
})

test('a file is stale from the day after its months have gone by, and before it was ever verified', () => {
  expect(isStale(day('2011-10-15'), day('2012-10-15'))).toBe(false)
  expect(isStale(day('2011-10-15'), day('2012-10-16'))).toBe(true)
  expect(isStale(null, day('2012-10-15'))).toBe(true)
})

test('pairs of characters know no width, case or blanks, and keep rare characters whole', () => {
  expect(bigramsOf('示例ＡB')).toEqual(['示例', '例a', 'ab'])
  expect(bigramsOf('王 小')).toEqual([])
  expect(bigramsOf('𠮷野家')).toEqual(['𠮷野', '野家'])
  expect(bigramsOf('㐂')).toEqual([])
  expect(searchForm('ＬＥＤ灯')).toBe('led灯')
})

test('addresses written differently are alike, different ones are not', () => {
  expect(likenessOf('示例镇东巷37号', '示例镇东巷３７号')).toBe(100)
  expect(likenessOf('示例镇东巷37号', '东巷37号')).toBeGreaterThan(60)
  expect(likenessOf('示例镇东巷37号', '别处大街2栋')).toBe(0)
  expect(likenessOf('', '')).toBe(100)
})
