import {
  chaseRequestRoute,
  correctStepRoute,
  exemptClockRoute,
  getRequestRoute,
  pauseRequestRoute,
  reclassifyRequestRoute,
  resumeRequestRoute,
  transferRequestRoute,
  withdrawRequestRoute,
} from '@nuandeng/contract'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { aServer } from '../../../test/harness.ts'
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

test('trap 7: a pause needs a listed reason, says who and when, and stops no promise of 2011', async () => {
  const { requestId } = await people.assigned(aComplaint)
  const pause = { requestId, pauseId: newId(), reason: 'customer-absent' } as const
  const unlisted = { ...pause, reason: 'busy' } as unknown as typeof pause
  expect((await people.worker.call(pauseRequestRoute, unlisted)).status).toBe(400)
  const before = await clocks(requestId)
  await must(people.worker, pauseRequestRoute, pause)
  expect(await people.worker.call(pauseRequestRoute, { ...pause, pauseId: newId() })).toMatchObject(
    {
      status: 409,
      body: { code: 'request-paused' },
    },
  )
  await setClock('2011-10-18T10:00:00')
  await must(people.worker, resumeRequestRoute, { requestId })
  const seen = await file(requestId)
  expect(seen.clocks.map(({ dueAt }) => dueAt)).toEqual(before.map(({ dueAt }) => dueAt))
  expect(seen.pauses).toMatchObject([
    { reason: 'customer-absent', from: '2011-10-15T02:00:00.000Z', to: '2011-10-18T02:00:00.000Z' },
  ])
  expect(seen.pauses[0]?.by).toMatch(/测试/)
})

test('a promise that leaves out the customer’s time stands still while only the customer is awaited', async () => {
  await setClock('2023-09-04T10:00:00')
  const supply = { kind: 'new-supply', subkind: 'low-voltage' } as const
  const { requestId } = await people.assigned(supply)
  const due = async () => (await clocks(requestId)).map(({ row, dueAt }) => [row, dueAt])
  expect(await due()).toEqual([['6-low-voltage', '2023-09-12T16:00:00.000Z']])
  await people.take(requestId, 'site.surveyed')
  await people.take(requestId, 'plan.replied')
  expect(await due()).toEqual([['6-low-voltage', null]])
  await setClock('2023-09-11T10:00:00')
  await people.take(requestId, 'inspection.asked')
  // Of the six days, none is used on the 4th; 5 to 11 September belong to the customer.
  expect(await due()).toEqual([['6-low-voltage', '2023-09-19T16:00:00.000Z']])
  const { elapsed } = await file(requestId)
  expect(elapsed).toEqual({ wholeMinutes: 7 * 1440, utilityMinutes: 0 })
})

test('trap 8: asking again and a change of kind restart nothing', async () => {
  const { requestId } = await people.assigned(aComplaint)
  const [before] = await clocks(requestId)
  await setClock('2011-10-16T10:00:00')
  await must(people.worker, chaseRequestRoute, { requestId, content: '怎么还没人来' })
  expect(await file(requestId)).toMatchObject({ chases: 1 })
  expect((await clocks(requestId))[0]).toEqual(before)
  await must(people.office, reclassifyRequestRoute, {
    requestId,
    kind: 'fault',
    subkind: 'normal',
    reason: '实为故障',
  })
  const arrival = (await clocks(requestId)).find(({ row }) => row === '2-urban')
  expect(arrival).toMatchObject({
    startedAt: '2011-10-15T02:00:00.000Z',
    dueAt: '2011-10-15T02:45:00.000Z',
    stand: 'broken',
  })
})

test('a change of kind takes an open promise out of the count for all to see, and back again', async () => {
  const { requestId } = await people.assigned(aComplaint)
  const change = (kind: 'opinion' | 'complaint') =>
    must(people.office, reclassifyRequestRoute, {
      requestId,
      kind,
      ...(kind === 'complaint' ? { subkind: 'service' } : {}),
      reason: '核实后改类',
    })
  await change('opinion')
  expect(await clocks(requestId)).toMatchObject([
    { row: '10a', stand: 'exempt', exemption: { reason: 'reclassified', evidence: '核实后改类' } },
    { row: '10b', stand: 'exempt' },
  ])
  await change('complaint')
  expect(await clocks(requestId)).toMatchObject([
    { stand: 'open', startedAt: '2011-10-15T02:00:00.000Z' },
    { stand: 'open' },
  ])
})

test('trap 9: a transfer across levels keeps the first acceptance, and the old unit lets go', async () => {
  const { requestId } = await people.assigned()
  const before = await clocks(requestId)
  await setClock('2011-10-15T10:30:00')
  const { city } = server.units
  await must(people.office, transferRequestRoute, {
    requestId,
    unitId: city.unitId,
    reason: '跨县',
  })
  const seen = await file(requestId)
  expect(seen).toMatchObject({
    state: 'accepted',
    owner: null,
    acceptedAt: '2011-10-15T02:00:00.000Z',
    unit: { unitId: city.unitId },
    acceptedUnit: '官渡供电所',
  })
  expect(seen.clocks).toEqual(before)
  expect(await people.office.call(getRequestRoute, { requestId })).toMatchObject({ status: 404 })
})

test('a corrected time is a new step with its reason, and both verdicts stay', async () => {
  const { requestId } = await people.assigned()
  await setClock('2011-10-15T10:50:00')
  const stepId = await people.take(requestId, 'crew.arrived')
  const correction = {
    requestId,
    stepId,
    newStepId: newId(),
    at: '2011-10-15T10:40:00+08:00',
    reason: '车载定位记录为10:40到达',
  }
  expect(await people.worker.call(correctStepRoute, correction)).toMatchObject({ status: 403 })
  await setClock('2011-10-15T12:00:00')
  await must(people.office, correctStepRoute, correction)
  const seen = await file(requestId)
  expect(seen.clocks).toMatchObject([
    {
      stand: 'kept',
      verdicts: [
        { verdict: 'broken', stoppedAt: '2011-10-15T02:50:00.000Z' },
        { verdict: 'kept', stoppedAt: '2011-10-15T02:40:00.000Z', cause: 'corrected' },
      ],
    },
  ])
  expect(seen.steps).toMatchObject([
    { at: '2011-10-15T02:40:00.000Z', replacedById: null, note: '车载定位记录为10:40到达' },
    { stepId, at: '2011-10-15T02:50:00.000Z', replacedById: correction.newStepId },
  ])
  expect(seen.history.at(-1)).toMatchObject({
    kind: 'request.corrected',
    details: { was: '2011-10-15T02:50:00.000Z', reason: correction.reason },
  })
  // What was replaced is not corrected again.
  const again = { ...correction, newStepId: newId() }
  expect(await people.office.call(correctStepRoute, again)).toMatchObject({ status: 409 })
})

test('a correction keeps the order of the steps', async () => {
  const { requestId } = await people.assigned()
  await setClock('2011-10-15T12:00:00')
  const stepId = await people.take(requestId, 'crew.arrived', '2011-10-15T10:30:00+08:00')
  await people.take(requestId, 'supply.restored', '2011-10-15T11:00:00+08:00')
  const to = (at: string) => ({ requestId, stepId, newStepId: newId(), at, reason: '核对' })
  for (const at of ['2011-10-15T11:00:01+08:00', '2011-10-15T09:59:59+08:00'])
    expect(await people.office.call(correctStepRoute, to(at))).toMatchObject({ status: 400 })
  await must(people.office, correctStepRoute, to('2011-10-15T11:00:00+08:00'))
})

test('an exemption needs evidence, takes the clock out of the count and leaves its verdict', async () => {
  const { requestId } = await people.assigned()
  await setClock('2011-10-15T11:00:00')
  await people.take(requestId, 'crew.arrived')
  const exemption = { requestId, row: '2-urban', round: 1, reason: 'force-majeure' } as const
  await must(people.office, exemptClockRoute, { ...exemption, evidence: '洪水断路，照片三张' })
  expect(await clocks(requestId)).toMatchObject([
    {
      stand: 'exempt',
      exemption: { evidence: '洪水断路，照片三张' },
      verdicts: [{ verdict: 'broken' }],
    },
  ])
  expect(
    await people.office.call(exemptClockRoute, { ...exemption, evidence: '再来' }),
  ).toMatchObject({ status: 409, body: { code: 'exempt-before' } })
})

test('what is withdrawn in time leaves the count, what was overdue stays', async () => {
  const early = await people.assigned()
  await must(people.worker, withdrawRequestRoute, { ...early, reason: '已自行恢复' })
  expect(await clocks(early.requestId)).toMatchObject([{ stand: 'exempt' }])
  const late = await people.assigned()
  await setClock('2011-10-15T11:00:00')
  await must(people.worker, withdrawRequestRoute, { ...late, reason: '已自行恢复' })
  expect(await clocks(late.requestId)).toMatchObject([{ exemption: null }])
})
