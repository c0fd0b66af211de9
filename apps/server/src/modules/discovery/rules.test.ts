import { expect, test } from 'vitest'
import { findRules, parseRules, shippedEditionsOfRules } from './rules.ts'

const RULE = {
  ...{ id: 'a', kind: 'low-use', queue: 'care', title: '一', titleEn: 'one' },
  ...{
    source: '试',
    sourceEn: 'test',
    reason: '{months}',
    reasonEn: '{months}',
    minReadPercent: 90,
    months: 3,
    belowKwh: 1,
  },
}
const EDITION = {
  ...{ edition: 'mine', name: '我', nameEn: 'mine', validFrom: '2026-01-01' },
  ...{ dayFloorKwh: 0, newWithinMonths: 3, rules: [RULE] },
}
// JSON is YAML.
const parse = (edition: object) => parseRules(JSON.stringify(edition), 'mine.yaml')
const withRule = (...rules: object[]) => parse({ ...EDITION, rules })

test('the editions brought along are whole, and found by name', () => {
  const names = shippedEditionsOfRules().map(({ edition }) => edition)
  expect(names).toEqual(['enterprises-1', 'residents-1'])
  for (const name of names) expect(findRules(name).edition).toBe(name)
  const lowUse = findRules('residents-1').rules.filter(({ kind }) => kind === 'low-use')
  expect(lowUse).toMatchObject([{ belowKwh: 1 }, { belowKwh: 15 }])
  expect(() => findRules('residents-9')).toThrow(/enterprises-1, residents-1/)
})

test('what the rules brought along say is Chinese for Chinese readers, and nothing of it for English ones', () => {
  for (const { rules, name, nameEn } of shippedEditionsOfRules()) {
    const chinese = rules.flatMap(({ title, reason, source }) => [title, reason, source])
    for (const text of [name, ...chinese]) expect(text).toMatch(/\p{Script=Han}/u)
    const english = rules.flatMap(({ titleEn, reasonEn, sourceEn }) => [
      titleEn,
      reasonEn,
      sourceEn,
    ])
    for (const text of [nameEn, ...english]) expect(text).not.toMatch(/\p{Script=Han}/u)
  }
})

test.each([
  [
    'an unknown kind',
    { ...RULE, kind: 'below' },
    /kind[\s\S]*one of low-use|one of low-use[\s\S]*kind/,
  ],
  ['a parameter that the kind has not', { ...RULE, floor: 1 }, /floor[\s\S]*rules\[0\]/],
  ['a parameter that is missing', { ...RULE, belowKwh: undefined }, /rules\[0\]\.belowKwh/],
  ['more decimals than are kept', { ...RULE, belowKwh: 0.001 }, /0\.01[\s\S]*belowKwh/],
  ['no months', { ...RULE, months: 0 }, />=1[\s\S]*rules\[0\]\.months/],
  [
    'a number that the rule does not give',
    { ...RULE, reason: '{kwh}' },
    /\{kwh\} is no number of low-use/,
  ],
  ['an unknown use category', { ...RULE, categories: ['299'] }, /categories/],
  ['a rule that explains it and is not there', { ...RULE, unless: ['b'] }, /b is no other rule/],
])('%s is refused with its place', (_, rule, said) => {
  expect(() => withRule(rule)).toThrow(said)
  expect(() => withRule(rule)).toThrow(/rules mine\.yaml/)
})

test('two rules of one name, and figures that cannot both be meant, are refused', () => {
  expect(withRule(RULE).rules).toHaveLength(1)
  expect(() => withRule(RULE, RULE)).toThrow(/a stands twice/)
  const { belowKwh: _, ...rest } = RULE
  const season = { ...rest, kind: 'season', reason: 'a', reasonEn: 'a', months: undefined }
  const terms = { awayKwh: 15, presentKwh: 15, awayMonths: 6, differMonths: 2 }
  expect(() => withRule({ ...season, ...terms })).toThrow(/more than awayKwh/)
  const history = { historyMonths: 12, minHistory: 13, historyKwh: 20, sameMonthsPercent: 50 }
  expect(() => withRule({ ...rest, ...history, kind: 'collapse', dropPercent: 20 })).toThrow(
    /at most 12, which is the history/,
  )
})

test('what is no YAML, and what is no edition, is refused', () => {
  expect(() => parseRules('rules: [', 'bad.yaml')).toThrow(/bad\.yaml/)
  expect(() => parseRules('', 'empty.yaml')).toThrow(/rules empty\.yaml/)
  expect(() => parse({ ...EDITION, rules: [] })).toThrow(/rules/)
})
