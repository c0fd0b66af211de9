import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, Instant } from './values.ts'

const Hour = z.number().int().min(0).max(24)
const rules = {
  attempts: z.number().int().min(1).max(10),
  hoursApart: z.number().int().min(0).max(72),
  /** Hours of the day in China, [from, to), at which nobody is called; may pass midnight. */
  quietHours: z.array(z.tuple([Hour, Hour])).max(6),
}

export const getCallBackRulesRoute = {
  method: 'GET',
  url: '/call-back-rules',
  summary: 'How call-backs are made at a unit, and who set it; nobody did: the starting values',
  permission: 'request.read',
  query: z.object({ unitId: Id }),
  reply: z.object({
    ...rules,
    setBy: z.object({ unitName: z.string(), name: z.string(), at: Instant }).nullable(),
  }),
  repeat: 'read',
} satisfies Route

export const setCallBackRulesRoute = {
  method: 'POST',
  url: '/call-back-rules',
  summary: 'Set how call-backs are made at a unit and all below it',
  permission: 'calendar.edit',
  body: z.object({ unitId: Id, ...rules }),
  reply: z.object({ unitId: Id }),
  repeat: 'command',
} satisfies Route
