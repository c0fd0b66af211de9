import { NEED_RESULTS, NEED_SOURCES, NEED_STATES, NEED_TOPICS } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import {
  CustomerClassName,
  Id,
  Instant,
  PlainDate,
  pageOf,
  paging,
  Text,
  UnitRef,
} from './values.ts'

const Topic = z.enum(NEED_TOPICS)
const Source = z.enum(NEED_SOURCES)

/** A need (需求) as lists show it. */
export const NeedRow = z.object({
  needId: Id,
  customer: z.object({
    customerId: Id,
    accountNo: z.string(),
    name: z.string(),
    customerClass: CustomerClassName.nullable(),
  }),
  /** Where the customer stands. */
  unit: UnitRef,
  topic: Topic,
  source: Source,
  text: z.string(),
  state: z.enum(NEED_STATES),
  owner: z.object({
    /** Null: the unit owns it. */
    person: z.object({ personId: Id, name: z.string() }).nullable(),
    unit: UnitRef,
    /** It was given to somebody who is not there any more: so the unit owns it. */
    hasLeft: z.boolean(),
  }),
  nextStep: z.string().nullable(),
  nextStepOn: PlainDate.nullable(),
  isOverdue: z.boolean(),
  result: z.enum(NEED_RESULTS).nullable(),
  resultText: z.string().nullable(),
  filedBy: z.string(),
  filedAt: Instant,
  closedAt: Instant.nullable(),
})
export type NeedRow = z.input<typeof NeedRow>

const ofNeed = z.object({ needId: Id })

export const fileNeedRoute = {
  method: 'POST',
  url: '/customers/:customerId/needs',
  summary: 'File a need of a customer: from now on it is owned until it is closed',
  permission: 'need.write',
  params: z.object({ customerId: Id }),
  body: z.object({
    needId: Id,
    topic: Topic,
    source: Source,
    text: Text(2000),
    /** Left out: who answers for the customer today. */
    ownerId: Id.optional(),
    nextStep: Text(500),
    nextStepOn: PlainDate,
  }),
  reply: ofNeed,
  repeat: 'own-id',
} satisfies Route

export const listNeedOwnersRoute = {
  method: 'GET',
  url: '/customers/:customerId/need-owners',
  summary: 'Who may own a need of a customer: staff who work there, the nearest first',
  permission: 'need.write',
  params: z.object({ customerId: Id }),
  reply: z.object({
    items: z.array(z.object({ personId: Id, name: z.string(), unitName: z.string() })),
  }),
  repeat: 'read',
} satisfies Route

export const moveNeedRoute = {
  method: 'POST',
  url: '/needs/:needId/move',
  summary: 'Write down what was done about a need, and what comes next, by whom',
  permission: 'need.write',
  params: ofNeed,
  body: z.object({
    done: Text(1000),
    nextStep: Text(500),
    nextStepOn: PlainDate,
    /** The new owner; null gives it to the customer's unit, left out it stays. */
    ownerId: Id.nullable().optional(),
  }),
  reply: ofNeed,
  repeat: 'command',
} satisfies Route

export const closeNeedRoute = {
  method: 'POST',
  url: '/needs/:needId/close',
  summary: 'Close a need with its result',
  permission: 'need.write',
  params: ofNeed,
  body: z.object({ result: z.enum(NEED_RESULTS), text: Text(1000) }),
  reply: ofNeed,
  repeat: 'command',
} satisfies Route

export const getNeedRoute = {
  method: 'GET',
  url: '/needs/:needId',
  summary: 'One need with its steps',
  permission: 'need.read',
  params: ofNeed,
  reply: NeedRow.extend({
    steps: z.array(
      z.object({
        at: Instant,
        by: z.string(),
        done: z.string(),
        nextStep: z.string().nullable(),
        nextStepOn: PlainDate.nullable(),
        /** Who owns it from here on; null: who owned it before. */
        owner: z.string().nullable(),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

const needFilter = {
  customerId: Id.optional(),
  /** The unit of the customer, and all below it. */
  unitId: Id.optional(),
  ownerId: Id.optional(),
  /** Owned by a unit: nobody by name. */
  isOfUnit: z.stringbool().optional(),
  state: z.enum(NEED_STATES).optional(),
  isOverdue: z.stringbool().optional(),
  topic: Topic.optional(),
  source: Source.optional(),
  customerClass: CustomerClassName.optional(),
  /** Words of the need, or the beginning of the account number. */
  search: Text(60).optional(),
}

export const listNeedsRoute = {
  method: 'GET',
  url: '/needs',
  summary: 'Needs in reach, what is due first at the top; closed ones last',
  permission: 'need.read',
  query: z.object({ ...paging, ...needFilter }),
  reply: pageOf(NeedRow),
  repeat: 'read',
} satisfies Route

export const exportNeedsRoute = {
  method: 'GET',
  url: '/needs/export',
  summary: 'Download the filtered needs as CSV or XLSX, names of people masked',
  permission: 'need.export',
  query: z.object({ ...needFilter, format: z.enum(['csv', 'xlsx']) }),
  reply: z.string(),
  repeat: 'read',
  shape: 'file',
} satisfies Route
