import { expect, test } from 'vitest'
import { kindOfDivision, provinceNameOf } from './division-code.ts'

test.each([
  ['410000', 'province'],
  ['410100', 'city'],
  ['410122', 'county'],
  ['419001', 'county'],
  ['410122001', 'station'],
  ['410122001002', 'team'],
  ['41', undefined],
  ['K1', undefined],
])('the division %s is served by a %s', (code, kind) => {
  expect(kindOfDivision(code)).toBe(kind)
})

test('a code names its province, or none', () => {
  expect(provinceNameOf('410122')).toBe('河南')
  expect(provinceNameOf('990000')).toBeUndefined()
})
