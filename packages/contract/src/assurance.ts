import { ASSURANCE_KINDS, CYCLE_GRADES, DUE_KINDS, DUE_STATES } from '@nuandeng/domain'
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

const Grade = z.enum(['special', 'first', 'second', 'temporary'])
const Severity = z.enum(['serious', 'general'])
const ofCustomer = z.object({ customerId: Id })
const ofHazard = z.object({ hazardId: Id })

/** How often a customer is inspected. */
const Cycle = z.object({
  grade: z.enum(CYCLE_GRADES),
  months: z.number(),
  /** False: a starting value of the program, to be set by the utility. */
  isSet: z.boolean(),
  setAt: UnitRef.nullable(),
})

const Entry = z.object({
  entryId: Id,
  kind: z.enum(ASSURANCE_KINDS),
  doneOn: PlainDate,
  nextOn: PlainDate.nullable(),
  text: z.string(),
  recordedBy: z.string(),
  recordedAt: Instant,
})

const Hazard = z.object({
  hazardId: Id,
  severity: Severity,
  text: z.string(),
  foundOn: PlainDate,
  foundBy: z.string(),
  deadlineOn: PlainDate,
  isOverdue: z.boolean(),
  reportedOn: PlainDate.nullable(),
  reportedTo: z.string().nullable(),
  removedOn: PlainDate.nullable(),
  removalText: z.string().nullable(),
})

export const getAssuranceRoute = {
  method: 'GET',
  url: '/customers/:customerId/assurance',
  summary: 'The cycle of a customer, what was done for them, and their hazards; the newest first',
  permission: 'assurance.read',
  params: ofCustomer,
  reply: z.object({
    customerId: Id,
    cycle: Cycle,
    /** When the next inspection is due; null: there was none yet. */
    inspectionDueOn: PlainDate.nullable(),
    entries: z.array(Entry),
    hazards: z.array(Hazard),
  }),
  repeat: 'read',
} satisfies Route

export const recordAssuranceRoute = {
  method: 'POST',
  url: '/customers/:customerId/assurance',
  summary: 'Note an inspection, an emergency plan, a drill or a day of contract service',
  permission: 'assurance.write',
  params: ofCustomer,
  body: z.object({
    entryId: Id,
    kind: z.enum(ASSURANCE_KINDS),
    doneOn: PlainDate,
    /** When the next one is due: for all but inspections, which follow their cycle. */
    nextOn: PlainDate.optional(),
    text: Text(2000),
  }),
  reply: z.object({ entryId: Id }),
  repeat: 'own-id',
} satisfies Route

export const reportHazardRoute = {
  method: 'POST',
  url: '/customers/:customerId/hazards',
  summary: 'Note a hazard of a customer and the day by which it has to be gone',
  permission: 'assurance.write',
  params: ofCustomer,
  body: z.object({
    hazardId: Id,
    severity: Severity,
    text: Text(2000),
    foundOn: PlainDate,
    deadlineOn: PlainDate,
  }),
  reply: ofHazard,
  repeat: 'own-id',
} satisfies Route

export const removeHazardRoute = {
  method: 'POST',
  url: '/hazards/:hazardId/remove',
  summary: 'A hazard is gone: when, and how',
  permission: 'assurance.write',
  params: ofHazard,
  body: z.object({ removedOn: PlainDate, text: Text(1000) }),
  reply: ofHazard,
  repeat: 'command',
} satisfies Route

export const passOnHazardRoute = {
  method: 'POST',
  url: '/hazards/:hazardId/pass-on',
  summary: 'A hazard was reported to the power department of the government',
  permission: 'assurance.write',
  params: ofHazard,
  body: z.object({ reportedOn: PlainDate, reportedTo: Text(100) }),
  reply: ofHazard,
  repeat: 'command',
} satisfies Route

export const listDueRoute = {
  method: 'GET',
  url: '/assurance/due',
  summary: 'What is due for key customers: never done, overdue and soon, the longest due first',
  permission: 'assurance.read',
  query: z.object({
    ...paging,
    /** The unit and all below it. */
    unitId: Id.optional(),
    kind: z.enum(DUE_KINDS).optional(),
    grade: z.enum(CYCLE_GRADES).optional(),
    customerClass: CustomerClassName.optional(),
    state: z.enum(['never', 'overdue', 'soon']).optional(),
    /** How many days ahead count as soon. */
    soonDays: z.coerce.number().int().min(0).max(366).default(30),
  }),
  reply: pageOf(
    z.object({
      customer: z.object({
        customerId: Id,
        accountNo: z.string(),
        name: z.string(),
        customerClass: CustomerClassName.nullable(),
        grade: Grade.nullable(),
      }),
      unit: UnitRef,
      kind: z.enum(DUE_KINDS),
      /** The hazard, where it is one. */
      hazardId: Id.nullable(),
      /** What it is about: the hazard, or whose licence ends (masked). */
      text: z.string().nullable(),
      lastOn: PlainDate.nullable(),
      dueOn: PlainDate.nullable(),
      state: z.enum(DUE_STATES),
      /** Whether the cycle behind it is set by the utility; null where none is. */
      isCycleSet: z.boolean().nullable(),
    }),
  ),
  repeat: 'read',
} satisfies Route

export const listInspectionCyclesRoute = {
  method: 'GET',
  url: '/assurance/cycles',
  summary: 'The cycles in force at a unit: its own, or those of the units above it',
  permission: 'assurance.read',
  query: z.object({ unitId: Id }),
  reply: z.object({ items: z.array(Cycle) }),
  repeat: 'read',
} satisfies Route

export const setInspectionCycleRoute = {
  method: 'POST',
  url: '/assurance/cycles',
  summary: 'Set how many months lie between inspections of a grade, for a unit and all below it',
  permission: 'assurance.set-cycle',
  body: z.object({
    unitId: Id,
    grade: z.enum(CYCLE_GRADES),
    months: z.number().int().min(1).max(60),
  }),
  reply: z.object({ unitId: Id, grade: z.enum(CYCLE_GRADES), months: z.number() }),
  repeat: 'command',
} satisfies Route
