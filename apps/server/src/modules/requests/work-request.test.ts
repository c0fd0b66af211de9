import {
  assignRequestRoute,
  closeRequestRoute,
  getRequestRoute,
  listMyWorkRoute,
  listOwnersRoute,
  recordCallBackRoute,
  reopenRequestRoute,
  takeStepRoute,
} from '@nuandeng/contract'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { setClock as moveClock, must, requestFactory } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let people: Awaited<ReturnType<typeof requestFactory>>
beforeAll(async () => {
  people = await requestFactory(server)
})
const setClock = (text: string) => moveClock(server, text)
beforeEach(() => setClock('2011-10-15T10:00:00'))
const file = (requestId: string) => must(people.cityOffice, getRequestRoute, { requestId })
const clocks = async (requestId: string) => (await file(requestId)).clocks
const aComplaint = { kind: 'complaint', subkind: 'service' } as const

test('a fault is worked from its acceptance to its file, and its promise is kept', async () => {
  const { requestId } = await people.assigned()
  expect((await must(people.worker, listMyWorkRoute, {})).items).toMatchObject([
    { requestId, nextClock: { row: '2-urban', dueAt: '2011-10-15T02:45:00.000Z' } },
  ])
  await setClock('2011-10-15T10:45:00')
  await people.take(requestId, 'crew.arrived')
  expect(await clocks(requestId)).toMatchObject([
    { stand: 'kept', verdicts: [{ verdict: 'kept', cause: 'crew.arrived' }] },
  ])
  await people.take(requestId, 'supply.restored')
  await must(people.office, closeRequestRoute, { requestId })
  expect(await file(requestId)).toMatchObject({ state: 'closed', brokenClocks: 0 })
  expect((await must(people.worker, listMyWorkRoute, {})).items).toEqual([])
})

test('a promise that is broken goes to the unit above, to somebody by name', async () => {
  const { requestId } = await people.assigned()
  await setClock('2011-10-15T10:45:01')
  await people.take(requestId, 'crew.arrived')
  const seen = await file(requestId)
  expect(seen.clocks).toMatchObject([{ stand: 'broken' }])
  const [escalation] = seen.escalations
  expect(escalation).toMatchObject({ row: '2-urban', unitName: '中牟县供电公司' })
  expect(escalation?.personName).toMatch(/测试/)
})

test.each([
  ['out of order', 'supply.restored', {}, 'step-too-early'],
  ['of another process', 'complaint.answered', {}, 'step-unknown'],
])('a step is refused: %s', async (_, step, more, code) => {
  const { requestId } = await people.assigned()
  const reply = await people.worker.call(takeStepRoute, {
    requestId,
    stepId: newId(),
    step,
    ...more,
  })
  expect(reply).toMatchObject({ status: 409, body: { code } })
})

test('a step is not taken twice, in the future, or before what must come first', async () => {
  const { requestId } = await people.assigned()
  const sent = (step: string, when: string) => ({ requestId, stepId: newId(), step, at: when })
  const refused = async (step: string, when: string) =>
    (await people.worker.call(takeStepRoute, sent(step, when))).status
  expect(await refused('crew.arrived', '2011-10-15T10:00:01+08:00')).toBe(400)
  expect(await refused('crew.arrived', '2011-10-15T09:59:59+08:00')).toBe(400)
  await setClock('2011-10-15T11:00:00')
  await people.take(requestId, 'crew.arrived', '2011-10-15T10:30:00+08:00')
  expect(await refused('crew.arrived', '2011-10-15T10:31:00+08:00')).toBe(409)
  expect(await refused('supply.restored', '2011-10-15T10:29:59+08:00')).toBe(400)
  // What the crew enters late counts by when it happened.
  expect(await clocks(requestId)).toMatchObject([{ stand: 'kept' }])
})

test('trap 6: an attempt to reach the customer is kept, and is no contact', async () => {
  const { requestId } = await people.assigned(aComplaint)
  const call = (outcome: 'attempt' | 'done') =>
    must(people.worker, takeStepRoute, {
      requestId,
      stepId: newId(),
      step: 'complainant.contacted',
      outcome,
    })
  await call('attempt')
  await call('attempt')
  const contact = async () => (await clocks(requestId)).find(({ row }) => row === '10a')
  expect(await contact()).toMatchObject({ stand: 'open', stoppedAt: null })
  expect((await file(requestId)).steps).toHaveLength(2)
  await call('done')
  expect(await contact()).toMatchObject({ stand: 'kept' })
})

test('a request is opened again once, by another owner, and its first verdicts stay', async () => {
  const { requestId } = await people.done()
  const reopen = (ownerId: string) => ({ requestId, ownerId, reason: '客户不满意' })
  expect(
    await people.office.call(reopenRequestRoute, reopen(people.worker.personId)),
  ).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'same-owner' }] },
  })
  await setClock('2011-10-16T10:00:00')
  await must(people.office, reopenRequestRoute, reopen(people.other.personId))
  expect(await clocks(requestId)).toMatchObject([
    { round: 1, stand: 'kept' },
    { round: 2, stand: 'open', startedAt: '2011-10-16T02:00:00.000Z' },
  ])
  await people.take(requestId, 'crew.arrived')
  await people.take(requestId, 'supply.restored')
  expect(
    await people.office.call(reopenRequestRoute, reopen(people.worker.personId)),
  ).toMatchObject({
    status: 409,
    body: { code: 'reopened-before' },
  })
})

test('calls back: three attempts, two hours apart, none in quiet hours, one answer', async () => {
  const { requestId } = await people.done()
  const call = (satisfaction?: 'dissatisfied') =>
    people.worker.call(recordCallBackRoute, {
      requestId,
      callBackId: newId(),
      ...(satisfaction ? { satisfaction } : {}),
    })
  const codeAt = async (text: string) => {
    await setClock(text)
    const reply = await call()
    return reply.status === 200 ? 'called' : (reply.body as { code: string }).code
  }
  expect(await codeAt('2011-10-15T13:59:59')).toBe('call-quiet-hours')
  expect(await codeAt('2011-10-15T14:00:00')).toBe('called')
  expect(await codeAt('2011-10-15T15:59:59')).toBe('call-too-soon')
  expect(await codeAt('2011-10-15T16:00:00')).toBe('called')
  expect(await codeAt('2011-10-15T21:00:00')).toBe('call-quiet-hours')
  expect(await codeAt('2011-10-16T07:59:59')).toBe('call-quiet-hours')
  expect(await codeAt('2011-10-16T08:00:00')).toBe('called')
  expect(await codeAt('2011-10-16T11:00:00')).toBe('call-attempts-used')
})

test('who is dissatisfied is heard once more, by another owner, before the request is filed', async () => {
  const { requestId } = await people.done()
  const call = (satisfaction: 'dissatisfied' | 'very-dissatisfied') =>
    must(people.worker, recordCallBackRoute, { requestId, callBackId: newId(), satisfaction })
  await call('dissatisfied')
  expect(await people.office.call(closeRequestRoute, { requestId })).toMatchObject({
    status: 409,
    body: { code: 'request-dissatisfied' },
  })
  const again = { requestId, ownerId: people.other.personId, reason: '客户不满意' }
  await must(people.office, reopenRequestRoute, again)
  expect(await file(requestId)).toMatchObject({ satisfaction: null, round: 2 })
  await people.take(requestId, 'crew.arrived')
  await people.take(requestId, 'supply.restored')
  await call('very-dissatisfied')
  await must(people.office, closeRequestRoute, { requestId })
  expect((await file(requestId)).callBacks).toHaveLength(2)
})

test('the answer of the customer stands on the request, and is asked for once', async () => {
  const { requestId } = await people.done()
  const answer = { requestId, callBackId: newId(), satisfaction: 'dissatisfied' } as const
  await must(people.worker, recordCallBackRoute, answer)
  expect(await file(requestId)).toMatchObject({
    satisfaction: 'dissatisfied',
    callBacks: [{ satisfaction: 'dissatisfied' }],
  })
  await setClock('2011-10-15T15:00:00')
  const again = { requestId, callBackId: newId() }
  expect(await people.worker.call(recordCallBackRoute, again)).toMatchObject({
    status: 409,
    body: { code: 'call-answered' },
  })
})

test('an owner works at the unit or below, and may work requests', async () => {
  const { requestId } = await people.accepted()
  const { sibling, station } = server.units
  for (const stranger of [
    await aPerson(server, sibling, 'field-worker'),
    await aPerson(server, station, 'auditor'),
  ]) {
    const reply = await people.office.call(assignRequestRoute, {
      requestId,
      ownerId: stranger.personId,
    })
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ code: 'no-owner' }] } })
  }
  const { items } = await must(people.office, listOwnersRoute, { requestId })
  const ids = items.map(({ personId }) => personId)
  expect(ids).toContain(people.worker.personId)
  expect(ids).not.toContain(people.head.personId)
})

test('what the state does not allow is refused with the reason that the file shows', async () => {
  const { requestId } = await people.accepted()
  const { actions, nextSteps } = await file(requestId)
  const refusalOf = (name: string) => actions.find(({ action }) => action === name)?.refusal
  expect(refusalOf('assign')).toBeNull()
  expect(refusalOf('close')).toBe('request-state')
  expect(nextSteps[0]).toEqual({ step: 'crew.arrived', refusal: 'request-state' })
  expect(await people.office.call(closeRequestRoute, { requestId })).toMatchObject({
    status: 409,
    body: { code: 'request-state' },
  })
})
