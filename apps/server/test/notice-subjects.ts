import {
  approveStopRoute,
  declareClosureRoute,
  followArrearsRoute,
  followOutageRoute,
  openArrearsRoute,
  planMobileServiceRoute,
  planOutageRoute,
  type SentOf,
} from '@nuandeng/contract'
import { newId } from '../src/platform/ids.ts'
import { andMore } from './and-more.ts'
import type { aPerson, TestServer } from './harness.ts'
import { must } from './request-factory.ts'

type Person = Awaited<ReturnType<typeof aPerson>>
type SentCase = SentOf<typeof openArrearsRoute>

/** Service in a park by the first station. */
function mobileAt(server: TestServer, office: Person) {
  const { unitId } = server.units.station
  const aNewMobileService = () => ({
    ...{ serviceId: newId(), unitId, placeKind: 'park' as const, place: '产业集聚区' },
    ...{ beginsAt: '2011-10-21T09:00:00+08:00', endsAt: '2011-10-21T12:00:00+08:00' },
    ...{ team: '雷锋服务队', offers: ['new-supply' as const, 'enquiry' as const] },
  })
  return {
    aNewMobileService,
    aMobileService: andMore(async () => {
      const { serviceId } = await must(office, planMobileServiceRoute, aNewMobileService())
      return { serviceId }
    }),
  }
}

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
    ...mobileAt(server, office),
    aNewArrearsCase,
    anArrearsCase: andMore(() => open()),
    anUrgedCase,
    aStopNotice,
  }
}
