import { expect, test } from 'vitest'
import { judgeRow, type ListYardstick, parseListRules } from './judge-list.ts'
import { parseMoment } from './parse-moment.ts'
import { workingCalendar } from './working-calendar.ts'

const calendar = workingCalendar()
const columns = { start: 'from', stop: 'to' }
const by = (rules: string, more: Partial<ListYardstick> = {}): ListYardstick => ({
  columns,
  rules: parseListRules(rules),
  calendar,
  zone: 'Asia/Shanghai',
  ...more,
})
const REPLY = 'rules: [{ limit: 7, unit: working-day }]'

test.each([
  ['answered on the last day', '2011-10-15 09:00:00', '2011-10-25 23:59:59', 'kept'],
  ['answered after it', '2011-10-15 09:00:00', '2011-10-26 00:00:01', 'broken'],
  ['a date alone on the last day', '2011-10-15 09:00:00', '2011-10-25', 'kept'],
  ['not answered', '2011-10-15 09:00:00', '', 'open'],
  ['never asked', '', '2011-10-25', 'unusable'],
  ['answered before it was asked', '2011-10-15 09:00:00', '2011-10-14 09:00:00', 'unusable'],
  ['a time that is none', '2011-02-30 09:00:00', '2011-10-25', 'unusable'],
])('by working days: %s', (_, from, to, verdict) => {
  expect(judgeRow({ from, to }, by(REPLY)).verdict).toBe(verdict)
})

test('what is past due and open counts as broken as of a later day', () => {
  const row = { from: '2011-10-15 09:00:00', to: '' }
  const asOf = (text: string) => ({ asOf: new Date(text) })
  expect(judgeRow(row, by(REPLY, asOf('2011-10-25T15:00:00Z'))).verdict).toBe('open')
  expect(judgeRow(row, by(REPLY, asOf('2011-10-25T17:00:00Z'))).verdict).toBe('broken')
})

const ARRIVAL =
  'rules: [{ area: urban, limit: 45, unit: minute }, { area: rural, limit: 90, unit: minute }]'

test.each([
  ['rural', 'kept', false],
  ['urban', 'broken', false],
  ['', 'broken', true],
])('the class column selects the limit: %s', (area, verdict, isAssumed) => {
  const row = { from: '2011-10-15 09:00', to: '2011-10-15 10:00', area }
  const said = judgeRow(row, by(ARRIVAL, { columns: { ...columns, class: 'area' } }))
  expect(said).toEqual({ verdict, isAssumed })
})

test('a class without a limit is unusable', () => {
  const row = { from: '2011-10-15 09:00', to: '2011-10-15 10:00', area: 'moon' }
  const said = judgeRow(row, by(ARRIVAL, { columns: { ...columns, class: 'area' } }))
  expect(said).toEqual({ verdict: 'unusable', reason: 'no limit for moon' })
})

test('a notice must come seven times 24 hours before', () => {
  const notice = by('rules: [{ kind: reverse-clock, limit: 7, unit: day }]')
  const verdict = (from: string) => judgeRow({ from, to: '2026-03-14 08:00' }, notice).verdict
  expect(verdict('2026-03-07 08:00')).toBe('kept')
  expect(verdict('2026-03-07 08:01')).toBe('broken')
})

test('bounds that do not decide are not decided', () => {
  const bounded = by(ARRIVAL, { columns: { ...columns, stopFrom: 'seen' } })
  const row = (seen: string, to: string) => ({ from: '2011-10-15 09:00', seen, to })
  expect(judgeRow(row('2011-10-15 09:20', '2011-10-15 09:40'), bounded).verdict).toBe('kept')
  expect(judgeRow(row('2011-10-15 09:40', '2011-10-15 09:50'), bounded).verdict).toBe('unusable')
  expect(judgeRow(row('2011-10-15 09:46', '2011-10-15 09:50'), bounded).verdict).toBe('broken')
})

test('a deadline of its own is judged by, and a date lasts to its end', () => {
  const own = by(REPLY, { columns: { ...columns, due: 'due' } })
  const row = (due: string) => ({ from: '2011-10-15 09:00', to: '2011-10-20 10:00', due })
  expect(judgeRow(row('2011-10-20 10:00'), own).verdict).toBe('kept')
  expect(judgeRow(row('2011-10-20 09:59'), own).verdict).toBe('broken')
  expect(judgeRow(row('2011-10-20'), own).verdict).toBe('kept')
  expect(judgeRow(row(''), own).verdict).toBe('unusable')
})

test.each([
  ['2011-10-15T09:00:00+08:00', 'UTC', '2011-10-15T01:00:00.000Z'],
  ['2011-10-15T01:00:00Z', 'Asia/Shanghai', '2011-10-15T01:00:00.000Z'],
  ['2011/10/15 9:00', 'Asia/Shanghai', '2011-10-15T01:00:00.000Z'],
  ['10/15/2011 09:00:00 PM', 'America/New_York', '2011-10-16T01:00:00.000Z'],
  ['10/15/2011 12:05:00 AM', 'America/New_York', '2011-10-15T04:05:00.000Z'],
  ['2011-10-15 24:00', 'Asia/Shanghai', '2011-10-15T16:00:00.000Z'],
])('%s in %s', (text, zone, instant) => {
  const exact = new Date(instant)
  expect(parseMoment(text, zone)).toEqual({ earliest: exact, latest: exact })
})

test('an hour that the clock shows twice is either of the two', () => {
  expect(parseMoment('2011-11-06 01:30:00', 'America/New_York')).toEqual({
    earliest: new Date('2011-11-06T05:30:00Z'),
    latest: new Date('2011-11-06T06:30:00Z'),
  })
})

test.each(['yesterday', '2011-13-01', '2011-10-15 25:00', '10/32/2011', ''])(
  'no time: %s',
  (text) => {
    expect(parseMoment(text, 'Asia/Shanghai')).toBeUndefined()
  },
)

test('rules that the class cannot tell apart must be chosen from', () => {
  const two =
    'rules: [{ row: 10a, item: "10", limit: 1, unit: working-day }, { row: 10b, item: "10", limit: 7, unit: working-day }]'
  expect(() => parseListRules(two, '10')).toThrow('choose one by --item: 10a, 10b')
  expect(parseListRules(two, '10b')).toMatchObject([{ period: { limit: 7 } }])
})
