import { expect, test } from 'vitest'
import type { PlainDate } from '../calendar-day.ts'
import { deadlineOf, noticeBy } from './period.ts'
import { lastDayOf, WorkingCalendar } from './working-calendar.ts'

const day = (text: string) => text as PlainDate
const at = (text: string) => new Date(`${text}+08:00`)
const notices = {
  daysOff: [
    '2011-10-01',
    '2011-10-02',
    '2011-10-03',
    '2011-10-04',
    '2011-10-05',
    '2011-10-06',
    '2011-10-07',
  ],
  makeUpDays: ['2011-10-08', '2011-10-09', '2011-12-31'],
  knownFrom: day('2011-01-01'),
  knownTo: day('2011-12-28'),
}
const calendar = new WorkingCalendar(notices)

test.each([
  ['the day itself is not counted', '2011-10-17T23:59:59', 1, '2011-10-18'],
  [
    'a period from a day off begins with the next working day',
    '2011-10-15T09:00:00',
    1,
    '2011-10-17',
  ],
  [
    'days off are passed over and make-up days counted (trap 11)',
    '2011-09-28T09:00:00',
    7,
    '2011-10-12',
  ],
  ['a make-up Saturday is a last day', '2011-09-30T09:00:00', 1, '2011-10-08'],
])('working days: %s', (_, start, days, due) => {
  const deadline = deadlineOf(calendar, at(start), { limit: days, unit: 'working-day' })
  expect(deadline).toEqual({ dueAt: at(`${due}T24:00:00`), isProvisional: false })
  expect(lastDayOf(deadline.dueAt)).toBe(due)
})

test('the day is that of Shanghai, whatever the offset of the instant', () => {
  const late = new Date('2011-10-16T16:30:00Z')
  const due = calendar.afterWorkingDays(late, 1).dueAt
  expect(lastDayOf(due)).toBe('2011-10-18')
})

test('calendar days end on a working day', () => {
  const due = (start: string, days: number) =>
    lastDayOf(deadlineOf(calendar, at(start), { limit: days, unit: 'day' }).dueAt)
  expect(due('2011-10-17T09:00:00', 3)).toBe('2011-10-20')
  expect(due('2011-10-12T09:00:00', 3)).toBe('2011-10-17')
})

test('hours and minutes run through nights and days off (trap 20)', () => {
  const start = at('2011-10-01T23:50:00')
  expect(deadlineOf(calendar, start, { limit: 45, unit: 'minute' }).dueAt).toEqual(
    at('2011-10-02T00:35:00'),
  )
  expect(deadlineOf(calendar, start, { limit: 24, unit: 'hour' }).dueAt).toEqual(
    at('2011-10-02T23:50:00'),
  )
})

test('a deadline past what notices have settled is provisional (trap 11)', () => {
  const isProvisional = (start: string, days: number) =>
    calendar.afterWorkingDays(at(start), days).isProvisional
  expect(isProvisional('2011-12-27T09:00:00', 1)).toBe(false)
  expect(isProvisional('2011-12-27T09:00:00', 2)).toBe(true)
  expect(isProvisional('2010-12-30T09:00:00', 1)).toBe(true)
})

test('a local closure moves the deadline there and nowhere else', () => {
  const closed = new WorkingCalendar(notices, ['2011-10-18'])
  const start = at('2011-10-17T09:00:00')
  expect(lastDayOf(closed.afterWorkingDays(start, 1).dueAt)).toBe('2011-10-19')
  expect(lastDayOf(calendar.afterWorkingDays(start, 1).dueAt)).toBe('2011-10-18')
})

test('a period beyond the calendar is refused', () => {
  expect(() => calendar.afterWorkingDays(at('2060-12-30T09:00:00'), 10)).toThrow(RangeError)
  expect(() => calendar.afterDays(at('1999-12-30T09:00:00'), 1)).toThrow(RangeError)
})

test('seven days of notice are seven times 24 hours', () => {
  const outage = at('2026-03-14T08:00:00')
  expect(noticeBy(outage, { limit: 7, unit: 'day' })).toEqual(at('2026-03-07T08:00:00'))
})
