import {
  approveStopRoute,
  deliverStopNoticeRoute,
  extendOutageRoute,
  followArrearsRoute,
  followOutageRoute,
  getPublicBoardRoute,
  getRequestRoute,
  listArrearsRoute,
  listOutagesRoute,
  moveOutageRoute,
  openArrearsRoute,
  planOutageRoute,
  publishOutageRoute,
  recordPaymentRoute,
} from '@nuandeng/contract'
import { beforeAll, expect, test } from 'vitest'
import { aPerson, aServer, as } from '../../../test/harness.ts'
import { noticesAt } from '../../../test/notice-subjects.ts'
import { must, setClock } from '../../../test/request-factory.ts'
import { newId } from '../../platform/ids.ts'
import { scanDue } from '../commitments/due-scan.ts'

const server = aServer()
let office: Awaited<ReturnType<typeof aPerson>>
let city: Awaited<ReturnType<typeof aPerson>>
let make: ReturnType<typeof noticesAt>
beforeAll(async () => {
  office = await aPerson(server, server.units.station, 'office')
  city = await aPerson(server, server.units.city, 'office')
  make = noticesAt(server, office)
})
const PROOF = { channel: 'website', reference: '公告第12号' } as const
const scan = () => scanDue(server.database, server.clock.now)
const outage = async (outageId: string) =>
  (await must(office, listOutagesRoute, { limit: 200 })).items.find(
    (found) => found.outageId === outageId,
  )
const noticesOf = async (month: string) => {
  const { units } = await must(as(server), getPublicBoardRoute, { month })
  return units[0]?.rows.find(({ row }) => row === '3a')
}

test('trap 4: notice is judged at the outage, seven times 24 hours before, and warned of when planning', async () => {
  await setClock(server, '2026-03-01T10:00:00')
  const planned = await must(office, planOutageRoute, make.aNewOutage('2026-03-14'))
  expect(planned).toMatchObject({
    noticeBy: '2026-03-07T00:00:00.000Z',
    isTooLate: false,
    verdict: 'open',
  })
  const late = await must(office, planOutageRoute, make.aNewOutage('2026-03-08'))
  expect(late).toMatchObject({ isTooLate: true, verdict: 'open' })
  expect(await scan()).toEqual({ broken: 0, warned: 1 })
  await setClock(server, '2026-03-07T08:00:00')
  const { outageId } = planned
  expect(await must(office, publishOutageRoute, { outageId, proof: PROOF })).toMatchObject({
    verdict: 'kept',
    proof: PROOF,
  })
  await must(office, publishOutageRoute, { outageId: late.outageId, proof: PROOF })
  expect(await outage(late.outageId)).toMatchObject({ verdict: 'open' })
  await setClock(server, '2026-03-08T08:00:01')
  expect(await scan()).toMatchObject({ broken: 1 })
  expect(await outage(late.outageId)).toMatchObject({ verdict: 'broken' })
  await setClock(server, '2026-03-20T08:00:00')
  expect(await scan()).toMatchObject({ broken: 0 })
  const { units } = await must(as(server), getPublicBoardRoute, { month: '2026-03' })
  expect(units[0]?.rows.find(({ row }) => row === '2-planned')).toMatchObject({
    kind: 'reverse-clock',
    cases: 2,
    kept: 1,
    broken: 1,
    keptShare: 50,
    worstMinutes: null,
  })
})

test('a notice a minute late is none in time', async () => {
  await setClock(server, '2011-11-01T10:00:00')
  const { outageId } = await must(office, planOutageRoute, make.aNewOutage('2011-11-14'))
  await setClock(server, '2011-11-07T08:00:01')
  await must(office, publishOutageRoute, { outageId, proof: PROOF })
  await setClock(server, '2011-11-14T08:00:00')
  expect(await must(office, followOutageRoute, { outageId, what: 'begin' })).toMatchObject({
    state: 'begun',
    verdict: 'broken',
  })
  expect(await noticesOf('2011-11')).toMatchObject({ cases: 1, broken: 1 })
})

test('an outage that begins before its time is judged by when it began', async () => {
  await setClock(server, '2011-12-01T10:00:00')
  const { outageId } = await must(office, planOutageRoute, make.aNewOutage('2011-12-14'))
  await setClock(server, '2011-12-07T08:00:00')
  expect(await must(office, publishOutageRoute, { outageId, proof: PROOF })).toMatchObject({
    verdict: 'kept',
  })
  await setClock(server, '2011-12-13T08:00:00')
  expect(await must(office, followOutageRoute, { outageId, what: 'begin' })).toMatchObject({
    verdict: 'broken',
  })
})

test('a moved outage needs a new notice, and one that was cancelled breaks nothing', async () => {
  await setClock(server, '2012-02-01T10:00:00')
  const { outageId } = await must(office, planOutageRoute, make.aNewOutage('2012-02-14'))
  await must(office, publishOutageRoute, { outageId, proof: PROOF })
  const moved = { outageId, ...make.outageTimes('2012-02-20'), reason: '天气' }
  expect(await must(office, moveOutageRoute, moved)).toMatchObject({
    state: 'planned',
    publishedAt: null,
    verdict: 'open',
    noticeBy: '2012-02-13T00:00:00.000Z',
  })
  await must(office, followOutageRoute, { outageId, what: 'cancel' })
  await setClock(server, '2012-02-21T10:00:00')
  expect(await scan()).toMatchObject({ broken: 0 })
  expect(await office.call(publishOutageRoute, { outageId, proof: PROOF })).toMatchObject({
    status: 409,
    body: { code: 'outage-state' },
  })
})

test('an outage that lasts longer says until when it was announced, and its notice stays judged', async () => {
  await setClock(server, '2012-03-01T10:00:00')
  const { outageId } = await must(office, planOutageRoute, make.aNewOutage('2012-03-14'))
  await must(office, publishOutageRoute, { outageId, proof: PROOF })
  const longer = { outageId, endsAt: '2012-03-14T15:00:00+08:00', reason: '接头重做' }
  expect(await office.call(extendOutageRoute, longer)).toMatchObject({
    status: 409,
    body: { code: 'outage-state' },
  })
  await setClock(server, '2012-03-14T08:00:00')
  await must(office, followOutageRoute, { outageId, what: 'begin' })
  const earlier = { ...longer, endsAt: '2012-03-14T11:00:00+08:00' }
  expect(await office.call(extendOutageRoute, earlier)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'endsAt' }] },
  })
  await must(office, extendOutageRoute, longer)
  const again = { ...longer, endsAt: '2012-03-14T16:00:00+08:00' }
  expect(await must(office, extendOutageRoute, again)).toMatchObject({
    state: 'begun',
    endsAt: '2012-03-14T08:00:00.000Z',
    announcedEndsAt: '2012-03-14T04:00:00.000Z',
    verdict: 'kept',
  })
})

const codeOf = async (reply: Promise<{ status: number; body: unknown }>) => {
  const { status, body } = await reply
  return status === 200 ? 'done' : (body as { code: string }).code
}
const follow = (caseId: string, what: 'urge' | 'remind' | 'stop') =>
  codeOf(office.call(followArrearsRoute, { caseId, what }))

test('trap 5: nobody is cut off without approval, a delivered notice of seven days, and a reminder', async () => {
  await setClock(server, '2011-10-15T10:00:00')
  const { caseId } = await must(office, openArrearsRoute, make.aNewArrearsCase())
  const approve = () => codeOf(office.call(approveStopRoute, { caseId }))
  expect(await follow(caseId, 'stop')).toBe('arrears-state')
  expect(await approve()).toBe('arrears-not-urged')
  await follow(caseId, 'urge')
  expect(await approve()).toBe('done')
  // A text message that was not agreed upon is no delivery.
  const sms = { caseId, proof: { kind: 'sms', reference: '回执' } }
  expect(await office.call(deliverStopNoticeRoute, sms as never)).toMatchObject({ status: 400 })
  const proof = { kind: 'signature', reference: '签收单' } as const
  const delivered = await must(office, deliverStopNoticeRoute, { caseId, proof })
  expect(delivered).toMatchObject({ stopFrom: '2011-10-22T02:00:00.000Z', noticeProof: proof })
  await setClock(server, '2011-10-22T09:00:00')
  await follow(caseId, 'remind')
  await setClock(server, '2011-10-22T09:59:59')
  expect(await follow(caseId, 'stop')).toBe('arrears-notice-too-short')
  await follow(caseId, 'remind')
  await setClock(server, '2011-10-22T10:29:58')
  expect(await follow(caseId, 'stop')).toBe('arrears-reminder-too-short')
  await setClock(server, '2011-10-22T10:29:59')
  expect(await follow(caseId, 'stop')).toBe('done')
  const { units } = await must(as(server), getPublicBoardRoute, { month: '2011-10' })
  expect(units[0]?.rows.find(({ row }) => row === '3b')).toMatchObject({ cases: 1, kept: 1 })
})

test('all that is owed, paid after the stop, starts the 24 hours until the supply is back', async () => {
  const stopped = (await must(office, listArrearsRoute, { state: 'stopped' })).items[0]
  const pay = (amountFen: number) => {
    const ids = { reconnectionId: newId(), stepId: newId() }
    return must(office, recordPaymentRoute, { caseId: stopped?.caseId ?? '', amountFen, ...ids })
  }
  expect(await pay(12_344)).toMatchObject({ state: 'stopped', reconnectionId: null })
  await setClock(server, '2011-10-23T22:00:00')
  const { state, reconnectionId } = await pay(1)
  expect(state).toBe('settled')
  const request = await must(office, getRequestRoute, { requestId: reconnectionId ?? '' })
  expect(request).toMatchObject({
    kind: 'service',
    subkind: 'reconnection',
    accountNo: stopped?.accountNo,
    clocks: [{ row: '3c', dueAt: '2011-10-24T14:00:00.000Z', stand: 'open' }],
  })
})

test('any payment before the stop ends the procedure', async () => {
  await setClock(server, '2011-10-24T10:00:00')
  const { caseId } = await make.anUrgedCase()
  const payment = { caseId, amountFen: 1, reconnectionId: newId(), stepId: newId() }
  expect(await must(office, recordPaymentRoute, payment)).toMatchObject({
    state: 'aborted',
    reconnectionId: null,
  })
  expect(await codeOf(office.call(approveStopRoute, { caseId }))).toBe('arrears-state')
})

test('the guard list, thirty days and the level of approval hold', async () => {
  await setClock(server, '2011-10-25T10:00:00')
  const guarded = await make.anUrgedCase({ guards: ['weather-alert'] })
  expect(await codeOf(office.call(approveStopRoute, guarded))).toBe('arrears-guarded')
  const early = await make.anUrgedCase({ overdueSince: '2011-09-25' as never })
  expect(await codeOf(office.call(approveStopRoute, early))).toBe('arrears-too-early')
  const important = await make.anUrgedCase({ isImportant: true })
  expect(await codeOf(office.call(approveStopRoute, important))).toBe('forbidden')
  expect(await must(city, approveStopRoute, important)).toMatchObject({ state: 'approved' })
})

test('one procedure runs against an account at a time', async () => {
  const accountNo = newId().slice(-12)
  await must(office, openArrearsRoute, make.aNewArrearsCase({ accountNo }))
  expect(await office.call(openArrearsRoute, make.aNewArrearsCase({ accountNo }))).toMatchObject({
    status: 409,
    body: { code: 'arrears-exists' },
  })
})
