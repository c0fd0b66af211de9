/** Kinds of field record (现场记录): one thing done in the field. */
export const FIELD_RECORD_KINDS = [
  'person-deployment',
  'vehicle-deployment',
  'visit',
  'transaction',
  'opinion',
  'leaflets',
] as const
export type FieldRecordKind = (typeof FIELD_RECORD_KINDS)[number]

/** Customer classes (客户分类): A 高危重要, B 重点, C1 农业生产, C2 城乡居民. */
export const CUSTOMER_CLASSES = ['A', 'B', 'C1', 'C2'] as const
export type CustomerClass = (typeof CUSTOMER_CLASSES)[number]

/** How far a device's clock may run ahead of the server's before a record counts as future. */
export const CLOCK_SKEW_MS = 5 * 60_000
