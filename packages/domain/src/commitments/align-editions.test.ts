import { expect, test } from 'vitest'
import { alignEditions, type ComparedRule } from './align-editions.ts'

const arrival = (change: Partial<ComparedRule>): ComparedRule => ({
  ...{ row: '2-urban', item: '2', kind: 'clock', area: 'urban', start: ['fault.accepted'] },
  ...{ stop: 'crew.arrived', limit: 45, unit: 'minute', statistic: 'maximum', ...change },
})
const indicator = (row: string, atLeast?: number): ComparedRule => ({
  ...{ row, item: '1', kind: 'indicator', atLeast },
})

test('the same promise under another number is one row, and what changed of it is told', () => {
  const later = arrival({ row: '3-arrive', item: '3', statistic: 'average' })
  expect(alignEditions([arrival({})], [later])).toEqual([
    { left: arrival({}), right: later, differs: true },
  ])
  expect(alignEditions([arrival({})], [arrival({ item: '3' })])).toMatchObject([{ differs: false }])
})

test('a promise for other customers is another one, and missing on one side differs', () => {
  const rural = arrival({ area: 'rural' })
  expect(alignEditions([arrival({})], [rural])).toEqual([
    { left: arrival({}), right: undefined, differs: true },
    { left: undefined, right: rural, differs: true },
  ])
})

test('indicators of an item are taken in their order', () => {
  expect(
    alignEditions(
      [indicator('1a', 99.9), indicator('1b')],
      [indicator('1-x', 99.9), indicator('1-y', 98)],
    ),
  ).toMatchObject([
    { left: { row: '1a' }, right: { row: '1-x' }, differs: false },
    { left: { row: '1b' }, right: { row: '1-y' }, differs: true },
  ])
})

test('two hours are 120 minutes, and a day is no 24 hours', () => {
  const hours = arrival({ limit: 2, unit: 'hour' })
  expect(alignEditions([hours], [arrival({ limit: 120 })])).toMatchObject([{ differs: false }])
  const day = arrival({ limit: 1, unit: 'day' })
  expect(alignEditions([day], [arrival({ limit: 24, unit: 'hour' })])).toMatchObject([
    { differs: true },
  ])
})
