import { describe, expect, test } from 'vitest'
import type { PlainDate } from '../calendar-day.ts'
import { isInForce } from './impact-assessment.ts'
import {
  DISMISS_REASONS,
  meets,
  NEED_AFTER,
  REST_DAYS_MOST,
  type Remembered,
  shownColour,
} from './signal.ts'
import { toldCount, toldSum } from './small-counts.ts'
import { trackRecordOf } from './track-record.ts'

const day = (text: string) => text as PlainDate
const run = (first: string, last: string) => ({
  firstMonth: day(`${first}-01`),
  lastMonth: day(`${last}-01`),
})
const TODAY = day('2011-10-15')

const known = (change: Partial<Remembered> = {}): Remembered => ({
  ...run('2011-05', '2011-08'),
  state: 'open',
  restsUntil: null,
  ...change,
})
const dismissed = (restsUntil: string) => known({ state: 'dismissed', restsUntil: day(restsUntil) })

test.each([
  ['nothing is known', undefined, run('2011-07', '2011-09'), 'new'],
  ['the months go on', known(), run('2011-07', '2011-09'), 'again'],
  ['the months touch', known(), run('2011-09', '2011-11'), 'again'],
  ['a month lies between', known(), run('2011-10', '2011-12'), 'new'],
  ['dismissed, and it rests', dismissed('2012-01-01'), run('2011-05', '2011-09'), 'again'],
  ['dismissed, on the last day', dismissed('2011-10-15'), run('2011-05', '2011-09'), 'again'],
  ['dismissed, the rest is over', dismissed('2011-10-14'), run('2011-05', '2011-09'), 'new'],
  [
    'dismissed, and it came anew within the rest',
    dismissed('2012-10-01'),
    run('2011-10', '2011-12'),
    'new',
  ],
  [
    'visited, and it rests',
    known({ state: 'visited', restsUntil: day('2012-08-01') }),
    run('2011-05', '2011-09'),
    'again',
  ],
  ['in hand, and it came anew', known({ state: 'in-hand' }), run('2012-05', '2012-09'), 'again'],
] as const)('%s', (_what, before, found, expected) => {
  expect(meets(before, found, TODAY)).toBe(expected)
})

describe('of days', () => {
  const silent = (change: Partial<Remembered> = {}) =>
    known({ ...run('2011-10', '2011-10'), lastDay: day('2011-10-10'), ...change })
  const found = (firstDay: string) => ({ ...run('2011-10', '2011-10'), firstDay: day(firstDay) })

  test.each<[string, Remembered, string, string]>([
    ['the same silence goes on', silent(), '2011-10-08', 'again'],
    [
      'it goes on while it rests',
      silent({ state: 'dismissed', restsUntil: day('2012-01-01') }),
      '2011-10-10',
      'again',
    ],
    ['the next silence begins the day after the next', silent(), '2011-10-12', 'new'],
    [
      'the next silence begins while the one before rests',
      silent({ state: 'dismissed', restsUntil: day('2012-01-01') }),
      '2011-10-12',
      'new',
    ],
    [
      'the next silence begins after a visit',
      silent({ state: 'visited', restsUntil: day('2012-10-01') }),
      '2011-10-13',
      'new',
    ],
    ['somebody has it in hand', silent({ state: 'in-hand' }), '2011-10-13', 'again'],
  ])('%s', (_name, before, firstDay, expected) => {
    expect(meets(before, found(firstDay), TODAY)).toBe(expected)
  })

  test('the colour is green once it is over, and there is none of rules without colours', () => {
    expect(shownColour({ colour: 'red', hasEnded: false })).toBe('red')
    expect(shownColour({ colour: 'yellow', hasEnded: true })).toBe('green')
    expect(shownColour({ colour: null, hasEnded: true })).toBeNull()
  })
})

test('nobody rests for good', () => {
  for (const days of Object.values(DISMISS_REASONS))
    expect(days).toBeLessThanOrEqual(REST_DAYS_MOST)
})

test('what is confirmed or was not met stays owed; what a visit ruled out does not', () => {
  expect([NEED_AFTER.confirmed, NEED_AFTER.away]).toEqual([null, null])
  expect([NEED_AFTER.vacant, NEED_AFTER['meter-fault'], NEED_AFTER.refused]).toEqual([
    'not-needed',
    'handed-over',
    'not-possible',
  ])
})

test('precision counts what was clear, recall only where somebody looked beside the rule', () => {
  const proposed = [
    { verdict: 'confirmed', isProposed: true, count: 6 },
    { verdict: 'vacant', isProposed: true, count: 1 },
    { verdict: 'meter-fault', isProposed: true, count: 1 },
    { verdict: 'away', isProposed: true, count: 2 },
    { verdict: 'refused', isProposed: true, count: 1 },
  ] as const
  expect(trackRecordOf('low-use', proposed)).toEqual({
    ...{ right: 6, wrong: 2, unclear: 3, missed: 0, checked: 0 },
    ...{ precision: 0.75, recall: null },
  })
  const beside = [
    { verdict: 'confirmed', isProposed: false, count: 2 },
    { verdict: 'no-need', isProposed: false, count: 5 },
  ] as const
  expect(trackRecordOf('low-use', [...proposed, ...beside])).toMatchObject({
    ...{ missed: 2, checked: 7, precision: 0.75, recall: 0.75 },
  })
  expect(trackRecordOf('low-use', [])).toMatchObject({ precision: null, recall: null })
})

test('a rule about empty homes is right when the home is empty, one about meters when the meter is at fault', () => {
  const counts = [
    { verdict: 'vacant', isProposed: true, count: 3 },
    { verdict: 'meter-fault', isProposed: true, count: 1 },
  ] as const
  expect(trackRecordOf('vacant', counts).precision).toBe(0.75)
  expect(trackRecordOf('stuck', counts).precision).toBe(0.25)
})

test('counts from 1 to 4 are told neither alone nor by a sum', () => {
  expect([0, 1, 4, 5, 60].map(toldCount)).toEqual([0, null, null, 5, 60])
  expect(toldSum([0, 7, 5])).toEqual({ count: 12, isAtLeast: false })
  // The same for every small count: nothing can be taken away from the sum.
  for (const small of [1, 2, 3, 4])
    expect(toldSum([7, small])).toEqual({ count: 8, isAtLeast: true })
})

test('an assessment is in force once approved, through its last day', () => {
  const at = (state: 'draft' | 'approved' | 'withdrawn', validUntil: string | null) =>
    isInForce({ state, validUntil: validUntil as PlainDate | null }, TODAY)
  expect(at('approved', '2011-10-15')).toBe(true)
  expect(at('approved', '2011-10-14')).toBe(false)
  expect(at('draft', null)).toBe(false)
  expect(at('withdrawn', '2012-10-15')).toBe(false)
})
