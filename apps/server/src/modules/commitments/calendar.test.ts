import {
  declareClosureRoute,
  declareNoticeRoute,
  getCalendarRoute,
  getRequestRoute,
  liftClosureRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer } from '../../../test/harness.ts'
import { must, requestFactory, setClock } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'
import { applyCalendar, recomputeDeadlines } from './recompute.ts'

const server = aServer()
let people: Awaited<ReturnType<typeof requestFactory>>
let province: Awaited<ReturnType<typeof aPerson>>
beforeAll(async () => {
  people = await requestFactory(server)
  province = await aPerson(server, server.units.province, 'office')
})
const apply = () => applyCalendar(server.database, server.clock.now)
const file = (requestId: string) => must(province, getRequestRoute, { requestId })
const due = async (requestId: string) => (await file(requestId)).clocks[0]?.dueAt
const aMeterTest = { kind: 'service', subkind: 'meter-test' } as const
const closure = (day: string, change = {}) => ({
  closureId: newId(),
  unitId: server.units.station.unitId,
  firstOn: day as PlainDate,
  lastOn: day as PlainDate,
  reason: '汛期停业',
  ...change,
})
// The end of a day in Shanghai.
const endOf = (day: string) => new Date(`${day}T24:00:00+08:00`).toISOString()

test('a closure moves the open deadlines of its unit and below, tells it, and moves them back when lifted', async () => {
  await setClock(server, '2012-06-04T10:00:00')
  const { requestId } = await people.assigned(aMeterTest)
  expect(await due(requestId)).toBe(endOf('2012-06-11'))
  const sent = closure('2012-06-06', { unitId: server.units.county.unitId })
  await must(province, declareClosureRoute, sent)
  await apply()
  expect(await due(requestId)).toBe(endOf('2012-06-12'))
  await apply()
  const applied = (await must(province, getCalendarRoute, { year: 2012 })).closures
  expect(applied).toMatchObject([{ isApplied: true, movedClocks: 1 }])
  const told = (await file(requestId)).history.filter(
    ({ kind }) => kind === 'commitment.recomputed',
  )
  expect(told).toMatchObject([
    { details: { row: '7a', was: endOf('2012-06-11'), is: endOf('2012-06-12'), cause: 'closure' } },
  ])
  // What is accepted afterwards counts by it from the start, and another county does not.
  expect(await due((await people.assigned(aMeterTest)).requestId)).toBe(endOf('2012-06-12'))
  const { otherCounty } = server.units
  const elsewhere = await aPerson(server, otherCounty, 'office')
  const calendar = await must(elsewhere, getCalendarRoute, { year: 2012 })
  expect(calendar.closures).toEqual([])
  await must(province, liftClosureRoute, { closureId: sent.closureId, reason: '水退' })
  await apply()
  expect(await due(requestId)).toBe(endOf('2012-06-11'))
})

test('a closure changes no verdict that was given', async () => {
  await setClock(server, '2012-07-02T10:00:00')
  const { requestId } = await people.assigned(aMeterTest)
  await setClock(server, '2012-07-10T10:00:00')
  await people.take(requestId, 'meter-test.reported')
  expect((await file(requestId)).clocks).toMatchObject([{ stand: 'broken' }])
  await must(province, declareClosureRoute, closure('2012-07-11'))
  await apply()
  expect((await file(requestId)).clocks).toMatchObject([
    { stand: 'broken', dueAt: endOf('2012-07-09') },
  ])
})

test.each([
  ['after it began', '2012-07-09', '2012-07-11', 'firstOn'],
  ['from the last day to the first', '2012-07-12', '2012-07-11', 'lastOn'],
  ['for more than 60 days', '2012-07-12', '2012-09-30', 'lastOn'],
])('a closure is refused %s', async (_, firstOn, lastOn, field) => {
  await setClock(server, '2012-07-10T10:00:00')
  const reply = await province.call(declareClosureRoute, closure(firstOn, { lastOn }))
  expect(reply).toMatchObject({ status: 400, body: { errors: [{ field }] } })
})

test('trap 11: a deadline past the last notice is provisional until that notice comes', async () => {
  await setClock(server, '2026-12-25T10:00:00')
  await apply()
  const { requestId } = await people.assigned(aMeterTest)
  const clock = async () => (await file(requestId)).clocks[0]
  expect(await clock()).toMatchObject({ isProvisional: true, dueAt: endOf('2027-01-01') })
  const notice = {
    year: 2027,
    daysOff: ['2027-01-01', '2027-01-02', '2027-01-03'] as PlainDate[],
    makeUpDays: ['2026-12-27'] as PlainDate[],
    source: '测试用的安排',
  }
  expect(await people.cityOffice.call(declareNoticeRoute, notice)).toMatchObject({ status: 403 })
  expect(await province.call(declareNoticeRoute, { ...notice, year: 2028 })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'year' }] },
  })
  const early = { ...notice, makeUpDays: ['2026-12-28'] as PlainDate[] }
  expect(await province.call(declareNoticeRoute, early)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'makeUpDays' }] },
  })
  const late = { ...notice, makeUpDays: ['2026-12-29'] as PlainDate[] }
  await must(province, declareNoticeRoute, late)
  await apply()
  // 28, 29, 30 and 31 December, then 4 January.
  expect(await clock()).toMatchObject({ isProvisional: false, dueAt: endOf('2027-01-04') })
  const history = (await file(requestId)).history.at(-1)
  expect(history).toMatchObject({ kind: 'commitment.recomputed', details: { cause: 'notice' } })
  const calendar = await must(province, getCalendarRoute, { year: 2027 })
  expect(calendar).toMatchObject({
    knownTo: '2027-12-28',
    daysOff: notice.daysOff,
    notices: [{ year: 2027, source: '测试用的安排' }],
    computed: { knownTo: '2027-12-28', movedClocks: 1 },
  })
})

test('a recomputation that was killed is done again, and twice moves nothing', async () => {
  const which = { path: server.units.province.path, provisionalOnly: false }
  const told = { now: server.clock.now, cause: 'closure' }
  const first = await recomputeDeadlines(server.database, which, told)
  expect(first.seen).toBeGreaterThan(0)
  expect(await recomputeDeadlines(server.database, which, told)).toEqual({
    seen: first.seen,
    moved: 0,
  })
})
