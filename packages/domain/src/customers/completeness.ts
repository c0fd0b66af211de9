import type { PlainDate } from '../calendar-day.ts'
import type { CustomerClass } from '../campaigns/field-record.ts'

/** Fields of a customer's file that completeness counts; those of a block by `block.field`. */
export type FileField =
  | 'address'
  | 'transformerArea'
  | 'useCategory'
  | 'voltage'
  | 'capacityKva'
  | 'supplyArea'
  | 'place'
  | 'phone'
  | 'grade'
  | 'gradeDecidedBy'
  | 'supply.sources'
  | 'supply.ownSupply'
  | 'supply.securityLoadKw'
  | 'person.duty-electrician'
  | 'plan.production'
  | 'person.decision-maker'
  | 'irrigation.wells'
  | 'irrigation.season'
  | 'home.phases'
  | 'home.hasBreaker'

const EVERYBODY: readonly FileField[] = ['address', 'useCategory', 'supplyArea', 'phone']
const BUSINESS: readonly FileField[] = [...EVERYBODY, 'voltage', 'capacityKva', 'place']

/**
 * What the file of each class must hold (一户一档). Of residents as little as service needs. Own reading: the
 * published account names the file, not its fields.
 */
export const REQUIRED_FIELDS: Record<CustomerClass | 'none', readonly FileField[]> = {
  A: [
    ...BUSINESS,
    'grade',
    'gradeDecidedBy',
    'supply.sources',
    'supply.ownSupply',
    'supply.securityLoadKw',
    'person.duty-electrician',
  ],
  B: [...BUSINESS, 'plan.production', 'person.decision-maker'],
  C1: [...EVERYBODY, 'transformerArea', 'irrigation.wells', 'irrigation.season'],
  C2: [...EVERYBODY, 'transformerArea', 'home.phases', 'home.hasBreaker'],
  none: EVERYBODY,
}

/** How complete a file is (完整度): percent of what its class requires, and what is missing. */
export function completenessOf(
  customerClass: CustomerClass | null,
  isFilled: (field: FileField) => boolean,
): { percent: number; missing: FileField[] } {
  const wanted = REQUIRED_FIELDS[customerClass ?? 'none']
  const missing = wanted.filter((field) => !isFilled(field))
  // Rounded down: 100 means that nothing is missing.
  return {
    percent: Math.floor((100 * (wanted.length - missing.length)) / wanted.length),
    missing,
  }
}

export const STALE_AFTER_MONTHS = 12

/** Files verified before this day are stale (过期); those never verified are, too. */
export function staleBefore(today: PlainDate, months = STALE_AFTER_MONTHS): PlainDate {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 - months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(day, last))
  return first.toISOString().slice(0, 10) as PlainDate
}

/** Whether a file has to be verified again. */
export function isStale(verifiedOn: PlainDate | null, today: PlainDate, months?: number): boolean {
  return verifiedOn === null || verifiedOn < staleBefore(today, months)
}
