import { addDays, type PlainDate } from '../calendar-day.ts'
import { addMonths } from '../calendar-month.ts'
import type { NeedResult } from '../ownership/need.ts'
import type { FindingQueue } from './rule.ts'

/** Where a signal (线索) stands: waits for a person, a need came of it, dismissed, or visited with a verdict. */
export const SIGNAL_STATES = ['open', 'in-hand', 'dismissed', 'visited'] as const
export type SignalState = (typeof SIGNAL_STATES)[number]

/** How pressing a rule finds it (红黄码); of whom all is well (绿) there is no signal. */
export const SIGNAL_COLOURS = ['red', 'yellow'] as const
export type SignalColour = (typeof SIGNAL_COLOURS)[number]

/** The colour to show (红黄绿码): green once it is so no longer; none of rules without colours. */
export function shownColour(signal: {
  colour: SignalColour | null
  hasEnded: boolean
}): SignalColour | 'green' | null {
  return signal.colour && signal.hasEnded ? 'green' : signal.colour
}

/** In which order signals are worked off: those about people first, what is hardly about any last. */
export const QUEUE_ORDER = [
  'care',
  'meter',
  'capacity',
  'vacant',
  'away',
] as const satisfies readonly FindingQueue[]

/** The one table of what each state allows; server and screens use it. */
export const SIGNAL_CAN = {
  accept: ['open'],
  dismiss: ['open'],
  reopen: ['dismissed'],
  verdict: ['in-hand'],
} as const satisfies Record<string, readonly SignalState[]>
export type SignalAction = keyof typeof SIGNAL_CAN

export function signalAllows(action: SignalAction, state: SignalState): boolean {
  return (SIGNAL_CAN[action] as readonly SignalState[]).includes(state)
}

/** What a person makes of a signal: a need of one of these kinds on the customer's file. */
export const SIGNAL_TOPICS = ['visit', 'care', 'capacity', 'wiring'] as const
export type SignalTopic = (typeof SIGNAL_TOPICS)[number]

/** Why a signal is dismissed without a visit (排除原因), and for how many days the same situation then rests. */
export const DISMISS_REASONS = {
  /** The household is known and helped already. */
  known: 180,
  'second-home': 365,
  vacant: 365,
  /** No dwelling: a pump, a shop, a shared meter. */
  'not-a-home': 730,
  'bad-data': 90,
  other: 90,
} as const
export type DismissReason = keyof typeof DISMISS_REASONS
export const DISMISS_REASON_NAMES = Object.keys(DISMISS_REASONS) as DismissReason[]

/** The longest that a dismissed situation may rest: nobody is forgotten for good. */
export const REST_DAYS_MOST = 730

/** What the visit found (走访结果). */
export const VERDICTS = [
  'confirmed',
  'no-need',
  'vacant',
  'meter-fault',
  'away',
  'refused',
] as const
export type Verdict = (typeof VERDICTS)[number]

/**
 * What becomes of the need when its visit has a verdict: closed with this result, or (null) it goes on with a next
 * step, since help is owed or nobody was met.
 */
export const NEED_AFTER: Record<Verdict, NeedResult | null> = {
  confirmed: null,
  away: null,
  'no-need': 'not-needed',
  vacant: 'not-needed',
  // A request to have the meter tested takes over.
  'meter-fault': 'handed-over',
  refused: 'not-possible',
}

/** Nobody was met: the visit is still owed. */
export function isSettled(verdict: Verdict): boolean {
  return verdict !== 'away'
}

/** How long a visited situation rests when it goes on (再提示间隔), in days. */
const REST_AFTER: Record<Exclude<Verdict, 'away'>, number> = {
  confirmed: 365,
  'no-need': 365,
  vacant: 365,
  // A new meter shows within some months.
  'meter-fault': 120,
  refused: 180,
}

export function restsUntil(visitedOn: PlainDate, verdict: Exclude<Verdict, 'away'>): PlainDate {
  return addDays(visitedOn, REST_AFTER[verdict])
}

/** A run of consecutive months, each as its first day. */
export interface MonthRun {
  firstMonth: PlainDate
  lastMonth: PlainDate
}

/** What is remembered of the newest signal of a customer and a rule. */
export interface Remembered extends MonthRun {
  state: SignalState
  /** Until when the situation is not proposed again; of what was dismissed or visited. */
  restsUntil: PlainDate | null
  /** The last silent day, of a rule that looks at days. */
  lastDay?: PlainDate | null
}

/**
 * Whether a finding is one more look at what is known, or a new signal (去重与记忆). The same situation goes on where the
 * months touch, and is not proposed twice. It is when it had ended and came anew, or when the rest after the decision
 * is over; never while somebody has it in hand. Of days it goes on only where the same run of days does: a rest after one
 * silence is none after the next.
 */
export function meets(
  known: Remembered | undefined,
  found: MonthRun & { firstDay?: PlainDate | undefined },
  today: PlainDate,
): 'new' | 'again' {
  if (!known) return 'new'
  if (known.state === 'in-hand') return 'again'
  const goesOn =
    known.lastDay && found.firstDay
      ? found.firstDay <= known.lastDay
      : found.firstMonth <= addMonths(known.lastMonth, 1)
  if (!goesOn) return 'new'
  return known.restsUntil !== null && known.restsUntil < today ? 'new' : 'again'
}
