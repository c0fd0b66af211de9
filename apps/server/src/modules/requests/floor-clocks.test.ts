import {
  correctStepRoute,
  getPublicBoardRoute,
  getRequestRoute,
  withdrawRequestRoute,
} from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { aServer, as } from '../../../test/harness.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let make: Awaited<ReturnType<typeof requestFactory>>
beforeAll(async () => {
  await setClock(server, '2011-10-17T10:00:00')
  make = await requestFactory(server)
})
const file = (requestId: string) => must(make.office, getRequestRoute, { requestId })
const at = (text: string) => setClock(server, text)

test('50 minutes break the promise of 45 and keep the floor of 60, each under the name of its text', async () => {
  await at('2011-10-17T10:00:00')
  const { requestId } = await make.assigned()
  await at('2011-10-17T10:50:00')
  await make.take(requestId, 'crew.arrived')
  const { clocks, floor, editionTitle } = await file(requestId)
  expect(clocks).toMatchObject([{ row: '2-urban', limit: 45, stand: 'broken' }])
  expect(editionTitle?.name).toBe('供电服务“十项承诺”（2011年修订）')
  expect(floor).toMatchObject({
    edition: 'regulatory-floor-2009',
    name: '供电监管底线（2009）',
    clocks: [{ row: 'arrive-urban', limit: 60, stand: 'kept', firstVerdict: null, source: 'REG' }],
  })
})

test('an answer in six working days keeps the promise of seven and breaks the floor of five; the board counts the promise alone', async () => {
  await at('2011-11-01T10:00:00')
  const { requestId } = await make.assigned({ kind: 'complaint', subkind: 'service' })
  await make.take(requestId, 'complainant.contacted')
  await at('2011-11-09T10:00:00')
  await make.take(requestId, 'complaint.answered')
  const { clocks, floor } = await file(requestId)
  expect(clocks.find(({ row }) => row === '10b')).toMatchObject({ stand: 'kept' })
  expect(floor?.clocks).toMatchObject([{ row: 'answer', stand: 'broken' }])
  const { units } = await must(as(server), getPublicBoardRoute, { month: '2011-11' })
  const rows = units[0]?.rows ?? []
  expect(rows.map(({ edition }) => edition)).not.toContain('regulatory-floor-2009')
  expect(rows.find(({ row }) => row === '10b')).toMatchObject({ cases: 1, kept: 1, broken: 0 })
})

test('a correction changes the floor’s verdict in sight: the first one stays beside', async () => {
  await at('2011-11-14T10:00:00')
  const { requestId } = await make.assigned()
  await at('2011-11-14T11:10:00')
  const stepId = await make.take(requestId, 'crew.arrived')
  const correction = { stepId, newStepId: newId(), at: '2011-11-14T10:55:00+08:00' }
  await must(make.office, correctStepRoute, { requestId, ...correction, reason: '录音核对' })
  const { floor } = await file(requestId)
  expect(floor?.clocks).toMatchObject([{ stand: 'kept', firstVerdict: 'broken' }])
})

test('what was withdrawn is judged as of its withdrawal', async () => {
  await at('2011-11-15T10:00:00')
  const early = await make.assigned()
  const late = await make.assigned()
  const withdraw = ({ requestId }: { requestId: string }) =>
    must(make.office, withdrawRequestRoute, { requestId, reason: '来电了' })
  await at('2011-11-15T10:30:00')
  await withdraw(early)
  await at('2011-11-15T11:01:00')
  await withdraw(late)
  expect((await file(early.requestId)).floor?.clocks).toEqual([])
  expect((await file(late.requestId)).floor?.clocks).toMatchObject([{ stand: 'broken' }])
})

test('steps that the commitments do not limit have their floor: a review of a design in 20 working days', async () => {
  await at('2011-12-01T10:00:00')
  const { requestId } = await make.assigned({
    ...{ kind: 'new-supply', subkind: 'high-voltage-single' },
    accountNo: newId().slice(-10),
  })
  for (const step of ['site.surveyed', 'plan.replied', 'design.submitted'])
    await make.take(requestId, step)
  const { floor } = await file(requestId)
  expect(floor?.clocks.find(({ row }) => row === 'design-high-voltage-single')).toMatchObject({
    ...{ limit: 20, stand: 'open' },
    dueAt: new Date('2011-12-29T24:00:00+08:00').toISOString(),
  })
})
