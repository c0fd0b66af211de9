import { z } from 'zod'
import { WalkInType } from './campaigns.ts'
import { Fault } from './problem.ts'
import type { Route } from './route.ts'
import {
  CustomerClassName,
  FieldRecordKindName,
  Id,
  Instant,
  PlainDate,
  pageOf,
  paging,
  Text,
  UnitRef,
} from './values.ts'

/** Who was met: kept encrypted, shown masked, and each look at it in full is in the audit trail. */
const Contact = z.object({
  name: Text(60),
  phone: z
    .string()
    .regex(/^[0-9+-]{3,20}$/)
    .optional(),
})

const shared = {
  /** Made by the device; a repeat with the same id gets the first answer. */
  recordId: Id,
  campaignId: Id,
  unitId: Id,
  occurredAt: Instant,
  deviceId: Text(64),
  activityId: Id.optional(),
  /** The record that this one replaces (更正). */
  correctsId: Id.optional(),
  remark: Text(2000).optional(),
}
const service = {
  walkInType: z.string().regex(/^[A-Z][A-Z0-9]{0,7}$/),
  customerClass: CustomerClassName,
}
const accountNo = z.string().regex(/^[0-9A-Za-z-]{4,20}$/)
const Place = z.object({
  text: Text(200),
  longitude: z.number().min(73).max(136).optional(),
  latitude: z.number().min(3).max(54).optional(),
})

/** A field record (现场记录) as a device sends it. */
export const NewFieldRecord = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('person-deployment'),
    ...shared,
    staffNo: z.string().regex(/^[A-Za-z0-9-]{1,24}$/),
    walkInType: service.walkInType.optional(),
  }),
  z.strictObject({
    kind: z.literal('vehicle-deployment'),
    ...shared,
    /** Number plate (车牌号). */
    plateNo: Text(12),
    walkInType: service.walkInType.optional(),
  }),
  z.strictObject({
    kind: z.literal('visit'),
    ...shared,
    ...service,
    accountNo,
    place: Place,
    contact: Contact.optional(),
  }),
  z.strictObject({
    kind: z.literal('transaction'),
    ...shared,
    ...service,
    accountNo: accountNo.optional(),
    /** What was handled on the spot (业务类型), e.g. 更名, 报装受理, 电费查询. */
    business: Text(60),
    contact: Contact.optional(),
  }),
  z.strictObject({
    kind: z.literal('opinion'),
    ...shared,
    ...service,
    accountNo: accountNo.optional(),
    text: Text(2000),
    contact: Contact.optional(),
  }),
  z.strictObject({
    kind: z.literal('leaflets'),
    ...shared,
    walkInType: service.walkInType,
    /** How many were handed out (份); may be a bundle. */
    quantity: z.number().int().min(1).max(100_000),
  }),
  /** Takes a record back (撤回): nothing of it counts any more. */
  z.strictObject({
    kind: z.literal('withdrawal'),
    recordId: Id,
    campaignId: Id,
    unitId: Id,
    occurredAt: Instant,
    deviceId: Text(64),
    correctsId: Id,
    reason: Text(500),
  }),
])
export type NewFieldRecord = z.infer<typeof NewFieldRecord>

/** The answer to one record; a repeat gets the same answer. */
export const Receipt = z.object({
  recordId: Id,
  receivedAt: Instant,
  activityDay: PlainDate,
  /** Whether it came after the day was closed and stands in the late bucket (迟到). */
  isLate: z.boolean(),
})

export const recordFieldworkRoute = {
  method: 'POST',
  url: '/field-records',
  summary: 'Take in one field record',
  permission: 'record.write',
  body: z.object({ record: NewFieldRecord }),
  reply: Receipt,
  repeat: 'own-id',
} satisfies Route

export const BATCH_LIMIT = 1000

export const recordFieldworkBatchRoute = {
  method: 'POST',
  url: '/field-records/batch',
  summary: `Take in up to ${BATCH_LIMIT} field records; a bad one is refused by itself, the rest are kept`,
  permission: 'record.write',
  // Rows are checked one by one, so that a bad row never costs the good ones.
  body: z.object({ records: z.array(z.unknown()).min(1).max(BATCH_LIMIT) }),
  reply: z.object({
    accepted: z.array(Receipt.extend({ row: z.number(), isRepeat: z.boolean() })),
    refused: z.array(
      z.object({ row: z.number(), recordId: z.string().nullable(), errors: z.array(Fault) }),
    ),
  }),
  repeat: 'own-id',
} satisfies Route

const FieldRecord = z.object({
  recordId: Id,
  kind: z.enum([...FieldRecordKindName.options, 'withdrawal']),
  campaignId: Id,
  activityDay: PlainDate,
  unit: UnitRef,
  occurredAt: Instant,
  receivedAt: Instant,
  walkInType: z.string().nullable(),
  customerClass: CustomerClassName.nullable(),
  /** Staff number, number plate or account number: what the distinct counts are made of. */
  subject: z.string().nullable(),
  quantity: z.number(),
  /** Place, business, opinion or reason in words. */
  text: z.string().nullable(),
  remark: z.string().nullable(),
  contactMasked: z.object({ name: z.string(), phone: z.string().nullable() }).nullable(),
  isLate: z.boolean(),
  correctsId: Id.nullable(),
  correctedById: Id.nullable(),
  isCounted: z.boolean(),
})

const recordFilter = {
  campaignId: Id.optional(),
  activityDay: PlainDate.optional(),
  unitId: Id.optional(),
  kind: FieldRecordKindName.optional(),
  walkInType: z.string().max(8).optional(),
  customerClass: CustomerClassName.optional(),
  hour: z.coerce.number().int().min(0).max(23).optional(),
  isLate: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Only records that count now, without corrected and withdrawn ones. */
  isCounted: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Words of place, business, opinion, reason or remark, or a number; two characters or more. */
  search: Text(100, 2).optional(),
}

export const listFieldRecordsRoute = {
  method: 'GET',
  url: '/field-records',
  summary: 'Field records of the units in reach, newest first, by filter and text',
  permission: 'record.read',
  query: z.object({ ...paging, ...recordFilter }),
  reply: pageOf(FieldRecord),
  repeat: 'read',
} satisfies Route

export const getFieldRecordRoute = {
  method: 'GET',
  url: '/field-records/:recordId',
  summary: 'One field record with those it corrects and is corrected by',
  permission: 'record.read',
  params: z.object({ recordId: Id }),
  reply: FieldRecord.extend({
    deviceId: z.string(),
    recordedBy: z.string(),
    chain: z.array(FieldRecord),
  }),
  repeat: 'read',
} satisfies Route

export const revealContactRoute = {
  method: 'POST',
  url: '/field-records/:recordId/reveal',
  summary: 'See in full who was met; the look goes into the audit trail with its purpose',
  permission: 'record.reveal',
  params: z.object({ recordId: Id }),
  body: z.object({ purpose: Text(200) }),
  reply: z.object({ name: z.string(), phone: z.string().nullable() }),
  // Never stored: a stored reply would keep the contact in clear.
  repeat: 'own-id',
} satisfies Route

export const exportFieldRecordsRoute = {
  method: 'GET',
  url: '/field-records/export',
  summary: 'Download the filtered field records as CSV or XLSX, contacts masked',
  permission: 'record.export',
  query: z.object({ ...recordFilter, format: z.enum(['csv', 'xlsx']) }),
  reply: z.string(),
  repeat: 'read',
  shape: 'file',
} satisfies Route

/** Six distinct or summed figures, and the person-, vehicle- and visit-times beside them. */
export const Totals = z.object({
  people: z.number(),
  vehicles: z.number(),
  customers: z.number(),
  transactions: z.number(),
  opinions: z.number(),
  leaflets: z.number(),
  personTimes: z.number(),
  vehicleTimes: z.number(),
  visitTimes: z.number(),
})

const Recount = z.object({
  /** `equal`: the records give the same figures as the counters. */
  result: z.enum(['equal', 'different', 'pending']),
  recountedAt: Instant.nullable(),
  differences: z.array(
    z.object({ unit: UnitRef, measure: z.string(), counted: z.number(), recounted: z.number() }),
  ),
})

const dayParams = z.object({ campaignId: Id, activityDay: PlainDate })

const Closing = z.object({
  closedAt: Instant,
  closedBy: z.string(),
  totals: Totals,
  digest: z.string(),
  signature: z.string(),
  keyId: z.string(),
})

export const getDayTotalsRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId/days/:activityDay/totals',
  summary:
    'Totals of a unit and of each unit directly below it, on time and late, with the state of the recount',
  permission: 'day.read',
  params: dayParams,
  query: z.object({ unitId: Id.optional() }),
  reply: z.object({
    unit: UnitRef,
    ancestors: z.array(UnitRef),
    totals: Totals,
    late: Totals,
    rows: z.array(
      z.object({ unit: UnitRef, totals: Totals, late: Totals, hasChildren: z.boolean() }),
    ),
    recount: Recount,
    closing: Closing.nullable(),
    asOf: Instant,
  }),
  repeat: 'read',
} satisfies Route

export const getDayBreakdownRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId/days/:activityDay/breakdown',
  summary: 'Figures of a unit by hour, by walk-in type and by customer class',
  permission: 'day.read',
  params: dayParams,
  query: z.object({ unitId: Id.optional() }),
  reply: z.object({
    unit: UnitRef,
    byHour: z.array(z.object({ hour: z.number(), totals: Totals })),
    byWalkInType: z.array(z.object({ walkInType: z.string().nullable(), totals: Totals })),
    byCustomerClass: z.array(
      z.object({ customerClass: CustomerClassName.nullable(), totals: Totals }),
    ),
  }),
  repeat: 'read',
} satisfies Route

/** What a wall screen needs, pushed at most a few times a second when something changed. */
export const LiveDay = z.object({
  asOf: Instant,
  unit: UnitRef,
  totals: Totals,
  late: Totals,
  /** The units directly below, and the unit's own records where it has any. */
  rows: z.array(z.object({ unit: UnitRef, cityCode: z.string(), totals: Totals })),
  byHour: z.array(z.object({ hour: z.number(), totals: Totals })),
  newest: z.array(
    z.object({
      recordId: Id,
      kind: z.enum([...FieldRecordKindName.options, 'withdrawal']),
      unitName: z.string(),
      cityName: z.string(),
      quantity: z.number(),
      occurredAt: Instant,
      receivedAt: Instant,
    }),
  ),
  recount: Recount.omit({ differences: true }),
  isClosed: z.boolean(),
})
export type LiveDay = z.infer<typeof LiveDay>

export const watchDayRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId/days/:activityDay/live',
  summary: 'The day as it happens, as server-sent events',
  permission: 'day.read',
  params: dayParams,
  query: z.object({ unitId: Id.optional() }),
  reply: LiveDay,
  repeat: 'read',
  shape: 'events',
} satisfies Route

export const listDaysRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId/days',
  summary: 'Activity days of a campaign: planned ones and those that have records',
  permission: 'day.read',
  params: z.object({ campaignId: Id }),
  reply: z.object({
    items: z.array(
      z.object({
        activityDay: PlainDate,
        isPlanned: z.boolean(),
        closedAt: Instant.nullable(),
        totals: Totals,
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

export const closeDayRoute = {
  method: 'POST',
  url: '/campaigns/:campaignId/days/:activityDay/close',
  summary:
    'Close the day for the whole campaign: a signed snapshot; what comes later stands in the late bucket',
  permission: 'day.close',
  params: dayParams,
  reply: Closing,
  repeat: 'command',
} satisfies Route

export const getClosingRoute = {
  method: 'GET',
  url: '/campaigns/:campaignId/days/:activityDay/closing',
  summary:
    'The signed snapshot of a closed day, unit by unit, beside the figures with late records',
  permission: 'day.read',
  params: dayParams,
  query: z.object({ unitId: Id.optional() }),
  reply: z.object({
    closing: Closing,
    isSignatureGood: z.boolean(),
    rows: z.array(z.object({ unit: UnitRef, closed: Totals, late: Totals })),
  }),
  repeat: 'read',
} satisfies Route

export const getCurrentDayRoute = {
  method: 'GET',
  url: '/days/current',
  summary: 'The activity day to look at now: the newest begun one of a published campaign in reach',
  permission: 'day.read',
  reply: z.object({
    day: z
      .object({
        campaignId: Id,
        campaignName: z.string(),
        theme: z.string(),
        activityDay: PlainDate,
        unit: UnitRef,
        walkInTypes: z.array(WalkInType),
      })
      .nullable(),
  }),
  repeat: 'read',
} satisfies Route
