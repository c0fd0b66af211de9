import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, Instant, PlainDate, Text } from './values.ts'

const Year = z.coerce.number().int().min(2007).max(2060)

export const getCalendarRoute = {
  method: 'GET',
  url: '/calendar',
  summary: 'Days off, make-up days and closures of a year, and up to which day notices are known',
  permission: 'request.read',
  query: z.object({ year: Year }),
  reply: z.object({
    year: z.number(),
    knownTo: PlainDate,
    daysOff: z.array(PlainDate),
    makeUpDays: z.array(PlainDate),
    /** Notices that this installation added to those that the program brings along. */
    notices: z.array(
      z.object({ year: z.number(), source: z.string(), by: z.string(), at: Instant }),
    ),
    /** How far the deadlines follow the notices: up to which day, since when, and how many moved then. */
    computed: z.object({ knownTo: PlainDate, at: Instant, movedClocks: z.number() }).nullable(),
    closures: z.array(
      z.object({
        closureId: Id,
        unitId: Id,
        unitName: z.string(),
        unitPath: z.string(),
        firstOn: PlainDate,
        lastOn: PlainDate,
        reason: z.string(),
        by: z.string(),
        isLifted: z.boolean(),
        /** Whether all open deadlines follow it already. */
        isApplied: z.boolean(),
        /** How many of them moved. */
        movedClocks: z.number(),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

export const declareClosureRoute = {
  method: 'POST',
  url: '/calendar/closures',
  summary: 'Close a unit and all below it for some days; open deadlines in working days follow',
  permission: 'calendar.edit',
  body: z.object({
    closureId: Id,
    unitId: Id,
    firstOn: PlainDate,
    lastOn: PlainDate,
    reason: Text(300),
  }),
  reply: z.object({ closureId: Id }),
  repeat: 'command',
} satisfies Route

export const liftClosureRoute = {
  method: 'POST',
  url: '/calendar/closures/:closureId/lift',
  summary: 'Take a closure back; open deadlines follow',
  permission: 'calendar.edit',
  params: z.object({ closureId: Id }),
  body: z.object({ reason: Text(300) }),
  reply: z.object({ closureId: Id }),
  repeat: 'command',
} satisfies Route

export const declareNoticeRoute = {
  method: 'POST',
  url: '/calendar/notices',
  summary: 'Enter the State Council’s notice of the next year; provisional deadlines follow',
  permission: 'calendar.edit',
  body: z.object({
    year: z.number().int().min(2007).max(2060),
    daysOff: z.array(PlainDate).min(1).max(60),
    makeUpDays: z.array(PlainDate).max(30),
    source: Text(300),
  }),
  reply: z.object({ year: z.number() }),
  repeat: 'command',
} satisfies Route
