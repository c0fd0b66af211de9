import {
  closeNeedRoute,
  exportNeedsRoute,
  fileNeedRoute,
  getNeedRoute,
  listNeedOwnersRoute,
  listNeedsRoute,
  moveNeedRoute,
  setCustomerOfficerRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer, requestFor } from '../../../test/harness.ts'
import { aNewNeed } from '../../../test/ownership-subjects.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
type Person = Awaited<ReturnType<typeof aPerson>>
let worker: Person
let head: Person
const day = (text: string) => text as PlainDate

beforeAll(async () => {
  worker = await aPerson(server, server.units.station, 'field-worker')
  head = await aPerson(server, server.units.station, 'station-head')
})

/** As the tests' people are called. */
const nameOf = ({ personId }: Person) => `测试${personId.slice(-12)}`

async function aNeed(change: Parameters<typeof aNewNeed>[0] = {}, customer: object = {}) {
  const { customerId, accountNo } = await aCustomer(server, customer)
  const need = aNewNeed(change)
  const reply = await worker.call(fileNeedRoute, { customerId, ...need })
  expect(reply).toMatchObject({ status: 200, body: { needId: need.needId } })
  return { customerId, accountNo, ...need }
}

const get = async (needId: string, who = worker) => (await who.call(getNeedRoute, { needId })).body
const list = async (query: object, who = worker) => {
  const { body } = await who.call(listNeedsRoute, { limit: 200, ...query })
  if (!('items' in body)) throw new Error(JSON.stringify(body))
  return body.items.map(({ needId }) => needId)
}

describe('a need', () => {
  test('filed by a field worker belongs to who answers for the customer', async () => {
    const { customerId, needId } = await aNeed()
    expect(await get(needId)).toMatchObject({
      ...{ state: 'open', topic: 'wiring', nextStepOn: '2011-10-17', isOverdue: false, steps: [] },
      customer: { customerId, name: '测**', customerClass: 'C2' },
      owner: { person: { personId: head.personId }, hasLeft: false },
    })
    const officer = await aPerson(server, server.units.city, 'liaison-officer')
    const officerId = officer.personId
    await head.call(setCustomerOfficerRoute, { customerId, officerId, reason: '分工' })
    const later = aNewNeed()
    await worker.call(fileNeedRoute, { customerId, ...later })
    expect(await get(later.needId)).toMatchObject({ owner: { person: { personId: officerId } } })
  })

  test('moves on with what was done, to another owner or the unit, and closes with a result', async () => {
    const { needId } = await aNeed()
    const step = { done: '已电话联系', nextStep: '上门', nextStepOn: day('2011-10-20') }
    const ownerId = worker.personId
    await worker.call(moveNeedRoute, { needId, ...step, ownerId })
    expect(await get(needId)).toMatchObject({
      owner: { person: { personId: ownerId } },
      nextStep: '上门',
      steps: [
        { done: '已电话联系', nextStep: '上门', nextStepOn: '2011-10-20', owner: nameOf(worker) },
      ],
    })
    await worker.call(moveNeedRoute, { needId, ...step, ownerId: null })
    expect(await get(needId)).toMatchObject({
      owner: { person: null, unit: { unitId: server.units.station.unitId }, hasLeft: false },
    })
    await worker.call(moveNeedRoute, { needId, ...step })
    expect(await get(needId)).toMatchObject({
      owner: { person: null },
      steps: [{ owner: nameOf(worker) }, { owner: '官渡供电所' }, { owner: null }],
    })
    const closing = { needId, result: 'solved' as const, text: '已更换线路' }
    expect(await worker.call(closeNeedRoute, closing)).toMatchObject({ status: 200 })
    expect(await get(needId)).toMatchObject({
      ...{ state: 'closed', result: 'solved', resultText: '已更换线路', nextStep: null },
      steps: [{}, {}, {}, { done: '已更换线路', nextStep: null, owner: null }],
    })
    for (const reply of [
      await worker.call(closeNeedRoute, closing),
      await worker.call(moveNeedRoute, { needId, ...step }),
    ]) {
      expect(reply).toMatchObject({ status: 409, body: { code: 'need-closed' } })
    }
  })

  test('may be owned by who works where its customer stands, and by nobody of another station', async () => {
    const { customerId } = await aCustomer(server)
    const stranger = await aPerson(server, server.units.sibling, 'field-worker')
    const auditor = await aPerson(server, server.units.station, 'auditor')
    const { body } = await worker.call(listNeedOwnersRoute, { customerId })
    const ids = 'items' in body ? body.items.map(({ personId }) => personId) : []
    expect(ids).toEqual(expect.arrayContaining([worker.personId, head.personId]))
    expect(ids).not.toContain(stranger.personId)
    expect(ids).not.toContain(auditor.personId)
    expect(await stranger.call(listNeedOwnersRoute, { customerId })).toMatchObject({ status: 404 })
  })

  test('whose owner left belongs to the unit again, and says so', async () => {
    const gone = await aPerson(server, server.units.station, 'field-worker')
    const { needId } = await aNeed({ ownerId: gone.personId })
    expect(await get(needId)).toMatchObject({ owner: { person: { personId: gone.personId } } })
    await server.database.transact('system', (db) =>
      db.run(sql`update assignment set valid_to = '2011-10-15' where person_id = ${gone.personId}`),
    )
    expect(await get(needId)).toMatchObject({ owner: { person: null, hasLeft: true } })
  })

  test('is refused with a next step in the past or far away, and with an owner who cannot reach it', async () => {
    const { customerId } = await aCustomer(server)
    const stranger = await aPerson(server, server.units.sibling, 'field-worker')
    const tries = [
      [{ nextStepOn: day('2011-10-14') }, 'nextStepOn'],
      [{ nextStepOn: day('2012-04-13') }, 'nextStepOn'],
      [{ ownerId: stranger.personId }, 'ownerId'],
    ] as const
    for (const [change, field] of tries) {
      expect(await worker.call(fileNeedRoute, { customerId, ...aNewNeed(change) })).toMatchObject({
        status: 400,
        body: { errors: [{ field }] },
      })
    }
    expect(await list({ customerId })).toEqual([])
  })

  test('sent again is the same one; another under its id is refused', async () => {
    const { customerId, accountNo: _, ...need } = await aNeed()
    expect(await worker.call(fileNeedRoute, { customerId, ...need })).toMatchObject({ status: 200 })
    const other = await worker.call(fileNeedRoute, { customerId, ...need, text: '别的' })
    expect(other).toMatchObject({ status: 409, body: { code: 'id-taken' } })
    expect(await list({ customerId })).toEqual([need.needId])
  })
})

describe('needs are found', () => {
  test('by what they say, by owner, class, day and state; what is due first comes first', async () => {
    const late = await aNeed({
      text: '希望加装路灯',
      topic: 'other',
      nextStepOn: day('2011-10-15'),
    })
    const key = await aNeed({ text: '扩建厂房需要增容' }, { customerClass: 'B' })
    const { needId: closed } = await aNeed({ text: '路灯已坏' })
    await worker.call(closeNeedRoute, { needId: closed, result: 'not-needed', text: '已修好' })
    expect(await list({ search: '路灯' })).toEqual([late.needId, closed])
    expect(await list({ search: '增容', state: 'open' })).toEqual([key.needId])
    expect(await list({ search: key.accountNo })).toEqual([key.needId])
    expect(await list({ customerClass: 'B' })).toEqual([key.needId])
    expect(await list({ search: '路灯', state: 'closed' })).toEqual([closed])
    expect(await list({ isOverdue: true })).toEqual([])
    server.clock.now = new Date('2011-10-16T00:00:00+08:00')
    // Logged in tomorrow: a session of today would be idle for too long.
    const tomorrow = await aPerson(server, server.units.station, 'field-worker')
    expect(await list({ isOverdue: true }, tomorrow)).toEqual([late.needId])
    server.clock.now = new Date('2011-10-15T10:00:00+08:00')
    expect(await list({ ownerId: head.personId, search: '增容' })).toEqual([key.needId])
    expect(await list({ isOfUnit: true, search: '增容' })).toEqual([])
  })

  test('page by page, each once', async () => {
    const all = await list({})
    const seen: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const { body } = await worker.call(listNeedsRoute, {
        limit: 3,
        ...(cursor ? { cursor } : {}),
      })
      if (!('items' in body)) throw new Error(JSON.stringify(body))
      seen.push(...body.items.map(({ needId }) => needId))
      cursor = body.next
    }
    expect(all.length).toBeGreaterThan(6)
    expect(seen).toEqual(all)
  })

  test('by nobody of another station: not by search, owner, customer or id', async () => {
    const { needId, customerId, accountNo } = await aNeed({ text: '独有的词语甲乙' })
    const stranger = await aPerson(server, server.units.sibling, 'field-worker')
    for (const query of [{ search: '独有的词语' }, { customerId }, { search: accountNo }]) {
      expect(await list(query, stranger)).toEqual([])
      expect(await list(query)).toEqual([needId])
    }
    expect(await stranger.call(getNeedRoute, { needId })).toMatchObject({ status: 404 })
    const { unitId } = server.units.station
    expect(await stranger.call(listNeedsRoute, { unitId })).toMatchObject({ status: 403 })
    const closing = { needId, result: 'solved' as const, text: '…' }
    expect(await stranger.call(closeNeedRoute, closing)).toMatchObject({ status: 404 })
    expect(await stranger.call(fileNeedRoute, { customerId, ...aNewNeed() })).toMatchObject({
      status: 404,
    })
  })

  test('in a file with all of them, counted, people masked, and the export is an Event', async () => {
    const ask = { format: 'csv' as const, search: '增容' }
    const response = await server.app.inject(
      requestFor(exportNeedsRoute, ask, { token: head.token }),
    )
    const lines = response.body.trim().split('\r\n')
    expect(response.headers['nuandeng-rows']).toBe('1')
    expect(lines).toHaveLength(2)
    // A key customer is no person.
    expect(lines[1]).toContain('测试客户')
    const ofHomes = { format: 'csv' as const, customerClass: 'C2' as const }
    const homes = await server.app.inject(
      requestFor(exportNeedsRoute, ofHomes, { token: head.token }),
    )
    expect(homes.body).toContain('测**')
    expect(homes.body).not.toContain('测试客户')
    expect(lines[1]).toContain('扩建厂房需要增容')
    const { details } = await server.database.transact('system', (db) =>
      db.one<{ details: object }>(sql`select details from event where kind = 'need.exported'`),
    )
    expect(details).toMatchObject({ rows: 1, search: '增容' })
    expect(await worker.call(exportNeedsRoute, ask)).toMatchObject({ status: 403 })
  })
})

test('an open need without its next step, or a closed one without its result, cannot be stored', async () => {
  const { needId } = await aNeed()
  const set = (change: ReturnType<typeof sql>) =>
    server.database.transact('system', (db) =>
      db.run(sql`update need set ${change} where need_id = ${needId}`),
    )
  await expect(set(sql`next_step_on = null`)).rejects.toThrow('need_check')
  await expect(set(sql`state = 'closed', closed_at = now()`)).rejects.toThrow('need_check')
  expect(await get(newId())).toMatchObject({ code: 'not-found' })
})
