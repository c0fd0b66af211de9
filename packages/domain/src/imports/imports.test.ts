import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tidyCell, tidyCode } from './cell-text.ts'
import { guessColumns } from './column-guess.ts'
import { parseMixedDate, parseMixedInstant, serialToText } from './mixed-date.ts'

test.each([
  ['2011-10-15', '2011-10-15'],
  ['2011/10/15', '2011-10-15'],
  ['2011.1.5', '2011-01-05'],
  ['20111015', '2011-10-15'],
  ['2011年10月15日', '2011-10-15'],
  ['２０１１年１０月１５日', '2011-10-15'],
  ['2011-10-15 星期六', '2011-10-15'],
  ['2015-01-01星期四', '2015-01-01'],
  ['40831', '2011-10-15'],
  ['40831.5', '2011-10-15'],
  ['2011-10-15T08:30:00+08:00', '2011-10-15'],
  ['20111015 08:30', '2011-10-15'],
  ['2011-02-29', undefined],
  ['2011-13-01', undefined],
  ['20111315', undefined],
  ['2011-10-15 25:00', undefined],
  ['15/10/2011', undefined],
  ['9', undefined],
  ['123456', undefined],
  ['明天', undefined],
])('the date %s reads as %s', (text, date) => {
  expect(parseMixedDate(text)).toBe(date)
})

test.each([
  ['2019/4/25 9:32:09', '2019-04-25T01:32:09.000Z'],
  ['2019年4月25日 下午3时05分', '2019-04-25T07:05:00.000Z'],
  ['2019-04-25T09:32:09Z', '2019-04-25T09:32:09.000Z'],
  ['42894.730092592603', '2017-06-08T09:31:20.000Z'],
  ['2011-10-15', '2011-10-14T16:00:00.000Z'],
])('the time %s reads as %s', (text, instant) => {
  expect(parseMixedInstant(text)?.toISOString()).toBe(instant)
})

test('every day number of a spreadsheet comes back as the day it shows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10_000, max: 99_999 }), (serial) => {
      expect(parseMixedDate(String(serial))).toBe(serialToText(serial))
    }),
  )
  expect(serialToText(1, true)).toBe('1904-01-02')
})

test('numbers keep their leading noughts and lose width, blanks and the apostrophe', () => {
  expect(tidyCode("'００12 3４\u3000")).toBe('001234')
  expect(tidyCell('\r\n\t\u3000书记您好\r\n第二行 \u00a0')).toBe('书记您好\n第二行')
})

test('columns are found by field, title, synonym and title with a note, each column once', () => {
  const columns = {
    accountNo: { title: '户号', synonyms: ['客户编号', 'CONS_NO'] },
    name: { title: '户名', synonyms: ['客户名称'] },
    phone: { title: '电话', synonyms: [] },
  }
  expect([...guessColumns(['序号', 'cons＿no', '户 名（必填）', '电话'], columns)]).toEqual([
    ['accountNo', 1],
    ['phone', 3],
    ['name', 2],
  ])
  expect(guessColumns(['日期', '最高气温'], columns).size).toBe(0)
})
