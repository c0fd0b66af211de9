import {
  COMPLAINT_GRADES,
  REQUEST_ACTIONS,
  REQUEST_CHANNELS,
  REQUEST_KINDS,
  REQUEST_STATES,
  SATISFACTIONS,
  SUPPLY_AREAS,
  SUPPLY_CLASSES,
} from '@nuandeng/domain'
import { z } from 'zod'
import { ClockStand, ClockView } from './commitments.ts'
import type { Route } from './route.ts'
import { Id, Instant, pageOf, paging, Text, UnitRef } from './values.ts'

export const RequestKindName = z.enum(REQUEST_KINDS)
export const Subkind = z.string().regex(/^[a-z-]{1,30}$/)
export const AccountNo = z.string().regex(/^[0-9A-Za-z-]{1,30}$/)
const Phone = z.string().regex(/^[0-9+*-]{5,20}$/)

export const OwnerRef = z.object({ personId: Id, name: z.string() })

/** A request as lists show it: nobody is named but by a masked contact, and not even that when it is confidential. */
export const RequestSummary = z.object({
  requestId: Id,
  number: z.string(),
  kind: RequestKindName,
  subkind: z.string().nullable(),
  grade: z.enum(COMPLAINT_GRADES).nullable(),
  state: z.enum(REQUEST_STATES),
  round: z.number(),
  isPaused: z.boolean(),
  isAnonymous: z.boolean(),
  isConfidential: z.boolean(),
  unit: UnitRef,
  owner: OwnerRef.nullable(),
  channel: z.enum(REQUEST_CHANNELS),
  acceptedAt: Instant,
  doneAt: Instant.nullable(),
  accountNo: z.string().nullable(),
  address: z.string().nullable(),
  contact: z.object({ name: z.string(), phone: z.string().nullable() }).nullable(),
  content: z.string(),
  chases: z.number(),
  /** `area-missing`: data is missing; `third-time`: the same customer's third such request. */
  flags: z.array(z.string()),
  satisfaction: z.enum(SATISFACTIONS).nullable(),
  /** The open clock that is due first. */
  nextClock: z
    .object({
      row: z.string(),
      title: z.string(),
      titleEn: z.string(),
      dueAt: Instant,
      warnAt: Instant,
      isProvisional: z.boolean(),
      /** A limit of the regulatory floor, not of a promise. */
      isFloor: z.boolean(),
    })
    .nullable(),
  brokenClocks: z.number(),
})

export const acceptRequestRoute = {
  method: 'POST',
  url: '/requests',
  summary: 'Accept a request at a unit: its clocks run from here',
  permission: 'request.accept',
  body: z.object({
    requestId: Id,
    unitId: Id,
    kind: RequestKindName,
    subkind: Subkind.optional(),
    grade: z.enum(COMPLAINT_GRADES).optional(),
    channel: z.enum(REQUEST_CHANNELS),
    /** When it was received, when that was before now. */
    acceptedAt: Instant.optional(),
    area: z.enum(SUPPLY_AREAS).optional(),
    supplyClass: z.enum(SUPPLY_CLASSES).optional(),
    customerId: Id.optional(),
    accountNo: AccountNo.optional(),
    address: Text(200).optional(),
    contact: z.object({ name: Text(60), phone: Phone.optional() }).optional(),
    content: Text(2000),
    isAnonymous: z.boolean().default(false),
    /** The identity is sealed and shown in no list. */
    isConfidential: z.boolean().default(false),
    /** Whoever accepts it works it: done on the spot. */
    isMine: z.boolean().default(false),
    /** Accepted on the spot, at service in a park or village. */
    mobileServiceId: Id.optional(),
    /** Of a whistle-blow: handled above this unit, never by it. */
    accusedUnitId: Id.optional(),
  }),
  reply: z.object({
    requestId: Id,
    number: z.string(),
    edition: z.string().nullable(),
    flags: z.array(z.string()),
  }),
  repeat: 'command',
} satisfies Route

export const findDuplicateRequestsRoute = {
  method: 'GET',
  url: '/requests/duplicates',
  summary: 'Requests of the same customer or telephone and kind in the last 30 days',
  permission: 'request.accept',
  query: z.object({
    kind: RequestKindName,
    accountNo: AccountNo.optional(),
    phone: Phone.optional(),
  }),
  reply: z.object({ items: z.array(RequestSummary) }),
  repeat: 'read',
} satisfies Route

const requestFilter = {
  unitId: Id.optional(),
  kind: RequestKindName.optional(),
  state: z.enum(REQUEST_STATES).optional(),
  accountNo: AccountNo.optional(),
  number: z.string().max(30).optional(),
  mobileServiceId: Id.optional(),
}

export const listRequestsRoute = {
  method: 'GET',
  url: '/requests',
  summary: 'Requests in reach by filter, newest first',
  permission: 'request.read',
  query: z.object({
    ...paging,
    ...requestFilter,
    /** A number, an account, or words of content and address. */
    search: Text(100).optional(),
  }),
  reply: pageOf(RequestSummary),
  repeat: 'read',
} satisfies Route

export const listMyWorkRoute = {
  method: 'GET',
  url: '/my-work',
  summary: 'Requests that I own and are not done, the one due first on top',
  permission: 'request.work',
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
  reply: z.object({ items: z.array(RequestSummary) }),
  repeat: 'read',
} satisfies Route

export const listOwnersRoute = {
  method: 'GET',
  url: '/requests/:requestId/owners',
  summary: 'Who may be given this request: the people of its unit and below who may work it',
  permission: 'request.assign',
  params: z.object({ requestId: Id }),
  reply: z.object({ items: z.array(OwnerRef.extend({ unitName: z.string(), open: z.number() })) }),
  repeat: 'read',
} satisfies Route

const StepView = z.object({
  stepId: Id,
  round: z.number(),
  step: z.string(),
  at: Instant,
  recordedAt: Instant,
  by: z.string(),
  /** `attempt`: somebody tried to reach the customer, which is no contact. */
  outcome: z.enum(['done', 'attempt']),
  note: z.string().nullable(),
  /** The step that a correction put in its place. */
  replacedById: Id.nullable(),
})

const FloorClock = ClockView.pick({
  round: true,
  row: true,
  title: true,
  titleEn: true,
  source: true,
  limit: true,
  unit: true,
  statistic: true,
  startedAt: true,
  dueAt: true,
  stoppedAt: true,
  isProvisional: true,
  isAssumed: true,
}).extend({
  stand: ClockStand,
  /** By the times that were told first, where a correction changed the verdict. */
  firstVerdict: ClockStand.nullable(),
})

export const getRequestRoute = {
  method: 'GET',
  url: '/requests/:requestId',
  summary:
    'The file of a request: steps, clocks with all verdicts, pauses, history, what can be done',
  permission: 'request.read',
  params: z.object({ requestId: Id }),
  reply: RequestSummary.extend({
    edition: z.string().nullable(),
    editionTitle: z.object({ name: z.string(), nameEn: z.string() }).nullable(),
    acceptedBy: z.string(),
    acceptedUnit: z.string(),
    area: z.enum(SUPPLY_AREAS).nullable(),
    supplyClass: z.enum(SUPPLY_CLASSES).nullable(),
    customerId: Id.nullable(),
    accusedUnit: z.string().nullable(),
    /** Where it was accepted on the spot. */
    mobilePlace: z.string().nullable(),
    steps: z.array(StepView),
    clocks: z.array(ClockView),
    /** The same request under the regulatory floor, a text of its own; null before there was one. */
    floor: z
      .object({
        edition: z.string(),
        name: z.string(),
        nameEn: z.string(),
        clocks: z.array(FloorClock),
      })
      .nullable(),
    pauses: z.array(
      z.object({
        reason: z.string(),
        from: Instant,
        to: Instant.nullable(),
        by: z.string(),
        note: z.string().nullable(),
      }),
    ),
    callBacks: z.array(
      z.object({
        at: Instant,
        by: z.string(),
        satisfaction: z.enum(SATISFACTIONS).nullable(),
        note: z.string().nullable(),
      }),
    ),
    escalations: z.array(
      z.object({
        /** Null for the request as a whole. */
        row: z.string().nullable(),
        title: z.string().nullable(),
        titleEn: z.string().nullable(),
        /** A limit of the regulatory floor, not of a promise. */
        isFloor: z.boolean(),
        round: z.number(),
        unitName: z.string(),
        /** Null when nobody above holds the role. */
        personName: z.string().nullable(),
        at: Instant,
      }),
    ),
    history: z.array(
      z.object({
        at: Instant,
        by: z.string(),
        kind: z.string(),
        details: z.record(z.string(), z.unknown()),
      }),
    ),
    /** Of a new supply: the whole time, and the utility's part of it. */
    elapsed: z.object({ wholeMinutes: z.number(), utilityMinutes: z.number() }),
    actions: z.array(
      z.object({
        action: z.enum(REQUEST_ACTIONS),
        /** Why it cannot be done now; null when it can. */
        refusal: z.string().nullable(),
      }),
    ),
    nextSteps: z.array(z.object({ step: z.string(), refusal: z.string().nullable() })),
  }),
  repeat: 'read',
} satisfies Route

export const getSupervisorBoardRoute = {
  method: 'GET',
  url: '/requests-board',
  summary: 'What is due soon, what is broken and what was escalated, for a unit and those below it',
  permission: 'request.supervise',
  query: z.object({
    unitId: Id.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({
    unit: UnitRef,
    asOf: Instant,
    units: z.array(
      z.object({
        unit: UnitRef,
        open: z.number(),
        /** Past 80 % of the time. */
        dueSoon: z.number(),
        /** Past the deadline and not done. */
        overdue: z.number(),
        paused: z.number(),
        brokenThisMonth: z.number(),
        /** Limits of the regulatory floor alone; the others are of promises. */
        floorBrokenThisMonth: z.number(),
      }),
    ),
    clocks: z.array(
      z.object({
        requestId: Id,
        number: z.string(),
        kind: RequestKindName,
        unit: UnitRef,
        owner: z.string().nullable(),
        row: z.string(),
        title: z.string(),
        titleEn: z.string(),
        isFloor: z.boolean(),
        dueAt: Instant,
        stand: ClockStand,
        isProvisional: z.boolean(),
        /** To whom it was escalated, under this text or the other. */
        escalatedTo: z.string().nullable(),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route
