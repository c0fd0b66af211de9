import {
  countCustomersRoute,
  exportCustomersRoute,
  fileNeedRoute,
  getAssuranceRoute,
  getCustomerOwnerRoute,
  getCustomerRoute,
  getCustomerTimelineRoute,
  grantCareFlagRoute,
  listCustomersRoute,
  listNeedsRoute,
  lookAtCareRoute,
  type Route,
  reportHazardRoute,
  saveCareContactRoute,
} from '@nuandeng/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { aNewHazard } from './assurance-subjects.ts'
import { aNewContact, aNewFlag } from './care-subjects.ts'
import { aCustomer } from './customer-factory.ts'
import { aPerson, aServer, requestFor } from './harness.ts'
import { aNewNeed } from './ownership-subjects.ts'

const server = aServer()
type Customer = Awaited<ReturnType<typeof aCustomer>>
/** Two customers who differ in nothing but what the protected store holds of one. */
let flagged: Customer
let plain: Customer

beforeAll(async () => {
  const { sibling, station } = server.units
  plain = await aCustomer(server, { unit: sibling, accountNo: '41007001' })
  flagged = await aCustomer(server, { unit: station, accountNo: '41007002' })
  const officer = await aPerson(server, server.units.county, 'care-officer')
  const { customerId } = flagged
  for (const kind of ['low-income', 'medical-device'] as const) {
    const reply = await officer.call(grantCareFlagRoute, { customerId, ...aNewFlag({ kind }) })
    expect(reply).toMatchObject({ status: 200 })
  }
  await officer.call(saveCareContactRoute, { customerId, ...aNewContact() })
  await officer.call(lookAtCareRoute, { customerId, purpose: '上门' })
})

const ROLES = ['office', 'station-head', 'field-worker', 'liaison-officer'] as const

/** Every way in which a customer is shown, searched, counted or exported. */
const WAYS: [string, Route, (customer: Customer, unitId: string) => object][] = [
  ['the file', getCustomerRoute, ({ customerId }) => ({ customerId })],
  ['the timeline', getCustomerTimelineRoute, ({ customerId }) => ({ customerId })],
  ['the owner', getCustomerOwnerRoute, ({ customerId }) => ({ customerId })],
  ['the assurance', getAssuranceRoute, ({ customerId }) => ({ customerId })],
  ['the list', listCustomersRoute, (_, unitId) => ({ unitId })],
  ['a search', listCustomersRoute, ({ accountNo }) => ({ search: accountNo })],
  ['the count', countCustomersRoute, (_, unitId) => ({ unitId })],
  ['the needs', listNeedsRoute, ({ customerId }) => ({ customerId })],
  ['the export', exportCustomersRoute, (_, unitId) => ({ unitId, format: 'csv', purpose: '核对' })],
]

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+\*?/g
const NAMES = /官渡供电所|韩寺供电所|\bS[12]\b|测试[0-9a-f]{12}/g

describe.each(ROLES)('a %s', (role) => {
  test.each(WAYS)('sees no difference in %s', async (_name, route, inputFor) => {
    const { station, sibling } = server.units
    const answers = []
    for (const [unit, customer] of [
      [station, flagged],
      [sibling, plain],
    ] as const) {
      const { token, personId } = await aPerson(server, unit, role)
      const input = inputFor(customer, unit.unitId)
      const response = await server.app.inject(requestFor(route, input as never, { token }))
      // What names the customer, the unit and people: the only things that may differ.
      let text = response.body
      for (const name of [customer.accountNo, unit.path, personId.slice(-12)]) {
        text = text.replaceAll(name, '*')
      }
      text = text.replaceAll(IDS, '*').replaceAll(NAMES, '*')
      answers.push({ status: response.statusCode, text })
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.status).toBeOneOf([200, 403])
  })
})

test('needs and hazards stand in the timeline, and nothing of the protected store', async () => {
  const { customerId } = flagged
  const head = await aPerson(server, server.units.station, 'station-head')
  await head.call(fileNeedRoute, { customerId, ...aNewNeed() })
  await head.call(reportHazardRoute, { customerId, ...aNewHazard() })
  const { body } = await head.call(getCustomerTimelineRoute, { customerId })
  const sources = 'items' in body ? body.items.map(({ source }) => source) : body
  expect(new Set(sources as string[])).toEqual(new Set(['need', 'hazard']))
})
