// Makes requests as they might come in over a year: seeded, so that every run makes the same ones.
import {
  PAUSE_REASON_NAMES,
  type PauseReason,
  type ProcessStep,
  processOf,
  type RequestKind,
  type SupplyArea,
} from '@nuandeng/domain'

export type Chance = () => number

/** Numbers that look random and are the same for the same seed. */
export function chanceOf(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What is done with a request, in the order in which it is entered. */
export type Deed =
  | { type: 'step' | 'attempt'; at: Date; step: string; takenAt: Date }
  | { type: 'correct'; at: Date; step: string; takenAt: Date }
  | { type: 'pause'; at: Date; reason: PauseReason }
  | { type: 'resume' | 'transfer' | 'chase'; at: Date }
  | { type: 'reclassify'; at: Date; kind: RequestKind; subkind: string | null }

export interface SimulatedCase {
  kind: RequestKind
  subkind: string | null
  area: SupplyArea | undefined
  acceptedAt: Date
  deeds: Deed[]
}

const MINUTE = 60_000
const KINDS: readonly [RequestKind, string | null][] = [
  ['fault', 'normal'],
  ['fault', 'urgent'],
  ['complaint', 'service'],
  ['complaint', 'quality'],
  ['whistle-blow', null],
  ['opinion', null],
  ['enquiry', null],
  ['praise', 'other'],
  ['service', 'meter-test'],
  ['service', 'reading-dispute'],
  ['service', 'reconnection'],
  ['service', 'appliance-damage'],
  ['new-supply', 'resident'],
  ['new-supply', 'low-voltage'],
  ['new-supply', 'high-voltage-single'],
  ['new-supply', 'high-voltage-dual'],
]
const AREAS = ['urban', 'rural', 'remote', undefined] as const

const pick = <T>(chance: Chance, from: readonly T[]): T =>
  from[Math.floor(chance() * from.length)] as T

/** `edges`: days around which half of the acceptances fall, a few minutes about midnight. */
export function aCase(chance: Chance, year: number, edges: readonly string[]): SimulatedCase {
  const [kind, subkind] = pick(chance, KINDS)
  const made: SimulatedCase = {
    kind,
    subkind,
    area: pick(chance, AREAS),
    acceptedAt: acceptedIn(chance, year, edges),
    deeds: [],
  }
  if (kind === 'complaint' && chance() < 0.1) {
    const at = later(made.acceptedAt, chance() * 300)
    made.deeds.push({ type: 'reclassify', at, kind: 'fault', subkind: 'normal' })
  }
  work(chance, made)
  return made
}

function acceptedIn(chance: Chance, year: number, edges: readonly string[]): Date {
  if (chance() < 0.5) {
    const midnight = Date.parse(`${pick(chance, edges)}T00:00:00+08:00`)
    return new Date(midnight + (Math.floor(chance() * 7) - 3) * MINUTE)
  }
  const start = Date.parse(`${year}-01-01T00:00:00+08:00`)
  return new Date(start + Math.floor(chance() * 365 * 1440) * MINUTE)
}

const later = (from: Date, minutes: number) =>
  new Date(from.getTime() + Math.floor(minutes) * MINUTE)

/** Lets the steps follow one another, with everything between them that happens in practice. */
function work(chance: Chance, made: SimulatedCase) {
  const last = made.deeds.find((deed) => deed.type === 'reclassify')
  const { steps } =
    last?.type === 'reclassify'
      ? processOf(last.kind, last.subkind)
      : processOf(made.kind, made.subkind)
  const isFault = steps.some(({ step }) => step === 'crew.arrived')
  const scale = isFault ? 90 : pick(chance, [600, 2000, 6000])
  const clock = { now: last?.at ?? made.acceptedAt, taken: made.acceptedAt }
  for (const step of orderOf(chance, steps)) {
    if (step.isOptional && (step.by === 'customer' ? chance() < 0.5 : !isAsked(made, step)))
      continue
    if (chance() < 0.06) return
    between(chance, made, clock, scale)
    clock.now = later(clock.now, chance() * scale)
    takeStep(chance, made, step, clock)
  }
}

/** Formalities may come before or after the inspection. */
function orderOf(chance: Chance, steps: readonly ProcessStep[]): ProcessStep[] {
  const order = [...steps]
  const formalities = order.findIndex(({ step }) => step === 'formalities.done')
  if (formalities > 0 && chance() < 0.5) {
    const [moved] = order.splice(formalities, 1)
    order.splice(2, 0, moved as ProcessStep)
  }
  return order
}

function isAsked(made: SimulatedCase, { after }: ProcessStep): boolean {
  return made.deeds.some(
    (deed) => deed.type === 'step' && after.includes(deed.step) && deed.step !== 'plan.replied',
  )
}

function between(chance: Chance, made: SimulatedCase, clock: { now: Date }, scale: number) {
  for (const type of ['transfer', 'chase'] as const) {
    if (chance() < 0.1) made.deeds.push({ type, at: clock.now })
  }
  if (chance() < 0.25) {
    const at = later(clock.now, chance() * scale * 0.3)
    clock.now = later(at, chance() * scale * pick(chance, [0, 0.3, 2]))
    made.deeds.push({ type: 'pause', at, reason: pick(chance, PAUSE_REASON_NAMES) })
    made.deeds.push({ type: 'resume', at: clock.now })
  }
}

function takeStep(
  chance: Chance,
  made: SimulatedCase,
  { step, isContact, after }: ProcessStep,
  clock: { now: Date; taken: Date },
) {
  if (isContact && chance() < 0.3)
    made.deeds.push({ type: 'attempt', at: clock.now, step, takenAt: clock.now })
  // A fifth is entered later than it happened.
  const isLate = chance() < 0.2
  const span = clock.now.getTime() - clock.taken.getTime()
  const takenAt = isLate ? later(clock.now, (-chance() * span) / MINUTE) : clock.now
  made.deeds.push({ type: 'step', at: clock.now, step, takenAt })
  clock.taken = takenAt
  if (chance() < 0.06) {
    const at = later(clock.now, chance() * 60)
    const from = Math.max(
      made.acceptedAt.getTime(),
      ...after.map((before) => lastTaken(made, before)),
    )
    const corrected = new Date(
      from + Math.floor((chance() * (at.getTime() - from)) / MINUTE) * MINUTE,
    )
    made.deeds.push({ type: 'correct', at, step, takenAt: corrected })
    clock.now = at
    clock.taken = corrected > clock.taken ? corrected : clock.taken
  }
}

function lastTaken(made: SimulatedCase, step: string): number {
  const times = made.deeds.filter(
    (deed) => (deed.type === 'step' || deed.type === 'correct') && deed.step === step,
  )
  const last = times.at(-1)
  return last && 'takenAt' in last ? last.takenAt.getTime() : 0
}
