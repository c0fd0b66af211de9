import { existsSync, readFileSync } from 'node:fs'
import { addDays, lastDayOf, type PlainDate, shanghaiDate } from '@nuandeng/domain'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { workingCalendar } from './working-calendar.ts'

const calendar = workingCalendar()
const at = (day: string) => new Date(`${day}T10:00:00+08:00`)

test.each([
  ['2011-09-28', 7, '2011-10-12'],
  ['2011-10-15', 1, '2011-10-17'],
  ['2011-10-15', 7, '2011-10-25'],
  ['2011-12-30', 3, '2012-01-05'],
  ['2012-01-19', 5, '2012-01-31'],
  ['2012-01-20', 15, '2012-02-15'],
  ['2012-03-30', 3, '2012-04-05'],
  ['2026-02-13', 5, '2026-02-27'],
  ['2026-04-30', 5, '2026-05-11'],
  ['2026-09-24', 7, '2026-10-12'],
])('%s and %i working days: %s', (start, days, due) => {
  expect(lastDayOf(calendar.afterWorkingDays(at(start), days).dueAt)).toBe(due)
})

test('the year after the last notice is provisional', () => {
  expect(calendar.afterWorkingDays(at('2026-12-21'), 5).isProvisional).toBe(false)
  expect(calendar.afterWorkingDays(at('2026-12-25'), 3).isProvisional).toBe(true)
})

const NOTICES = new URL(
  '../../../../../../shared/data/calendar-cn/statutory_days.json',
  import.meta.url,
)

test('10,000 deadlines equal those of a second calendar, counted day by day', (context) => {
  if (!existsSync(NOTICES)) return context.skip('the folder shared/data is not beside the checkout')
  const { years } = JSON.parse(readFileSync(NOTICES, 'utf8')) as {
    years: Record<string, Record<'holidays' | 'makeup_workdays', { date: string }[]>>
  }
  const listed = (list: 'holidays' | 'makeup_workdays') =>
    new Set(Object.values(years).flatMap((year) => year[list].map(({ date }) => date)))
  const off = listed('holidays')
  const worked = listed('makeup_workdays')
  const isWorked = (day: string) =>
    worked.has(day) || (!off.has(day) && ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))
  const naive = (start: Date, days: number) => {
    let day = shanghaiDate(start)
    for (let left = days; left > 0; ) {
      day = addDays(day, 1)
      if (isWorked(day)) left--
    }
    return day
  }
  const instants = fc.date({
    min: new Date('2010-12-31T16:00:00Z'),
    max: new Date('2026-12-31T15:59:59Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 45 }), (start, days) => {
      const due = calendar.afterWorkingDays(start, days)
      const expected = naive(start, days)
      expect(lastDayOf(due.dueAt)).toBe(expected)
      expect(due.dueAt).toEqual(new Date(`${addDays(expected as PlainDate, 1)}T00:00:00+08:00`))
    }),
    { numRuns: 10_000 },
  )
})
