/** What a role may do; `noun.verb`. One list for routes, use cases and screens. */
export const PERMISSIONS = [
  'unit.create',
  'unit.rename',
  'unit.merge',
  'unit.close',
  'person.read',
  'person.create',
  'person.edit',
  'person.reveal',
  'person.deactivate',
  'person.unlock',
  'person.reset',
  'role.grant',
  'role.end',
  'session.read',
  'session.revoke',
  'display.read',
  'display.create',
  'display.revoke',
  'opinion.import',
  'campaign.read',
  'campaign.create',
  'campaign.edit',
  'plan.read',
  'plan.file',
  'plan.decide',
  'record.read',
  'record.write',
  'record.export',
  'record.reveal',
  'day.read',
  'day.close',
  'audit.read',
  'audit.verify',
  'customer.read',
  'customer.create',
  'customer.edit',
  'customer.verify',
  'customer.reveal',
  'customer.assign',
  'customer.export',
  'customer.import',
  'customer.merge',
  'special-place.read',
  'special-place.edit',
  'import.run',
  'care.read',
  'care.write',
  'liaison.read',
  'liaison.write',
  'need.read',
  'need.write',
  'need.export',
  'request.read',
  'request.accept',
  'request.assign',
  'request.work',
  'request.reveal',
  'request.supervise',
  'request.unseal',
  'assurance.read',
  'assurance.write',
  'assurance.set-cycle',
  'calendar.edit',
  'request.export',
  'outage.read',
  'outage.plan',
  'arrears.read',
  'arrears.work',
  'arrears.approve',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Roles (角色). A person holds a role at a unit, and it reaches that unit and all below it. */
export const ROLES = [
  'office',
  'station-head',
  'field-worker',
  'liaison-officer',
  'care-officer',
  'auditor',
  'system-admin',
  'security-admin',
  'display',
] as const
export type Role = (typeof ROLES)[number]

/**
 * Separation of administration (三员分立): system, security and audit administration are held by
 * different people. Nobody may hold two of these roles.
 */
export const SEPARATED_ROLES = [
  'system-admin',
  'security-admin',
  'auditor',
] as const satisfies Role[]

/** The one table of what each role may do (角色权限). */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  /** 活动办: the campaign office of a province, city or county. */
  office: [
    'person.read',
    'person.reveal',
    'display.read',
    'display.create',
    'display.revoke',
    'opinion.import',
    'campaign.read',
    'campaign.create',
    'campaign.edit',
    'plan.read',
    'plan.file',
    'plan.decide',
    'record.read',
    'record.write',
    'record.export',
    'record.reveal',
    'day.read',
    'day.close',
    'customer.read',
    'customer.create',
    'customer.edit',
    'customer.verify',
    'customer.reveal',
    'customer.assign',
    'customer.export',
    'customer.import',
    'customer.merge',
    'special-place.read',
    'special-place.edit',
    'import.run',
    'liaison.read',
    'liaison.write',
    'need.read',
    'need.write',
    'need.export',
    'request.read',
    'request.accept',
    'request.assign',
    'request.work',
    'request.reveal',
    'request.supervise',
    'request.unseal',
    'assurance.read',
    'assurance.write',
    'assurance.set-cycle',
    'calendar.edit',
    'request.export',
    'outage.read',
    'outage.plan',
    'arrears.read',
    'arrears.work',
    'arrears.approve',
  ],
  /** 供电所长. */
  'station-head': [
    'person.read',
    'person.reveal',
    'campaign.read',
    'plan.read',
    'plan.file',
    'record.read',
    'record.write',
    'record.export',
    'record.reveal',
    'day.read',
    'customer.read',
    'customer.create',
    'customer.edit',
    'customer.verify',
    'customer.reveal',
    'customer.assign',
    'customer.export',
    'customer.merge',
    'special-place.read',
    'special-place.edit',
    'liaison.read',
    'liaison.write',
    'need.read',
    'need.write',
    'need.export',
    'request.read',
    'request.accept',
    'request.assign',
    'request.work',
    'request.reveal',
    'assurance.read',
    'assurance.write',
    'request.export',
    'outage.read',
    'arrears.read',
    'arrears.work',
    'arrears.approve',
  ],
  /** 一线人员, 台区经理, 服务队队员. */
  'field-worker': [
    'campaign.read',
    'plan.read',
    'record.read',
    'record.write',
    'day.read',
    'customer.read',
    'customer.verify',
    'special-place.read',
    'liaison.read',
    'need.read',
    'need.write',
    'request.read',
    'request.accept',
    'request.work',
    'request.reveal',
    'assurance.read',
    'assurance.write',
    'outage.read',
    'arrears.read',
    'arrears.work',
  ],
  /** 直通服务联络员. */
  'liaison-officer': [
    'campaign.read',
    'plan.read',
    'record.read',
    'record.write',
    'record.reveal',
    'day.read',
    'customer.read',
    'customer.edit',
    'customer.verify',
    'customer.reveal',
    'special-place.read',
    'liaison.read',
    'need.read',
    'need.write',
    'request.read',
    'request.accept',
    'request.work',
    'request.reveal',
    'assurance.read',
    'assurance.write',
    'outage.read',
  ],
  /** 关爱专员: the only role that sees care flags (ADR 11). */
  'care-officer': ['care.read', 'care.write', 'import.run'],
  /** 审计管理员. */
  auditor: ['audit.read', 'audit.verify'],
  /** 系统管理员. */
  'system-admin': [
    'unit.create',
    'unit.rename',
    'unit.merge',
    'unit.close',
    'person.read',
    'person.create',
    'person.edit',
    'import.run',
  ],
  /** 安全管理员. */
  'security-admin': [
    'person.read',
    'person.deactivate',
    'person.unlock',
    'person.reset',
    'role.grant',
    'role.end',
    'session.read',
    'session.revoke',
  ],
  /** 大屏: an unattended wall screen; sees totals and nothing else. */
  display: ['day.read'],
}

/**
 * Whether an operation with this permission reaches the protected store (ADR 11): only there does the database
 * show care flags.
 */
export function opensProtected(permission: Permission): boolean {
  return permission.startsWith('care.')
}

/** A role held at a unit. `path` is the unit's ltree path, root first, labels joined by dots. */
export type Grant = { role: Role; unitId: string; path: string; cityCode: string }

/** Whether `path` is `ancestor` itself or stands below it. */
export function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`)
}

/** The unit paths at which these grants carry the permission: the actor's scope for one request. */
export function pathsWith(grants: readonly Grant[], permission: Permission): string[] {
  return grants
    .filter((grant) => ROLE_PERMISSIONS[grant.role].includes(permission))
    .map((grant) => grant.path)
}
