import { OWNER_GAPS, OWNER_KINDS } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { CustomerClassName, Id, PlainDate, Text, UnitRef } from './values.ts'

const PersonRef = z.object({ personId: Id, name: z.string() })
const SupplyArea = z.enum(['urban', 'rural', 'remote'])
/** By the codes of SG186 (用电类别), e.g. `201`. */
const UseCategory = z.string().regex(/^[0-9A-Za-z-]{1,20}$/)

/** What a customer is shown of who answers for them: a name and a telephone of the work. */
const OfficerShown = z.object({
  name: z.string(),
  /** Null: none is published; the hotline answers. */
  phone: z.string().nullable(),
})

/** Who owns a customer today. */
export const CustomerOwner = z.object({
  customerId: Id,
  kind: z.enum(OWNER_KINDS),
  /** Null where the unit itself answers. */
  person: PersonRef.nullable(),
  unit: UnitRef,
  /** Why it is neither the officer nor the substitute. */
  gap: z.enum(OWNER_GAPS).nullable(),
  /** The officer by assignment, away or not. */
  officer: PersonRef.nullable(),
  /** The officer was chosen by hand: no rule gives the customer another until the choice is released. */
  isByHand: z.boolean(),
  /** The last day on which the officer is away. */
  awayUntil: PlainDate.nullable(),
  shownToCustomer: OfficerShown,
})
export type CustomerOwner = z.input<typeof CustomerOwner>

export const getCustomerOwnerRoute = {
  method: 'GET',
  url: '/customers/:customerId/owner',
  summary: 'Who answers for a customer today, why, and what the customer is shown of them',
  permission: 'liaison.read',
  params: z.object({ customerId: Id }),
  reply: CustomerOwner,
  repeat: 'read',
} satisfies Route

export const setCustomerOfficerRoute = {
  method: 'POST',
  url: '/customers/:customerId/officer',
  summary: 'Give a customer a liaison officer by hand; rules leave it alone',
  permission: 'liaison.write',
  params: z.object({ customerId: Id }),
  body: z.object({ officerId: Id, reason: Text(200) }),
  reply: z.object({ customerId: Id }),
  repeat: 'command',
} satisfies Route

export const releaseCustomerOfficerRoute = {
  method: 'POST',
  url: '/customers/:customerId/officer/release',
  summary:
    'Give a customer whose officer was chosen by hand back to the rules, which decide at once',
  permission: 'liaison.write',
  params: z.object({ customerId: Id }),
  body: z.object({ reason: Text(200) }),
  reply: z.object({
    customerId: Id,
    /** Null: no rule fits, or none has somebody who is in; the station answers. */
    officer: PersonRef.nullable(),
  }),
  repeat: 'command',
} satisfies Route

const LiaisonRule = z.object({
  ruleId: Id,
  unit: UnitRef,
  customerClass: CustomerClassName.nullable(),
  useCategory: z.string().nullable(),
  supplyArea: SupplyArea.nullable(),
  officers: z.array(PersonRef.extend({ isIn: z.boolean() })),
})

export const listLiaisonRulesRoute = {
  method: 'GET',
  url: '/liaison/rules',
  summary: 'The rules of the units in reach, the most specific first',
  permission: 'liaison.read',
  reply: z.object({ items: z.array(LiaisonRule) }),
  repeat: 'read',
} satisfies Route

export const createLiaisonRuleRoute = {
  method: 'POST',
  url: '/liaison/rules',
  summary: 'Say which officers share the customers of a class, use category and area at a unit',
  permission: 'liaison.write',
  body: z.object({
    ruleId: Id,
    unitId: Id,
    /** Left out: any. */
    customerClass: CustomerClassName.optional(),
    useCategory: UseCategory.optional(),
    supplyArea: SupplyArea.optional(),
    officerIds: z
      .array(Id)
      .min(1)
      .max(100)
      .refine((ids) => new Set(ids).size === ids.length, 'one officer twice'),
  }),
  reply: z.object({ ruleId: Id }),
  repeat: 'own-id',
} satisfies Route

export const endLiaisonRuleRoute = {
  method: 'POST',
  url: '/liaison/rules/:ruleId/end',
  summary: 'End a rule; customers keep the officers that it gave them',
  permission: 'liaison.write',
  params: z.object({ ruleId: Id }),
  reply: z.object({ ruleId: Id }),
  repeat: 'command',
} satisfies Route

export const assignOfficersRoute = {
  method: 'POST',
  url: '/liaison/assign',
  summary: 'Give customers of a unit their officers by the rules, balanced by load',
  permission: 'liaison.write',
  body: z.object({
    unitId: Id,
    /**
     * `gaps`: customers without an officer, or whose officer left. `all`: everybody anew, but those set by hand.
     * `hand-over`: the customers of one officer to the others.
     */
    mode: z.enum(['gaps', 'all', 'hand-over']),
    /** Whose customers are handed over. */
    officerId: Id.optional(),
  }),
  reply: z.object({
    assigned: z.number(),
    /** Customers that no rule fits, or whose rule has nobody who is in. */
    without: z.number(),
    officers: z.array(PersonRef.extend({ customers: z.number() })),
  }),
  repeat: 'command',
} satisfies Route

export const getLiaisonBoardRoute = {
  method: 'GET',
  url: '/liaison/board',
  summary: 'The officers of a unit with their load, who is away and who stands in; and the gaps',
  permission: 'liaison.read',
  query: z.object({ unitId: Id }),
  reply: z.object({
    officers: z.array(
      z.object({
        person: PersonRef,
        unit: UnitRef,
        workPhone: z.string().nullable(),
        customers: z.number(),
        away: z
          .object({
            absenceId: Id,
            fromOn: PlainDate,
            toOn: PlainDate,
            substitute: PersonRef.nullable(),
          })
          .nullable(),
        isIn: z.boolean(),
      }),
    ),
    customers: z.number(),
    withoutOfficer: z.number(),
  }),
  repeat: 'read',
} satisfies Route

export const saveOfficerCardRoute = {
  method: 'POST',
  url: '/liaison/officers/:personId/card',
  summary: 'Set the telephone of the work that customers of an officer are shown',
  permission: 'liaison.write',
  params: z.object({ personId: Id }),
  body: z.object({ workPhone: z.string().regex(/^[0-9+-]{3,20}$/) }),
  reply: z.object({ personId: Id }),
  repeat: 'command',
} satisfies Route

export const createAbsenceRoute = {
  method: 'POST',
  url: '/liaison/absences',
  summary: 'Note when an officer is away and who stands in',
  permission: 'liaison.write',
  body: z.object({
    absenceId: Id,
    personId: Id,
    fromOn: PlainDate,
    /** The last day. */
    toOn: PlainDate,
    substituteId: Id.optional(),
  }),
  reply: z.object({ absenceId: Id }),
  repeat: 'own-id',
} satisfies Route

export const endAbsenceRoute = {
  method: 'POST',
  url: '/liaison/absences/:absenceId/end',
  summary:
    'An officer is back: the absence ends with yesterday, or is struck out when it began today or later',
  permission: 'liaison.write',
  params: z.object({ absenceId: Id }),
  reply: z.object({ absenceId: Id }),
  repeat: 'command',
} satisfies Route
