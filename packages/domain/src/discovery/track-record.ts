import type { DiscoveryKind } from './rule.ts'
import type { Verdict } from './signal.ts'

/** What became of the signals of a rule (规则战绩), counted. */
export interface VerdictCounts {
  verdict: Verdict
  /** It was proposed by the rule; otherwise found in another way (走访、来电、抽查), and the rule had missed it. */
  isProposed: boolean
  count: number
}

export interface TrackRecord {
  right: number
  wrong: number
  /** Nobody was met, or the visit was refused: known neither way. */
  unclear: number
  /** Confirmed without the rule. */
  missed: number
  /** Looks that nothing had proposed: without any of them nobody knows what was missed. */
  checked: number
  /** Of what was visited, the share that was so; null: nothing was visited. */
  precision: number | null
  /** Of what is known to be so, the share that the rule proposed; null: nobody looked beside the rule. */
  recall: number | null
}

/** Rules that suppose something else than a household in need: which verdicts agree with them beside `confirmed`. */
const AGREES: Partial<Record<DiscoveryKind, readonly Verdict[]>> = {
  vacant: ['vacant'],
  stuck: ['meter-fault'],
}

/** Whether a visit bore out what a rule of this kind supposes; null: it cannot tell. */
export function isBorneOut(kind: DiscoveryKind, verdict: Verdict): boolean | null {
  if (verdict === 'away' || verdict === 'refused') return null
  return verdict === 'confirmed' || (AGREES[kind] ?? []).includes(verdict)
}

/** Precision and, where somebody looked beside the rule, recall (查准率、查全率). */
export function trackRecordOf(kind: DiscoveryKind, counts: readonly VerdictCounts[]): TrackRecord {
  const sum = { right: 0, wrong: 0, unclear: 0, missed: 0, checked: 0 }
  for (const { verdict, isProposed, count } of counts) {
    const bears = isBorneOut(kind, verdict)
    if (!isProposed) {
      sum.checked += count
      if (bears) sum.missed += count
    } else if (bears === null) sum.unclear += count
    else if (bears) sum.right += count
    else sum.wrong += count
  }
  const visited = sum.right + sum.wrong
  const known = sum.right + sum.missed
  return {
    ...sum,
    precision: visited === 0 ? null : sum.right / visited,
    recall: sum.checked === 0 || known === 0 ? null : sum.right / known,
  }
}
