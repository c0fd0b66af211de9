import { z } from 'zod'
import type { Route } from './route.ts'
import { Me } from './sign-in.ts'
import { Id, Instant, Text, UnitRef } from './values.ts'

const Display = z.object({
  displayId: Id,
  name: z.string(),
  unit: UnitRef,
  createdAt: Instant,
  lastSeenAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
})

export const listDisplaysRoute = {
  method: 'GET',
  url: '/displays',
  summary: 'Wall screens of the units in reach',
  permission: 'display.read',
  reply: z.object({ items: z.array(Display) }),
  repeat: 'read',
} satisfies Route

export const createDisplayRoute = {
  method: 'POST',
  url: '/displays',
  summary: 'Register a wall screen; the key is shown once and sees totals only',
  permission: 'display.create',
  body: z.object({ displayId: Id, unitId: Id, name: Text(100) }),
  reply: z.object({ displayId: Id, key: z.string() }),
  repeat: 'own-id',
} satisfies Route

export const revokeDisplayRoute = {
  method: 'POST',
  url: '/displays/:displayId/revoke',
  summary: 'Take a wall screen off',
  permission: 'display.revoke',
  params: z.object({ displayId: Id }),
  reply: z.object({ displayId: Id }),
  repeat: 'command',
} satisfies Route

export const signInDisplayRoute = {
  method: 'POST',
  url: '/session/display',
  summary: 'A wall screen logs in with its key',
  permission: 'public',
  body: z.object({ key: Text(200) }),
  reply: z.object({ token: z.string(), me: Me }),
  repeat: 'own-id',
} satisfies Route
