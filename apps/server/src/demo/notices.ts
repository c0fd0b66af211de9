import { addDays, type PlainDate, type Role, shanghaiDate } from '@nuandeng/domain'
import { declareClosure } from '../modules/commitments/index.ts'
import {
  approveStop,
  deliverStopNotice,
  extendOutage,
  followArrears,
  followOutage,
  openArrears,
  planOutage,
  publishOutage,
  recordPayment,
} from '../modules/requests/index.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { type Acting, actingAt } from './acting.ts'
import { playMobile } from './mobile.ts'
import type { DemoPerson } from './people.ts'

const DAY_HOURS = 24

/** One outage (演示停电), in hours from now: when it was planned, published and begins, and how far it went. */
interface DemoOutage {
  kind: 'planned' | 'temporary'
  area: string
  line: string
  planned: number
  published?: number
  begins: number
  lasts: number
  end?: 'begin' | 'extend' | 'end' | 'cancel'
}

const days = (count: number) => count * DAY_HOURS

const OUTAGES: readonly DemoOutage[] = [
  {
    ...{ kind: 'planned', area: '东街村、西街村', line: '10 千伏东街线', lasts: 6 },
    ...{ planned: days(-12), published: days(-11), begins: days(-2), end: 'end' },
  },
  {
    ...{ kind: 'planned', area: '幸福社区 1 至 6 号楼', line: '幸福台区 2 号变', lasts: 4 },
    ...{ planned: days(-6), published: days(-5), begins: -30, end: 'end' },
  },
  {
    ...{ kind: 'planned', area: '机井台区', line: '10 千伏机井支线', lasts: 3 },
    ...{ planned: days(-10), published: days(-9), begins: -2, end: 'extend' },
  },
  {
    ...{ kind: 'planned', area: '书香小区、老城街道', line: '10 千伏书香线', lasts: 8 },
    ...{ planned: days(-3), published: days(-2), begins: days(10) },
  },
  {
    ...{ kind: 'planned', area: '粮食加工厂', line: '粮食专线', lasts: 5 },
    ...{ planned: days(-1), begins: days(8) },
  },
  {
    ...{ kind: 'planned', area: '产业集聚区南片', line: '10 千伏集南线', lasts: 6 },
    ...{ planned: -3, begins: days(4) },
  },
  {
    ...{ kind: 'temporary', area: '第二水厂', line: '水厂专线', lasts: 2 },
    ...{ planned: -4, published: -3, begins: 40 },
  },
  {
    ...{ kind: 'planned', area: '敬老院周边', line: '敬老台区', lasts: 4 },
    ...{ planned: days(-5), published: days(-5), begins: days(3), end: 'cancel' },
  },
]

/** One procedure (演示欠费): how far it went, in hours from now; what is not there has not happened. */
interface DemoArrears {
  amountFen: number
  overdueDays: number
  isImportant?: boolean
  guard?: 'protected-customer' | 'weather-alert'
  urged?: number
  approved?: number
  notified?: number
  reminded?: number
  stopped?: number
  paid?: number
}

const ARREARS: readonly DemoArrears[] = [
  { amountFen: 8_640, overdueDays: 21, urged: days(-2) },
  { amountFen: 23_175, overdueDays: 46, urged: days(-5) },
  { amountFen: 1_204_300, overdueDays: 62, urged: days(-9), isImportant: true },
  { amountFen: 18_420, overdueDays: 52, urged: days(-12), guard: 'protected-customer' },
  { amountFen: 9_955, overdueDays: 40, urged: days(-4), guard: 'weather-alert' },
  { amountFen: 41_260, overdueDays: 48, urged: days(-6), approved: -20 },
  { amountFen: 15_730, overdueDays: 55, urged: days(-9), approved: days(-5), notified: days(-4) },
  {
    ...{ amountFen: 27_680, overdueDays: 63, urged: days(-15), approved: days(-12) },
    ...{ notified: days(-9), reminded: -0.3 },
  },
  {
    ...{ amountFen: 33_010, overdueDays: 70, urged: days(-20), approved: days(-15) },
    ...{ notified: days(-10), reminded: -26, stopped: -25 },
  },
  {
    ...{ amountFen: 12_480, overdueDays: 66, urged: days(-18), approved: days(-14) },
    ...{ notified: days(-11), reminded: -51, stopped: -50, paid: -5 },
  },
  { amountFen: 6_320, overdueDays: 44, urged: days(-7), approved: days(-3), paid: -28 },
]

/** Lets invented outages, arrears and closures happen through the use cases, where the shown accounts see them. */
export async function playNotices(
  stage: Pick<Context, 'db' | 'vault'>,
  people: readonly DemoPerson[],
  now: Date,
) {
  const actor = (role: Role, kind: DemoPerson['unit']['kind']) => {
    const found = people.find(
      (person) => person.isShown && person.role === role && person.unit.kind === kind,
    )
    if (!found) throw new Error(`the demonstration shows no ${role} of a ${kind}`)
    return actingAt(stage, found, now)
  }
  const county = actor('office', 'county')
  for (const outage of OUTAGES) await playOutage(county, outage)
  const worker = actor('field-worker', 'station')
  for (const [i, arrears] of ARREARS.entries()) await playArrears({ worker, county }, arrears, i)
  await playMobile(county, worker)
  const today = shanghaiDate(now)
  await declareClosure(county.at(-3), {
    ...{ closureId: newId(), unitId: county.unitId, reason: '营业厅搬迁，停业两天（演示）' },
    ...{ firstOn: nextMonday(today), lastOn: addDays(nextMonday(today), 1) },
  })
}

/** The first Monday that is to come. */
const nextMonday = (day: PlainDate) =>
  addDays(day, 7 - ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

async function playOutage({ at, unitId, instant }: Acting, outage: DemoOutage) {
  const { kind, area, line, planned, published, begins, lasts, end } = outage
  const outageId = newId()
  const times = { beginsAt: toHour(instant(begins)), endsAt: toHour(instant(begins + lasts)) }
  await planOutage(at(planned), {
    ...{ outageId, unitId, kind, area, line, ...times },
    reason: '线路检修（演示）',
  })
  const proof = { channel: 'website' as const, reference: '停电公告栏第 12 号（演示）' }
  if (published !== undefined) await publishOutage(at(published), { outageId, proof })
  if (end === 'cancel')
    await followOutage(at(-12), { outageId, what: 'cancel', note: '改带电作业' })
  if (!end || end === 'cancel') return
  await followOutage(at(begins), { outageId, what: 'begin' })
  if (end === 'extend') {
    const endsAt = toHour(instant(begins + lasts + 2))
    await extendOutage(at(-0.5), { outageId, endsAt, reason: '接头需重做' })
  }
  if (end === 'end') await followOutage(at(begins + lasts), { outageId, what: 'end' })
}

/** As people plan: to the full hour. */
const toHour = (instant: string) => `${instant.slice(0, 13)}:00:00.000Z`

async function playArrears(
  { worker, county }: { worker: Acting; county: Acting },
  given: DemoArrears,
  i: number,
) {
  const { amountFen, overdueDays, isImportant = false, guard } = given
  const caseId = newId()
  const opened = (given.urged ?? 0) - 1
  await openArrears(worker.at(opened), {
    ...{ caseId, unitId: worker.unitId, amountFen, isImportant },
    accountNo: `${worker.cityCode.slice(0, 4)}7${String(i + 1).padStart(5, '0')}`,
    overdueSince: addDays(shanghaiDate(worker.at(0).now), -overdueDays),
    guards: guard ? [guard] : [],
  })
  const follow = (hours: number, what: 'urge' | 'remind' | 'stop') =>
    followArrears(worker.at(hours), { caseId, what })
  const { urged, approved, notified, reminded, stopped, paid } = given
  if (urged !== undefined) await follow(urged, 'urge')
  if (approved !== undefined) await approveStop(county.at(approved), { caseId })
  if (notified !== undefined) {
    const proof = { kind: 'signature' as const, reference: '签收单（演示）' }
    await deliverStopNotice(worker.at(notified), { caseId, proof })
  }
  if (reminded !== undefined) await follow(reminded, 'remind')
  if (stopped !== undefined) await follow(stopped, 'stop')
  if (paid !== undefined) {
    const ids = { reconnectionId: newId(), stepId: newId() }
    await recordPayment(worker.at(paid), { caseId, amountFen, ...ids })
  }
}
