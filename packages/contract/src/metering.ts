import { z } from 'zod'
import type { Route } from './route.ts'
import { CityCode, Id, Instant, PlainDate, pageOf, paging, UnitRef } from './values.ts'

/** What a file of readings brought for a month of a city. */
const ReadingFile = z.object({
  fileId: Id,
  unit: UnitRef,
  cityCode: CityCode,
  /** The first day of the month. */
  month: PlainDate,
  sourceNames: z.array(z.string()),
  rows: z.number(),
  accounts: z.number(),
  /** Readings that were new or different then. */
  changed: z.number(),
  /** Of all its readings, in hundredths of a kilowatt-hour. */
  used: z.number(),
  bytes: z.number(),
  writtenBy: z.string(),
  writtenAt: Instant,
  /** When another file took its place; null for the one that counts. */
  supersededAt: Instant.nullable(),
})

export const listReadingFilesRoute = {
  method: 'GET',
  url: '/readings/files',
  summary: 'Files of meter readings by city and month, those that count and those before them',
  permission: 'reading.read',
  query: z.object({ ...paging }),
  reply: pageOf(ReadingFile),
  repeat: 'read',
} satisfies Route

/** One run of `nuandeng readings import`. */
const ReadingImport = z.object({
  importId: Id,
  unit: UnitRef,
  files: z.array(
    z.object({
      name: z.string(),
      encoding: z.string(),
      form: z.string(),
      period: z.string(),
      rows: z.number(),
      rejected: z.number(),
    }),
  ),
  rows: z.number(),
  imported: z.number(),
  unchanged: z.number(),
  unread: z.number(),
  rejected: z.number(),
  importedBy: z.string(),
  importedAt: Instant,
})

export const listReadingImportsRoute = {
  method: 'GET',
  url: '/readings/imports',
  summary: 'Imports of meter readings with their sums, the newest first',
  permission: 'reading.import',
  query: z.object({ ...paging }),
  reply: pageOf(ReadingImport),
  repeat: 'read',
} satisfies Route

export const listReadingRejectsRoute = {
  method: 'GET',
  url: '/readings/imports/:importId/rejects',
  summary: 'Lines that an import of meter readings refused, with the reason; the look is an Event',
  permission: 'reading.import',
  params: z.object({ importId: Id }),
  query: z.object({ ...paging }),
  reply: pageOf(
    z.object({
      rejectNo: z.number(),
      file: z.string(),
      line: z.number(),
      column: z.string().nullable(),
      code: z.string(),
      message: z.string(),
      raw: z.string().nullable(),
    }),
  ),
  repeat: 'read',
} satisfies Route

const Covered = z.object({ month: PlainDate, customers: z.number(), covered: z.number() })

export const getReadingCoverageRoute = {
  method: 'GET',
  url: '/readings/coverage',
  summary: 'How many customers of a unit, and of each directly below it, were read month by month',
  permission: 'reading.read',
  query: z.object({ unitId: Id }),
  reply: z.object({
    unit: UnitRef,
    /** The newest 25 months that were imported, oldest first. */
    months: z.array(Covered),
    below: z.array(z.object({ unit: UnitRef, months: z.array(Covered) })),
  }),
  repeat: 'read',
} satisfies Route
