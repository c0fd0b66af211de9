import { PERMISSIONS } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import {
  CityCode,
  Id,
  Instant,
  PlainDate,
  pageOf,
  paging,
  RoleName,
  Text,
  UnitKindName,
  UnitRef,
} from './values.ts'

const Unit = UnitRef.extend({
  code: z.string(),
  cityCode: CityCode,
  parentId: Id.nullable(),
  validFrom: PlainDate,
  validTo: PlainDate.nullable(),
  mergedIntoId: Id.nullable(),
  childCount: z.number(),
})

export const listUnitsRoute = {
  method: 'GET',
  url: '/units',
  summary: 'Units below a parent, or found by a part of the name or code, valid on a day',
  permission: 'signed-in',
  query: z.object({
    ...paging,
    parentId: Id.optional(),
    search: Text(100).optional(),
    kind: UnitKindName.optional(),
    validOn: PlainDate.optional(),
  }),
  /** `above` names the city and county, since names of stations repeat. */
  reply: pageOf(Unit.extend({ above: z.array(z.string()) })),
  repeat: 'read',
} satisfies Route

export const getUnitRoute = {
  method: 'GET',
  url: '/units/:unitId',
  summary: 'One unit with the units above it and the names it has borne',
  permission: 'signed-in',
  params: z.object({ unitId: Id }),
  reply: Unit.extend({
    ancestors: z.array(UnitRef),
    names: z.array(z.object({ name: z.string(), validFrom: PlainDate })),
  }),
  repeat: 'read',
} satisfies Route

export const createUnitRoute = {
  method: 'POST',
  url: '/units',
  summary: 'Add a unit under another',
  permission: 'unit.create',
  body: z.object({
    unitId: Id,
    parentId: Id,
    kind: UnitKindName,
    code: z.string().regex(/^[A-Za-z0-9]{1,24}$/),
    name: Text(100),
    /** Of a city only; whatever stands below has the code of its city. */
    cityCode: CityCode.optional(),
    validFrom: PlainDate,
  }),
  reply: z.object({ unitId: Id, path: z.string() }),
  repeat: 'command',
} satisfies Route

export const renameUnitRoute = {
  method: 'POST',
  url: '/units/:unitId/rename',
  summary: 'Give a unit a new name from a day on; the old name stays in its history',
  permission: 'unit.rename',
  params: z.object({ unitId: Id }),
  body: z.object({ name: Text(100), validFrom: PlainDate }),
  reply: z.object({ unitId: Id, name: z.string() }),
  repeat: 'command',
} satisfies Route

export const mergeUnitRoute = {
  method: 'POST',
  url: '/units/:unitId/merge',
  summary:
    'Close a unit on a day and point to the one that takes over; past records stay where they were',
  permission: 'unit.merge',
  params: z.object({ unitId: Id }),
  body: z.object({ intoUnitId: Id, mergedOn: PlainDate }),
  reply: z.object({ unitId: Id, mergedIntoId: Id, validTo: PlainDate }),
  repeat: 'command',
} satisfies Route

export const closeUnitRoute = {
  method: 'POST',
  url: '/units/:unitId/close',
  summary: 'Close a unit on a day, with nobody to take over; its records and names stay',
  permission: 'unit.close',
  params: z.object({ unitId: Id }),
  body: z.object({ closedOn: PlainDate, reason: Text(500) }),
  reply: z.object({ unitId: Id, validTo: PlainDate }),
  repeat: 'command',
} satisfies Route

const Assignment = z.object({
  assignmentId: Id,
  role: RoleName,
  unit: UnitRef,
  validFrom: PlainDate,
  validTo: PlainDate.nullable(),
})

const StaffNo = z.string().regex(/^[A-Za-z0-9-]{1,24}$/)
const Phone = z.string().regex(/^\+?[0-9][0-9-]{4,19}$/)

const Person = z.object({
  personId: Id,
  loginName: z.string(),
  name: z.string(),
  staffNo: z.string(),
  /** Masked (138****0000); in full only by `revealPerson`. */
  phone: z.string().nullable(),
  unit: UnitRef,
  isActive: z.boolean(),
  isLocked: z.boolean(),
  hasTotp: z.boolean(),
  roles: z.array(Assignment),
})

export const listPeopleRoute = {
  method: 'GET',
  url: '/people',
  summary: 'People of the units in reach, by name, staff number or role',
  permission: 'person.read',
  query: z.object({
    ...paging,
    unitId: Id.optional(),
    search: Text(100).optional(),
    role: RoleName.optional(),
    /** Those who work here now, unless told otherwise. */
    state: z.enum(['active', 'inactive', 'all']).default('active'),
  }),
  reply: pageOf(Person),
  repeat: 'read',
} satisfies Route

export const getPersonRoute = {
  method: 'GET',
  url: '/people/:personId',
  summary: 'One person with the roles held now and before',
  permission: 'person.read',
  params: z.object({ personId: Id }),
  reply: Person,
  repeat: 'read',
} satisfies Route

export const createPersonRoute = {
  method: 'POST',
  url: '/people',
  summary:
    'Add a person with a log-in and a first password that must be changed; without a role they can do nothing',
  permission: 'person.create',
  body: z.object({
    personId: Id,
    unitId: Id,
    loginName: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,39}$/),
    name: Text(60),
    staffNo: StaffNo,
    phone: Phone.optional(),
    firstPassword: Text(200, 12),
  }),
  reply: z.object({ personId: Id }),
  repeat: 'command',
} satisfies Route

export const editPersonRoute = {
  method: 'POST',
  url: '/people/:personId/edit',
  summary: 'Correct what is known of a person, or move them to another unit in reach',
  permission: 'person.edit',
  params: z.object({ personId: Id }),
  body: z.object({
    name: Text(60).optional(),
    staffNo: StaffNo.optional(),
    phone: Phone.nullable().optional(),
    unitId: Id.optional(),
  }),
  reply: Person,
  repeat: 'command',
} satisfies Route

export const revealPersonRoute = {
  method: 'POST',
  url: '/people/:personId/reveal',
  summary:
    'See the personal number of somebody; the look goes into the audit trail with its purpose',
  permission: 'person.reveal',
  params: z.object({ personId: Id }),
  body: z.object({ purpose: Text(200) }),
  reply: z.object({ name: z.string(), phone: z.string().nullable() }),
  // Never stored: a stored reply would keep the number in clear.
  repeat: 'own-id',
} satisfies Route

export const grantRoleRoute = {
  method: 'POST',
  url: '/people/:personId/roles',
  summary:
    'Give a person a role at a unit; nobody holds two of system, security and audit administration',
  permission: 'role.grant',
  params: z.object({ personId: Id }),
  body: z.object({
    assignmentId: Id,
    role: RoleName,
    unitId: Id,
    validFrom: PlainDate,
    validTo: PlainDate.optional(),
  }),
  reply: z.object({ assignmentId: Id }),
  repeat: 'command',
} satisfies Route

export const endRoleRoute = {
  method: 'POST',
  url: '/people/:personId/roles/:assignmentId/end',
  summary: 'End a role now; its holder loses the reach at once',
  permission: 'role.end',
  params: z.object({ personId: Id, assignmentId: Id }),
  body: z.object({ reason: Text(500) }),
  reply: z.object({ assignmentId: Id, validTo: PlainDate }),
  repeat: 'command',
} satisfies Route

export const unlockPersonRoute = {
  method: 'POST',
  url: '/people/:personId/unlock',
  summary: 'Lift the lock that failed log-ins put on an account',
  permission: 'person.unlock',
  params: z.object({ personId: Id }),
  body: z.object({ reason: Text(500) }),
  reply: z.object({ personId: Id, isLocked: z.boolean() }),
  repeat: 'command',
} satisfies Route

export const deactivatePersonRoute = {
  method: 'POST',
  url: '/people/:personId/deactivate',
  summary: 'Close an account: all its sessions and roles end',
  permission: 'person.deactivate',
  params: z.object({ personId: Id }),
  body: z.object({ reason: Text(500) }),
  reply: z.object({ personId: Id, isActive: z.boolean() }),
  repeat: 'command',
} satisfies Route

export const resetSignInRoute = {
  method: 'POST',
  url: '/people/:personId/reset-sign-in',
  summary: 'Set a new first password and drop the second factor; all sessions end',
  permission: 'person.reset',
  params: z.object({ personId: Id }),
  body: z.object({ firstPassword: Text(200, 12), reason: Text(500) }),
  reply: z.object({ personId: Id }),
  repeat: 'command',
} satisfies Route

const Session = z.object({
  sessionId: Id,
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(),
})

export const listSessionsRoute = {
  method: 'GET',
  url: '/people/:personId/sessions',
  summary: 'Open sessions of a person in reach',
  permission: 'session.read',
  params: z.object({ personId: Id }),
  reply: z.object({ items: z.array(Session) }),
  repeat: 'read',
} satisfies Route

export const revokeSessionRoute = {
  method: 'POST',
  url: '/people/:personId/sessions/:sessionId/revoke',
  summary: 'End a session of a person in reach, at once',
  permission: 'session.revoke',
  params: z.object({ personId: Id, sessionId: Id }),
  reply: z.object({ sessionId: Id }),
  repeat: 'command',
} satisfies Route

const Me = z.object({
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
