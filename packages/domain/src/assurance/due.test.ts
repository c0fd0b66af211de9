import { expect, test } from 'vitest'
import type { PlainDate } from '../calendar-day.ts'
import { judgeDue } from './due.ts'

const day = (text: string) => text as PlainDate

test.each([
  [null, 'never'],
  ['2011-10-14', 'overdue'],
  ['2011-10-15', 'soon'],
  ['2011-11-14', 'soon'],
  ['2011-11-15', 'later'],
])('due on %s, on 15 October with 30 days for soon: %s', (dueOn, state) => {
  expect(judgeDue(dueOn === null ? null : day(dueOn), day('2011-10-15'), 30)).toBe(state)
})
