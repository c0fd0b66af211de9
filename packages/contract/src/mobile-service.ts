import { MOBILE_OFFERS, MOBILE_PLACES } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, Instant, PlainDate, Text, UnitRef } from './values.ts'

const MobileService = z.object({
  serviceId: Id,
  unit: UnitRef,
  placeKind: z.enum(MOBILE_PLACES),
  place: z.string(),
  beginsAt: Instant,
  endsAt: Instant,
  team: z.string(),
  offers: z.array(z.enum(MOBILE_OFFERS)),
  /** Why it does not take place. */
  cancelReason: z.string().nullable(),
  /** Requests accepted there on the spot. */
  accepted: z.number(),
})

export const listMobileServicesRoute = {
  method: 'GET',
  url: '/mobile-services',
  summary: 'Service in parks and villages: day, place, team, what is offered; no log-in',
  permission: 'public',
  query: z.object({
    /** The province when absent. */
    unitId: Id.optional(),
    /** Days in China, both included; from today on when absent. */
    from: PlainDate.optional(),
    to: PlainDate.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  reply: z.object({
    unit: UnitRef,
    items: z.array(MobileService),
    /** There are more than these. */
    isCut: z.boolean(),
  }),
  repeat: 'read',
} satisfies Route

export const planMobileServiceRoute = {
  method: 'POST',
  url: '/mobile-services',
  summary: 'Plan service in a park or village: published at once',
  permission: 'mobile.plan',
  body: z.object({
    serviceId: Id,
    unitId: Id,
    placeKind: z.enum(MOBILE_PLACES),
    place: Text(200),
    beginsAt: Instant,
    endsAt: Instant,
    team: Text(200),
    offers: z.array(z.enum(MOBILE_OFFERS)).min(1).max(MOBILE_OFFERS.length),
  }),
  reply: z.object({ serviceId: Id }),
  repeat: 'command',
} satisfies Route

export const cancelMobileServiceRoute = {
  method: 'POST',
  url: '/mobile-services/:serviceId/cancel',
  summary: 'Cancel service that was published, with the reason for everybody to read',
  permission: 'mobile.plan',
  params: z.object({ serviceId: Id }),
  body: z.object({ reason: Text(300) }),
  reply: z.object({ serviceId: Id }),
  repeat: 'command',
} satisfies Route
