import { z } from 'zod'
import type { Route } from './route.ts'
import { Session } from './sign-in.ts'
import { Id, PlainDate, pageOf, paging, RoleName, Text, UnitRef } from './values.ts'

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
