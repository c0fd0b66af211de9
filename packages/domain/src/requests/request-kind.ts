import type { SupplyClass } from '../commitments/edition.ts'

/** Kinds of request (工单类型): fault, complaint, whistle-blow, opinion, suggestion, enquiry, praise, service, new supply. */
export const REQUEST_KINDS = [
  'fault',
  'complaint',
  'whistle-blow',
  'opinion',
  'suggestion',
  'enquiry',
  'praise',
  'service',
  'new-supply',
] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

/**
 * What each kind is divided into; none for the others. Complaints: 服务, 营业, 停送电, 供电质量, 电网建设.
 * New supply is divided by what limits and steps depend on.
 */
export const REQUEST_SUBKINDS = {
  fault: ['normal', 'urgent'],
  complaint: ['service', 'business', 'outage', 'quality', 'construction'],
  'whistle-blow': [],
  opinion: [],
  suggestion: [],
  enquiry: [],
  praise: ['conduct', 'supply-service', 'construction', 'other'],
  service: ['meter-test', 'reading-dispute', 'reconnection', 'appliance-damage', 'other'],
  'new-supply': ['resident', 'low-voltage', 'high-voltage-single', 'high-voltage-dual'],
} as const satisfies Record<RequestKind, readonly string[]>

/** Grades of a complaint (投诉等级): 一般, 重要, 重大, 特殊. */
export const COMPLAINT_GRADES = ['general', 'important', 'major', 'special'] as const
export type ComplaintGrade = (typeof COMPLAINT_GRADES)[number]

/** How a request came in (受理渠道). */
export const REQUEST_CHANNELS = [
  'hotline',
  'counter',
  'field',
  'portal',
  'api',
  'regulator',
  'city-hotline',
] as const
export type RequestChannel = (typeof REQUEST_CHANNELS)[number]

/** Where a request stands (工单状态): 已受理, 已派工, 处理中, 已办结, 已归档, 已撤销. */
export const REQUEST_STATES = [
  'accepted',
  'assigned',
  'working',
  'done',
  'closed',
  'withdrawn',
] as const
export type RequestState = (typeof REQUEST_STATES)[number]

/** Whether a division belongs to its kind; a kind that is divided needs one. */
export function fitsKind(kind: RequestKind, subkind: string | null): boolean {
  const known: readonly string[] = REQUEST_SUBKINDS[kind]
  return subkind === null ? known.length === 0 : known.includes(subkind)
}

/** The class that limits are chosen by: that of a new supply is its division. */
export function classOfRequest(
  kind: RequestKind,
  subkind: string | null,
  supplyClass: SupplyClass | null,
): SupplyClass | undefined {
  return kind === 'new-supply' ? (subkind as SupplyClass) : (supplyClass ?? undefined)
}
