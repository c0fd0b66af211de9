import {
  CARE_BASES,
  CARE_CONTACT_KINDS,
  CARE_KINDS,
  CONSENT_CHANNELS,
  CONSENT_GIVERS,
  SUBJECT_REQUEST_KINDS,
  SUBJECT_REQUEST_STATES,
} from '@nuandeng/domain'
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

/** That the customer (or the contact) agreed, and how; the texts stand in the domain, `CONSENT_TEXTS`. */
const Consent = z.strictObject({
  textVersion: Text(20),
  channel: z.enum(CONSENT_CHANNELS),
  givenBy: z.enum(CONSENT_GIVERS),
  givenOn: PlainDate,
  /** Who was there; needed where the customer cannot read or write. */
  witness: Text(60).optional(),
})

const Purpose = Text(200)
const Source = Text(100)
const Note = Text(500)
const phone = z.string().regex(/^[0-9+-]{3,20}$/)
const ofCustomer = z.object({ customerId: Id })
const ofFlag = z.object({ flagId: Id })

export const CareFlag = z.object({
  flagId: Id,
  kind: z.enum(CARE_KINDS),
  basis: z.enum(CARE_BASES),
  source: z.string(),
  note: z.string().nullable(),
  /** Null where a list of the civil affairs is the ground. */
  consent: Consent.nullable(),
  /** To having daily readings looked at (用电关爱); a consent of its own, null where there is none. */
  watch: Consent.nullable(),
  /** From this day on they are not looked at any more: the flag or the consent ends. */
  watchEndsOn: PlainDate.nullable(),
  /** The month of that list, `2011-10`. */
  month: z.string().nullable(),
  /** The account stands in another name than the list's: a tenant, perhaps (租户). */
  holderDiffers: z.boolean(),
  recordedBy: z.string(),
  recordedOn: PlainDate,
  expiresOn: PlainDate,
})
export type CareFlag = z.input<typeof CareFlag>

export const CareContact = z.object({
  contactId: Id,
  kind: z.enum(CARE_CONTACT_KINDS),
  name: z.string(),
  phone: z.string(),
  relation: z.string().nullable(),
  consent: Consent,
  recordedBy: z.string(),
  recordedOn: PlainDate,
  expiresOn: PlainDate,
})
export type CareContact = z.input<typeof CareContact>

export const lookAtCareRoute = {
  method: 'POST',
  url: '/customers/:customerId/care/look',
  summary: 'See the care flags and contacts of a customer; the look is audited with its purpose',
  permission: 'care.read',
  params: ofCustomer,
  body: z.object({ purpose: Purpose }),
  reply: z.object({
    customerId: Id,
    flags: z.array(CareFlag),
    contacts: z.array(CareContact),
  }),
  // Never stored: a stored reply would keep the flags in clear.
  repeat: 'own-id',
} satisfies Route

export const grantCareFlagRoute = {
  method: 'POST',
  url: '/customers/:customerId/care/flags',
  summary: 'Note a care flag with the consent it stands on',
  permission: 'care.write',
  params: ofCustomer,
  body: z.object({
    flagId: Id,
    kind: z.enum(CARE_KINDS),
    source: Source,
    note: Note.optional(),
    consent: Consent,
    expiresOn: PlainDate,
  }),
  reply: ofFlag,
  repeat: 'own-id',
} satisfies Route

export const correctCareFlagRoute = {
  method: 'POST',
  url: '/care/flags/:flagId/correct',
  summary: 'Correct where a care flag comes from and what is noted with it',
  permission: 'care.write',
  params: ofFlag,
  body: z.object({ source: Source, note: Note.optional(), reason: Purpose }),
  reply: ofFlag,
  repeat: 'command',
} satisfies Route

export const renewCareFlagRoute = {
  method: 'POST',
  url: '/care/flags/:flagId/renew',
  summary: 'Keep a care flag longer, on a new consent',
  permission: 'care.write',
  params: ofFlag,
  body: z.object({ consent: Consent, expiresOn: PlainDate }),
  reply: ofFlag,
  repeat: 'command',
} satisfies Route

export const agreeToWatchRoute = {
  method: 'POST',
  url: '/care/flags/:flagId/watch',
  summary: 'Note beside a flag that its household agreed to have daily readings looked at',
  permission: 'care.write',
  params: ofFlag,
  body: z.object({ consent: Consent }),
  reply: ofFlag,
  repeat: 'command',
} satisfies Route

export const withdrawWatchRoute = {
  method: 'POST',
  url: '/care/flags/:flagId/watch/withdraw',
  summary: 'Withdraw the consent to have daily readings looked at; the flag stays as it is',
  permission: 'care.write',
  params: ofFlag,
  body: z.object({ cause: z.enum(['withdrawn', 'asked-for', 'wrong']) }),
  reply: ofFlag,
  repeat: 'command',
} satisfies Route

export const eraseCareFlagRoute = {
  method: 'POST',
  url: '/care/flags/:flagId/erase',
  summary:
    'Erase a care flag: consent withdrawn, asked for, wrong from the start, or true no longer',
  permission: 'care.write',
  params: ofFlag,
  body: z.object({ cause: z.enum(['withdrawn', 'asked-for', 'wrong', 'no-longer-true']) }),
  reply: ofFlag,
  repeat: 'command',
} satisfies Route

export const endCareRoute = {
  method: 'POST',
  url: '/customers/:customerId/care/end',
  summary: 'Erase all that is kept about a customer who died, moved away or withdrew every consent',
  permission: 'care.write',
  params: ofCustomer,
  body: z.object({ cause: z.enum(['died', 'moved', 'withdrawn']) }),
  reply: ofCustomer,
  repeat: 'command',
} satisfies Route

export const saveCareContactRoute = {
  method: 'POST',
  url: '/customers/:customerId/care/contacts',
  summary: 'Note next of kin or a village contact, on their own consent',
  permission: 'care.write',
  params: ofCustomer,
  body: z.object({
    contactId: Id,
    kind: z.enum(CARE_CONTACT_KINDS),
    name: Text(60),
    phone,
    /** E.g. 儿子, 村会计. */
    relation: Text(40).optional(),
    consent: Consent,
    expiresOn: PlainDate,
  }),
  reply: z.object({ contactId: Id }),
  repeat: 'own-id',
} satisfies Route

export const eraseCareContactRoute = {
  method: 'POST',
  url: '/care/contacts/:contactId/erase',
  summary: 'Erase a contact: consent withdrawn, or wrong',
  permission: 'care.write',
  params: z.object({ contactId: Id }),
  body: z.object({ cause: z.enum(['withdrawn', 'asked-for', 'wrong', 'no-longer-true']) }),
  reply: z.object({ contactId: Id }),
  repeat: 'command',
} satisfies Route

export const copyCareRoute = {
  method: 'POST',
  url: '/customers/:customerId/care/copy',
  summary: 'The copy that a customer may ask for: all that the protected store holds, to print',
  permission: 'care.read',
  params: ofCustomer,
  body: z.object({
    /** Who asked: the customer, or who acts for them. */
    asker: Text(60),
    /** How it was made sure that it is they, e.g. 身份证核对. */
    identityCheck: Text(200),
  }),
  reply: z.string(),
  repeat: 'own-id',
  shape: 'file',
} satisfies Route

export const listCareCustomersRoute = {
  method: 'GET',
  url: '/care/customers',
  summary: 'Customers with a care flag, by kind, unit and class; the search is audited',
  permission: 'care.read',
  query: z.object({
    ...paging,
    kind: z.enum(CARE_KINDS).optional(),
    /** The unit and all below it. */
    unitId: Id.optional(),
    customerClass: CustomerClassName.optional(),
    /** Only flags whose list names somebody else than the holder of the account (租户). */
    holderDiffers: z.stringbool().optional(),
    /** Only flags that are erased before this day unless renewed. */
    expiresBefore: PlainDate.optional(),
  }),
  reply: pageOf(
    z.object({
      customerId: Id,
      accountNo: z.string(),
      name: z.string(),
      unit: UnitRef,
      flag: CareFlag.pick({
        flagId: true,
        kind: true,
        basis: true,
        source: true,
        holderDiffers: true,
        expiresOn: true,
      }),
    }),
  ),
  repeat: 'read',
} satisfies Route

export const countCareRoute = {
  method: 'GET',
  url: '/care/counts',
  summary: 'How many customers of a unit have each kind of care flag',
  permission: 'care.read',
  query: z.object({ unitId: Id }),
  reply: z.object({
    items: z.array(z.object({ kind: z.enum(CARE_KINDS), customers: z.number() })),
  }),
  repeat: 'read',
} satisfies Route

export const listCareLooksRoute = {
  method: 'GET',
  url: '/customers/:customerId/care/looks',
  summary: 'Who looked at, changed or copied what the protected store holds about a customer',
  permission: 'care.read',
  params: ofCustomer,
  query: z.object(paging),
  reply: pageOf(
    z.object({
      eventId: Id,
      at: Instant,
      by: z.string(),
      kind: z.string(),
      details: z.unknown(),
    }),
  ),
  repeat: 'read',
} satisfies Route

const ofRequest = z.object({ requestId: Id })

export const fileSubjectRequestRoute = {
  method: 'POST',
  url: '/customers/:customerId/care/requests',
  summary: 'Take in what a customer asks about their own data: copy, correction, deletion …',
  permission: 'care.write',
  params: ofCustomer,
  body: z.object({
    requestId: Id,
    kind: z.enum(SUBJECT_REQUEST_KINDS),
    /** The customer, who acts for them, or next of kin of one who died. */
    asker: Text(60),
    identityCheck: Text(200),
    words: Text(1000),
  }),
  reply: ofRequest.extend({ dueOn: PlainDate }),
  repeat: 'own-id',
} satisfies Route

export const decideSubjectRequestRoute = {
  method: 'POST',
  url: '/care/requests/:requestId/decide',
  summary: 'Answer a request: done (what it asks to erase is erased), or refused with the reason',
  permission: 'care.write',
  params: ofRequest,
  body: z.object({ result: z.enum(['done', 'refused']), reason: Text(500).optional() }),
  reply: ofRequest,
  repeat: 'command',
} satisfies Route

export const listSubjectRequestsRoute = {
  method: 'GET',
  url: '/care/requests',
  summary: 'Requests about personal data, by due date',
  permission: 'care.read',
  query: z.object({
    ...paging,
    customerId: Id.optional(),
    state: z.enum(SUBJECT_REQUEST_STATES).optional(),
  }),
  reply: pageOf(
    z.object({
      requestId: Id,
      customerId: Id,
      accountNo: z.string(),
      name: z.string(),
      kind: z.enum(SUBJECT_REQUEST_KINDS),
      state: z.enum(SUBJECT_REQUEST_STATES),
      asker: z.string(),
      identityCheck: z.string(),
      words: z.string(),
      filedBy: z.string(),
      filedAt: Instant,
      dueOn: PlainDate,
      isOverdue: z.boolean(),
      decidedAt: Instant.nullable(),
      decidedBy: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  repeat: 'read',
} satisfies Route

export const listEntitlementListsRoute = {
  method: 'GET',
  url: '/care/lists',
  summary: 'Which monthly lists of the civil affairs stand at a unit, and when they end',
  permission: 'care.read',
  query: z.object({ unitId: Id }),
  reply: z.object({
    items: z.array(
      z.object({
        source: z.string(),
        month: z.string(),
        importedAt: Instant,
        /** What the next list does not renew is erased on this day. */
        endsOn: PlainDate,
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route
