import {
  ARREARS_ACTIONS,
  ARREARS_GUARDS,
  ARREARS_STATES,
  DELIVERY_PROOFS,
  OUTAGE_KINDS,
  OUTAGE_STATES,
  PERIOD_UNITS,
} from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, Instant, PlainDate, pageOf, paging, Text, UnitRef } from './values.ts'

const ProofOfPublication = z.object({
  channel: z.enum(['website', 'newspaper', 'broadcast', 'notice-board', 'told-in-person']),
  /** Where it can be looked up: address, issue, photo number, name of who was told. */
  reference: Text(300),
})

const NoticeVerdict = z.enum(['open', 'kept', 'broken'])

const Outage = z.object({
  outageId: Id,
  kind: z.enum(OUTAGE_KINDS),
  unit: UnitRef,
  state: z.enum(OUTAGE_STATES),
  area: z.string(),
  line: z.string(),
  reason: z.string(),
  beginsAt: Instant,
  endsAt: Instant,
  /** Until when it was announced, once it was extended. */
  announcedEndsAt: Instant.nullable(),
  edition: z.string().nullable(),
  editionTitle: z.object({ name: z.string(), nameEn: z.string() }).nullable(),
  /** The latest instant for the notice: so many times 24 hours before it begins; null without such a promise. */
  noticeBy: Instant.nullable(),
  /** The notice can no longer come in time: move the outage. */
  isTooLate: z.boolean(),
  publishedAt: Instant.nullable(),
  proof: ProofOfPublication.nullable(),
  verdict: NoticeVerdict.nullable(),
  /** How the notice stands under the regulatory floor of the day on which it was planned. */
  floor: z
    .object({
      edition: z.string(),
      name: z.string(),
      nameEn: z.string(),
      limit: z.number(),
      unit: z.enum(PERIOD_UNITS),
      noticeBy: Instant,
      verdict: NoticeVerdict.nullable(),
    })
    .nullable(),
  begunAt: Instant.nullable(),
  endedAt: Instant.nullable(),
})

export const listOutagesRoute = {
  method: 'GET',
  url: '/outages',
  summary:
    'Planned and temporary outages with the state of their notice, the latest to begin first',
  permission: 'outage.read',
  query: z.object({ ...paging, state: z.enum(OUTAGE_STATES).optional() }),
  reply: pageOf(Outage),
  repeat: 'read',
} satisfies Route

const times = { beginsAt: Instant, endsAt: Instant }
const outageParams = z.object({ outageId: Id })

export const planOutageRoute = {
  method: 'POST',
  url: '/outages',
  summary: 'Plan an outage: says by when its notice must stand published, and warns when it cannot',
  permission: 'outage.plan',
  body: z.object({
    outageId: Id,
    unitId: Id,
    kind: z.enum(OUTAGE_KINDS),
    area: Text(500),
    line: Text(200),
    reason: Text(300),
    ...times,
  }),
  reply: Outage,
  repeat: 'command',
} satisfies Route

export const publishOutageRoute = {
  method: 'POST',
  url: '/outages/:outageId/publish',
  summary: 'Record that the notice of an outage stands published, with its proof',
  permission: 'outage.plan',
  params: outageParams,
  body: z.object({ proof: ProofOfPublication, publishedAt: Instant.optional() }),
  reply: Outage,
  repeat: 'command',
} satisfies Route

export const moveOutageRoute = {
  method: 'POST',
  url: '/outages/:outageId/move',
  summary: 'Move an outage; a notice of other times is none, and must be published anew',
  permission: 'outage.plan',
  params: outageParams,
  body: z.object({ ...times, reason: Text(300) }),
  reply: Outage,
  repeat: 'command',
} satisfies Route

export const extendOutageRoute = {
  method: 'POST',
  url: '/outages/:outageId/extend',
  summary: 'Extend an outage that has begun; until when it was announced stays in sight',
  permission: 'outage.plan',
  params: outageParams,
  body: z.object({ endsAt: Instant, reason: Text(300) }),
  reply: Outage,
  repeat: 'command',
} satisfies Route

export const followOutageRoute = {
  method: 'POST',
  url: '/outages/:outageId/follow',
  summary: 'Record that an outage began, ended or was cancelled',
  permission: 'outage.plan',
  params: outageParams,
  body: z.object({ what: z.enum(['begin', 'end', 'cancel']), note: Text(300).optional() }),
  reply: Outage,
  repeat: 'command',
} satisfies Route

const ArrearsCase = z.object({
  caseId: Id,
  unit: UnitRef,
  accountNo: z.string(),
  amountFen: z.number(),
  paidFen: z.number(),
  overdueSince: PlainDate,
  isImportant: z.boolean(),
  /** What keeps the account from being cut off; of a protected customer never why. */
  guards: z.array(z.enum(ARREARS_GUARDS)),
  state: z.enum(ARREARS_STATES),
  urgedAt: z.array(Instant),
  approvedAt: Instant.nullable(),
  approvedBy: z.string().nullable(),
  notifiedAt: Instant.nullable(),
  noticeProof: z.object({ kind: z.enum(DELIVERY_PROOFS), reference: z.string() }).nullable(),
  /** From when on the supply may be stopped, as far as the notice goes. */
  stopFrom: Instant.nullable(),
  remindedAt: Instant.nullable(),
  stoppedAt: Instant.nullable(),
  settledAt: Instant.nullable(),
  reconnectionId: Id.nullable(),
  actions: z.array(z.object({ action: z.enum(ARREARS_ACTIONS), refusal: z.string().nullable() })),
})

export const listArrearsRoute = {
  method: 'GET',
  url: '/arrears',
  summary: 'Procedures against accounts in arrears, newest first',
  permission: 'arrears.read',
  query: z.object({ ...paging, state: z.enum(ARREARS_STATES).optional() }),
  reply: pageOf(ArrearsCase),
  repeat: 'read',
} satisfies Route

export const openArrearsRoute = {
  method: 'POST',
  url: '/arrears',
  summary: 'Open a procedure against an account in arrears',
  permission: 'arrears.work',
  body: z.object({
    caseId: Id,
    unitId: Id,
    accountNo: z.string().regex(/^[0-9A-Za-z-]{1,30}$/),
    amountFen: z.number().int().min(1).max(10_000_000_000),
    overdueSince: PlainDate,
    isImportant: z.boolean(),
    guards: z.array(z.enum(ARREARS_GUARDS)).max(5),
  }),
  reply: ArrearsCase,
  repeat: 'command',
} satisfies Route

const arrearsParams = z.object({ caseId: Id })

export const approveStopRoute = {
  method: 'POST',
  url: '/arrears/:caseId/approve',
  summary: 'Approve that an account may be cut off; for an important user, from above the unit',
  permission: 'arrears.approve',
  params: arrearsParams,
  reply: ArrearsCase,
  repeat: 'command',
} satisfies Route

export const deliverStopNoticeRoute = {
  method: 'POST',
  url: '/arrears/:caseId/notify',
  summary: 'Record that the notice was delivered, with its proof: sent is not delivered',
  permission: 'arrears.work',
  params: arrearsParams,
  body: z.object({
    proof: z.object({ kind: z.enum(DELIVERY_PROOFS), reference: Text(300) }),
    deliveredAt: Instant.optional(),
  }),
  reply: ArrearsCase,
  repeat: 'command',
} satisfies Route

export const followArrearsRoute = {
  method: 'POST',
  url: '/arrears/:caseId/follow',
  summary: 'Record that somebody was urged, reminded 30 minutes before, or cut off',
  permission: 'arrears.work',
  params: arrearsParams,
  body: z.object({ what: z.enum(['urge', 'remind', 'stop']), note: Text(300).optional() }),
  reply: ArrearsCase,
  repeat: 'command',
} satisfies Route

export const recordPaymentRoute = {
  method: 'POST',
  url: '/arrears/:caseId/payment',
  summary: 'Record a payment: any ends the procedure; all of it after a stop starts the 24 hours',
  permission: 'arrears.work',
  params: arrearsParams,
  body: z.object({
    amountFen: z.number().int().min(1).max(10_000_000_000),
    /** Of the request that the supply be restored, when it was stopped. */
    reconnectionId: Id,
    stepId: Id,
  }),
  reply: ArrearsCase,
  repeat: 'command',
} satisfies Route
