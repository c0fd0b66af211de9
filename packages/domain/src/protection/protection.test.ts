import { describe, expect, test } from 'vitest'
import type { PlainDate } from '../calendar-day.ts'
import { addMonths } from '../calendar-month.ts'
import { tellsCareFlag } from './care-flag.ts'
import { type Consent, checkConsent, checkWatch, entitlementEnd, isWatched } from './check-care.ts'
import { parseListMonth } from './list-month.ts'

const day = (text: string) => text as PlainDate
const TODAY = day('2011-10-15')
const CONSENT: Consent = {
  textVersion: '2011-1',
  channel: 'written',
  givenBy: 'self',
  givenOn: day('2011-10-14'),
}

test.each([
  ['2011-10-15', 1, '2011-11-15'],
  ['2012-01-31', 1, '2012-02-29'],
  ['2011-01-31', 1, '2011-02-28'],
  ['2011-11-30', 3, '2012-02-29'],
  ['2011-10-15', -10, '2010-12-15'],
  ['2011-12-31', 24, '2013-12-31'],
])('%s and %i months are %s', (from, months, to) => {
  expect(addMonths(day(from), months)).toBe(to)
})

describe('a consent', () => {
  const codes = (change: Partial<Consent>, expiresOn = '2012-10-15') =>
    checkConsent({ ...CONSENT, ...change }, day(expiresOn), TODAY).map(
      ({ field, code }) => `${field} ${code}`,
    )

  test('in writing, to the text in force, for two years at most, is good', () => {
    expect(codes({})).toEqual([])
    expect(codes({}, '2013-10-14')).toEqual([])
    expect(codes({ givenOn: TODAY })).toEqual([])
  })

  test.each<[string, Partial<Consent>, string | undefined, string]>([
    ['of tomorrow', { givenOn: day('2011-10-16') }, undefined, 'consent.givenOn in-future'],
    ['to no known text', { textVersion: '9' }, undefined, 'consent.textVersion not-in-force'],
    [
      'before there was a text',
      { givenOn: day('2010-12-31') },
      undefined,
      'consent.textVersion not-in-force',
    ],
    ['by fingerprint alone', { channel: 'fingerprint' }, undefined, 'consent.witness required'],
    ['spoken to nobody else', { channel: 'spoken' }, undefined, 'consent.witness required'],
    ['that ends today', {}, '2011-10-15', 'expiresOn in-past'],
    ['for two years and a day', {}, '2013-10-15', 'expiresOn too-late'],
  ])('%s is refused', (_name, change, expiresOn, fault) => {
    expect(codes(change, expiresOn)).toEqual([fault])
  })

  test('by fingerprint before a witness is good', () => {
    expect(codes({ channel: 'fingerprint', witness: '村会计' })).toEqual([])
  })
})

describe('a consent to a watch', () => {
  const WATCH: Consent = { ...CONSENT, textVersion: 'watch-2011-1' }
  const codes = (change: Partial<Consent>) =>
    checkWatch({ ...WATCH, ...change }, TODAY).map(({ field, code }) => `${field} ${code}`)

  test('is to a text of its own: that of the flag does not do', () => {
    expect(codes({})).toEqual([])
    expect(codes({ textVersion: CONSENT.textVersion })).toEqual([
      'consent.textVersion not-in-force',
    ])
    const ofFlag = { ...CONSENT, textVersion: WATCH.textVersion }
    expect(checkConsent(ofFlag, day('2012-10-15'), TODAY)).toHaveLength(1)
  })

  test('needs the witness that any consent needs, and is none of tomorrow', () => {
    expect(codes({ channel: 'spoken' })).toEqual(['consent.witness required'])
    expect(codes({ givenOn: day('2011-10-16') })).toEqual(['consent.givenOn in-future'])
  })

  test.each([
    ['2012-10-15', '2009-10-16', true],
    ['2012-10-15', '2009-10-15', false],
    ['2011-10-16', '2011-10-14', true],
    ['2011-10-15', '2011-10-14', false],
  ])('of a flag until %s, given on %s, holds: %s', (expiresOn, givenOn, holds) => {
    const watch = { ...WATCH, givenOn: day(givenOn) }
    expect(isWatched({ watch, expiresOn: day(expiresOn) }, TODAY)).toBe(holds)
  })

  test('that nobody gave does not hold', () => {
    expect(isWatched({ expiresOn: day('2012-10-15') }, TODAY)).toBe(false)
    expect(isWatched({ watch: null, expiresOn: day('2012-10-15') }, TODAY)).toBe(false)
  })

  test('that is two years old is refused when it is noted', () => {
    const texts = checkWatch({ ...WATCH, givenOn: day('2011-01-01') }, day('2013-01-01'))
    expect(texts.map(({ code }) => code)).toEqual(['out-of-date'])
    expect(checkWatch({ ...WATCH, givenOn: day('2011-01-02') }, day('2013-01-01'))).toEqual([])
  })
})

test('an entitlement outlives the month after its list, and no more', () => {
  expect(entitlementEnd('2011-10')).toBe('2011-12-01')
  expect(entitlementEnd('2011-11')).toBe('2012-01-01')
  expect(() => entitlementEnd('2011-13')).toThrow('not a month')
})

test.each([
  ['2011-10', '2011-10'],
  ['2011年9月', '2011-09'],
  ['2011年10月份', '2011-10'],
  ['２０１１/１', '2011-01'],
  ['201110', '2011-10'],
  ['2011.12', '2011-12'],
  ['2011-13', undefined],
  ['2011-00', undefined],
  ['10月', undefined],
  ['2011-10-15', undefined],
])('a list of %s is of %s', (text, month) => {
  expect(parseListMonth(text)).toBe(month)
})

test.each([
  ['低保户', true],
  ['独 居', true],
  ['家用呼吸机', true],
  ['Low-income', true],
  ['重点项目', false],
  ['抗旱', false],
])('the tag %s tells a care flag: %s', (tag, tells) => {
  expect(tellsCareFlag(tag)).toBe(tells)
})
