import {
  approveGreenChannelRoute,
  askGreenChannelRoute,
  discloseMaterialsRoute,
  getSupplyFileRoute,
  recordCallBackRoute,
  recordReturnTripRoute,
  signContractRoute,
  takeStepRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { beforeAll, expect, test } from 'vitest'
import { aServer } from '../../../test/harness.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let people: Awaited<ReturnType<typeof requestFactory>>
beforeAll(async () => {
  people = await requestFactory(server)
})
const aSupply = () => people.assigned({ kind: 'new-supply', subkind: 'resident' })
const file = (requestId: string) => must(people.office, getSupplyFileRoute, { requestId })

test('three times are kept apart: the step, the utility’s part and the whole', async () => {
  await setClock(server, '2011-10-17T09:00:00')
  const { requestId } = await aSupply()
  await setClock(server, '2011-10-18T09:00:00')
  await people.take(requestId, 'site.surveyed')
  await people.take(requestId, 'plan.replied')
  await setClock(server, '2011-10-20T09:00:00')
  expect(await file(requestId)).toMatchObject({
    turn: 'customer',
    elapsed: { wholeMinutes: 3 * 1440, utilityMinutes: 1440 },
  })
})

test('what is needed is told once, and every trip back is counted', async () => {
  await setClock(server, '2011-10-17T09:00:00')
  const { requestId } = await aSupply()
  const told = { requestId, materials: ['身份证明', '房产证明'] }
  await must(people.worker, discloseMaterialsRoute, told)
  expect(await people.worker.call(discloseMaterialsRoute, told)).toMatchObject({
    status: 409,
    body: { code: 'disclosed-before' },
  })
  await must(people.worker, recordReturnTripRoute, { requestId, missing: '用电设备清单' })
  await must(people.worker, recordReturnTripRoute, { requestId, missing: '委托书' })
  expect(await file(requestId)).toMatchObject({
    disclosure: { materials: told.materials },
    returnTrips: 2,
  })
})

test('the green channel has its reason, another one who approves, own targets, and every check', async () => {
  await setClock(server, '2011-10-17T09:00:00')
  const { requestId } = await aSupply()
  const ask = (step: string) => ({
    requestId,
    reason: 'drought' as const,
    note: '抗旱灌溉',
    targets: [
      { step: 'site.surveyed', workingDays: 1 },
      { step, workingDays: 1 },
    ],
  })
  expect(await people.office.call(askGreenChannelRoute, ask('inspection.asked'))).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'not-own-step' }] },
  })
  await must(people.office, askGreenChannelRoute, ask('plan.replied'))
  expect(await people.office.call(approveGreenChannelRoute, { requestId })).toMatchObject({
    status: 403,
  })
  await must(people.cityOffice, approveGreenChannelRoute, { requestId })
  await setClock(server, '2011-10-18T23:59:59')
  await people.take(requestId, 'site.surveyed')
  await setClock(server, '2011-10-20T09:00:00')
  expect(await file(requestId)).toMatchObject({
    green: {
      reason: 'drought',
      approvedBy: expect.any(String),
      targets: [
        { step: 'site.surveyed', dueAt: '2011-10-18T16:00:00.000Z', verdict: 'kept' },
        { step: 'plan.replied', dueAt: '2011-10-19T16:00:00.000Z', verdict: 'broken' },
      ],
    },
  })
  // Nothing is connected without its inspection, however green.
  await people.take(requestId, 'plan.replied')
  await people.take(requestId, 'formalities.done')
  const connect = { requestId, stepId: newId(), step: 'supply.energised' }
  expect(await people.worker.call(takeStepRoute, connect)).toMatchObject({
    status: 409,
    body: { code: 'step-too-early' },
  })
})

test('a service contract names its day and penalty, and the customer is called within a week', async () => {
  await setClock(server, '2011-10-17T09:00:00')
  const { requestId } = await aSupply()
  const contract = {
    requestId,
    promisedOn: '2011-10-20' as PlainDate,
    penalty: '逾期扣罚责任单位',
    responsible: '官渡供电所',
  }
  const past = { ...contract, promisedOn: '2011-10-16' as PlainDate }
  expect((await people.worker.call(signContractRoute, past)).status).toBe(400)
  await must(people.worker, signContractRoute, contract)
  expect((await people.worker.call(signContractRoute, contract)).status).toBe(409)
  await setClock(server, '2011-10-20T15:00:00')
  for (const step of ['site.surveyed', 'plan.replied', 'inspection.asked', 'works.inspected'])
    await people.take(requestId, step)
  for (const step of ['formalities.done', 'supply.energised']) await people.take(requestId, step)
  expect(await file(requestId)).toMatchObject({
    contract: { promise: 'kept', callBackBy: '2011-10-27', callBack: 'open' },
  })
  await setClock(server, '2011-10-28T09:00:00')
  expect(await file(requestId)).toMatchObject({ contract: { callBack: 'broken' } })
  const call = { requestId, callBackId: newId(), satisfaction: 'satisfied' } as const
  await must(people.worker, recordCallBackRoute, call)
  expect(await file(requestId)).toMatchObject({ contract: { promise: 'kept', callBack: 'broken' } })
})

test('what is no new supply has no such file', async () => {
  const { requestId } = await people.assigned()
  expect(await people.office.call(getSupplyFileRoute, { requestId })).toMatchObject({ status: 404 })
  const told = { requestId, materials: ['身份证明'] }
  expect(await people.worker.call(discloseMaterialsRoute, told)).toMatchObject({
    status: 409,
    body: { code: 'not-new-supply' },
  })
})
