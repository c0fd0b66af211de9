import {
  PERIOD_UNITS,
  REQUEST_KINDS,
  REQUEST_STATES,
  REQUEST_SUBKINDS,
  SUPPLY_AREAS,
  SUPPLY_CLASSES,
} from '@nuandeng/domain'
import { z } from 'zod'
import { AccountNo, OwnerRef, RequestKindName, RequestSummary, Subkind } from './requests.ts'
import type { Route } from './route.ts'
import { Id, Instant, Text, UnitRef } from './values.ts'

/** A clock that an acceptance would start. */
const ExpectedClock = z.object({
  row: z.string(),
  item: z.string(),
  title: z.string(),
  titleEn: z.string(),
  source: z.string(),
  limit: z.number(),
  unit: z.enum(PERIOD_UNITS),
  statistic: z.enum(['maximum', 'average']),
  dueAt: Instant,
  warnAt: Instant,
  isProvisional: z.boolean(),
  isAssumed: z.boolean(),
})

export const previewClocksRoute = {
  method: 'GET',
  url: '/requests/clocks',
  summary: 'Which clocks a request would start at a unit, and until when; nothing is written',
  permission: 'request.accept',
  query: z.object({
    unitId: Id,
    kind: RequestKindName,
    subkind: Subkind.optional(),
    area: z.enum(SUPPLY_AREAS).optional(),
    supplyClass: z.enum(SUPPLY_CLASSES).optional(),
    acceptedAt: Instant.optional(),
    /** Its file says area and class where nothing else does. */
    accountNo: AccountNo.optional(),
  }),
  reply: z.object({
    /** The edition that would bind it; null before the first one. */
    edition: z.object({ edition: z.string(), name: z.string(), nameEn: z.string() }).nullable(),
    clocks: z.array(ExpectedClock),
  }),
  repeat: 'read',
} satisfies Route

export const exportRequestsRoute = {
  method: 'GET',
  url: '/requests/export',
  summary: 'Download the filtered requests, contacts masked, as CSV or Excel',
  permission: 'request.export',
  query: z.object({
    unitId: Id.optional(),
    kind: z.enum(REQUEST_KINDS).optional(),
    state: z.enum(REQUEST_STATES).optional(),
    accountNo: AccountNo.optional(),
    number: z.string().max(30).optional(),
    mobileServiceId: Id.optional(),
    search: Text(100).optional(),
    format: z.enum(['csv', 'xlsx']).default('csv'),
  }),
  reply: z.string(),
  repeat: 'read',
  shape: 'file',
} satisfies Route

const SupplyKind = z.enum(REQUEST_SUBKINDS['new-supply'])

export const listPipelineRoute = {
  method: 'GET',
  url: '/new-supply',
  summary: 'New supplies under way by the step they wait for, with their three times apart',
  permission: 'request.read',
  query: z.object({
    unitId: Id.optional(),
    subkind: SupplyKind.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(300),
  }),
  reply: z.object({
    asOf: Instant,
    items: z.array(
      z.object({
        requestId: Id,
        number: z.string(),
        subkind: SupplyKind,
        unit: UnitRef,
        owner: OwnerRef.nullable(),
        address: z.string().nullable(),
        acceptedAt: Instant,
        isPaused: z.boolean(),
        /** The step that it waits for. */
        step: z.string(),
        /** Whose turn it is. */
        turn: z.enum(['utility', 'customer']),
        /** Since when it waits for it. */
        since: Instant,
        /** The whole time, and the utility's part of it. */
        wholeMinutes: z.number(),
        utilityMinutes: z.number(),
        /** The clock of the promise that is due first. */
        nextClock: RequestSummary.shape.nextClock,
        brokenClocks: z.number(),
      }),
    ),
    /** There are more than these. */
    isCut: z.boolean(),
  }),
  repeat: 'read',
} satisfies Route
