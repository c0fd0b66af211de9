// A second implementation of the clocks, written apart from the first one and as plainly as can be: it
// walks minute by minute and day by day. It shares no code with packages/domain.
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import type { Deed, SimulatedCase } from './simulated-case.ts'

/** A row of an edition, as its file has it. */
export interface FileRule {
  row: string
  item: string
  kind: string
  area?: string
  class?: string
  start?: string[]
  stop?: string
  limit?: number
  unit?: string
  statistic?: string
  countsUtilityStepsOnly?: boolean
  pauses?: string[]
}

export interface NaiveClock {
  row: string
  verdict: string
  dueAt: string | null
}

const BEGINS: Record<string, string> = {
  fault: 'fault.accepted',
  complaint: 'complaint.accepted',
  'meter-test': 'meter-test.accepted',
  'reading-dispute': 'reading-dispute.raised',
  'new-supply': 'application.accepted',
}
const CUSTOMERS = ['customer-materials', 'customer-works', 'customer-payment', 'customer-absent']
const MINUTE = 60_000
const DAY = 86_400_000

const dayOf = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
const holidays = new Set(Object.keys(published.holidays))
const makeUpDays = new Set(Object.keys(published.workdays))

function isWorked(day: string, closed: ReadonlySet<string>): boolean {
  if (closed.has(day)) return false
  if (makeUpDays.has(day)) return true
  if (holidays.has(day)) return false
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  return weekday >= 1 && weekday <= 5
}

/** Every clock on a case as it stands at a time. */
export function naiveClocks(
  rules: readonly FileRule[],
  made: SimulatedCase,
  at: { asOf: Date; closed: ReadonlySet<string> },
): NaiveClock[] {
  const deeds = made.deeds.filter((deed) => deed.at <= at.asOf)
  const { kind, subkind } = kindOf(made, deeds)
  const happened = happenedOf(made, deeds, BEGINS[kind] ?? BEGINS[subkind ?? ''])
  const clocks: NaiveClock[] = []
  for (const rule of rules) {
    if (rule.kind !== 'clock' || !rule.start || !rule.stop) continue
    if (!binds(rules, rule, made.area, kind === 'new-supply' ? subkind : null)) continue
    let startedAt = 0
    let isStarted = true
    for (const name of rule.start) {
      const when = happened.get(name)
      if (when === undefined) isStarted = false
      else if (when > startedAt) startedAt = when
    }
    if (!isStarted) continue
    const stopped = happened.get(rule.stop)
    const pauses = pausesOf(rule, deeds, happened)
    if (stopped !== undefined)
      for (const span of pauses) if (span[1] === Number.POSITIVE_INFINITY) span[1] = stopped
    const due = walk(rule, startedAt, pauses, at.closed)
    let verdict = stopped === undefined ? 'open' : 'kept'
    if (due !== null && (stopped ?? at.asOf.getTime()) > due) verdict = 'broken'
    if (rule.statistic === 'average') verdict = stopped === undefined ? 'open' : 'measured'
    clocks.push({
      row: rule.row,
      verdict,
      dueAt: due === null ? null : new Date(due).toISOString(),
    })
  }
  return clocks
}

function kindOf(made: SimulatedCase, deeds: readonly Deed[]) {
  let { kind, subkind } = made
  for (const deed of deeds) if (deed.type === 'reclassify') ({ kind, subkind } = deed)
  return { kind, subkind }
}

function happenedOf(made: SimulatedCase, deeds: readonly Deed[], begins: string | undefined) {
  const happened = new Map<string, number>()
  if (begins) happened.set(begins, made.acceptedAt.getTime())
  for (const deed of deeds) {
    if (deed.type === 'step' || deed.type === 'correct')
      happened.set(deed.step, deed.takenAt.getTime())
  }
  return happened
}

/** Of rows that differ by area or class alone, the one that fits; when the case does not say, the shortest. */
function binds(
  rules: readonly FileRule[],
  rule: FileRule,
  area: string | undefined,
  supply: string | null,
): boolean {
  const fits = (other: FileRule) => {
    if (other.area && area && other.area !== area) return false
    if (!other.class || supply === null) return true
    if (other.class === 'non-resident') return supply !== 'resident'
    return other.class === supply
  }
  if (!fits(rule)) return false
  const length = (other: FileRule) =>
    (other.limit ?? 0) * (other.unit === 'minute' ? 1 : other.unit === 'hour' ? 60 : 1440)
  const rivals = rules.filter(
    (other) =>
      other.kind === 'clock' &&
      other.item === rule.item &&
      other.stop === rule.stop &&
      String(other.start) === String(rule.start) &&
      fits(other),
  )
  return rivals.every((other) => other === rule || length(other) >= length(rule))
}

type Span = [from: number, to: number]

function pausesOf(rule: FileRule, deeds: readonly Deed[], happened: Map<string, number>): Span[] {
  const spans: Span[] = []
  let open: { from: number; counts: boolean } | undefined
  for (const deed of deeds) {
    if (deed.type === 'pause') {
      const counts =
        (rule.pauses ?? []).includes(deed.reason) ||
        (rule.countsUtilityStepsOnly === true && CUSTOMERS.includes(deed.reason))
      open = { from: deed.at.getTime(), counts }
    }
    if (deed.type === 'resume' && open) {
      if (open.counts) spans.push([open.from, deed.at.getTime()])
      open = undefined
    }
  }
  if (open?.counts) spans.push([open.from, Number.POSITIVE_INFINITY])
  if (rule.countsUtilityStepsOnly) spans.push(...waitsForCustomer(happened))
  return spans
}

/** From each step to the next: was there nothing to do but for the customer? */
function waitsForCustomer(happened: Map<string, number>): Span[] {
  const times = [...new Set(happened.values())].sort((a, b) => a - b)
  const spans: Span[] = []
  times.forEach((from, index) => {
    const has = (step: string) => (happened.get(step) ?? Number.POSITIVE_INFINITY) <= from
    const isReviewing = has('design.submitted') && !has('design.reviewed')
    const isChecking = has('check.asked') && !has('check.done')
    const isInspecting = has('inspection.asked') && !has('works.inspected')
    const isConnecting =
      has('works.inspected') && has('formalities.done') && !has('supply.energised')
    const isUtilitys = isReviewing || isChecking || isInspecting || isConnecting
    const isPlanning = !has('plan.replied')
    const isAllAsked =
      has('inspection.asked') &&
      has('formalities.done') &&
      has('design.submitted') &&
      has('check.asked')
    if (!isPlanning && !isUtilitys && !isAllAsked && !has('supply.energised'))
      spans.push([from, times[index + 1] ?? Number.POSITIVE_INFINITY])
  })
  return spans
}

const FAR = 400

function walk(
  rule: FileRule,
  startedAt: number,
  pauses: readonly Span[],
  closed: ReadonlySet<string>,
): number | null {
  const limit = rule.limit ?? 0
  if (rule.unit === 'minute' || rule.unit === 'hour') {
    let left = rule.unit === 'hour' ? limit * 60 : limit
    let t = startedAt
    for (let steps = 0; left > 0; steps++) {
      if (steps > FAR * 1440) return null
      const isPaused = pauses.some(([from, to]) => from <= t && t < to)
      if (isPaused && pauses.some(([from, to]) => from <= t && to === Number.POSITIVE_INFINITY))
        return null
      if (!isPaused) left--
      t += MINUTE
    }
    return t
  }
  let counted = 0
  const startDay = dayOf(startedAt)
  for (let t = startedAt + DAY, steps = 0; steps < FAR; t += DAY, steps++) {
    const day = dayOf(t)
    const isPaused = pauses.some(
      ([from, to]) =>
        to > startedAt &&
        dayOf(Math.max(from, startedAt)) < day &&
        (to === Number.POSITIVE_INFINITY || day <= dayOf(to)),
    )
    if (day > startDay && isWorked(day, closed) && !isPaused) counted++
    if (counted === limit) return Date.parse(`${day}T00:00:00+08:00`) + DAY
  }
  return null
}
