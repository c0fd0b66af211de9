import {
  assignCustomersRoute,
  countCustomersRoute,
  createCustomerRoute,
  exportCustomersRoute,
  getCustomerRoute,
  listCustomersRoute,
  listEventsRoute,
  type SentOf,
  verifyCustomerRoute,
} from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer, aUnit, requestFor } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
type Someone = Awaited<ReturnType<typeof aPerson>>
let province: Someone
let head: Someone
const ids = new Map<string, string>()

type New = Partial<SentOf<typeof createCustomerRoute>> & { accountNo: string; name: string }

async function add(customer: New, unit = server.units.station) {
  const customerId = newId()
  ids.set(customer.accountNo, customerId)
  const sent = { customerId, unitId: unit.unitId, ...customer }
  expect(await province.call(createCustomerRoute, sent)).toMatchObject({ status: 200 })
}

const phoneOf = (phone: string) => [{ role: 'contact' as const, phone }]

beforeAll(async () => {
  province = await aPerson(server, server.units.province, 'office')
  head = await aPerson(server, server.units.station, 'station-head')
  const { sibling, foreign } = server.units
  await add({
    accountNo: '0041001',
    name: '王小明',
    address: '示例镇东巷37号',
    customerClass: 'C2',
  })
  await add({
    ...{ accountNo: '0041002', name: '曾示例', address: '示例镇西街１２号', customerClass: 'C2' },
    ...{ people: phoneOf('13800001234'), supplyArea: 'rural', tags: ['抗旱'] },
  })
  await add({
    ...{ accountNo: 'A-0043', name: '示例煤矿LED厂', customerClass: 'A', grade: 'first' },
    people: phoneOf('037100005678'),
  })
  await add({ accountNo: '0051001', name: '王小红', customerClass: 'C2' }, sibling)
  await add({ accountNo: '0041001', name: '王小刚', people: phoneOf('13800001234') }, foreign)
})

async function found(who: Someone, query: SentOf<typeof listCustomersRoute>) {
  const reply = await who.call(listCustomersRoute, query)
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body.items.map(
    ({ accountNo, unit }) => `${unit.path.split('.').at(-1)} ${accountNo}`,
  )
}

test.each([
  ['two characters of a name', '小明', ['S1 0041001']],
  ['a surname with its name, in every city', '王小', ['S1 0041001', 'S2 0051001', 'S3 0041001']],
  ['part of an address', '东巷37', ['S1 0041001']],
  ['full-width digits in an address', '西街12号', ['S1 0041002']],
  ['name and address, between blanks', '王小 东巷', ['S1 0041001']],
  ['pairs that stand apart', '东巷例镇', []],
  ['initials', 'wxm', ['S1 0041001']],
  ['the beginning of the initials', 'WX', ['S1 0041001', 'S2 0051001', 'S3 0041001']],
  ['initials with the reading of a surname', 'zsl', ['S1 0041002']],
  ['letters within a name', 'led', ['S1 A-0043']],
  ['the beginning of an account number', '004100', ['S1 0041001', 'S1 0041002', 'S3 0041001']],
  ['an account number with letters', 'A-004', ['S1 A-0043']],
  ['an account number without its noughts', '41001', []],
  ['the tail of a telephone', '1234', ['S1 0041002', 'S3 0041001']],
  ['a whole telephone', '13800001234', ['S1 0041002', 'S3 0041001']],
  ['a telephone that nobody has', '13800009234', []],
  ['nothing', '不存在的', []],
])('a search finds by %s', async (_name, search, accounts) => {
  expect(await found(province, { search })).toEqual(accounts)
})

test('a search finds nothing of a unit out of reach, and counts nothing there', async () => {
  expect(await found(head, { search: '王小' })).toEqual(['S1 0041001'])
  expect(await head.call(listCustomersRoute, { search: '王小' })).toMatchObject({
    body: { found: { count: 1, isMore: false } },
  })
  const { unitId } = server.units.sibling
  expect(await head.call(listCustomersRoute, { unitId })).toMatchObject({ status: 403 })
  expect(await head.call(countCustomersRoute, {})).toMatchObject({ body: { count: 3 } })
})

test('a search without two characters beside one another is refused', async () => {
  expect(await head.call(listCustomersRoute, { search: '王 小' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'search', code: 'too-short' }] },
  })
})

test.each<[string, SentOf<typeof listCustomersRoute>, string[]]>([
  ['class', { customerClass: 'A' }, ['S1 A-0043']],
  ['no class', { customerClass: 'none' }, ['S3 0041001']],
  ['grade', { grade: 'first' }, ['S1 A-0043']],
  ['tag', { tag: '抗旱' }, ['S1 0041002']],
  ['supply area', { supplyArea: 'rural' }, ['S1 0041002']],
  ['completeness', { completenessBelow: 14 }, ['S2 0051001']],
  ['a search beside', { search: '王小', customerClass: 'C2' }, ['S1 0041001', 'S2 0051001']],
])('a list can be narrowed by %s', async (_name, filter, accounts) => {
  expect(await found(province, filter)).toEqual(accounts)
})

test('a unit shows what stands below it, and none of a unit whose code begins alike', async () => {
  const { city, county } = server.units
  expect(await found(province, { unitId: city.unitId })).toHaveLength(4)
  expect(await found(province, { unitId: county.unitId })).toHaveLength(4)
  expect(await found(province, { unitId: server.units.foreignCity.unitId })).toHaveLength(1)
  const alike = { kind: 'station', code: 'S10', name: '别处供电所', parent: county } as const
  const unit = await server.database.transact('system', (db) => aUnit(db, alike))
  await add({ accountNo: '0061001', name: '赵示例' }, unit)
  expect(await found(province, { unitId: server.units.station.unitId })).toHaveLength(3)
})

test('pages follow one another without a gap or a repeat, with and without a search', async () => {
  for (const filter of [{}, { search: '王小' }]) {
    const whole = await found(province, filter)
    const pages: string[] = []
    for (let cursor: string | undefined; ; ) {
      const query = { ...filter, limit: 1, ...(cursor ? { cursor } : {}) }
      const reply = await province.call(listCustomersRoute, query)
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
      pages.push(
        ...reply.body.items.map(
          ({ accountNo, unit }) => `${unit.path.split('.').at(-1)} ${accountNo}`,
        ),
      )
      if (reply.body.next === null) break
      cursor = reply.body.next
    }
    expect(pages).toEqual(whole)
  }
})

test('what was verified long ago is stale, what was never verified too', async () => {
  const customerId = ids.get('0041002') ?? ''
  await head.call(verifyCustomerRoute, { customerId, version: 1 })
  expect(await found(head, { staleMonths: 12 })).toEqual(['S1 0041001', 'S1 A-0043'])
  expect(await head.call(countCustomersRoute, {})).toMatchObject({
    body: { count: 3, byClass: { A: 1, C2: 2 }, stale: 2 },
  })
})

const textOf = async (who: Someone, query: SentOf<typeof exportCustomersRoute>) => {
  const request = requestFor(exportCustomersRoute, query, { token: who.token })
  const response = await server.app.inject(request)
  return {
    status: response.statusCode,
    text: response.body,
    rows: response.headers['nuandeng-rows'],
  }
}

test('an export bears who made it and what for, is masked unless asked, and leaves an Event', async () => {
  const query = { format: 'csv' as const, purpose: '夏峰走访', search: '王小' }
  const masked = await textOf(head, query)
  expect(masked).toMatchObject({ status: 200, rows: '1' })
  const [watermark = '', header, row, ...rest] = masked.text.trim().split('\r\n')
  expect(watermark).toMatch(/导出人：测试.*夏峰走访.*共 1 户/)
  expect(header?.startsWith('户号,户名,用电地址')).toBe(true)
  expect(row?.startsWith('0041001,王**,示例镇东巷**,S1')).toBe(true)
  expect(rest).toEqual([])
  const full = await textOf(head, { ...query, content: 'full' })
  expect(full.text).toContain('0041001,王小明,示例镇东巷37号,S1')
  const auditor = await aPerson(server, server.units.station, 'auditor')
  expect(await auditor.call(listEventsRoute, { kind: 'customer.exported' })).toMatchObject({
    body: {
      items: [
        { details: { content: 'full', purpose: '夏峰走访', rows: 1 } },
        { details: { content: 'masked', search: '王小', rows: 1 } },
      ],
    },
  })
})

test('a class, tags and a unit go to many customers at once, by a filter that still finds as many', async () => {
  const assign = { addTags: ['夏峰'], removeTags: ['抗旱'], reason: '夏峰走访' }
  const filter = { unitId: server.units.station.unitId, customerClass: 'C2' as const }
  const surprised = { ...assign, of: { filter, expected: 3 } }
  expect(await head.call(assignCustomersRoute, surprised)).toMatchObject({
    status: 409,
    body: { code: 'list-changed' },
  })
  const sent = { ...assign, of: { filter, expected: 2 } }
  expect(await head.call(assignCustomersRoute, sent)).toMatchObject({
    body: { changed: 2, unchanged: 0 },
  })
  expect(await head.call(assignCustomersRoute, sent)).toMatchObject({
    body: { changed: 0, unchanged: 2 },
  })
  expect(await found(head, { tag: '夏峰' })).toEqual(['S1 0041001', 'S1 0041002'])
  expect(await found(head, { tag: '抗旱' })).toEqual([])
})

test('one customer out of reach refuses the whole assignment', async () => {
  const own = ids.get('A-0043') ?? ''
  const others = ids.get('0051001') ?? ''
  const assign = { of: { customerIds: [own, others] }, customerClass: 'B' as const, reason: '核对' }
  expect(await head.call(assignCustomersRoute, assign)).toMatchObject({ status: 404 })
  expect(await head.call(getCustomerRoute, { customerId: own })).toMatchObject({
    body: { customerClass: 'A' },
  })
  const away = { of: { customerIds: [own] }, unitId: server.units.sibling.unitId, reason: '核对' }
  expect(await head.call(assignCustomersRoute, away)).toMatchObject({ status: 403 })
})

test('a customer that is given to another unit is found there, and no longer where it was', async () => {
  const customerIds = [ids.get('0041002') ?? '']
  const { unitId } = server.units.sibling
  const move = { of: { customerIds }, unitId, reason: '划转' }
  expect(await province.call(assignCustomersRoute, move)).toMatchObject({ body: { changed: 1 } })
  const sibling = await aPerson(server, server.units.sibling, 'station-head')
  for (const search of ['曾示', 'zsl', '0041', '1234']) {
    expect(await found(sibling, { search })).toEqual(['S2 0041002'])
    expect(await found(head, { search })).not.toContain('S2 0041002')
  }
  expect(await found(head, {})).toEqual(['S1 0041001', 'S1 A-0043'])
})

test('a tag that tells a care flag is refused: it belongs into the protected store', async () => {
  const unitId = server.units.station.unitId
  const customer = { customerId: newId(), unitId, accountNo: '0049999', name: '示例' }
  const reply = await province.call(createCustomerRoute, { ...customer, tags: ['独居老人'] })
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ field: 'tags[0]' }] } })
})
