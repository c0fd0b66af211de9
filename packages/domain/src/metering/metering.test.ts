import { expect, test } from 'vitest'
import { daysOfMonth, parseReadingTime } from './reading-period.ts'

test.each([
  ['2015-01', 'month', '2015-01-01', 0],
  ['201512', 'month', '2015-12-01', 0],
  ['2015年1月', 'month', '2015-01-01', 0],
  ['２０１５/２', 'month', '2015-02-01', 0],
  ['2015-01-31', 'day', '2015-01-31', 0],
  ['20150131', 'day', '2015-01-31', 0],
  ['2015-01-31 00:00:00', 'day', '2015-01-31', 0],
  ['2012-05-21 10:30', 'interval', '2012-05-21', 630],
  ['2012-05-21 23:30:00', 'interval', '2012-05-21', 1410],
])('%s is a reading of a %s', (text, period, day, minute) => {
  expect(parseReadingTime(text)).toEqual({ period, day, minute })
})

test.each(['2015-13', '201500', '2015-02-30', '合计', ''])('%s is no time of a reading', (text) => {
  expect(parseReadingTime(text)).toBeUndefined()
})

test('months have their own number of days', () => {
  expect(daysOfMonth('2012-02-10' as never)).toBe(29)
  expect(daysOfMonth('2015-02-01' as never)).toBe(28)
})
