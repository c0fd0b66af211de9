import { expect, test } from 'vitest'
import type { ClockRule } from '../commitments/edition.ts'
import { isSameFault, mayBreakAlone, type RuledClock } from './same-fault.ts'

const rule = (more: Partial<ClockRule> = {}): ClockRule => ({
  ...{ row: 'answer', item: 'complaint', kind: 'clock', title: '投诉答复', titleEn: 'Answer' },
  ...{ start: ['complaint.accepted'], stop: 'complaint.answered', limit: 5, unit: 'working-day' },
  ...{ statistic: 'maximum', source: 'test' },
  ...more,
})
const clock = (day: number | null, more: Partial<ClockRule> = {}): RuledClock => {
  const { row, limit, unit, statistic, ...rest } = rule(more)
  const dueAt = day === null ? null : new Date(Date.UTC(2011, 10, day))
  return {
    ...{ rule: { row, limit, unit, statistic, ...rest }, row, period: { limit, unit }, statistic },
    ...{ startedAt: new Date(Date.UTC(2011, 10, 1)), dueAt, warnAt: dueAt, pauses: [] },
    ...{ isProvisional: false, isAssumed: false, stoppedAt: null, verdict: 'open' },
  }
}

test.each([
  ['nothing was promised', [], true],
  ['the promise is laxer', [clock(11)], true],
  ['the promise is stricter', [clock(7)], false],
  ['both fall due at once', [clock(9)], false],
  ['the promise is an average', [clock(7, { statistic: 'average' })], true],
  ['the promise stands still', [clock(null)], true],
  ['the promise is about another end', [clock(7, { stop: 'complainant.contacted' })], true],
  ['one promise of several is stricter', [clock(11), clock(7)], false],
])('where %s, the floor may break alone: %3$s', (_, promises, alone) => {
  expect(mayBreakAlone(clock(9), promises)).toBe(alone)
})

test('one fault begins and ends with the same, in whatever order the beginnings are named', () => {
  const both = rule({ start: ['works.inspected', 'formalities.done'] })
  expect(isSameFault(both, rule({ start: ['formalities.done', 'works.inspected'] }))).toBe(true)
  expect(isSameFault(both, rule({ start: ['works.inspected'] }))).toBe(false)
  expect(isSameFault(both, rule({ ...both, stop: 'supply.energised' }))).toBe(false)
})
