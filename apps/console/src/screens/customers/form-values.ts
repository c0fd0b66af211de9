import type { editCustomerRoute, SentOf } from '@nuandeng/contract'
import type { CustomerFile, Full } from './words.ts'

type Sent = SentOf<typeof editCustomerRoute>
/** What is sent of a file. */
export type FileContent = Required<Omit<Sent, 'customerId' | 'version' | 'people'>> & {
  people?: Full['people']
}
/** What the form holds: the same with gaps, and what one may not see without saying what for is not in it. */
export type FileValues = {
  [Field in keyof FileContent]?: FileContent[Field] | null | undefined
} & { accountNo?: string }

/** A file as the form shows it. */
export function valuesOf(file: CustomerFile, full: Full | undefined): FileValues {
  const { name, address } = full ?? file
  const isOpen = full !== undefined || !file.isMasked
  return {
    unitId: file.unit.unitId,
    ...(isOpen ? { name, address } : {}),
    place: file.place,
    transformerArea: file.transformerArea,
    customerClass: file.customerClass,
    tags: file.tags,
    grade: file.grade,
    gradeDecidedBy: file.gradeDecidedBy,
    gradeDecidedOn: file.gradeDecidedOn,
    useCategory: file.useCategory,
    voltage: file.voltage,
    capacityKva: file.capacityKva,
    supplyArea: file.supplyArea,
    status: file.status,
    connectedOn: file.connectedOn,
    isTemporary: file.isTemporary,
    details: file.details,
    remark: file.remark,
    ...(full ? { people: [...full.people] } : {}),
  }
}

const NULLABLE = [
  'address',
  'place',
  'transformerArea',
  'customerClass',
  'grade',
  'gradeDecidedBy',
  'gradeDecidedOn',
  'useCategory',
  'voltage',
  'capacityKva',
  'supplyArea',
  'connectedOn',
  'isTemporary',
  'remark',
] as const

/** What the form holds as it is sent: empty fields are null, empty parts of blocks are left out. */
export function contentOf({ accountNo: _, ...values }: FileValues): Partial<FileContent> {
  const content: Record<string, unknown> = {}
  for (const field in values) content[field] = withoutGaps(values[field as keyof typeof values])
  for (const field of NULLABLE) if (field in content) content[field] ??= null
  // Without coordinates the datum says nothing.
  if (!values.place?.longitude && !values.place?.latitude) content.place = null
  for (const field of ['tags', 'people']) if (field in values) content[field] ??= []
  if ('details' in values) content.details ??= {}
  return content
}

/** The value without empty fields; undefined when nothing is left. */
function withoutGaps(value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) {
    const items = value.map(withoutGaps).filter((item) => item !== undefined)
    return items.length > 0 ? items : undefined
  }
  const kept = Object.entries(value).flatMap(([key, part]) => {
    const left = withoutGaps(part)
    return left === undefined ? [] : [[key, left]]
  })
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** The same JSON, whatever the order of its keys. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(sorted)
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}

const BLOCKS = ['supply', 'plan', 'irrigation', 'home'] as const

/** What of a file differs: fields by their names, blocks of details by theirs. */
export function differencesOf(a: Partial<FileContent>, b: Partial<FileContent>): string[] {
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (field) => field !== 'details',
  ) as (keyof FileContent)[]
  return [
    ...fields.filter((field) => !isSame(a[field], b[field])),
    ...BLOCKS.filter((block) => !isSame(a.details?.[block], b.details?.[block])),
  ]
}

/**
 * What is to be sent so that `stored` becomes what the form holds where it was changed from `before`, and
 * stays as it is elsewhere.
 */
export function changesOf(
  before: Partial<FileContent>,
  after: Partial<FileContent>,
  stored: Partial<FileContent>,
): Partial<FileContent> {
  const changed = differencesOf(before, after)
  const changes: Record<string, unknown> = {}
  for (const field of changed) {
    if (field in after) changes[field] = after[field as keyof FileContent]
  }
  const blocks = BLOCKS.filter((block) => changed.includes(block))
  if (blocks.length > 0) {
    const mine = blocks.map((block) => [block, after.details?.[block]])
    changes.details = { ...stored.details, ...Object.fromEntries(mine) }
  }
  return changes
}
