import {
  DISCOVERY_KINDS,
  DISMISS_REASON_NAMES,
  FINDING_QUEUES,
  NEED_STATES,
  NEED_TOPICS,
  SIGNAL_COLOURS,
  SIGNAL_STATES,
  SIGNAL_TOPICS,
  VERDICTS,
} from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, Instant, PlainDate, pageOf, paging, Text, UnitRef } from './values.ts'

export const RuleId = Text(60)
const RuleKind = z.enum(DISCOVERY_KINDS)
const Month = z.string().regex(/^\d{4}-\d{2}$/)

/** A text in both languages, as the edition of the rule has it. */
const BothLanguages = z.object({ zh: z.string(), en: z.string() })

/** A signal (线索) as lists show it. */
export const SignalRow = z.object({
  signalId: Id,
  customer: z.object({ customerId: Id, accountNo: z.string(), name: z.string() }),
  /** Where the customer stands. */
  unit: UnitRef,
  ruleId: z.string(),
  ruleKind: RuleKind,
  title: BothLanguages,
  reason: BothLanguages,
  queue: z.enum(FINDING_QUEUES),
  edition: z.string(),
  firstMonth: Month,
  lastMonth: Month,
  /** The days it is about, of a rule that looks at days. */
  firstDay: PlainDate.nullable(),
  lastDay: PlainDate.nullable(),
  score: z.number(),
  colour: z.enum(SIGNAL_COLOURS).nullable(),
  state: z.enum(SIGNAL_STATES),
  foundAt: Instant,
  seenAt: Instant,
  timesSeen: z.number(),
  /** A later run looked, and it was so no longer. */
  hasEnded: z.boolean(),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  dismissReason: z.enum(DISMISS_REASON_NAMES).nullable(),
  dismissText: z.string().nullable(),
  restsUntil: PlainDate.nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  visitedOn: PlainDate.nullable(),
})
export type SignalRow = z.input<typeof SignalRow>

const signalFilter = {
  /** The unit of the customer, and all below it. */
  unitId: Id.optional(),
  ruleId: RuleId.optional(),
  queue: z.enum(FINDING_QUEUES).optional(),
  state: z.enum(SIGNAL_STATES).optional(),
  colour: z.enum(SIGNAL_COLOURS).optional(),
  /** Whether what is so no longer is shown too. */
  withEnded: z.stringbool().optional(),
  /** Characters of the name, or the beginning of the account number. */
  search: Text(60).optional(),
}

export const listSignalsRoute = {
  method: 'GET',
  url: '/signals',
  summary:
    'Signals in reach by filter: by queue, those about people first, and then the most marked',
  permission: 'signal.read',
  query: z.object({ ...paging, ...signalFilter }),
  reply: pageOf(SignalRow),
  repeat: 'read',
} satisfies Route

export const exportSignalsRoute = {
  method: 'GET',
  url: '/signals/export',
  summary: 'Download the filtered signals for the work on them, names masked, watermarked',
  permission: 'signal.export',
  query: z.object({ ...signalFilter, format: z.enum(['csv', 'xlsx']), purpose: Text(200) }),
  reply: z.string(),
  repeat: 'read',
  shape: 'file',
} satisfies Route

const TrackRecordReply = z.object({
  right: z.number(),
  wrong: z.number(),
  unclear: z.number(),
  missed: z.number(),
  checked: z.number(),
  precision: z.number().nullable(),
  recall: z.number().nullable(),
})

const ofSignal = z.object({ signalId: Id })

export const getSignalRoute = {
  method: 'GET',
  url: '/signals/:signalId',
  summary: 'One signal with the curve of the household and what is remembered; the look is audited',
  permission: 'signal.read',
  params: ofSignal,
  reply: SignalRow.extend({
    address: z.string().nullable(),
    /** kWh by month, oldest first; null was not read (未抄), which is not nothing. */
    series: z.array(z.object({ month: Month, kwh: z.number().nullable() })),
    /** kWh by day, of a rule that looks at days and of no other; as by month. */
    days: z.array(z.object({ day: PlainDate, kwh: z.number().nullable() })),
    /** kWh of a month below which the rule looks, or of a day where it looks at days; null where it has no such line. */
    thresholdKwh: z.number().nullable(),
    need: z
      .object({ needId: Id, topic: z.enum(NEED_TOPICS), state: z.enum(NEED_STATES) })
      .nullable(),
    /** Earlier signals of the same customer and rule, newest first. */
    former: z.array(SignalRow),
    /** Of the same customer by other rules. */
    others: z.array(SignalRow),
    verdicts: z.array(
      z.object({
        verdictId: Id,
        verdict: z.enum(VERDICTS),
        visitedOn: PlainDate,
        text: z.string(),
        by: z.string(),
        at: Instant,
      }),
    ),
    /** What became of signals of this rule at the customer's city, within a year. */
    trackRecord: TrackRecordReply,
  }),
  repeat: 'read',
} satisfies Route

export const acceptSignalRoute = {
  method: 'POST',
  url: '/signals/:signalId/accept',
  summary: 'Make a need of a signal: a visit, care, capacity or wiring, owned until it is closed',
  permission: 'signal.decide',
  params: ofSignal,
  body: z.object({
    needId: Id,
    topic: z.enum(SIGNAL_TOPICS),
    /** Left out: who answers for the customer today. */
    ownerId: Id.optional(),
    text: Text(500),
    nextStep: Text(500),
    nextStepOn: PlainDate,
  }),
  reply: z.object({ signalId: Id, needId: Id }),
  repeat: 'command',
} satisfies Route

export const dismissSignalRoute = {
  method: 'POST',
  url: '/signals/:signalId/dismiss',
  summary: 'Dismiss a signal with the reason; the same situation then rests until a day',
  permission: 'signal.decide',
  params: ofSignal,
  body: z.object({
    reason: z.enum(DISMISS_REASON_NAMES),
    text: Text(500),
    /** Left out: as long as the reason usually holds. */
    restsUntil: PlainDate.optional(),
  }),
  reply: z.object({ signalId: Id, restsUntil: PlainDate }),
  repeat: 'command',
} satisfies Route

export const reopenSignalRoute = {
  method: 'POST',
  url: '/signals/:signalId/reopen',
  summary: 'Take back a dismissal, with the reason',
  permission: 'signal.decide',
  params: ofSignal,
  body: z.object({ reason: Text(500) }),
  reply: ofSignal,
  repeat: 'command',
} satisfies Route

export const recordVerdictRoute = {
  method: 'POST',
  url: '/signals/:signalId/verdict',
  summary: 'Write down what the visit found; its need is closed or goes on accordingly',
  permission: 'signal.verdict',
  params: ofSignal,
  body: z.object({
    verdictId: Id,
    verdict: z.enum(VERDICTS),
    visitedOn: PlainDate,
    text: Text(500),
    /** What comes next of the need, where it goes on. */
    nextStep: Text(500).optional(),
    nextStepOn: PlainDate.optional(),
  }),
  reply: z.object({ signalId: Id, verdictId: Id, needState: z.enum(NEED_STATES) }),
  repeat: 'command',
} satisfies Route

export const recordCheckRoute = {
  method: 'POST',
  url: '/customers/:customerId/signal-checks',
  summary: 'Write down what somebody found at a customer whom no signal had proposed',
  permission: 'signal.verdict',
  params: z.object({ customerId: Id }),
  body: z.object({
    verdictId: Id,
    ruleId: RuleId,
    verdict: z.enum(VERDICTS),
    visitedOn: PlainDate,
    text: Text(500),
  }),
  reply: z.object({ verdictId: Id }),
  repeat: 'own-id',
} satisfies Route

export const getTrackRecordRoute = {
  method: 'GET',
  url: '/discovery/track-record',
  summary: 'How right each rule was, by month of the visit and by unit below',
  permission: 'signal.read',
  query: z.object({ unitId: Id, ruleId: RuleId.optional(), from: PlainDate, until: PlainDate }),
  reply: z.object({
    rules: z.array(
      TrackRecordReply.extend({
        ruleId: z.string(),
        months: z.array(TrackRecordReply.extend({ month: Month })),
        units: z.array(TrackRecordReply.extend({ unit: UnitRef })),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

/** A count of households; null stands for 1 to 4, which would name somebody. */
const ToldCount = z.number().nullable()

export const getSignalOverviewRoute = {
  method: 'GET',
  url: '/discovery/overview',
  summary: 'How many signals each city has by rule: numbers only, small ones hidden',
  permission: 'signal.overview',
  reply: z.object({
    rules: z.array(
      z.object({
        ruleId: z.string(),
        title: BothLanguages,
        open: z.object({ count: z.number(), isAtLeast: z.boolean() }),
        inHand: z.object({ count: z.number(), isAtLeast: z.boolean() }),
        confirmed: z.object({ count: z.number(), isAtLeast: z.boolean() }),
        /** Of a rule that asks who lives alone only those where the reader may see care flags. */
        cities: z.array(
          z.object({ unit: UnitRef, open: ToldCount, inHand: ToldCount, confirmed: ToldCount }),
        ),
      }),
    ),
    cities: z.array(z.object({ unit: UnitRef, lastRunAt: Instant.nullable() })),
  }),
  repeat: 'read',
} satisfies Route
