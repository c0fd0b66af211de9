import { z } from 'zod'
import type { Route } from './route.ts'
import { CityCode, Id, Instant, pageOf, paging, Text } from './values.ts'

const EventRow = z.object({
  eventId: Id,
  cityCode: CityCode,
  recordedAt: Instant,
  actorId: Id.nullable(),
  actorName: z.string(),
  unitPath: z.string(),
  kind: z.string(),
  subjectId: z.string(),
  details: z.unknown(),
  /** The block that seals it; null while it stands in the unsealed tail. */
  blockNo: z.number().nullable(),
})

const eventFilter = {
  cityCode: CityCode.optional(),
  actorId: Id.optional(),
  /** Full kind (`record.revealed`) or a noun (`record`). */
  kind: Text(60).optional(),
  subjectId: Text(80).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
}

export const listEventsRoute = {
  method: 'GET',
  url: '/events',
  summary: 'The audit trail of the units in reach, newest first, by person, kind, subject and time',
  permission: 'audit.read',
  query: z.object({ ...paging, ...eventFilter }),
  reply: pageOf(EventRow),
  repeat: 'read',
} satisfies Route

export const exportEventsRoute = {
  method: 'GET',
  url: '/events/export',
  summary: 'Download the filtered audit trail as CSV or XLSX, newest first',
  permission: 'audit.read',
  query: z.object({ ...eventFilter, format: z.enum(['csv', 'xlsx']) }),
  reply: z.string(),
  repeat: 'read',
  shape: 'file',
} satisfies Route

export const listChainsRoute = {
  method: 'GET',
  url: '/events/chains',
  summary: 'Per city: the signed head of the chain and the age of the unsealed tail',
  permission: 'audit.read',
  reply: z.object({
    items: z.array(
      z.object({
        cityCode: CityCode,
        cityName: z.string(),
        blocks: z.number(),
        sealedEvents: z.number(),
        head: z.string().nullable(),
        sealedAt: Instant.nullable(),
        tailEvents: z.number(),
        tailAgeSeconds: z.number().nullable(),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

/** A row that is not what the chain vouches for. */
const ChainFinding = z.object({
  table: z.string(),
  rowId: z.string(),
  fault: z.enum(['changed', 'deleted', 'added', 'truncated', 'unsigned']),
  reason: z.string(),
})
export type ChainFinding = z.infer<typeof ChainFinding>

export const verifyChainRoute = {
  method: 'POST',
  url: '/events/verify',
  summary: 'Check the chain of one city against its signed head and the rows it vouches for',
  permission: 'audit.verify',
  body: z.object({ cityCode: CityCode }),
  reply: z.object({
    cityCode: CityCode,
    events: z.number(),
    blocks: z.number(),
    result: z.enum(['whole', 'broken']),
    /** The first of them; `findingsTotal` counts all. */
    findings: z.array(ChainFinding),
    findingsTotal: z.number(),
    /** Not sealed yet, so not held against the chain. */
    tailEvents: z.number(),
  }),
  repeat: 'own-id',
} satisfies Route
