import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeOwner } from './owner.ts'
import { shareOut } from './share-out.ts'

describe('new customers are shared out', () => {
  test.each([
    [[0, 0], 4, [2, 2]],
    [[0, 0], 5, [3, 2]],
    [[5, 0], 3, [0, 3]],
    [[5, 0], 6, [1, 5]],
    [[5, 0, 2], 4, [0, 3, 1]],
    [[7], 3, [3]],
    [[1, 2, 3], 0, [0, 0, 0]],
  ])('loads %j and %i more: %j', (loads, n, shares) => {
    expect(shareOut(loads, n)).toEqual(shares)
  })

  test('as if each went to whoever has the fewest', () => {
    const loads = fc.array(fc.nat(50), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(loads, fc.nat(200), (loads, n) => {
        const greedy = [...loads]
        for (let i = 0; i < n; i++) {
          const fewest = Math.min(...greedy)
          greedy[greedy.indexOf(fewest)] = fewest + 1
        }
        const shares = shareOut(loads, n)
        const got = loads.map((load, at) => load + (shares[at] ?? 0))
        expect(shares.every((share) => share >= 0)).toBe(true)
        expect(got.toSorted((a, b) => a - b)).toEqual(greedy.toSorted((a, b) => a - b))
      }),
    )
  })

  test('with nobody there it is an error of ours', () => {
    expect(() => shareOut([], 1)).toThrow('nobody')
  })
})

describe('a customer is owned by', () => {
  const whole = { officer: 'O', isOfficerIn: true, isAway: false, substitute: null, head: 'H' }

  test.each([
    ['the officer', {}, { kind: 'officer', person: 'O', gap: null }],
    [
      'the substitute while the officer is away',
      { isAway: true, substitute: 'S' },
      { kind: 'substitute', person: 'S', gap: null },
    ],
    [
      'the head when nobody stands in',
      { isAway: true },
      { kind: 'station-head', person: 'H', gap: 'absent-without-substitute' },
    ],
    [
      'the head when the officer left, substitute or not',
      { isOfficerIn: false, isAway: true, substitute: 'S' },
      { kind: 'station-head', person: 'H', gap: 'officer-left' },
    ],
    [
      'the head when there is no officer',
      { officer: null },
      { kind: 'station-head', person: 'H', gap: 'no-officer' },
    ],
    [
      'the unit when there is no head either',
      { officer: null, head: null },
      { kind: 'unit', person: null, gap: 'no-officer' },
    ],
  ])('%s', (_name, change, owner) => {
    expect(judgeOwner({ ...whole, ...change })).toEqual(owner)
  })
})
