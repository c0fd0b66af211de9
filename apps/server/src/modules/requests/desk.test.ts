import {
  exportRequestsRoute,
  getRequestRoute,
  listPipelineRoute,
  listRequestsRoute,
  previewClocksRoute,
  renameUnitRoute,
  takeStepRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer, requestFor } from '../../../test/harness.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let make: Awaited<ReturnType<typeof requestFactory>>
beforeAll(async () => {
  make = await requestFactory(server)
})

test('the clocks shown before acceptance are those that run after it, to the instant', async () => {
  await setClock(server, '2011-10-17T09:00:00')
  const kind = { kind: 'complaint', subkind: 'service' } as const
  const { unitId } = server.units.station
  const shown = await must(make.office, previewClocksRoute, { unitId, ...kind })
  expect(shown.edition?.edition).toBe('sgcc-2011')
  const { requestId } = await make.accepted(kind)
  const { clocks } = await must(make.office, getRequestRoute, { requestId })
  const told = ({
    row,
    dueAt,
    warnAt,
  }: (typeof clocks)[number] | (typeof shown.clocks)[number]) => ({
    row,
    dueAt,
    warnAt,
  })
  expect(shown.clocks.map(told)).toEqual(clocks.map(told))
  expect(clocks).toHaveLength(2)
  const missing = await make.office.call(previewClocksRoute, { unitId, kind: 'complaint' })
  expect(missing.status).toBe(400)
})

test('without an area the strictest limit is shown, and an opinion starts no clock', async () => {
  await setClock(server, '2011-10-17T09:00:00')
  const { unitId } = server.units.station
  const fault = { unitId, kind: 'fault', subkind: 'normal' } as const
  const { clocks } = await must(make.office, previewClocksRoute, fault)
  expect(clocks).toMatchObject([
    { row: '2-urban', isAssumed: true, dueAt: '2011-10-17T01:45:00.000Z' },
  ])
  const opinion = await must(make.office, previewClocksRoute, { unitId, kind: 'opinion' })
  expect(opinion.clocks).toEqual([])
})

test("a new supply stands at the step it waits for, and the customer's time is not the utility's", async () => {
  await setClock(server, '2011-10-17T09:00:00')
  const { requestId } = await make.assigned({ kind: 'new-supply', subkind: 'low-voltage' })
  const itemOf = async () => {
    const { items } = await must(make.office, listPipelineRoute, {})
    return items.find((item) => item.requestId === requestId)
  }
  expect(await itemOf()).toMatchObject({ step: 'site.surveyed', turn: 'utility', wholeMinutes: 0 })
  await setClock(server, '2011-10-17T10:00:00')
  for (const step of ['site.surveyed', 'plan.replied'])
    await must(make.worker, takeStepRoute, { requestId, stepId: newId(), step })
  await setClock(server, '2011-10-17T13:00:00')
  expect(await itemOf()).toMatchObject({
    step: 'inspection.asked',
    turn: 'customer',
    wholeMinutes: 240,
    utilityMinutes: 60,
  })
})

test('an export has the filtered requests alone, says how many, and is told of', async () => {
  const accountNo = newId().slice(-12)
  await make.accepted({ accountNo, content: '灯不亮了' })
  await make.accepted({ content: '不在此户' })
  const call = requestFor(exportRequestsRoute, { accountNo, format: 'csv' }, make.office)
  const reply = await server.app.inject(call)
  expect(reply.headers['nuandeng-rows']).toBe('1')
  expect(reply.body).toContain('灯不亮了')
  expect(reply.body).not.toContain('不在此户')
  expect(reply.body).not.toMatch(/1380\d{7}/)
  const refused = await server.app.inject(requestFor(exportRequestsRoute, {}, make.worker))
  expect(refused.statusCode).toBe(403)
})

test('trap 19: a request stands under the unit of its day, and under its new name from then on', async () => {
  await setClock(server, '2011-11-01T09:00:00')
  const { requestId } = await make.accepted()
  const admin = await aPerson(server, server.units.province, 'system-admin')
  const { unitId } = server.units.station
  const before = await must(make.office, getRequestRoute, { requestId })
  const renamed = { unitId, name: '官渡区供电所', validFrom: '2011-11-01' as PlainDate }
  await must(admin, renameUnitRoute, renamed)
  const after = await must(make.office, getRequestRoute, { requestId })
  expect(after).toMatchObject({ number: before.number, unit: { unitId, name: '官渡区供电所' } })
  expect(after.unit.path).toBe(before.unit.path)
  const { items } = await must(make.office, listRequestsRoute, { unitId, limit: 200 })
  expect(items.map((item) => item.requestId)).toContain(requestId)
  const past = { unitId, name: '官渡供电所', validFrom: '2011-11-02' as PlainDate }
  await setClock(server, '2011-11-02T09:00:00')
  await must(admin, renameUnitRoute, past)
})
