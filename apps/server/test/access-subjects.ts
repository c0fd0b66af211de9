import {
  closeDayRoute,
  createDisplayRoute,
  decideDuplicateRoute,
  grantRoleRoute,
  type NewFieldRecord,
  type Route,
  recordFieldworkRoute,
  type SentOf,
  startTotpRoute,
} from '@nuandeng/contract'
import type { PlainDate, PlanState } from '@nuandeng/domain'
import { generateSync } from 'otplib'
import { openSession } from '../src/modules/organisation/index.ts'
import { newId } from '../src/platform/ids.ts'
import { andMore } from './and-more.ts'
import { assuranceAt } from './assurance-subjects.ts'
import { aCampaign, aPlan, CAMPAIGN_CONTENT } from './campaign-factory.ts'
import { careAt } from './care-subjects.ts'
import { aCustomer, aDuplicatePair, aSpecialPlace } from './customer-factory.ts'
import { aPerson, as, aUnit, type TestServer } from './harness.ts'
import { importsAt } from './import-factory.ts'
import { storedReadings } from './metering-factory.ts'
import { ownershipAt } from './ownership-subjects.ts'
import { recordFactory } from './record-factory.ts'
import { requestsAt } from './request-subjects.ts'
import { aCredential, PASSWORD } from './sign-in-factory.ts'
import { signalsAt } from './signal-subjects.ts'

export const TODAY = '2011-10-15' as PlainDate
export const REASON = '权限核对'

/** What the operations act on: all of it stands at the first station or just below it. */
export async function subjectsOf(server: TestServer) {
  const { station, county } = server.units
  return {
    station,
    county,
    ...peopleAt(server),
    ...signInsAt(server),
    ...campaignsAt(server),
    ...customersAt(server),
    care: await careAt(server),
    ownership: await ownershipAt(server),
    assurance: await assuranceAt(server),
    readings: () => storedReadings(server),
    signals: await signalsAt(server),
    ...(await fieldworkAt(server)),
    ...(await importsAt(server)),
    ...(await requestsAt(server)),
  }
}
export type Subjects = Awaited<ReturnType<typeof subjectsOf>>

let count = 0
const unused = (prefix: string) => `${prefix}${++count}`

async function mustCall<R extends Route>(who: ReturnType<typeof as>, route: R, input: SentOf<R>) {
  const reply = await who.call(route, input)
  if (reply.status !== 200) throw new Error(`${route.url}: ${JSON.stringify(reply.body)}`)
  return reply.body
}

function peopleAt(server: TestServer) {
  const { station } = server.units
  const { unitId } = station
  const aNewRole = () => ({
    assignmentId: newId(),
    role: 'field-worker' as const,
    unitId,
    validFrom: TODAY,
  })
  const aColleague = andMore(async () => {
    const { personId } = await aPerson(server, station)
    return { personId }
  })
  const aNewDisplay = () => ({ displayId: newId(), unitId, name: '营业厅大屏' })
  return {
    aColleague,
    aNewRole,
    aNewDisplay,
    aNewTeam: () => ({
      unitId: newId(),
      parentId: unitId,
      kind: 'team' as const,
      code: unused('N'),
      name: '服务队',
      validFrom: TODAY,
    }),
    aTeam: andMore(async () => {
      const team = { kind: 'team', code: unused('A'), name: '服务队', parent: station } as const
      return { unitId: (await server.database.transact('system', (db) => aUnit(db, team))).unitId }
    }),
    aNewcomer: () => ({
      personId: newId(),
      unitId,
      loginName: unused('person'),
      name: '测试人员',
      staffNo: unused('N-'),
      firstPassword: PASSWORD,
    }),
    aRole: andMore(async () => {
      const { personId } = await aColleague({})
      const security = await aPerson(server, station, 'security-admin')
      const role = { ...aNewRole(), personId }
      await mustCall(security, grantRoleRoute, role)
      return { personId, assignmentId: role.assignmentId }
    }),
    async aDisplay() {
      const office = await aPerson(server, station, 'office')
      return mustCall(office, createDisplayRoute, aNewDisplay())
    },
  }
}

function signInsAt(server: TestServer) {
  const aSessionOf = ({ personId }: { personId: string }) =>
    server.database.transact('system', async (db) => {
      const { sessionId } = await openSession(db, {
        personId,
        kind: 'staff',
        now: server.clock.now,
      })
      return { personId, sessionId }
    })
  /** Gives somebody the log-in name and password that they are found with. */
  const passwordOf = async <const M extends object>(
    { personId }: { personId: string },
    more: M,
  ) => ({
    loginName: await aCredential(server, personId),
    password: PASSWORD,
    ...more,
  })
  return {
    aSessionOf,
    passwordOf,
    aSession: async () => aSessionOf(await aPerson(server, server.units.station)),
    async totpOf(caller: { personId: string; token: string }) {
      const sent = await passwordOf(caller, {})
      const { secret } = await mustCall(as(server, caller.token), startTotpRoute, sent)
      return { totp: generateSync({ secret, epoch: server.clock.now.getTime() / 1000 }) }
    },
  }
}

function campaignsAt(server: TestServer) {
  const { station } = server.units
  const { unitId } = station
  const planIn = (state: PlanState) => async () => {
    const { campaignId } = await aCampaign(server)
    return { campaignId, planId: await aPlan(server, campaignId, state) }
  }
  return {
    campaignContent: () => CAMPAIGN_CONTENT,
    aNewCampaign: () => ({ ...CAMPAIGN_CONTENT, campaignId: newId(), unitId }),
    aCopy: () => ({ newCampaignId: newId(), name: '情暖中原', startOn: TODAY }),
    aCampaign: andMore(() => aCampaign(server, 'published', station)),
    /** The campaign that a screen opens with: no other one was made later. */
    async aNewestCampaign() {
      server.clock.now = new Date(server.clock.now.getTime() + 1000)
      return aCampaign(server, 'published', station)
    },
    aDraft: andMore(() => aCampaign(server, 'draft', station)),
    aPlan: andMore(planIn('draft')),
    aFiledPlan: andMore(planIn('filed')),
    planContent: () => ({ targets: { customers: 9 }, activities: [], localFields: {} }),
  }
}

function customersAt(server: TestServer) {
  const { unitId } = server.units.station
  return {
    aNewCustomer: () => ({
      customerId: newId(),
      unitId,
      accountNo: unused('41009'),
      name: '测试客户',
    }),
    aDuplicatePair: andMore(() => aDuplicatePair(server)),
    aDecidedPair: andMore(async () => {
      const pair = await aDuplicatePair(server)
      const head = await aPerson(server, server.units.station, 'station-head')
      const decision = { ...pair, decision: 'distinct' as const, reason: REASON }
      await mustCall(head, decideDuplicateRoute, decision)
      return pair
    }),
    aSpecialPlace: andMore(() => aSpecialPlace(server)),
    aNewSpecialPlace: () => ({
      ...{ specialPlaceId: newId(), unitId, kind: 'deaf-school' as const },
      ...{ name: '示例聋哑学校', address: '示例路2号' },
    }),
    aNumberedCustomer: () => aCustomer(server),
    aCustomer: andMore(async () => {
      const { customerId } = await aCustomer(server)
      return { customerId }
    }),
  }
}

async function fieldworkAt(server: TestServer) {
  const { station } = server.units
  const { unitId } = station
  const worker = await aPerson(server, station, 'field-worker')
  const aNewRecord = async (): Promise<NewFieldRecord> => {
    const contact = { name: '张三', phone: '13800000000' }
    return recordFactory(server, await aCampaign(server)).aVisit({ contact })
  }
  return {
    aNewRecord,
    aRecord: andMore(async () => {
      const record = await aNewRecord()
      await mustCall(worker, recordFieldworkRoute, { record })
      const { recordId, campaignId } = record
      return { recordId, campaignId }
    }),
    /** A day of the province, looked at for the station. */
    aDay: async () => ({ ...(await aCampaign(server)), unitId }),
    async aClosedDay() {
      const day = await aCampaign(server)
      const office = await aPerson(server, server.units.province, 'office')
      await mustCall(office, closeDayRoute, day)
      return { ...day, unitId }
    },
  }
}
