import { SPECIAL_PLACE_KINDS } from '@nuandeng/domain'
import { z } from 'zod'
import { GeoPlace, PhoneNo } from './customers-file.ts'
import type { Route } from './route.ts'
import { Id, Instant, pageOf, paging, Text, UnitRef } from './values.ts'

const Kind = z.enum(SPECIAL_PLACE_KINDS)
const Version = z.number().int().min(1).max(2_000_000_000)

/** Of who lives or learns there only the number: no name, no age, no need of anybody. */
const fields = {
  kind: Kind,
  name: Text(200),
  address: Text(300),
  place: GeoPlace.nullable(),
  /** Of the office. */
  officePhone: PhoneNo.nullable(),
  residents: z.number().int().min(0).max(1_000_000).nullable(),
  /** The file of its account. */
  customerId: Id.nullable(),
  remark: Text(2000).nullable(),
}

const SpecialPlace = z.object({
  specialPlaceId: Id,
  unit: UnitRef,
  ...fields,
  version: z.number(),
  changedAt: Instant,
})

export const listSpecialPlacesRoute = {
  method: 'GET',
  url: '/special-places',
  summary: 'Nursing homes, schools for the deaf and the like, by unit',
  permission: 'special-place.read',
  query: z.object({ ...paging, unitId: Id.optional(), kind: Kind.optional() }),
  reply: pageOf(SpecialPlace),
  repeat: 'read',
} satisfies Route

export const getSpecialPlaceRoute = {
  method: 'GET',
  url: '/special-places/:specialPlaceId',
  summary: 'One special place',
  permission: 'special-place.read',
  params: z.object({ specialPlaceId: Id }),
  reply: SpecialPlace,
  repeat: 'read',
} satisfies Route

export const createSpecialPlaceRoute = {
  method: 'POST',
  url: '/special-places',
  summary: 'Add a special place',
  permission: 'special-place.edit',
  body: z.strictObject({
    specialPlaceId: Id,
    unitId: Id,
    ...fields,
    place: fields.place.default(null),
    officePhone: fields.officePhone.default(null),
    residents: fields.residents.default(null),
    customerId: fields.customerId.default(null),
    remark: fields.remark.default(null),
  }),
  reply: z.object({ specialPlaceId: Id, version: z.number() }),
  repeat: 'command',
} satisfies Route

export const editSpecialPlaceRoute = {
  method: 'POST',
  url: '/special-places/:specialPlaceId',
  summary:
    'Change what is sent of a special place; refused when somebody changed it since it was read',
  permission: 'special-place.edit',
  params: z.object({ specialPlaceId: Id }),
  body: z.strictObject({ version: Version, ...z.object(fields).partial().shape }),
  reply: z.object({ specialPlaceId: Id, version: z.number() }),
  repeat: 'command',
} satisfies Route
