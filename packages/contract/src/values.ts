import type { PlainDate as PlainDateText } from '@nuandeng/domain'
import { CUSTOMER_CLASSES, FIELD_RECORD_KINDS, MEASURES, ROLES, UNIT_KINDS } from '@nuandeng/domain'
import { z } from 'zod'

/**
 * A UUID made by whoever creates the thing; version 7 is preferred, so that keys stay in order. In small
 * letters, as the database gives it back, however it was sent.
 */
export const Id = z.uuid().toLowerCase()

/** An instant with its offset, e.g. `2011-10-15T08:30:00+08:00`. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !Number.isNaN(Date.parse(text)), 'no such instant')
  .refine((text) => text >= '1990' && text < '2200', 'outside the years 1990 to 2199')

const datesFrom = (year: string) =>
  z.iso
    .date()
    .refine((text) => text >= year && text < '2200', `outside the years ${year} to 2199`)
    .transform((text) => text as PlainDateText)

/** A calendar date in Asia/Shanghai. */
export const PlainDate = datesFrom('1990')
/** One that may lie long back, as the day on which a house was connected does. */
export const LongAgoDate = datesFrom('1900')

function isControl(character: string): boolean {
  return character < ' ' && !'\t\n\r'.includes(character)
}

/** Text that the database can hold as it is: well-formed, no control characters but line ends and tabs. */
export function Text(max: number, min = 1) {
  return z
    .string()
    .min(min)
    .max(max)
    .refine((text) => text.isWellFormed(), 'broken characters')
    .refine((text) => ![...text].some(isControl), 'control characters')
    .refine((text) => min === 0 || text.trim() !== '', 'only blanks')
}

/** GB/T 2260 code of a city (地市代码), e.g. `410100`; `410000` for what belongs to the province. */
export const CityCode = z.string().regex(/^\d{6}$/)

export const UnitKindName = z.enum(UNIT_KINDS)
export const RoleName = z.enum(ROLES)
export const MeasureName = z.enum(MEASURES)
export const CustomerClassName = z.enum(CUSTOMER_CLASSES)
export const FieldRecordKindName = z.enum(FIELD_RECORD_KINDS)

/** Query parameters of a list: the cursor comes from the page before. */
export const paging = {
  cursor: Text(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

/** One page of a list; `next` is the cursor of the page after, null on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** A unit as other things name it. */
export const UnitRef = z.object({
  unitId: Id,
  kind: UnitKindName,
  name: z.string(),
  path: z.string(),
})
