import { REQUEST_SUBKINDS, type RequestKind, type SupplyArea } from '@nuandeng/domain'
import type { DemoPerson } from './people.ts'
import type { DemoUnit } from './province.ts'
import { PATHS, TALES } from './request-words.ts'
import { idOf, type Seeded, seeded } from './seeded.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/** What happens to an invented request, and when. */
export type DemoAct = { at: Date } & (
  | { act: 'assign' | 'close' | 'resume' | 'exempt' }
  | { act: 'step'; step: string; isAttempt: boolean }
  | { act: 'pause' }
  | { act: 'chase'; content: string }
  | { act: 'call-back'; isPleased: boolean }
)

/** An invented request (演示工单). */
export interface DemoRequest {
  requestId: string
  kind: RequestKind
  subkind: string | null
  unit: DemoUnit
  worker: DemoPerson
  area: SupplyArea | undefined
  acceptedAt: Date
  accountNo: string
  address: string
  contact: { name: string; phone: string }
  content: string
  acts: DemoAct[]
}

const OLD = 70
const OLD_FROM = new Date('2011-10-13T08:00:00+08:00').getTime()
const OLD_DAYS = 26
const NEW = 160
const NEW_DAYS = 30
/** In a hundred, as the hotline knows them: faults and enquiries lead. */
const KINDS: readonly (readonly [RequestKind, number])[] = [
  ['fault', 34],
  ['complaint', 17],
  ['service', 20],
  ['new-supply', 14],
  ['enquiry', 5],
  ['opinion', 4],
  ['suggestion', 3],
  ['praise', 3],
]
const AREAS: readonly (SupplyArea | undefined)[] = [
  'urban',
  'urban',
  'rural',
  'rural',
  'remote',
  undefined,
]
/** So many of a hundred are worked too slowly. */
const SLOW = 18
/** Each so manieth of the last weeks is a complaint of yesterday that nobody has followed up yet: due soon, or late. */
const URGENT_EACH = 11
const URGENT_MINUTES = [1170, 1620] as const

/**
 * Requests of the days after the promises of 2011 were published, all worked to their end, and of the last
 * weeks, worked as far as time has gone. A third stands where those work who can log in.
 */
export function demoRequests(people: readonly DemoPerson[], now: Date): DemoRequest[] {
  const random = seeded(95_598)
  const workers = people.filter(
    ({ role, unit }) => role === 'field-worker' && unit.kind === 'station',
  )
  const shown = workers.filter(({ isShown }) => isShown)
  const near = workers.filter(({ unit }) => unit.countyId === shown[0]?.unit.countyId)
  return Array.from({ length: OLD + NEW }, (_, i) => {
    const isOld = i < OLD
    const from = isOld ? OLD_FROM : now.getTime() - NEW_DAYS * DAY_MINUTES * MINUTE_MS
    // The newest stand closer together: most of the work is that of the last days.
    const share = isOld ? random.next() : 1 - random.next() ** 2
    const days = isOld ? OLD_DAYS : NEW_DAYS
    const acceptedAt = new Date(from + Math.floor(share * days * DAY_MINUTES) * MINUTE_MS)
    const worker = random.pick(i % 9 === 0 ? shown : i % 3 === 0 ? near : workers)
    if (isOld || i % URGENT_EACH !== 0) return requestOf(i, { random, worker, acceptedAt, now })
    const [least, most] = URGENT_MINUTES
    const yesterday = new Date(now.getTime() - (least + random.below(most - least)) * MINUTE_MS)
    const urgent = requestOf(i, { random, worker, acceptedAt: yesterday, now, kind: 'complaint' })
    return { ...urgent, acts: urgent.acts.slice(0, 1) }
  })
}

function requestOf(
  i: number,
  given: { random: Seeded; worker: DemoPerson; acceptedAt: Date; now: Date; kind?: RequestKind },
): DemoRequest {
  const { random, worker, acceptedAt, now } = given
  const { kind = kindOf(random) } = given
  const known: readonly string[] = REQUEST_SUBKINDS[kind]
  const subkind = known.length === 0 ? null : random.pick(known)
  const family = random.pick([...'王李张刘陈杨赵黄周吴'])
  return {
    requestId: idOf(`request ${i}`, acceptedAt),
    kind,
    subkind,
    unit: worker.unit,
    worker,
    area: random.pick(AREAS),
    acceptedAt,
    accountNo: `${worker.unit.cityCode.slice(0, 4)}8${String(i + 1).padStart(5, '0')}`,
    address: `${worker.unit.name.replace('供电所', '')}${random.pick(PLACES)}`,
    contact: { name: `${family}示例`, phone: `00000${String(i).padStart(6, '0')}` },
    content: random.pick(TALES[kind]),
    acts: actsOf(pathOf(kind, subkind), { random, acceptedAt, now, kind }),
  }
}

const PLACES = [
  '书香小区 3 号楼',
  '幸福社区',
  '东街村',
  '机井台区',
  '老城街道',
  '粮食加工厂',
] as const

function kindOf(random: Seeded): RequestKind {
  let left = random.below(100)
  for (const [kind, share] of KINDS) {
    if (left < share) return kind
    left -= share
  }
  return 'enquiry'
}

function pathOf(kind: RequestKind, subkind: string | null) {
  const path = PATHS[`${kind}/${subkind}`] ?? PATHS[kind]
  if (!path) throw new Error(`no path for ${kind}/${subkind}`)
  return path
}

/** What happens in the order of time, up to now. */
function actsOf(
  path: readonly (readonly [step: string, from: number, to: number])[],
  given: { random: Seeded; acceptedAt: Date; now: Date; kind: RequestKind },
): DemoAct[] {
  const { random, acceptedAt, now, kind } = given
  const acts: DemoAct[] = []
  let at = acceptedAt.getTime()
  const later = (from: number, to: number) => {
    at += (from + random.below(to - from + 1)) * MINUTE_MS
    return new Date(at)
  }
  const happens = (ofHundred: number) => random.below(100) < ofHundred
  acts.push({ act: 'assign', at: later(1, 4) })
  const slowness = happens(SLOW) ? 2 + random.next() * 2 : 1
  for (const [step, from, to] of path) {
    const minutes = Math.round(slowness * (from + random.below(to - from + 1)))
    if (step === 'complainant.contacted' && happens(20))
      acts.push({ act: 'step', step, isAttempt: true, at: later(20, 40) })
    if (kind === 'new-supply' && step === 'site.surveyed' && happens(35)) {
      acts.push({ act: 'pause', at: later(60, 200) })
      acts.push({ act: 'resume', at: later(DAY_MINUTES, 4 * DAY_MINUTES) })
    }
    if (minutes > DAY_MINUTES && happens(18))
      acts.push({ act: 'chase', content: '客户来电询问办理进度', at: later(200, 900) })
    acts.push({ act: 'step', step, isAttempt: false, at: later(minutes, minutes) })
  }
  if (slowness > 1 && happens(30)) acts.push({ act: 'exempt', at: later(60, 600) })
  const isPleased = happens(88)
  if (kind !== 'praise' && happens(75)) acts.push(callBack(acts, isPleased))
  // Who is not satisfied is heard once more before a request is filed.
  if (isPleased && happens(60))
    acts.push({ act: 'close', at: new Date(lastOf(acts) + 600 * MINUTE_MS) })
  return acts.filter((act) => act.at <= now)
}

const lastOf = (acts: readonly DemoAct[]) => Math.max(...acts.map(({ at }) => at.getTime()))

/** The next morning at ten: nobody is called at noon or at night. */
function callBack(acts: readonly DemoAct[], isPleased: boolean): DemoAct {
  const dayMs = DAY_MINUTES * MINUTE_MS
  const midnight = Math.floor((lastOf(acts) + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000
  return { act: 'call-back', isPleased, at: new Date(midnight + dayMs + 10 * 3_600_000) }
}
