import { editionOn, isClock, type PlainDate, ruleFor } from '@nuandeng/domain'
import { expect, test } from 'vitest'
import { parseEdition, shippedEditions } from './editions.ts'

const editions = shippedEditions()
const named = (name: string) => {
  const edition = editions.find(({ edition: found }) => found === name)
  if (!edition) throw new Error(`no edition ${name}`)
  return edition
}
const clocksOf = (name: string, item: string) =>
  named(name)
    .rules.filter(isClock)
    .filter((rule) => rule.item === item)

test('the ten commitments of 2011 are complete: ten items, sixteen clocks', () => {
  const { rules } = named('sgcc-2011')
  expect([...new Set(rules.map(({ item }) => item))]).toEqual(
    Array.from({ length: 10 }, (_, index) => String(index + 1)),
  )
  const limits = rules.filter(isClock).map(({ row, limit, unit }) => `${row} ${limit} ${unit}`)
  expect(limits).toEqual([
    '2-urban 45 minute',
    '2-rural 90 minute',
    '2-remote 2 hour',
    '3a 7 day',
    '3b 7 day',
    '3c 24 hour',
    '5-resident 3 working-day',
    '5-low-voltage 7 working-day',
    '5-high-voltage-single 15 working-day',
    '5-high-voltage-dual 30 working-day',
    '6-resident 3 working-day',
    '6-non-resident 5 working-day',
    '7a 5 working-day',
    '7b 7 working-day',
    '10a 1 working-day',
    '10b 7 working-day',
  ])
})

test('the edition is that of the day of acceptance (trap 1)', () => {
  const on = (day: string) => editionOn(editions, 'sgcc-ten-commitments', day as PlainDate)?.edition
  expect(on('2011-10-12')).toBeUndefined()
  expect(on('2011-10-13')).toBe('sgcc-2011')
  expect(on('2023-08-07')).toBe('sgcc-2011')
  expect(on('2023-08-08')).toBe('sgcc-2023')
})

test('a missing area gets the strictest limit and says so (trap 2)', () => {
  const arrival = clocksOf('sgcc-2011', '2')
  expect(ruleFor(arrival, { area: 'rural' })).toMatchObject({
    rule: { row: '2-rural' },
    isAssumed: false,
  })
  expect(ruleFor(arrival, {})).toMatchObject({ rule: { row: '2-urban' }, isAssumed: true })
})

test('connecting is limited for residents and for all others', () => {
  const connecting = clocksOf('sgcc-2011', '6')
  const rowFor = (supply: 'resident' | 'high-voltage-dual') =>
    ruleFor(connecting, { class: supply })?.rule
  expect(rowFor('resident')).toMatchObject({ limit: 3 })
  // Both inspection and formalities start it (trap 3).
  expect(rowFor('high-voltage-dual')).toMatchObject({
    limit: 5,
    start: ['works.inspected', 'formalities.done'],
  })
})

test('an average is no maximum (trap 10)', () => {
  expect(clocksOf('sgcc-2011', '2').every(({ statistic }) => statistic === 'maximum')).toBe(true)
  expect(clocksOf('sgcc-2023', '3').every(({ statistic }) => statistic === 'average')).toBe(true)
})

test('a rural figure is the province’s own, not a figure that is met by being absent (trap 25)', () => {
  const rural = named('sgcc-2011').rules.filter(({ row }) => row.startsWith('1c'))
  expect(rural).toHaveLength(2)
  for (const rule of rural) expect(rule).not.toHaveProperty('atLeast')
})

test('an edition speaks Chinese to Chinese readers and English to English ones', () => {
  for (const { rules, ...edition } of editions) {
    const chinese = [edition.name, edition.issuer, edition.note, ...rules.map(({ title }) => title)]
    for (const text of chinese) expect(text).toMatch(/\p{Script=Han}/u)
    const english = [edition.nameEn, edition.issuerEn, ...rules.map(({ titleEn }) => titleEn)]
    for (const text of english) expect(text).not.toMatch(/\p{Script=Han}/u)
  }
})

test('no row of the floor has the name of a promise: both stand among the clocks of a request', () => {
  const rowsOf = (isFloor: boolean) =>
    editions
      .filter(({ series }) => (series === 'regulatory-floor') === isFloor)
      .flatMap(({ rules }) => rules.map(({ row }) => row))
  const floor = rowsOf(true)
  expect(floor).toContain('answer')
  expect(rowsOf(false).filter((row) => floor.includes(row))).toEqual([])
})

test('a file with a fault is refused with the place of it', () => {
  const yaml =
    'edition: x\nseries: s\nname: n\nnameEn: n\nissuer: i\nissuerEn: i\nnote: n\nnoteEn: n\nvalidFrom: 2011-10-13\nrules:\n  - { row: a, item: a, kind: clock, title: t, titleEn: t, start: [a.b], stop: c.d, limit: 0, unit: hour, statistic: maximum, source: s }'
  expect(() => parseEdition(yaml, 'x.yaml')).toThrow(/x\.yaml[\s\S]*rules\[0\]\.limit/)
})
