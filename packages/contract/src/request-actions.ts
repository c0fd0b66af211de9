import { PAUSE_REASON_NAMES, REQUEST_STATES, SATISFACTIONS } from '@nuandeng/domain'
import { z } from 'zod'
import { RequestKindName, Subkind } from './requests.ts'
import type { Route } from './route.ts'
import { Id, Instant, Text } from './values.ts'

const params = z.object({ requestId: Id })
const reply = z.object({ requestId: Id, state: z.enum(REQUEST_STATES), round: z.number() })
const reason = Text(500)
/** When it happened, when that was before now. */
const at = Instant.optional()

export const assignRequestRoute = {
  method: 'POST',
  url: '/requests/:requestId/assign',
  summary: 'Give a request to an owner, or to another one',
  permission: 'request.assign',
  params,
  body: z.object({ ownerId: Id }),
  reply,
  repeat: 'command',
} satisfies Route

export const transferRequestRoute = {
  method: 'POST',
  url: '/requests/:requestId/transfer',
  summary: 'Hand a request to another unit; its clocks go on from the first acceptance',
  permission: 'request.assign',
  params,
  body: z.object({ unitId: Id, reason }),
  reply,
  repeat: 'command',
} satisfies Route

export const takeStepRoute = {
  method: 'POST',
  url: '/requests/:requestId/steps',
  summary: 'Record what happened: contact, arrival, answer, a stage of a new supply',
  permission: 'request.work',
  params,
  body: z.object({
    stepId: Id,
    step: z.string().regex(/^[a-z-]+\.[a-z-]+$/),
    at,
    /** An attempt to reach the customer is kept, and is no contact. */
    outcome: z.enum(['done', 'attempt']).default('done'),
    note: Text(1000).optional(),
  }),
  reply,
  repeat: 'command',
} satisfies Route

export const chaseRequestRoute = {
  method: 'POST',
  url: '/requests/:requestId/chase',
  summary: 'The customer asks again: linked to the request, and no clock restarts',
  permission: 'request.accept',
  params,
  body: z.object({ content: Text(1000) }),
  reply,
  repeat: 'command',
} satisfies Route

export const pauseRequestRoute = {
  method: 'POST',
  url: '/requests/:requestId/pause',
  summary: 'Pause a request for a listed reason; only clocks whose promise allows it stand still',
  permission: 'request.work',
  params,
  body: z.object({ pauseId: Id, reason: z.enum(PAUSE_REASON_NAMES), note: Text(500).optional() }),
  reply,
  repeat: 'command',
} satisfies Route

export const resumeRequestRoute = {
  method: 'POST',
  url: '/requests/:requestId/resume',
  summary: 'End the pause of a request',
  permission: 'request.work',
  params,
  body: z.object({ note: Text(500).optional() }),
  reply,
  repeat: 'command',
} satisfies Route

export const reclassifyRequestRoute = {
  method: 'POST',
  url: '/requests/:requestId/reclassify',
  summary: 'Change the kind of a request; clocks count from the first acceptance',
  permission: 'request.supervise',
  params,
  body: z.object({ kind: RequestKindName, subkind: Subkind.optional(), reason }),
  reply,
  repeat: 'command',
} satisfies Route

export const correctStepRoute = {
  method: 'POST',
  url: '/requests/:requestId/steps/:stepId/correct',
  summary: 'Correct the time of a step with a reason; both times and both verdicts stay',
  permission: 'request.supervise',
  params: z.object({ requestId: Id, stepId: Id }),
  body: z.object({ newStepId: Id, at: Instant, reason }),
  reply,
  repeat: 'command',
} satisfies Route

export const exemptClockRoute = {
  method: 'POST',
  url: '/requests/:requestId/exempt',
  summary: 'Take a clock out of the count with reason and evidence; its verdict stays visible',
  permission: 'request.supervise',
  params,
  body: z.object({
    row: z.string().max(60),
    round: z.number().int().min(1).max(2),
    reason: z.enum(['force-majeure', 'access-blocked', 'customer-caused', 'wrong-address']),
    evidence: Text(1000),
  }),
  reply,
  repeat: 'command',
} satisfies Route

export const withdrawRequestRoute = {
  method: 'POST',
  url: '/requests/:requestId/withdraw',
  summary: 'The customer takes the request back; a promise broken before stays broken',
  permission: 'request.accept',
  params,
  body: z.object({ reason }),
  reply,
  repeat: 'command',
} satisfies Route

export const closeRequestRoute = {
  method: 'POST',
  url: '/requests/:requestId/close',
  summary: 'File a request that is done',
  permission: 'request.assign',
  params,
  reply,
  repeat: 'command',
} satisfies Route

export const reopenRequestRoute = {
  method: 'POST',
  url: '/requests/:requestId/reopen',
  summary: 'Open a done request once more, with another owner',
  permission: 'request.supervise',
  params,
  body: z.object({ ownerId: Id, reason }),
  reply,
  repeat: 'command',
} satisfies Route

export const recordCallBackRoute = {
  method: 'POST',
  url: '/requests/:requestId/call-backs',
  summary: 'Record a call-back: the satisfaction in five steps, or that nobody answered',
  permission: 'request.accept',
  params,
  body: z.object({
    callBackId: Id,
    /** None: nobody answered. */
    satisfaction: z.enum(SATISFACTIONS).optional(),
    note: Text(1000).optional(),
  }),
  reply,
  repeat: 'command',
} satisfies Route

const purpose = Text(200)
const Contact = z.object({ name: z.string(), phone: z.string().nullable() })

export const revealRequestContactRoute = {
  method: 'POST',
  url: '/requests/:requestId/reveal',
  summary: 'Show the contact in full; who looked and what for is written down',
  permission: 'request.reveal',
  params,
  body: z.object({ purpose }),
  reply: Contact,
  // Never stored: a stored reply would keep the person in clear.
  repeat: 'own-id',
} satisfies Route

export const unsealReporterRoute = {
  method: 'POST',
  url: '/requests/:requestId/unseal',
  summary: 'Show who made a confidential report; who looked and what for is written down',
  permission: 'request.unseal',
  params,
  body: z.object({ purpose }),
  reply: Contact,
  // Never stored: a stored reply would keep the person in clear.
  repeat: 'own-id',
} satisfies Route
