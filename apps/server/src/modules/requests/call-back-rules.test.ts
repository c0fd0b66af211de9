import {
  getCallBackRulesRoute,
  recordCallBackRoute,
  setCallBackRulesRoute,
} from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
let make: Awaited<ReturnType<typeof requestFactory>>
beforeAll(async () => {
  await setClock(server, '2011-10-15T10:00:00')
  make = await requestFactory(server)
})
const callAt = async (requestId: string, time: string) => {
  await setClock(server, `2011-10-15T${time}`)
  const reply = await make.worker.call(recordCallBackRoute, { requestId, callBackId: newId() })
  return reply.status === 200 ? 'done' : reply.body.code
}
const rules = (change = {}) => ({
  ...{ attempts: 2, hoursApart: 1, quietHours: [[18, 9]] as [number, number][] },
  ...change,
})

test('the starting values hold until a unit sets its own, and the nearest unit binds', async () => {
  const { station, county, city } = server.units
  const at = (unitId: string) => must(make.cityOffice, getCallBackRulesRoute, { unitId })
  expect(await at(station.unitId)).toMatchObject({ attempts: 3, hoursApart: 2, setBy: null })
  const { requestId } = await make.done()
  expect(await callAt(requestId, '12:30:00')).toBe('call-quiet-hours')
  await must(make.cityOffice, setCallBackRulesRoute, { unitId: city.unitId, ...rules() })
  const own = rules({ attempts: 1 })
  await must(make.cityOffice, setCallBackRulesRoute, { unitId: county.unitId, ...own })
  expect(await at(station.unitId)).toMatchObject({
    attempts: 1,
    setBy: { unitName: '中牟县供电公司' },
  })
  expect(await callAt(requestId, '12:31:00')).toBe('done')
  expect(await callAt(requestId, '14:00:00')).toBe('call-attempts-used')
  await must(make.cityOffice, setCallBackRulesRoute, { unitId: county.unitId, ...rules() })
  expect(await callAt(requestId, '13:30:59')).toBe('call-too-soon')
  expect(await callAt(requestId, '18:00:00')).toBe('call-quiet-hours')
  expect(await callAt(requestId, '17:59:59')).toBe('done')
  const worker = await aPerson(server, city, 'field-worker')
  const sent = { unitId: city.unitId, ...rules() }
  expect(await worker.call(setCallBackRulesRoute, sent)).toMatchObject({ status: 403 })
})
