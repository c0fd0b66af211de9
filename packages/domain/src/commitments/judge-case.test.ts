import { expect, test } from 'vitest'
import { judgeByDeadline, type Moment } from './judge-case.ts'

const at = (minute: number) => new Date(Date.UTC(2011, 9, 15, 8, minute))
const exact = (minute: number): Moment => ({ earliest: at(minute), latest: at(minute) })
const between = (from: number, to: number): Moment => ({ earliest: at(from), latest: at(to) })

test.each([
  ['done at the deadline', exact(45), exact(45), 'kept'],
  ['done a minute late', exact(45), exact(46), 'broken'],
  ['not done', exact(45), undefined, 'open'],
  ['done some time before it', exact(45), between(30, 45), 'kept'],
  ['done some time after it', exact(45), between(46, 60), 'broken'],
  ['done some time about it', exact(45), between(40, 50), 'undecided'],
  ['with a vague deadline, done before all of it', between(40, 50), exact(40), 'kept'],
  ['with a vague deadline, done within it', between(40, 50), exact(45), 'undecided'],
])('%s', (_, due, done, verdict) => {
  expect(judgeByDeadline({ due, done })).toBe(verdict)
})

test.each([
  [44, 'open'],
  [45, 'open'],
  [46, 'broken'],
])('not done, looked at in minute %i', (minute, verdict) => {
  expect(judgeByDeadline({ due: exact(45), done: undefined, asOf: at(minute) })).toBe(verdict)
})
