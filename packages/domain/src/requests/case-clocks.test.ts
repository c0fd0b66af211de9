import { expect, test } from 'vitest'
import type { PlainDate } from '../calendar-day.ts'
import type { ClockRule, Edition } from '../commitments/edition.ts'
import { WorkingCalendar } from '../commitments/working-calendar.ts'
import { type CaseFacts, clocksOf, customersTurns, elapsedOf } from './case-clocks.ts'
import { processOf, stepRefused } from './process.ts'

const calendar = new WorkingCalendar({
  daysOff: ['2011-10-03', '2011-10-04', '2011-10-05', '2011-10-06', '2011-10-07'],
  makeUpDays: ['2011-10-08', '2011-10-09'],
  knownFrom: '2011-01-01' as PlainDate,
  knownTo: '2011-12-28' as PlainDate,
})
const at = (text: string) => new Date(`${text}+08:00`)
const rule = (row: string, more: Partial<ClockRule>): ClockRule => ({
  row,
  item: row.split('-')[0] ?? row,
  kind: 'clock',
  title: row,
  titleEn: row,
  source: 'test',
  start: ['application.accepted'],
  stop: 'supply.energised',
  limit: 5,
  unit: 'working-day',
  statistic: 'maximum',
  ...more,
})
const edition = (...rules: ClockRule[]): Edition => ({
  edition: 'test',
  series: 'test',
  name: 'test',
  nameEn: 'test',
  ...{ issuer: '测', issuerEn: 'test', note: '测', noteEn: 'test' },
  validFrom: '2011-01-01' as PlainDate,
  rules,
})
const NEVER = at('2011-10-01T00:00:00')
const arrival = (more: Partial<ClockRule>) =>
  rule('2', { start: ['fault.accepted'], stop: 'crew.arrived', unit: 'minute', ...more })
const aFault = (more: Partial<CaseFacts>): CaseFacts => ({
  process: processOf('fault', 'normal'),
  beganAt: at('2011-10-15T09:00:00'),
  steps: [],
  pauses: [],
  ...more,
})
const arrivedAt = (text: string) => ({ steps: [{ step: 'crew.arrived', at: at(text) }] })

const ARRIVAL = edition(
  arrival({ row: '2-urban', area: 'urban', limit: 45 }),
  arrival({ row: '2-rural', area: 'rural', limit: 90 }),
)

test('trap 2: without an area the strictest limit binds, and the clock says so', () => {
  const one = (facts: CaseFacts) => clocksOf(ARRIVAL, facts, calendar, NEVER)
  expect(one(aFault({ area: 'rural' }))).toMatchObject([{ row: '2-rural', isAssumed: false }])
  expect(one(aFault({}))).toMatchObject([{ row: '2-urban', isAssumed: true }])
})

test.each([
  ['at the limit', '2011-10-15T09:45:00', 'kept'],
  ['a second later', '2011-10-15T09:45:01', 'broken'],
])('a crew on site %s', (_, when, verdict) => {
  const facts = aFault({ area: 'urban', ...arrivedAt(when) })
  expect(clocksOf(ARRIVAL, facts, calendar, NEVER)).toMatchObject([
    { verdict, warnAt: at('2011-10-15T09:36:00') },
  ])
})

test('an open clock is broken from the moment that its time is over', () => {
  const seen = (asOf: string) => clocksOf(ARRIVAL, aFault({}), calendar, at(asOf))[0]?.verdict
  expect(seen('2011-10-15T09:45:00')).toBe('open')
  expect(seen('2011-10-15T09:45:01')).toBe('broken')
})

test('trap 3: a clock with two starts runs from the later one', () => {
  const connect = edition(rule('6', { start: ['works.inspected', 'formalities.done'], limit: 3 }))
  const facts = (steps: [string, string][]): CaseFacts => ({
    process: processOf('new-supply', 'resident'),
    beganAt: at('2011-10-10T09:00:00'),
    steps: steps.map(([step, when]) => ({ step, at: at(when) })),
    pauses: [],
  })
  const inspected: [string, string] = ['works.inspected', '2011-10-17T10:00:00']
  expect(clocksOf(connect, facts([inspected]), calendar, NEVER)).toEqual([])
  const both = facts([inspected, ['formalities.done', '2011-10-18T10:00:00']])
  expect(clocksOf(connect, both, calendar, NEVER)).toMatchObject([
    { startedAt: at('2011-10-18T10:00:00'), dueAt: at('2011-10-22T00:00:00') },
  ])
})

test('trap 6: an anonymous report has nobody to contact, and its answer waits for no contact', () => {
  const complaint = processOf('complaint', 'service')
  const refused = (step: string, isAnonymous: boolean, ...done: string[]) =>
    stepRefused(complaint, step, { done: new Set(done), isAnonymous })
  expect(refused('complaint.answered', false)).toBe('step-too-early')
  expect(refused('complaint.answered', false, 'complainant.contacted')).toBeUndefined()
  expect(refused('complainant.contacted', true)).toBe('step-needs-contact')
  expect(refused('complaint.answered', true)).toBeUndefined()
})

const BLOCKED = {
  reason: 'access-blocked',
  from: at('2011-10-15T09:10:00'),
  to: at('2011-10-15T09:40:00'),
} as const

test('trap 7: a promise that knows no pause does not stand still, whatever was recorded', () => {
  const due = (pauses?: ClockRule['pauses']) =>
    clocksOf(
      edition(arrival({ limit: 45, pauses })),
      aFault({ pauses: [BLOCKED] }),
      calendar,
      NEVER,
    )[0]?.dueAt
  expect(due()).toEqual(at('2011-10-15T09:45:00'))
  expect(due(['extreme-weather'])).toEqual(at('2011-10-15T09:45:00'))
  expect(due(['access-blocked'])).toEqual(at('2011-10-15T10:15:00'))
})

test('a pause that lasts leaves no deadline, and one after the deadline moves nothing', () => {
  const paused = (from: string) => {
    const pauses = [{ reason: 'access-blocked', from: at(from), to: null }] as const
    const rules = edition(arrival({ limit: 45, pauses: ['access-blocked'] }))
    return clocksOf(rules, aFault({ pauses }), calendar, at('2011-10-16T00:00:00'))[0]
  }
  expect(paused('2011-10-15T09:44:00')).toMatchObject({ dueAt: null, verdict: 'open' })
  expect(paused('2011-10-15T09:45:00')).toMatchObject({ verdict: 'broken' })
})

test('of working days, those between the day of the pause and the day it ended are not counted', () => {
  const due = (from: string, to: string) => {
    const rules = edition(rule('7', { start: ['service.accepted'], pauses: ['customer-absent'] }))
    const pauses = [{ reason: 'customer-absent', from: at(from), to: at(to) }] as const
    const process = { ...processOf('service', 'other'), begins: 'service.accepted' }
    return clocksOf(rules, aFault({ process, pauses }), calendar, NEVER)[0]?.dueAt
  }
  // Accepted on Saturday 15 October: without a pause due at the end of Friday 21.
  expect(due('2011-10-18T09:00:00', '2011-10-18T23:59:59')).toEqual(at('2011-10-22T00:00:00'))
  expect(due('2011-10-18T09:00:00', '2011-10-19T00:00:00')).toEqual(at('2011-10-25T00:00:00'))
  expect(due('2011-10-21T09:00:00', '2011-10-28T00:00:00')).toEqual(at('2011-10-22T00:00:00'))
})

test('trap 10: no single case keeps or breaks an average', () => {
  const mean = edition(arrival({ limit: 45, statistic: 'average' }))
  const late = aFault(arrivedAt('2011-10-15T12:00:00'))
  expect(clocksOf(mean, late, calendar, NEVER)).toMatchObject([{ verdict: 'measured' }])
  expect(clocksOf(mean, aFault({}), calendar, at('2011-10-20T00:00:00'))).toMatchObject([
    { verdict: 'open' },
  ])
})

test('trap 11: a make-up Saturday counts, and past the notices a deadline is provisional', () => {
  const rules = edition(rule('7', { start: ['service.accepted'], limit: 1 }))
  const process = processOf('service', 'other')
  const clock = (when: string) =>
    clocksOf(rules, aFault({ process, beganAt: at(when) }), calendar, NEVER)[0]
  expect(clock('2011-10-01T09:00:00')).toMatchObject({
    dueAt: at('2011-10-09T00:00:00'),
    isProvisional: false,
  })
  expect(clock('2011-12-28T09:00:00')).toMatchObject({ isProvisional: true })
})

test('trap 20: a fault on a Saturday night counts in minutes', () => {
  const facts = aFault({ area: 'urban', beganAt: at('2011-10-15T23:50:00') })
  expect(clocksOf(ARRIVAL, facts, calendar, NEVER)).toMatchObject([
    { dueAt: at('2011-10-16T00:35:00') },
  ])
})

test('the customer’s own steps stand outside of the utility’s time and inside the whole', () => {
  const facts: CaseFacts = {
    process: processOf('new-supply', 'high-voltage-single'),
    beganAt: at('2011-10-10T09:00:00'),
    steps: [
      { step: 'site.surveyed', at: at('2011-10-11T09:00:00') },
      { step: 'plan.replied', at: at('2011-10-12T09:00:00') },
      { step: 'design.submitted', at: at('2011-10-17T09:00:00') },
      { step: 'design.reviewed', at: at('2011-10-18T09:00:00') },
      { step: 'inspection.asked', at: at('2011-10-20T09:00:00') },
    ],
    pauses: [],
  }
  expect(customersTurns(facts)).toEqual([
    { from: at('2011-10-12T09:00:00'), to: at('2011-10-17T09:00:00') },
    { from: at('2011-10-18T09:00:00'), to: at('2011-10-20T09:00:00') },
  ])
  const day = 24 * 60
  expect(elapsedOf(facts, null, at('2011-10-21T09:00:00'))).toEqual({
    wholeMinutes: 11 * day,
    utilityMinutes: 4 * day,
  })
  const sum = edition(rule('6', { countsUtilityStepsOnly: true }))
  // 11, 12, 18, 21 and 24 October are the utility's five.
  expect(clocksOf(sum, facts, calendar, NEVER)).toMatchObject([
    { dueAt: at('2011-10-25T00:00:00') },
  ])
})
