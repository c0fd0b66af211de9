import {
  CUSTOMER_STATUSES,
  GRADES,
  PERSON_ROLES,
  SUPPLY_AREAS,
  tellsCareFlag,
  tidyCell,
  USE_CATEGORIES,
  VOLTAGES,
} from '@nuandeng/domain'
import { z } from 'zod'
import { CustomerClassName, LongAgoDate, PlainDate, Text } from './values.ts'

/** 户号: letters, digits and hyphens, leading noughts kept. */
export const AccountNo = z.string().regex(/^[A-Za-z0-9-]{1,32}$/)
export const PhoneNo = z.string().regex(/^\+?[0-9][0-9-]{4,19}$/)
export const GradeName = z.enum(GRADES)
export const SupplyAreaName = z.enum(SUPPLY_AREAS)
export const CustomerStatusName = z.enum(CUSTOMER_STATUSES)
export const UseCategoryCode = z.enum(USE_CATEGORIES)
export const VoltageName = z.enum(VOLTAGES)

/** Text as a cell of a list would hold it, so that what goes out by export comes back the same. */
const Tidy = (max: number) => Text(max).transform(tidyCell)
/** Nothing masked: what a list showed with stars must not overwrite what is known. */
const Unmasked = (max: number) =>
  Text(max)
    .refine((text) => !text.includes('**'), 'masked')
    .transform(tidyCell)
/** One of several in a cell of a list: none of the signs that part them there. */
const Item = (max: number) =>
  Tidy(max).refine((text) => !/[、，,;；|\n]/.test(text), 'a sign that parts the items of a list')
const Items = (length: number, max: number) =>
  z
    .array(Item(length))
    .max(max)
    .transform((items) => [...new Set(items)])
export const Tag = Item(30)
/** A tag that is given: one that tells a care flag belongs into the protected store (ADR 11). */
export const NewTag = Tag.refine(
  (tag) => !tellsCareFlag(tag),
  'a care flag: it belongs into the protected store',
)

/** To a centimetre: more digits than that do not survive a spreadsheet. */
const degrees = (min: number, max: number) =>
  z
    .number()
    .min(min)
    .max(max)
    .transform((value) => Number(value.toFixed(7)))

/** Coordinates in China, with the datum they were taken in. */
export const GeoPlace = z.strictObject({
  longitude: degrees(73, 136),
  latitude: degrees(3, 54),
  datum: z.enum(['WGS-84', 'GCJ-02']),
})

/** Somebody of a customer (联系人): sealed; shown masked. Kin and village contacts stand in the protected store. */
export const CustomerPerson = z.strictObject({
  role: z.enum(PERSON_ROLES),
  name: Unmasked(60).nullish(),
  phone: PhoneNo.nullish(),
  licenceNo: Unmasked(40).nullish(),
  /** Of a duty electrician's licence (电工证有效期). */
  licenceExpiresOn: PlainDate.nullish(),
})
export type CustomerPerson = z.output<typeof CustomerPerson>

/** Two decimals, as they are stored and printed. */
const amount = (max: number) =>
  z
    .number()
    .min(0)
    .max(max)
    .transform((value) => Math.round(value * 100) / 100)
const kw = amount(10_000_000)
const count = z.number().int().min(0).max(1_000_000)

/** Important and key customers (A, B): how they are supplied, and what carries them through an outage. */
const SupplyBlock = z.strictObject({
  creditCode: z
    .string()
    .regex(/^[0-9A-Z]{15,18}$/)
    .optional(),
  substation: Text(100).optional(),
  line: Text(100).optional(),
  sources: z
    .array(z.strictObject({ name: Item(100), voltage: VoltageName.optional() }))
    .max(8)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'a name twice')
    .optional(),
  switchOver: Text(300).optional(),
  runKva: kw.optional(),
  /** 保安负荷. */
  securityLoadKw: kw.optional(),
  /** 自备应急电源: what it gives, and within how many minutes. */
  ownSupply: z.strictObject({ kw, startMinutes: count.optional() }).optional(),
  /** 非电性质保安措施. */
  otherMeasures: Text(1000).optional(),
})

/** Key customers (B): what they will need. */
const PlanBlock = z.strictObject({
  production: Tidy(2000).optional(),
  expansion: z
    .strictObject({
      kva: kw.optional(),
      wantedOn: PlainDate.optional(),
      note: Text(1000).optional(),
    })
    .optional(),
})

/** Agricultural production (C1): wells and when water is needed. */
const IrrigationBlock = z.strictObject({
  wells: count.optional(),
  pumpsKw: kw.optional(),
  /** Months in which water is needed. */
  season: z
    .array(z.number().int().min(1).max(12))
    .max(12)
    .transform((months) => [...new Set(months)].sort((a, b) => a - b))
    .optional(),
  temporarySupply: z.boolean().optional(),
})

/** Homes (C2): as little as service needs. */
const HomeBlock = z.strictObject({
  phases: z.union([z.literal(1), z.literal(3)]).optional(),
  /** 漏电保护器. */
  hasBreaker: z.boolean().optional(),
  wiringHazards: Items(60, 20).optional(),
  lamps: count.optional(),
  appliances: Items(60, 50).optional(),
})

/** What only some classes have, in blocks; which fields a class must hold stands in the domain. */
export const CustomerDetails = z.strictObject({
  supply: SupplyBlock.optional(),
  plan: PlanBlock.optional(),
  irrigation: IrrigationBlock.optional(),
  home: HomeBlock.optional(),
})
export type CustomerDetails = z.output<typeof CustomerDetails>

/** Everything of a file that a person writes, but its unit and its number. */
export const customerFields = {
  name: Unmasked(200),
  address: Unmasked(300).nullable(),
  place: GeoPlace.nullable(),
  transformerArea: Tidy(100).nullable(),
  customerClass: CustomerClassName.nullable(),
  tags: z
    .array(NewTag)
    .max(20)
    .transform((tags) => [...new Set(tags)]),
  grade: GradeName.nullable(),
  /** The government department that decided the grade; without it the grade is a proposal. */
  gradeDecidedBy: Tidy(100).nullable(),
  gradeDecidedOn: PlainDate.nullable(),
  useCategory: UseCategoryCode.nullable(),
  voltage: VoltageName.nullable(),
  capacityKva: amount(9_999_999_999).nullable(),
  supplyArea: SupplyAreaName.nullable(),
  status: CustomerStatusName,
  /** Since when it has supply (立户日期、送电日期). */
  connectedOn: LongAgoDate.nullable(),
  /** 临时用电; null: not known. */
  isTemporary: z.boolean().nullable(),
  details: CustomerDetails,
  remark: Tidy(10_000).nullable(),
  people: z.array(CustomerPerson).max(20),
}
