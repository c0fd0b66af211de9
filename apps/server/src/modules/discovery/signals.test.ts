import {
  acceptSignalRoute,
  closeNeedRoute,
  dismissSignalRoute,
  exportSignalsRoute,
  getNeedRoute,
  getSignalRoute,
  listSignalsRoute,
  recordVerdictRoute,
  reopenSignalRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer, requestFor } from '../../../test/harness.ts'
import { aFinding, aSignal, LOW_USE, propose, signalOf } from '../../../test/signal-factory.ts'
import { aDismissal, anAcceptance, aVerdict } from '../../../test/signal-subjects.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const day = (text: string) => text as PlainDate
let head: Awaited<ReturnType<typeof aPerson>>
let foreignHead: Awaited<ReturnType<typeof aPerson>>

beforeAll(async () => {
  head = await aPerson(server, server.units.station, 'station-head')
  foreignHead = await aPerson(server, server.units.foreign, 'station-head')
})

async function countOf(table: string, column: string, id: string) {
  const { count } = await server.database.transact('system', (db) =>
    db.one<{ count: number }>(
      sql`select count(*) from ${sql.table(table)} where ${sql.ref(column)} = ${id}`,
    ),
  )
  return count
}

describe('what a run proposes', () => {
  test('the same finding again changes the signal and makes no second one', async () => {
    const { customerId, accountNo } = await aSignal(server)
    const later = aFinding(accountNo, { from: '2011-08', to: '2011-10', score: 800 })
    const sums = await propose(server, [later])
    expect(sums.get(LOW_USE)).toMatchObject({ found: 1, fresh: 0, again: 1 })
    expect(await countOf('signal', 'customer_id', customerId)).toBe(1)
    expect(await signalOf(server, customerId)).toMatchObject({
      ...{ firstMonth: '2011-07-01', lastMonth: '2011-10-01', timesSeen: 2, state: 'open' },
    })
  })

  test('a dismissed one is not proposed again, and its reason stays', async () => {
    const { signalId, customerId, accountNo } = await aSignal(server)
    await head.call(dismissSignalRoute, { signalId, ...aDismissal() })
    const sums = await propose(server, [aFinding(accountNo, { from: '2011-08', to: '2011-10' })])
    expect(sums.get(LOW_USE)).toMatchObject({ fresh: 0, resting: 1 })
    expect(await signalOf(server, customerId)).toMatchObject({
      ...{ signalId, state: 'dismissed', dismissText: aDismissal().text },
    })
  })

  test('a dismissed one is proposed anew when it had ended and came again, with its memory', async () => {
    const { signalId, customerId, accountNo } = await aSignal(server)
    await head.call(dismissSignalRoute, { signalId, ...aDismissal() })
    const sums = await propose(server, [aFinding(accountNo, { from: '2011-11', to: '2012-01' })])
    expect(sums.get(LOW_USE)).toMatchObject({ fresh: 1 })
    const fresh = await signalOf(server, customerId)
    expect(fresh).toMatchObject({ state: 'open' })
    const shown = await head.call(getSignalRoute, { signalId: fresh.signalId })
    expect(shown).toMatchObject({
      status: 200,
      body: {
        former: [{ signalId, dismissReason: 'second-home', dismissText: aDismissal().text }],
      },
    })
  })

  test('a dismissed one is proposed anew when its rest is over', async () => {
    const { signalId, customerId, accountNo } = await aSignal(server)
    const restsUntil = day('2011-10-20')
    await head.call(dismissSignalRoute, { signalId, ...aDismissal(), restsUntil })
    const again = [aFinding(accountNo, { from: '2011-08', to: '2011-10' })]
    const before = server.clock.now
    server.clock.now = new Date('2011-10-20T23:00:00+08:00')
    expect((await propose(server, again)).get(LOW_USE)).toMatchObject({ resting: 1, fresh: 0 })
    server.clock.now = new Date('2011-10-21T00:30:00+08:00')
    expect((await propose(server, again)).get(LOW_USE)).toMatchObject({ resting: 0, fresh: 1 })
    expect(await signalOf(server, customerId)).toMatchObject({ state: 'open' })
    server.clock.now = before
  })

  test('what is so no longer ends, but not where the newest month was not read', async () => {
    const over = await aSignal(server)
    const unknown = await aSignal(server)
    const before = server.clock.now
    server.clock.now = new Date(before.getTime() + 60_000)
    const sums = await propose(server, [], { notRead: [unknown.accountNo] })
    expect(sums.get(LOW_USE)?.ended).toBeGreaterThan(0)
    expect((await signalOf(server, over.customerId)).endedAt).toEqual(server.clock.now)
    expect((await signalOf(server, unknown.customerId)).endedAt).toBeNull()
    const list = { limit: 200, search: over.accountNo }
    expect(await head.call(listSignalsRoute, list)).toMatchObject({ body: { items: [] } })
    const all = await head.call(listSignalsRoute, { ...list, withEnded: 'true' })
    expect(all).toMatchObject({ body: { items: [{ signalId: over.signalId, hasEnded: true }] } })
    server.clock.now = before
  })

  test('an account without a file is counted and proposes nobody; a merged file proposes the kept one once', async () => {
    const kept = await aCustomer(server)
    const merged = await aCustomer(server)
    await server.database.transact('system', (db) =>
      db.run(sql`update customer set merged_into_id = ${kept.customerId}
        where customer_id = ${merged.customerId}`),
    )
    const found = [kept.accountNo, merged.accountNo, '999999'].map((no) => aFinding(no))
    const sums = await propose(server, found)
    expect(sums.get(LOW_USE)).toMatchObject({ found: 3, fresh: 1, noFile: 1 })
    expect(await countOf('signal', 'customer_id', kept.customerId)).toBe(1)
    expect(await countOf('signal', 'customer_id', merged.customerId)).toBe(0)
  })
})

describe('the list', () => {
  test('is ranked, those about people first, masked, filtered and paged', async () => {
    const unit = server.units.sibling
    const name = '王示例'
    const weak = await aSignal(server, { unit, name }, { score: 100 })
    const strong = await aSignal(server, { unit, name }, { score: 900, level: 'red' })
    const office = await aPerson(server, server.units.county, 'office')
    const first = await office.call(listSignalsRoute, { unitId: unit.unitId, limit: 1 })
    expect(first).toMatchObject({
      ...{ status: 200 },
      body: {
        items: [{ signalId: strong.signalId, customer: { name: '王**' }, colour: 'red' }],
      },
    })
    const cursor = (first.body as { next: string }).next
    const second = await office.call(listSignalsRoute, { unitId: unit.unitId, limit: 1, cursor })
    expect(second).toMatchObject({ body: { items: [{ signalId: weak.signalId }], next: null } })
    const listBy = async (filter: object) => {
      const { body } = await office.call(listSignalsRoute, { unitId: unit.unitId, ...filter })
      return (body as { items: { signalId: string }[] }).items.map(({ signalId }) => signalId)
    }
    expect(await listBy({ colour: 'red' })).toEqual([strong.signalId])
    expect(await listBy({ search: weak.accountNo })).toEqual([weak.signalId])
    expect(await listBy({ search: '示例' })).toEqual([strong.signalId, weak.signalId])
    expect(await listBy({ state: 'dismissed' })).toEqual([])
    expect(await listBy({ ruleId: 'vacant' })).toEqual([])
    const numbers = { months: 3 }
    const vacant = await aSignal(server, { unit, name }, { ruleId: 'vacant', score: 1000, numbers })
    const order = [strong.signalId, weak.signalId, vacant.signalId]
    expect(await listBy({})).toEqual(order)
    const walked: string[] = []
    for (let after: string | undefined, i = 0; i < 3; i++) {
      const filter = { unitId: unit.unitId, limit: 1, ...(after ? { cursor: after } : {}) }
      const { body } = await office.call(listSignalsRoute, filter)
      const { items, next } = body as { items: { signalId: string }[]; next: string }
      walked.push(...items.map(({ signalId }) => signalId))
      after = next
    }
    expect(walked).toEqual(order)
  })

  test('each list and look is an Event, and none of them names somebody', async () => {
    const { signalId, customerId, accountNo } = await aSignal(server)
    await head.call(listSignalsRoute, { search: accountNo })
    await head.call(getSignalRoute, { signalId })
    const events = await server.database.transact('system', (db) =>
      db.rows<{ kind: string; subjectId: string; details: object }>(sql`
        select kind, subject_id, details from event where actor_id = ${head.personId}
        order by event_id desc limit 2`),
    )
    expect(events.map(({ kind }) => kind)).toEqual(['signal.looked', 'signal.listed'])
    for (const said of [customerId, accountNo]) expect(JSON.stringify(events)).not.toContain(said)
  })

  test('an export says above the header who made it and that it is not to be published', async () => {
    const { signalId } = await aSignal(server)
    const input = { format: 'csv', purpose: '安排走访' } as const
    const sent = (token: string) =>
      server.app.inject(requestFor(exportSignalsRoute, input, { token }))
    const own = await sent(head.token)
    const [watermark = '', , ...rows] = own.body.trim().split('\r\n')
    expect(watermark).toMatch(/不得公开.*安排走访/)
    expect(rows).toHaveLength(Number(own.headers['nuandeng-rows']))
    expect(own.body).toContain(signalId)
    expect((await sent(foreignHead.token)).body).not.toContain(signalId)
  })
})

describe('a person decides', () => {
  test('a signal becomes a need of the customer in one go, and a repeat is the same one', async () => {
    const { signalId, customerId } = await aSignal(server)
    const input = { signalId, ...anAcceptance(), topic: 'care' as const }
    const commandId = newId()
    const first = await head.call(acceptSignalRoute, input, commandId)
    expect(first).toEqual({ status: 200, body: { signalId, needId: input.needId } })
    expect(await head.call(acceptSignalRoute, input, commandId)).toEqual(first)
    expect(await countOf('need', 'customer_id', customerId)).toBe(1)
    const need = await head.call(getNeedRoute, { needId: input.needId })
    expect(need).toMatchObject({ body: { topic: 'care', source: 'usage', state: 'open' } })
    expect(await signalOf(server, customerId)).toMatchObject({
      ...{ state: 'in-hand', needId: input.needId },
    })
  })

  test('a need that is refused leaves the signal open, and no need', async () => {
    const { signalId, customerId } = await aSignal(server)
    const input = { signalId, ...anAcceptance(), nextStepOn: day('2011-10-01') }
    expect(await head.call(acceptSignalRoute, input)).toMatchObject({ status: 400 })
    expect(await signalOf(server, customerId)).toMatchObject({ state: 'open', needId: null })
    expect(await countOf('need', 'customer_id', customerId)).toBe(0)
  })

  test('what was decided is not decided again by somebody else', async () => {
    const { signalId } = await aSignal(server)
    await head.call(dismissSignalRoute, { signalId, ...aDismissal() })
    for (const reply of [
      await head.call(dismissSignalRoute, { signalId, ...aDismissal() }),
      await head.call(acceptSignalRoute, { signalId, ...anAcceptance() }),
      await head.call(recordVerdictRoute, { signalId, ...aVerdict() }),
    ]) {
      expect(reply).toMatchObject({ status: 409, body: { code: 'signal-stands' } })
    }
  })

  test('a dismissal rests no longer than two years, and can be taken back', async () => {
    const { signalId, customerId } = await aSignal(server)
    const tooLong = { signalId, ...aDismissal(), restsUntil: day('2013-10-15') }
    expect(await head.call(dismissSignalRoute, tooLong)).toMatchObject({
      ...{ status: 400, body: { errors: [{ field: 'restsUntil', code: 'too-late' }] } },
    })
    const dismissed = await head.call(dismissSignalRoute, { signalId, ...aDismissal() })
    expect(dismissed).toMatchObject({ body: { restsUntil: '2012-10-14' } })
    await head.call(reopenSignalRoute, { signalId, reason: '看错了户号' })
    expect(await signalOf(server, customerId)).toMatchObject({ state: 'open', dismissText: null })
  })

  test('a head of another city is refused, and nothing is written', async () => {
    const { signalId, customerId } = await aSignal(server)
    const reply = await foreignHead.call(dismissSignalRoute, { signalId, ...aDismissal() })
    expect(reply).toMatchObject({ status: 404 })
    expect(await signalOf(server, customerId)).toMatchObject({ state: 'open' })
  })
})

describe('the verdict after the visit', () => {
  async function inHand() {
    const made = await aSignal(server)
    const accepted = anAcceptance()
    await head.call(acceptSignalRoute, { signalId: made.signalId, ...accepted })
    return { ...made, needId: accepted.needId }
  }
  const needOf = async (needId: string) => (await head.call(getNeedRoute, { needId })).body

  test('confirmed: help is owed, and the need goes on with its next step', async () => {
    const { signalId, customerId, needId } = await inHand()
    const { nextStep: _, ...without } = aVerdict()
    expect(await head.call(recordVerdictRoute, { signalId, ...without })).toMatchObject({
      ...{ status: 400, body: { errors: [{ field: 'nextStep' }] } },
    })
    expect(await countOf('signal_verdict', 'signal_id', signalId)).toBe(0)
    const reply = await head.call(recordVerdictRoute, { signalId, ...aVerdict() })
    expect(reply).toMatchObject({ status: 200, body: { needState: 'open' } })
    expect(await needOf(needId)).toMatchObject({ state: 'open', nextStep: '更换灯具和线路' })
    expect(await signalOf(server, customerId)).toMatchObject({
      ...{ state: 'visited', verdict: 'confirmed' },
    })
  })

  test.each([
    ['vacant', 'not-needed'],
    ['meter-fault', 'handed-over'],
    ['refused', 'not-possible'],
    ['no-need', 'not-needed'],
  ] as const)('%s closes the need as %s', async (verdict, result) => {
    const { signalId, needId } = await inHand()
    const said = { ...aVerdict(), signalId, verdict }
    expect(await head.call(recordVerdictRoute, said)).toMatchObject({
      ...{ status: 200, body: { needState: 'closed' } },
    })
    expect(await needOf(needId)).toMatchObject({ state: 'closed', result })
  })

  test('away: the visit is still owed, and the next verdict settles it', async () => {
    const { signalId, customerId } = await inHand()
    await head.call(recordVerdictRoute, { ...aVerdict(), signalId, verdict: 'away' })
    expect(await signalOf(server, customerId)).toMatchObject({ state: 'in-hand', verdict: null })
    await head.call(recordVerdictRoute, { ...aVerdict(), signalId })
    expect(await signalOf(server, customerId)).toMatchObject({ state: 'visited' })
    expect(await countOf('signal_verdict', 'signal_id', signalId)).toBe(2)
  })

  test('a need that somebody closed before does not stand in the way of the verdict', async () => {
    const { signalId, needId } = await inHand()
    await head.call(closeNeedRoute, { needId, result: 'solved', text: '已更换' })
    const reply = await head.call(recordVerdictRoute, { signalId, ...aVerdict() })
    expect(reply).toMatchObject({ status: 200, body: { needState: 'closed' } })
  })

  test('a visit that is yet to come is refused', async () => {
    const { signalId } = await inHand()
    const said = { ...aVerdict(), signalId, visitedOn: day('2011-10-16') }
    expect(await head.call(recordVerdictRoute, said)).toMatchObject({
      ...{ status: 400, body: { errors: [{ field: 'visitedOn', code: 'in-future' }] } },
    })
  })
})
