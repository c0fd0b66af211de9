import { GREEN_REASONS } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, Instant, PlainDate, Text } from './values.ts'

const params = z.object({ requestId: Id })
const Verdict = z.enum(['open', 'kept', 'broken'])
const Target = z.object({
  step: z.string().regex(/^[a-z-]+\.[a-z-]+$/),
  workingDays: z.number().int().min(1).max(60),
})

const SupplyFile = z.object({
  requestId: Id,
  disclosure: z.object({ materials: z.array(z.string()), at: Instant, by: z.string() }).nullable(),
  returnTrips: z.number(),
  green: z
    .object({
      reason: z.enum(GREEN_REASONS),
      note: z.string(),
      askedAt: Instant,
      askedBy: z.string(),
      approvedAt: Instant.nullable(),
      approvedBy: z.string().nullable(),
      targets: z.array(
        Target.extend({
          dueAt: Instant.nullable(),
          doneAt: Instant.nullable(),
          verdict: z.enum(['not-begun', 'open', 'kept', 'broken']),
        }),
      ),
    })
    .nullable(),
  contract: z
    .object({
      promisedOn: PlainDate,
      penalty: z.string(),
      responsible: z.string(),
      signedAt: Instant,
      signedBy: z.string(),
      promise: Verdict,
      callBackBy: PlainDate.nullable(),
      callBack: Verdict.nullable(),
    })
    .nullable(),
  elapsed: z.object({ wholeMinutes: z.number(), utilityMinutes: z.number() }),
  turn: z.enum(['utility', 'customer']),
})

export const getSupplyFileRoute = {
  method: 'GET',
  url: '/requests/:requestId/supply',
  summary:
    'What a new supply has beside its steps: disclosure, green channel, contract, whose turn it is',
  permission: 'request.read',
  params,
  reply: SupplyFile,
  repeat: 'read',
} satisfies Route

export const discloseMaterialsRoute = {
  method: 'POST',
  url: '/requests/:requestId/supply/disclose',
  summary: 'Tell the customer once everything that will be needed',
  permission: 'request.work',
  params,
  body: z.object({ materials: z.array(Text(100)).min(1).max(40) }),
  reply: SupplyFile,
  repeat: 'command',
} satisfies Route

export const recordReturnTripRoute = {
  method: 'POST',
  url: '/requests/:requestId/supply/return-trips',
  summary: 'Record that the customer was sent back for something that was not told',
  permission: 'request.work',
  params,
  body: z.object({ missing: Text(200) }),
  reply: SupplyFile,
  repeat: 'command',
} satisfies Route

export const askGreenChannelRoute = {
  method: 'POST',
  url: '/requests/:requestId/supply/green',
  summary: 'Ask for the green channel: why, and which own targets; no step is left out',
  permission: 'request.work',
  params,
  body: z.object({
    reason: z.enum(GREEN_REASONS),
    note: Text(500),
    targets: z.array(Target).min(1).max(10),
  }),
  reply: SupplyFile,
  repeat: 'command',
} satisfies Route

export const approveGreenChannelRoute = {
  method: 'POST',
  url: '/requests/:requestId/supply/green/approve',
  summary: 'Let a new supply into the green channel; never by whoever asked for it',
  permission: 'request.supervise',
  params,
  reply: SupplyFile,
  repeat: 'command',
} satisfies Route

export const signContractRoute = {
  method: 'POST',
  url: '/requests/:requestId/supply/contract',
  summary: 'Sign a service contract: the promised day, what follows if it is missed, who answers',
  permission: 'request.work',
  params,
  body: z.object({ promisedOn: PlainDate, penalty: Text(300), responsible: Text(100) }),
  reply: SupplyFile,
  repeat: 'command',
} satisfies Route
