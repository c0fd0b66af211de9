import {
  approveStopRoute,
  declareClosureRoute,
  followArrearsRoute,
  followOutageRoute,
  openArrearsRoute,
  planOutageRoute,
  type SentOf,
} from '@nuandeng/contract'
import { newId } from '../src/platform/ids.ts'
import { andMore } from './and-more.ts'
import type { aPerson, TestServer } from './harness.ts'
import { must } from './request-factory.ts'

type Person = Awaited<ReturnType<typeof aPerson>>
type SentCase = SentOf<typeof openArrearsRoute>

/** Closures, outages and procedures against arrears at the first station, made by its office. */
export function noticesAt(server: TestServer, office: Person) {
  const { unitId } = server.units.station
  const aNewClosure = () => ({
    closureId: newId(),
    unitId,
    firstOn: '2012-06-01',
    lastOn: '2012-06-01',
    reason: '汛期停业',
  })
  const outageTimes = (day = '2011-11-01') => ({
    beginsAt: `${day}T08:00:00+08:00`,
    endsAt: `${day}T12:00:00+08:00`,
  })
  const aNewOutage = (day?: string) => ({
    outageId: newId(),
    unitId,
    kind: 'planned' as const,
    area: '官渡镇',
    line: '10千伏官一线',
    reason: '线路检修',
    ...outageTimes(day),
  })
  const aNewArrearsCase = (change: Partial<SentCase> = {}): SentCase => ({
    caseId: newId(),
    unitId,
    accountNo: newId().slice(-12),
    amountFen: 12_345,
    overdueSince: '2011-09-01',
    isImportant: false,
    guards: [],
    ...change,
  })
  const open = async (change: Partial<SentCase> = {}) => {
    const { caseId } = await must(office, openArrearsRoute, aNewArrearsCase(change))
    return { caseId }
  }
  const anUrgedCase = async (change: Partial<SentCase> = {}) => {
    const { caseId } = await open(change)
    await must(office, followArrearsRoute, { caseId, what: 'urge' })
    return { caseId }
  }
  const aStopNotice = async () => {
    const { caseId } = await anUrgedCase()
    await must(office, approveStopRoute, { caseId })
    return { caseId, proof: { kind: 'signature' as const, reference: '签收单' } }
  }
  return {
    aNewClosure,
    aClosure: andMore(async () => must(office, declareClosureRoute, aNewClosure())),
    outageTimes,
    aNewOutage,
    anOutage: andMore(async () => {
      const { outageId } = await must(office, planOutageRoute, aNewOutage())
      return { outageId }
    }),
    aBegunOutage: andMore(async () => {
      const { outageId } = await must(office, planOutageRoute, aNewOutage())
      await must(office, followOutageRoute, { outageId, what: 'begin' })
      return { outageId }
    }),
    aNewArrearsCase,
    anArrearsCase: andMore(() => open()),
    anUrgedCase,
    aStopNotice,
  }
}
