import {
  acceptRequestRoute,
  createCustomerRoute,
  editCustomerRoute,
  getCustomerRoute,
  getCustomerTimelineRoute,
  listEventsRoute,
  type ReplyOf,
  recordFieldworkRoute,
  revealCustomerRoute,
  type SentOf,
  verifyCustomerRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aCampaign } from '../../../test/campaign-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { recordFactory } from '../../../test/record-factory.ts'
import { aNewRequest } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
type Someone = Awaited<ReturnType<typeof aPerson>>
let head: Someone
let worker: Someone

beforeAll(async () => {
  head = await aPerson(server, server.units.station, 'station-head')
  worker = await aPerson(server, server.units.station, 'field-worker')
})

let count = 0
const newCustomer = (more: Partial<SentOf<typeof createCustomerRoute>> = {}) => ({
  customerId: newId(),
  unitId: server.units.station.unitId,
  accountNo: `0041${String(++count).padStart(6, '0')}`,
  name: '王小明',
  address: '示例县城南棚户区东巷37号',
  customerClass: 'C2' as const,
  people: [
    { role: 'contact' as const, name: '王小明', phone: '13800000000' },
    { role: 'decision-maker' as const, name: '王大明', phone: '13900000001' },
  ],
  ...more,
})

async function made(more: Partial<SentOf<typeof createCustomerRoute>> = {}) {
  const customer = newCustomer(more)
  expect(await head.call(createCustomerRoute, customer)).toMatchObject({ status: 200 })
  return customer
}

async function fileOf(customerId: string): Promise<ReplyOf<typeof getCustomerRoute>> {
  const reply = await head.call(getCustomerRoute, { customerId })
  if (reply.status !== 200) throw new Error(JSON.stringify(reply))
  return reply.body
}

test('a file shows a resident masked, and in full only by a look that is recorded with its purpose', async () => {
  const { customerId, accountNo } = await made()
  const shown = await fileOf(customerId)
  expect(shown).toMatchObject({
    accountNo,
    name: '王**',
    address: '示例县城南棚户区东巷',
    phone: '138****0000',
    isMasked: true,
    people: [
      { role: 'contact', name: '王**', phone: '138****0000' },
      { role: 'decision-maker', name: '王**', phone: '139****0001' },
    ],
  })
  expect(JSON.stringify(shown)).not.toMatch(/小明|37号|13800000000/)
  const look = { customerId, purpose: '回访' }
  expect(await worker.call(revealCustomerRoute, look)).toMatchObject({ status: 403 })
  expect(await head.call(revealCustomerRoute, look)).toMatchObject({
    body: { name: '王小明', address: '示例县城南棚户区东巷37号', people: newCustomer().people },
  })
  const auditor = await aPerson(server, server.units.station, 'auditor')
  const looks = { kind: 'customer.revealed', subjectId: customerId }
  expect(await auditor.call(listEventsRoute, looks)).toMatchObject({
    body: { items: [{ actorId: head.personId, details: { purpose: '回访' } }] },
  })
})

test('telephones and people lie in the database sealed', async () => {
  const { customerId } = await made()
  const row = await server.database.transact('system', (db) =>
    db.one<{ row: string }>(
      sql`select to_jsonb(c)::text as row from customer c where customer_id = ${customerId}`,
    ),
  )
  expect(row.row).not.toMatch(/13800000000|13900000001|王大明/)
})

test('the name of a key customer is no personal data, that of its electrician is', async () => {
  const { customerId } = await made({
    customerClass: 'A',
    name: '示例煤矿',
    address: '示例路8号',
    people: [
      {
        role: 'duty-electrician',
        name: '赵师傅',
        phone: '13800000002',
        licenceExpiresOn: '2012-05-01',
      },
    ],
  })
  expect(await fileOf(customerId)).toMatchObject({
    name: '示例煤矿',
    address: '示例路8号',
    isMasked: false,
    people: [{ role: 'duty-electrician', name: '赵**', licenceExpiresOn: '2012-05-01' }],
  })
})

test('of two editors the second is told that the file changed, and overwrites nothing', async () => {
  const { customerId } = await made()
  const edit = (remark: string) => head.call(editCustomerRoute, { customerId, version: 1, remark })
  const replies = await Promise.all([edit('甲'), edit('乙')])
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(replies.find(({ status }) => status === 409)).toMatchObject({
    body: { code: 'changed-meanwhile' },
  })
  const kept = replies[0]?.status === 200 ? '甲' : '乙'
  expect(await fileOf(customerId)).toMatchObject({ remark: kept, version: 2 })
})

test('an edit changes what is sent and leaves the rest, sealed people included', async () => {
  const { customerId } = await made()
  const edit = { customerId, version: 1, supplyArea: 'rural' as const, address: null }
  expect(await head.call(editCustomerRoute, edit)).toMatchObject({ body: { version: 2 } })
  expect(await fileOf(customerId)).toMatchObject({
    supplyArea: 'rural',
    address: null,
    name: '王**',
  })
  expect(await head.call(revealCustomerRoute, { customerId, purpose: '回访' })).toMatchObject({
    body: { people: newCustomer().people },
  })
})

test('a file says since when it is supplied and whether for a time only; what is not known stays open', async () => {
  const { customerId } = await made()
  const said = async (edit: object) => {
    const { version } = (await fileOf(customerId)) as { version: number }
    expect(await head.call(editCustomerRoute, { customerId, version, ...edit })).toMatchObject({
      status: 200,
    })
    const { connectedOn, isTemporary } = (await fileOf(customerId)) as Record<string, unknown>
    return [connectedOn, isTemporary]
  }
  expect(await said({ remark: '核对' })).toEqual([null, null])
  expect(await said({ connectedOn: '2011-10-01', isTemporary: true })).toEqual(['2011-10-01', true])
  expect(await said({ isTemporary: false })).toEqual(['2011-10-01', false])
  expect(await said({ connectedOn: null, isTemporary: null })).toEqual([null, null])
})

test('a customer without a supply area gets the strictest limit, and its file says what is missing', async () => {
  const { customerId } = await made()
  expect(await fileOf(customerId)).toMatchObject({
    supplyArea: null,
    effectiveSupplyArea: 'urban',
    // Of seven: address and telephone.
    completeness: 28,
    missing: ['useCategory', 'supplyArea', 'transformerArea', 'home.phases', 'home.hasBreaker'],
  })
  const home = { phases: 1 as const, hasBreaker: false }
  const rest = {
    useCategory: '201' as const,
    supplyArea: 'remote' as const,
    transformerArea: '示例台区',
  }
  const edit = { customerId, version: 1, details: { home }, ...rest }
  expect(await head.call(editCustomerRoute, edit)).toMatchObject({ status: 200 })
  expect(await fileOf(customerId)).toMatchObject({
    effectiveSupplyArea: 'remote',
    completeness: 100,
    missing: [],
  })
})

test('a grade is a proposal until the government department decided it: who and when go together', async () => {
  const important = { customerClass: 'A' as const, grade: 'first' as const }
  const { customerId } = await made(important)
  expect(await fileOf(customerId)).toMatchObject({ grade: 'first', isGradeDecided: false })
  const half = { customerId, version: 1, gradeDecidedBy: '示例县工信局' }
  expect(await head.call(editCustomerRoute, half)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'gradeDecidedOn', code: 'half-decision' }] },
  })
  const whole = { ...half, gradeDecidedOn: '2011-09-01' }
  expect(await head.call(editCustomerRoute, whole)).toMatchObject({ status: 200 })
  expect(await fileOf(customerId)).toMatchObject({ isGradeDecided: true })
  const without = { customerId, version: 2, grade: null }
  expect(await head.call(editCustomerRoute, without)).toMatchObject({
    body: { errors: [{ field: 'grade' }] },
  })
})

test('a name of one sign, without initials, address or telephone, is a file like any other', async () => {
  const { customerId } = await made({ name: '¿', address: null, people: [] })
  expect(await fileOf(customerId)).toMatchObject({ name: '¿', address: null, phone: null })
})

test('an account number is one customer in its city, and another one in the next city', async () => {
  const { accountNo } = await made()
  expect(await head.call(createCustomerRoute, newCustomer({ accountNo }))).toMatchObject({
    status: 409,
    body: { code: 'account-taken' },
  })
  const foreign = await aPerson(server, server.units.foreign, 'station-head')
  const there = newCustomer({ accountNo, unitId: server.units.foreign.unitId })
  expect(await foreign.call(createCustomerRoute, there)).toMatchObject({ status: 200 })
  const office = await aPerson(server, server.units.province, 'office')
  const move = { customerId: there.customerId, version: 1, unitId: server.units.station.unitId }
  expect(await office.call(editCustomerRoute, move)).toMatchObject({ body: { code: 'other-city' } })
})

test('a verified file is not stale for twelve months', async () => {
  const { customerId } = await made()
  expect(await fileOf(customerId)).toMatchObject({ verifiedOn: null, isStale: true })
  expect(await worker.call(verifyCustomerRoute, { customerId, version: 2 })).toMatchObject({
    status: 409,
  })
  expect(await worker.call(verifyCustomerRoute, { customerId, version: 1 })).toMatchObject({
    body: { version: 2, verifiedOn: '2011-10-15' },
  })
  expect(await fileOf(customerId)).toMatchObject({ verifiedOn: '2011-10-15', isStale: false })
})

test('the timeline joins what was done to the file and in the field, newest first, page by page', async () => {
  const customer = await made()
  const { customerId, accountNo } = customer
  await head.call(editCustomerRoute, { customerId, version: 1, remark: '更正' })
  const campaign = await aCampaign(server)
  const record = { ...recordFactory(server, campaign).aVisit(), accountNo }
  expect(await worker.call(recordFieldworkRoute, { record })).toMatchObject({ status: 200 })
  for (const isConfidential of [false, true]) {
    const request = aNewRequest(server, {
      accountNo,
      kind: 'complaint',
      subkind: 'service',
      isConfidential,
    })
    expect(await worker.call(acceptRequestRoute, request)).toMatchObject({ status: 200 })
  }
  server.clock.now = new Date(server.clock.now.getTime() + 60_000)
  await worker.call(verifyCustomerRoute, { customerId, version: 2, note: '门牌已核' })

  const kinds: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = { customerId, limit: 2, ...(cursor ? { cursor } : {}) }
    const reply = await worker.call(getCustomerTimelineRoute, page)
    if (reply.status !== 200) throw new Error(JSON.stringify(reply))
    kinds.push(...reply.body.items.map(({ source, kind }) => `${source} ${kind}`))
    if (reply.body.next === null) break
    cursor = reply.body.next
  }
  const only = async (group: 'visit' | 'request' | 'need') => {
    const reply = await worker.call(getCustomerTimelineRoute, { customerId, group, limit: 1 })
    if (reply.status !== 200) throw new Error(JSON.stringify(reply))
    return { kinds: reply.body.items.map(({ kind }) => kind), next: reply.body.next }
  }
  expect(await only('visit')).toEqual({ kinds: ['visit'], next: null })
  expect(await only('request')).toEqual({ kinds: ['complaint'], next: null })
  expect(await only('need')).toEqual({ kinds: [], next: null })
  expect(kinds[0]).toBe('event customer.verified')
  expect(kinds.toSorted()).toEqual([
    'event customer.created',
    'event customer.edited',
    'event customer.verified',
    'field-record visit',
    // The complaint in confidence is not there.
    'request complaint',
  ])
})
