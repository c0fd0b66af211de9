import { randomUUID } from 'node:crypto'
import {
  acceptRequestRoute,
  closeDayRoute,
  createCampaignRoute,
  createCustomerRoute,
  createDisplayRoute,
  createSpecialPlaceRoute,
  createUnitRoute,
  fileSubjectRequestRoute,
  followArrearsRoute,
  getMeRoute,
  grantCareFlagRoute,
  type NewFieldRecord,
  openArrearsRoute,
  planOutageRoute,
  publishCampaignRoute,
  recordFieldworkBatchRoute,
  signInOptionsRoute,
  takeStepRoute,
} from '@nuandeng/contract'
import {
  addDays,
  DEFAULT_MEASURES,
  DEFAULT_WALK_IN_TYPES,
  type PlainDate,
  type Role,
  shanghaiDate,
} from '@nuandeng/domain'
import { type Api, api, signIn } from './api.ts'
import { nuandeng, startNuandeng } from './nuandeng.ts'

/** What each of them changes the first password to. */
const PASSWORD = 'Deng-huo-2011!'
export type Player = Extract<
  Role,
  | 'office'
  | 'field-worker'
  | 'liaison-officer'
  | 'care-officer'
  | 'system-admin'
  | 'security-admin'
  | 'auditor'
>

/** What a test needs to know of a server that stands ready. */
export interface Stage {
  url: string
  accounts: Record<Player, { loginName: string; password: string }>
  /** Logs a wall screen in. */
  displayKey: string
}

/** An installation of its own: seven people, a station, and a campaign whose first day is closed and whose second is today. */
export interface OwnStage extends Stage {
  campaignId: string
  stationId: string
  /** A moment of the second day. */
  at: string
}

/** Who is there beside the system administrator and the office. */
const EVERYBODY: readonly Player[] = [
  'field-worker',
  'liaison-officer',
  'care-officer',
  'security-admin',
  'auditor',
]

/** Sets up an installation in a folder as its operator would: command line first, then over HTTP. */
export async function setUpInstallation(
  folder: string,
  closing: (() => unknown)[],
  others: readonly Player[] = EVERYBODY,
): Promise<OwnStage> {
  const add = (role: Player, ...more: string[]) =>
    nuandeng<{ loginName: string; password: string }>(
      folder,
      ...['user', 'add', role, '--name', `测试${role}`, '--unit', 'HA', '--role', role, ...more],
    )
  const first = [await add('system-admin', '--create-province', '河南省电力公司')]
  for (const role of ['office', ...others] as const) first.push(await add(role))
  const { url, stop } = await startNuandeng(folder, ['serve', '--port', '0'])
  closing.push(stop)
  const apis = await Promise.all(first.map((account) => signIn(url, account, PASSWORD)))
  const [admin, office] = apis
  if (!admin || !office) throw new Error('nobody is logged in')
  const now = new Date()
  const today = shanghaiDate(now)
  const at = now.toISOString()
  const { unit: province } = await admin(getMeRoute, {})
  const stationId = await addStation(admin, province.unitId, today)
  const campaignId = await addCampaign(office, province.unitId, today)
  const records = recordsOf({ campaignId, unitId: stationId, occurredAt: at, deviceId: 'phone-1' })
  const { refused } = await office(recordFieldworkBatchRoute, { records })
  if (refused.length > 0) throw new Error(JSON.stringify(refused))
  const homeId = await addCustomers(office, stationId)
  const care = apis[2 + others.indexOf('care-officer')]
  if (others.includes('care-officer') && care) await addCare(care, homeId, today)
  await office(closeDayRoute, { campaignId, activityDay: addDays(today, -1) })
  const { key } = await office(createDisplayRoute, {
    displayId: randomUUID(),
    unitId: province.unitId,
    name: '调度大厅',
  })
  const worker = apis[2 + others.indexOf('field-worker')]
  if (others.includes('field-worker') && worker) {
    await addRequests(worker, province.unitId, now)
    await addNotices({ office, worker }, province.unitId, now)
  }
  const accounts = Object.fromEntries(
    first.map(({ loginName }) => [loginName, { loginName, password: PASSWORD }]),
  ) as Stage['accounts']
  return { url, accounts, displayKey: key, campaignId, stationId, at }
}

/** 市, 县, 所: one below the other. */
async function addStation(admin: Api, provinceId: string, validFrom: PlainDate) {
  let parentId = provinceId
  for (const unit of [
    { kind: 'city', code: 'C1', name: '郑州供电公司', cityCode: '410100' },
    { kind: 'county', code: 'K1', name: '中牟县供电公司' },
    { kind: 'station', code: 'S1', name: '官渡供电所' },
  ] as const) {
    const unitId = randomUUID()
    await admin(createUnitRoute, { unitId, parentId, validFrom, ...unit })
    parentId = unitId
  }
  return parentId
}

async function addCampaign(office: Api, unitId: string, today: PlainDate) {
  const campaignId = randomUUID()
  const yesterday = addDays(today, -1)
  await office(createCampaignRoute, {
    campaignId,
    unitId,
    name: '供电服务 情暖中原',
    theme: '你用电，我用心',
    startOn: yesterday,
    endOn: addDays(today, 30),
    activityDays: [yesterday, today],
    walkInTypes: DEFAULT_WALK_IN_TYPES,
    measures: DEFAULT_MEASURES,
    fields: [],
  })
  await office(publishCampaignRoute, { campaignId })
  return campaignId
}

/** A home that was visited, a mine, and a farm whose file lacks much; names are invented. */
async function addCustomers(office: Api, unitId: string) {
  const people = [{ role: 'contact', name: '王示例', phone: '13800001234' }] as const
  const home = { name: '王示例', address: '官渡镇示例街37号', people: [...people] }
  const homeId = randomUUID()
  for (const customer of [
    { accountNo: '4101000001', customerClass: 'C2', supplyArea: 'rural', ...home },
    { accountNo: '4101000002', customerClass: 'A', grade: 'first', name: '官渡示例煤矿' },
    { accountNo: '4101000003', customerClass: 'C1', name: '李示例' },
    { accountNo: '4101000004', ...home },
  ] as const) {
    const customerId = customer.accountNo === '4101000001' ? homeId : randomUUID()
    await office(createCustomerRoute, { customerId, unitId, ...customer })
  }
  await office(createSpecialPlaceRoute, {
    ...{ specialPlaceId: randomUUID(), unitId, kind: 'nursing-home', name: '官渡示例敬老院' },
    ...{ address: '官渡镇示例路', residents: 46 },
  })
  return homeId
}

/** A flag on the home, on a consent of today, and what its customer asks about it. */
async function addCare(care: Api, customerId: string, today: PlainDate) {
  const consent = { textVersion: '2011-1', channel: 'written', givenBy: 'self' } as const
  await care(grantCareFlagRoute, {
    ...{ customerId, flagId: randomUUID(), kind: 'living-alone', source: '走访登记' },
    ...{ consent: { ...consent, givenOn: today }, expiresOn: addDays(today, 300) },
  })
  await care(fileSubjectRequestRoute, {
    ...{ customerId, requestId: randomUUID(), kind: 'explain', asker: '王示例' },
    ...{ identityCheck: '当面核对身份证', words: '登记了什么，给谁看' },
  })
}

/** One record of each kind, the last of which takes the one before it back. */
function recordsOf(
  shared: Pick<NewFieldRecord, 'campaignId' | 'unitId' | 'occurredAt' | 'deviceId'>,
) {
  const service = { walkInType: 'W3', customerClass: 'C2' } as const
  const withdrawnId = randomUUID()
  const contents = [
    { kind: 'person-deployment', staffNo: 'P-1' },
    { kind: 'vehicle-deployment', plateNo: '豫A·示例1' },
    {
      kind: 'visit',
      ...service,
      accountNo: '4101000001',
      place: { text: '书香小区' },
      contact: { name: '王示例', phone: '13800000000' },
    },
    { kind: 'transaction', ...service, business: '更名' },
    { kind: 'opinion', ...service, text: '希望多设一个缴费点' },
    { kind: 'leaflets', walkInType: 'W3', quantity: 100 },
    { kind: 'opinion', ...service, text: '记错了地方', recordId: withdrawnId },
    { kind: 'withdrawal', correctsId: withdrawnId, reason: '登记错误' },
  ]
  return contents.map((content) => ({ recordId: randomUUID(), ...shared, ...content }))
}

/** What the field worker took in: a fault, a complaint of yesterday that is due soon, and a new supply. */
async function addRequests(worker: Api, unitId: string, now: Date) {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
  const contact = { name: '王示例', phone: '13800000000' }
  const shared = { unitId, channel: 'hotline', contact, isMine: true } as const
  const requestId = randomUUID()
  const requests = [
    { kind: 'fault', subkind: 'normal', area: 'urban', acceptedAt: ago(20), content: '整栋楼没电' },
    { kind: 'complaint', subkind: 'service', acceptedAt: ago(1400), content: '跑了三趟才办好' },
    {
      kind: 'new-supply',
      subkind: 'low-voltage',
      requestId,
      acceptedAt: ago(300),
      content: '新装',
    },
  ] as const
  for (const request of requests)
    await worker(acceptRequestRoute, { requestId: randomUUID(), ...shared, ...request })
  await worker(takeStepRoute, { requestId, stepId: randomUUID(), step: 'site.surveyed' })
}

/** An outage that can still be announced, and a procedure against an account that was urged. */
async function addNotices(
  { office, worker }: { office: Api; worker: Api },
  unitId: string,
  now: Date,
) {
  const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString()
  await office(planOutageRoute, {
    ...{ outageId: randomUUID(), unitId, kind: 'planned', area: '官渡镇东街' },
    ...{ line: '10 千伏东街线', reason: '线路检修' },
    ...{ beginsAt: inHours(240), endsAt: inHours(244) },
  })
  const caseId = randomUUID()
  await worker(openArrearsRoute, {
    ...{ caseId, unitId, accountNo: '4101900001', amountFen: 12_345, isImportant: false },
    ...{ overdueSince: addDays(shanghaiDate(now), -40), guards: [] },
  })
  await worker(followArrearsRoute, { caseId, what: 'urge' })
}

const DEMO_NAMES: Record<Player, string> = {
  office: 'province',
  'field-worker': 'worker',
  'liaison-officer': 'liaison',
  'care-officer': 'care',
  'system-admin': 'sysadmin',
  'security-admin': 'secadmin',
  auditor: 'auditor',
}

const WALL = /\/wall#key=(\S+)/
/** The day goes by so slowly that it leaves the machine to the tests. */
const SLOWLY = { minutes: 600, until: WALL }

/** The demonstration, once it has said `until`; its day takes so many minutes. */
export async function startDemonstration(
  folder: string,
  closing: (() => unknown)[],
  { minutes, until } = SLOWLY,
): Promise<Stage> {
  const server = await startNuandeng(
    folder,
    ['demo', '--serve', '--port', '0', '--minutes', String(minutes)],
    until,
  )
  closing.push(server.stop)
  const { demoAccounts } = await api(server.url)(signInOptionsRoute, {})
  const password = demoAccounts[0]?.password ?? ''
  const accounts = Object.fromEntries(
    Object.entries(DEMO_NAMES).map(([role, loginName]) => [role, { loginName, password }]),
  ) as Stage['accounts']
  return { url: server.url, accounts, displayKey: WALL.exec(server.said())?.[1] ?? '' }
}
