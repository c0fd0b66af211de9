import { PERSON_ROLES, TIMELINE_GROUPS } from '@nuandeng/domain'
import { z } from 'zod'
import {
  AccountNo,
  CustomerDetails,
  CustomerPerson,
  CustomerStatusName,
  customerFields,
  GeoPlace,
  GradeName,
  NewTag,
  SupplyAreaName,
  Tag,
  UseCategoryCode,
  VoltageName,
} from './customers-file.ts'
import type { Route } from './route.ts'
import {
  CityCode,
  CustomerClassName,
  Id,
  Instant,
  LongAgoDate,
  PlainDate,
  pageOf,
  paging,
  Text,
  UnitRef,
} from './values.ts'

const f = customerFields
const missing = {
  address: f.address.default(null),
  place: f.place.default(null),
  transformerArea: f.transformerArea.default(null),
  customerClass: f.customerClass.default(null),
  tags: f.tags.default([]),
  grade: f.grade.default(null),
  gradeDecidedBy: f.gradeDecidedBy.default(null),
  gradeDecidedOn: f.gradeDecidedOn.default(null),
  useCategory: f.useCategory.default(null),
  voltage: f.voltage.default(null),
  capacityKva: f.capacityKva.default(null),
  supplyArea: f.supplyArea.default(null),
  status: f.status.default('normal'),
  connectedOn: f.connectedOn.default(null),
  isTemporary: f.isTemporary.default(null),
  details: f.details.default({}),
  remark: f.remark.default(null),
  people: f.people.default([]),
}

/** A customer as lists show it: name and address of a person, and every telephone, masked. */
export const CustomerItem = z.object({
  customerId: Id,
  cityCode: CityCode,
  accountNo: z.string(),
  unit: UnitRef,
  name: z.string(),
  address: z.string().nullable(),
  /** Name and address stand here masked. */
  isMasked: z.boolean(),
  transformerArea: z.string().nullable(),
  customerClass: CustomerClassName.nullable(),
  tags: z.array(z.string()),
  grade: GradeName.nullable(),
  /** Decided by the government department, not only proposed. */
  isGradeDecided: z.boolean(),
  useCategory: UseCategoryCode.nullable(),
  voltage: VoltageName.nullable(),
  capacityKva: z.number().nullable(),
  supplyArea: SupplyAreaName.nullable(),
  status: CustomerStatusName,
  /** Of the first person who has one, masked. */
  phone: z.string().nullable(),
  completeness: z.number(),
  verifiedOn: PlainDate.nullable(),
  isStale: z.boolean(),
  version: z.number(),
})

const MaskedPerson = z.object({
  role: z.enum(PERSON_ROLES),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  licenceExpiresOn: PlainDate.nullable(),
})

const CustomerFile = CustomerItem.extend({
  place: GeoPlace.nullable(),
  gradeDecidedBy: z.string().nullable(),
  gradeDecidedOn: PlainDate.nullable(),
  /** The area whose limits hold: without one of its own, the strictest. */
  effectiveSupplyArea: SupplyAreaName,
  connectedOn: LongAgoDate.nullable(),
  isTemporary: z.boolean().nullable(),
  details: CustomerDetails,
  remark: z.string().nullable(),
  people: z.array(MaskedPerson),
  /** Fields that the class requires and that are empty. */
  missing: z.array(z.string()),
  mergedIntoId: Id.nullable(),
  createdAt: Instant,
  changedAt: Instant,
})

export const createCustomerRoute = {
  method: 'POST',
  url: '/customers',
  summary: 'Begin the file of a customer',
  permission: 'customer.create',
  body: z.strictObject({
    customerId: Id,
    unitId: Id,
    accountNo: AccountNo,
    name: f.name,
    ...missing,
  }),
  reply: z.object({ customerId: Id, version: z.number() }),
  repeat: 'command',
} satisfies Route

export const editCustomerRoute = {
  method: 'POST',
  url: '/customers/:customerId',
  summary: 'Change what is sent of a file; refused when somebody changed it since it was read',
  permission: 'customer.edit',
  params: z.object({ customerId: Id }),
  body: z.strictObject({
    /** The version that was read. */
    version: z.number().int().min(1).max(2_000_000_000),
    unitId: Id.optional(),
    ...z.object(f).partial().shape,
  }),
  reply: z.object({ customerId: Id, version: z.number() }),
  repeat: 'command',
} satisfies Route

export const getCustomerRoute = {
  method: 'GET',
  url: '/customers/:customerId',
  summary: 'The file of one customer, personal data masked',
  permission: 'customer.read',
  params: z.object({ customerId: Id }),
  reply: CustomerFile,
  repeat: 'read',
} satisfies Route

export const revealCustomerRoute = {
  method: 'POST',
  url: '/customers/:customerId/reveal',
  summary: 'Name, address and people of a customer in full; the look and its purpose are recorded',
  permission: 'customer.reveal',
  params: z.object({ customerId: Id }),
  body: z.object({ purpose: Text(200) }),
  reply: z.object({
    name: z.string(),
    address: z.string().nullable(),
    people: z.array(CustomerPerson),
  }),
  // Never stored: a stored reply would keep the person in clear.
  repeat: 'own-id',
} satisfies Route

export const verifyCustomerRoute = {
  method: 'POST',
  url: '/customers/:customerId/verify',
  summary: 'Confirm on the spot that the file is right',
  permission: 'customer.verify',
  params: z.object({ customerId: Id }),
  body: z.object({
    version: z.number().int().min(1).max(2_000_000_000),
    note: Text(500).optional(),
  }),
  reply: z.object({ customerId: Id, version: z.number(), verifiedOn: PlainDate }),
  repeat: 'command',
} satisfies Route

/** Which customers: every condition that is given holds. */
export const customerFilter = {
  /** The unit with all below it. */
  unitId: Id.optional(),
  /** Two characters or more of name or address, initials of the name, the beginning of an account number,
   *  a telephone or its last four digits. */
  search: Text(60, 2).optional(),
  customerClass: z.union([CustomerClassName, z.literal('none')]).optional(),
  tag: Tag.optional(),
  grade: GradeName.optional(),
  supplyArea: z.union([SupplyAreaName, z.literal('none')]).optional(),
  useCategory: UseCategoryCode.optional(),
  status: CustomerStatusName.optional(),
  completenessBelow: z.coerce.number().int().min(1).max(100).optional(),
  /** Not verified for so many months. */
  staleMonths: z.coerce.number().int().min(1).max(120).optional(),
}

export const listCustomersRoute = {
  method: 'GET',
  url: '/customers',
  summary: 'Customers by filter and search, by unit and account number',
  permission: 'customer.read',
  query: z.object({ ...paging, ...customerFilter }),
  reply: pageOf(CustomerItem).extend({
    /** How many a search found; null when nothing was searched for. */
    found: z.object({ count: z.number(), isMore: z.boolean() }).nullable(),
  }),
  repeat: 'read',
} satisfies Route

export const exportCustomersRoute = {
  method: 'GET',
  url: '/customers/export',
  summary:
    'Download the filtered customers, with a watermark; in full only for those who may reveal',
  permission: 'customer.export',
  query: z.object({
    ...customerFilter,
    format: z.enum(['csv', 'xlsx']),
    content: z.enum(['masked', 'full']).default('masked'),
    purpose: Text(200),
  }),
  reply: z.string(),
  repeat: 'read',
  shape: 'file',
} satisfies Route

export const assignCustomersRoute = {
  method: 'POST',
  url: '/customers/assign',
  summary: 'Give many customers a class, a tag or another unit at once',
  permission: 'customer.assign',
  body: z.strictObject({
    /** Which ones: by their ids, or all that a filter finds. */
    of: z.union([
      z.strictObject({ customerIds: z.array(Id).min(1).max(5000) }),
      z.strictObject({
        filter: z.strictObject(customerFilter),
        /** How many the screen showed; refused when there are more or fewer by now. */
        expected: z.number().int().min(1).max(1_000_000),
      }),
    ]),
    customerClass: CustomerClassName.optional(),
    addTags: z.array(NewTag).max(10).optional(),
    removeTags: z.array(Tag).max(10).optional(),
    unitId: Id.optional(),
    reason: Text(200),
  }),
  reply: z.object({ changed: z.number(), unchanged: z.number() }),
  repeat: 'command',
} satisfies Route

export const countCustomersRoute = {
  method: 'GET',
  url: '/customers/count',
  summary: 'How many customers a filter finds, by class, and how complete their files are',
  permission: 'customer.read',
  query: z.object(customerFilter),
  reply: z.object({
    count: z.number(),
    byClass: z.record(z.string(), z.number()),
    /** Percent, the mean of the files; null without any. */
    completeness: z.number().nullable(),
    stale: z.number(),
  }),
  repeat: 'read',
} satisfies Route

export const getCustomerTimelineRoute = {
  method: 'GET',
  url: '/customers/:customerId/timeline',
  summary: 'Everything that happened to a customer, or one kind of it, newest first',
  permission: 'customer.read',
  params: z.object({ customerId: Id }),
  query: z.object({ ...paging, group: z.enum(TIMELINE_GROUPS).optional() }),
  reply: pageOf(
    z.object({
      at: Instant,
      /** Where it comes from: `event`, `field-record`, …; see the README of the module. */
      source: z.string(),
      kind: z.string(),
      id: z.string(),
      /** Who did it, or where. */
      who: z.string().nullable(),
      text: z.string().nullable(),
      details: z.unknown(),
    }),
  ),
  repeat: 'read',
} satisfies Route
