import { PERMISSIONS } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, Instant, RoleName, Text, UnitRef } from './values.ts'

export const Session = z.object({
  sessionId: Id,
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(),
})

export const Me = z.object({
  personId: Id,
  name: z.string(),
  loginName: z.string(),
  unit: UnitRef,
  grants: z.array(z.object({ role: RoleName, unit: UnitRef })),
  permissions: z.array(z.enum(PERMISSIONS)),
  hasTotp: z.boolean(),
  mustChangePassword: z.boolean(),
  /** Minutes without a request after which the session ends; null for wall screens. */
  idleMinutes: z.number().nullable(),
  /** Whether this installation shows invented data: then every screen says 演示数据. */
  isDemo: z.boolean(),
})

export const signInRoute = {
  method: 'POST',
  url: '/session',
  summary: 'Log in with name and password, and the six digits where a second factor is set',
  permission: 'public',
  body: z.object({
    loginName: Text(64),
    password: Text(200),
    totp: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
  }),
  reply: z.object({ token: z.string(), me: Me }),
  repeat: 'own-id',
} satisfies Route

export const signInOptionsRoute = {
  method: 'GET',
  url: '/session/options',
  summary: 'How one can log in here: password, OIDC, and in a demonstration the demo accounts',
  permission: 'public',
  reply: z.object({
    oidc: z.object({ label: z.string(), startUrl: z.string() }).nullable(),
    isDemo: z.boolean(),
    demoAccounts: z.array(
      z.object({
        loginName: z.string(),
        password: z.string(),
        role: RoleName,
        /** Held beside it. */
        also: RoleName.optional(),
        unitName: z.string(),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

export const startOidcRoute = {
  method: 'GET',
  url: '/session/oidc',
  summary: 'Go to the identity provider (OIDC) to log in there',
  permission: 'public',
  reply: z.null(),
  repeat: 'read',
  shape: 'redirect',
} satisfies Route

export const finishOidcRoute = {
  method: 'GET',
  url: '/session/oidc/callback',
  summary:
    'Come back from the identity provider: to the console, or to its log-in page with `?refused=`',
  permission: 'public',
  query: z.object({
    state: Text(200).optional(),
    code: Text(4000).optional(),
    error: Text(200).optional(),
  }),
  reply: z.null(),
  repeat: 'own-id',
  shape: 'redirect',
} satisfies Route

export const getMeRoute = {
  method: 'GET',
  url: '/session',
  summary: 'Who is logged in, where and with which roles',
  permission: 'signed-in',
  reply: Me,
  repeat: 'read',
} satisfies Route

export const signOutRoute = {
  method: 'POST',
  url: '/session/end',
  summary: 'Log out',
  permission: 'signed-in',
  reply: z.object({}),
  repeat: 'own-id',
} satisfies Route

export const listMySessionsRoute = {
  method: 'GET',
  url: '/session/all',
  summary: 'My open sessions on all devices',
  permission: 'signed-in',
  reply: z.object({ items: z.array(Session) }),
  repeat: 'read',
} satisfies Route

export const revokeMySessionRoute = {
  method: 'POST',
  url: '/session/all/:sessionId/revoke',
  summary: 'End one of my sessions',
  permission: 'signed-in',
  params: z.object({ sessionId: Id }),
  reply: z.object({ sessionId: Id }),
  repeat: 'command',
} satisfies Route

export const changePasswordRoute = {
  method: 'POST',
  url: '/session/password',
  summary: 'Change my password; my other sessions end',
  permission: 'signed-in',
  body: z.object({ password: Text(200), newPassword: Text(200, 12) }),
  reply: z.object({}),
  repeat: 'command',
} satisfies Route

export const startTotpRoute = {
  method: 'POST',
  url: '/session/totp',
  summary: 'Begin to set up a second factor: the secret to scan',
  permission: 'signed-in',
  body: z.object({ password: Text(200) }),
  reply: z.object({ secret: z.string(), uri: z.string() }),
  repeat: 'own-id',
} satisfies Route

export const confirmTotpRoute = {
  method: 'POST',
  url: '/session/totp/confirm',
  summary: 'Prove the second factor with six digits; from then on it is asked at log-in',
  permission: 'signed-in',
  body: z.object({ totp: z.string().regex(/^\d{6}$/) }),
  reply: z.object({ hasTotp: z.boolean() }),
  repeat: 'own-id',
} satisfies Route

export const removeTotpRoute = {
  method: 'POST',
  url: '/session/totp/remove',
  summary: 'Take my second factor off, with the password and a last code',
  permission: 'signed-in',
  body: z.object({ password: Text(200), totp: z.string().regex(/^\d{6}$/) }),
  reply: z.object({ hasTotp: z.boolean() }),
  repeat: 'command',
} satisfies Route
