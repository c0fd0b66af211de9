import { z } from 'zod'
import type { Route } from './route.ts'
import { CityCode, Id, PlainDate, pageOf, paging, Text, UnitKindName, UnitRef } from './values.ts'

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
