import { expect, test } from 'vitest'
import { CAMPAIGN_ID } from './campaign.ts'
import { demoDay } from './day.ts'
import { demoPeople } from './people.ts'
import { demoUnits } from './province.ts'
import { demoRegister } from './register.ts'

const units = demoUnits()
const days = demoDay(CAMPAIGN_ID, units, demoPeople(units))
const register = demoRegister(units, days, new Date('2026-03-01T12:00:00+08:00'))

const countOf = (fits: (file: (typeof register)[number]) => boolean) => register.filter(fits).length

test('each customer that a visit of the day names has one file, in the city of the visit', () => {
  const files = new Map(register.map((file) => [file.accountNo, file.unit.cityCode]))
  const visits = days.flatMap(({ sendings }) =>
    sendings.flatMap(({ cityCode, record }) =>
      record.kind === 'visit' ? [{ cityCode, accountNo: record.accountNo ?? '' }] : [],
    ),
  )
  expect(new Set(visits.map(({ accountNo }) => accountNo)).size).toBe(1238)
  for (const { cityCode, accountNo } of visits) expect(files.get(accountNo)).toBe(cityCode)
})

test('no number and no id is given twice, and every name says that it is an example', () => {
  expect(new Set(register.map(({ accountNo }) => accountNo)).size).toBe(register.length)
  expect(new Set(register.map(({ customerId }) => customerId)).size).toBe(register.length)
  expect(
    countOf(({ content, people }) =>
      [content, ...people].some(({ name }) => name && !name.includes('示例')),
    ),
  ).toBe(0)
})

test('it has what the screens are for: every class, gaps, files never verified, customers with two files', () => {
  expect(register.length).toBeLessThan(4000)
  for (const name of ['A', 'B', 'C1', 'C2']) {
    expect(
      countOf(({ content }) => content.customerClass === name),
      name,
    ).toBeGreaterThan(40)
  }
  expect(countOf(({ people }) => people.length === 0)).toBeGreaterThan(50)
  expect(countOf(({ verifiedOn }) => verifiedOn === null)).toBeGreaterThan(50)
  const twice = register.length - new Set(register.map(({ content }) => content.name)).size
  expect(twice).toBeGreaterThan(1)
})
