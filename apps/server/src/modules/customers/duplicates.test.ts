import {
  createCustomerRoute,
  decideDuplicateRoute,
  editCustomerRoute,
  findDuplicatesRoute,
  getCustomerRoute,
  getCustomerTimelineRoute,
  listCustomersRoute,
  listDuplicatesRoute,
  type SentOf,
  undoDuplicateRoute,
} from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
type Someone = Awaited<ReturnType<typeof aPerson>>
let office: Someone
let head: Someone
const ids = new Map<string, string>()
const idOf = (accountNo: string) => ids.get(accountNo) ?? ''

async function add(
  customer: Partial<SentOf<typeof createCustomerRoute>> & { accountNo: string; name: string },
  unit = server.units.station,
) {
  const customerId = newId()
  ids.set(customer.accountNo, customerId)
  const sent = { customerId, unitId: unit.unitId, ...customer }
  expect(await office.call(createCustomerRoute, sent)).toMatchObject({ status: 200 })
}
const phone = (number: string) => [{ role: 'contact' as const, phone: number }]

beforeAll(async () => {
  office = await aPerson(server, server.units.city, 'office')
  head = await aPerson(server, server.units.station, 'station-head')
  const { sibling } = server.units
  // The same number, once with its noughts lost.
  await add({ accountNo: '0041001', name: '王小明' })
  await add({ accountNo: '41001', name: '王小明' })
  // The same telephone, in two stations.
  await add({ accountNo: '0042001', name: '李红', people: phone('13800000001') })
  await add({ accountNo: '0042002', name: '李四', people: phone('138-0000-0001') }, sibling)
  // The same name, the address written in two ways; a third of that name lives elsewhere.
  await add({ accountNo: '0043001', name: '张伟', address: '示例县城南棚户区东巷37号' })
  await add({ accountNo: '0043002', name: '张伟', address: '城南棚户区东巷３７号' })
  await add({ accountNo: '0043003', name: '张伟', address: '北关大街2栋1单元' })
  // A telephone of eleven customers is an agent's.
  for (let i = 0; i < 11; i++)
    await add({ accountNo: `005000${i}A`, name: `代理${i}`, people: phone('13900000009') })
})

const find = () => office.call(findDuplicatesRoute, { unitId: server.units.city.unitId })

async function pairs(who: Someone, query: SentOf<typeof listDuplicatesRoute> = {}) {
  const reply = await who.call(listDuplicatesRoute, query)
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body.items.map(({ customer, other, reasons }) =>
    [[customer.accountNo, other.accountNo].sort().join(' '), ...reasons].join(' '),
  )
}

test('pairs are found by number, telephone and name with address; nothing is merged by it', async () => {
  expect(await find()).toMatchObject({ body: { pairs: 3, added: 3 } })
  expect(await find()).toMatchObject({ body: { pairs: 3, added: 0 } })
  expect(await pairs(office)).toEqual([
    '0041001 41001 account',
    '0043001 0043002 name-address',
    '0042001 0042002 phone',
  ])
  expect(await pairs(office, { state: 'merged' })).toEqual([])
})

test('a pair of two stations shows to whom both are in reach, and to no one station', async () => {
  expect(await pairs(head)).toEqual(['0041001 41001 account', '0043001 0043002 name-address'])
  const pair = { customerId: idOf('0042001'), otherId: idOf('0042002') }
  const decision = { ...pair, decision: 'distinct' as const, reason: '核对' }
  expect(await head.call(decideDuplicateRoute, decision)).toMatchObject({ status: 404 })
})

test('a page of pairs goes on where the one before ended', async () => {
  const whole = await pairs(office)
  const reply = await office.call(listDuplicatesRoute, { limit: 1 })
  if (reply.status !== 200 || reply.body.next === null) throw new Error(JSON.stringify(reply.body))
  expect(await pairs(office, { cursor: reply.body.next })).toEqual(whole.slice(1))
})

const accounts = async (search: string) => {
  const reply = await head.call(listCustomersRoute, { search })
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body.items.map(({ accountNo }) => accountNo)
}

test('a merged file is hidden and kept, its story joins the other one, and an undo shows it again', async () => {
  const pair = { customerId: idOf('0041001'), otherId: idOf('41001') }
  const kept = { ...pair, decision: 'merged' as const, keptId: idOf('0041001'), reason: '同一户' }
  const none = { ...pair, decision: 'merged' as const, reason: '同一户' }
  expect(await head.call(decideDuplicateRoute, none)).toMatchObject({ status: 400 })
  const stranger = { ...kept, keptId: idOf('0043001') }
  expect(await head.call(decideDuplicateRoute, stranger)).toMatchObject({ status: 400 })
  expect(await head.call(decideDuplicateRoute, kept)).toMatchObject({ body: { state: 'merged' } })
  expect(await head.call(decideDuplicateRoute, kept)).toMatchObject({
    body: { code: 'already-decided' },
  })
  expect(await accounts('王小明')).toEqual(['0041001'])
  expect(await head.call(getCustomerRoute, { customerId: idOf('41001') })).toMatchObject({
    body: { mergedIntoId: idOf('0041001'), accountNo: '41001' },
  })
  const edit = { customerId: idOf('41001'), version: 2, remark: '改' }
  expect(await head.call(editCustomerRoute, edit)).toMatchObject({ body: { code: 'merged-away' } })
  const timeline = await head.call(getCustomerTimelineRoute, { customerId: idOf('0041001') })
  if (timeline.status !== 200) throw new Error(JSON.stringify(timeline.body))
  expect(timeline.body.items.map(({ kind }) => kind).sort()).toEqual([
    ...['customer.created', 'customer.created', 'customer.merged', 'customer.merged'],
  ])
  // A new search leaves alone what was decided.
  await find()
  expect(await pairs(office, { state: 'merged' })).toEqual(['0041001 41001 account'])

  expect(await head.call(undoDuplicateRoute, { ...pair, reason: '看错' })).toMatchObject({
    body: { state: 'open' },
  })
  expect(await accounts('王小明')).toEqual(['0041001', '41001'])
  expect(await head.call(getCustomerRoute, { customerId: idOf('41001') })).toMatchObject({
    body: { mergedIntoId: null },
  })
})

test('two files that are not the same stay apart through later searches, until that is taken back', async () => {
  const pair = { customerId: idOf('0043001'), otherId: idOf('0043002') }
  const undo = { ...pair, reason: '看错' }
  expect(await head.call(undoDuplicateRoute, undo)).toMatchObject({ body: { code: 'not-decided' } })
  const decision = { ...pair, decision: 'distinct' as const, reason: '两户' }
  expect(await head.call(decideDuplicateRoute, decision)).toMatchObject({ status: 200 })
  await find()
  expect(await pairs(head)).toEqual(['0041001 41001 account'])
  expect(await head.call(undoDuplicateRoute, undo)).toMatchObject({ status: 200 })
  expect(await pairs(head)).toHaveLength(2)
})

test('a pair that a correction has parted is no longer proposed', async () => {
  const edit = { customerId: idOf('0043002'), version: 1, address: '东关新村8号' }
  expect(await head.call(editCustomerRoute, edit)).toMatchObject({ status: 200 })
  server.clock.now = new Date(server.clock.now.getTime() + 60_000)
  await find()
  expect(await pairs(head)).toEqual(['0041001 41001 account'])
})
