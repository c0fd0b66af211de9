import { PERIOD_UNITS, RULE_KINDS, SUPPLY_AREAS, SUPPLY_CLASSES } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { Id, Instant, PlainDate, UnitRef } from './values.ts'

const Statistic = z.enum(['maximum', 'average'])

/** What stands of a clock now: open, kept, broken, measured (average), or exempt with its evidence. */
export const CLOCK_STANDS = ['open', 'kept', 'broken', 'measured', 'exempt'] as const
export const ClockStand = z.enum(CLOCK_STANDS)

/** One clock (时钟) on a request, with every verdict there ever was on it. */
export const ClockView = z.object({
  round: z.number(),
  row: z.string(),
  item: z.string(),
  title: z.string(),
  titleEn: z.string(),
  source: z.string(),
  limit: z.number(),
  unit: z.enum(PERIOD_UNITS),
  statistic: Statistic,
  startedAt: Instant,
  /** Null while it is paused. */
  dueAt: Instant.nullable(),
  warnAt: Instant.nullable(),
  stoppedAt: Instant.nullable(),
  isPaused: z.boolean(),
  /** A later notice of the State Council may still move the deadline. */
  isProvisional: z.boolean(),
  /** Area or class was missing: the strictest limit binds. */
  isAssumed: z.boolean(),
  stand: ClockStand,
  exemption: z
    .object({ reason: z.string(), evidence: z.string(), by: z.string(), at: Instant })
    .nullable(),
  /** Oldest first; a correction adds one and takes none away. */
  verdicts: z.array(
    z.object({
      verdict: ClockStand,
      dueAt: Instant.nullable(),
      stoppedAt: Instant.nullable(),
      judgedAt: Instant,
      cause: z.string(),
      by: z.string(),
    }),
  ),
})

export const listEditionsRoute = {
  method: 'GET',
  url: '/editions',
  summary: 'The dated editions of public promises, row by row with their sources',
  permission: 'public',
  reply: z.object({
    editions: z.array(
      z.object({
        edition: z.string(),
        series: z.string(),
        name: z.string(),
        nameEn: z.string(),
        issuer: z.string(),
        issuerEn: z.string(),
        validFrom: PlainDate,
        note: z.string(),
        noteEn: z.string(),
        rules: z.array(
          z.object({
            row: z.string(),
            item: z.string(),
            kind: z.enum(RULE_KINDS),
            title: z.string(),
            titleEn: z.string(),
            source: z.string(),
            area: z.enum(SUPPLY_AREAS).optional(),
            class: z.enum(SUPPLY_CLASSES).optional(),
            start: z.array(z.string()).optional(),
            stop: z.string().optional(),
            limit: z.number().optional(),
            unit: z.enum(PERIOD_UNITS).optional(),
            statistic: Statistic.optional(),
            atLeast: z.number().optional(),
            percentOf: z.string().optional(),
            remedy: z.string().optional(),
          }),
        ),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

const Month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/)

/** One promise at one unit in one month; a figure that does not exist is null and never 0. */
const BoardRow = z.object({
  edition: z.string(),
  row: z.string(),
  item: z.string(),
  kind: z.enum(RULE_KINDS),
  title: z.string(),
  titleEn: z.string(),
  statistic: Statistic.nullable(),
  limit: z.number().nullable(),
  limitUnit: z.enum(PERIOD_UNITS).nullable(),
  /** Figure to reach, of an indicator. */
  atLeast: z.number().nullable(),
  cases: z.number().nullable(),
  kept: z.number().nullable(),
  broken: z.number().nullable(),
  exempt: z.number().nullable(),
  open: z.number().nullable(),
  /** Cases whose first verdict was another one: corrected with a reason. */
  corrected: z.number().nullable(),
  /** Percent of those judged; null when none was. */
  keptShare: z.number().nullable(),
  worstMinutes: z.number().nullable(),
  medianMinutes: z.number().nullable(),
  meanMinutes: z.number().nullable(),
  /** Of an average: whether the mean is within the limit; null when nothing was measured. */
  isAverageKept: z.boolean().nullable(),
})

const boardQuery = {
  month: Month,
  /** The province when absent. */
  unitId: Id.optional(),
}

export const getPublicBoardRoute = {
  method: 'GET',
  url: '/board',
  summary: 'How the promises were kept in a month: a unit and those directly below it; no log-in',
  permission: 'public',
  query: z.object(boardQuery),
  reply: z.object({
    month: Month,
    asOf: Instant,
    units: z.array(z.object({ unit: UnitRef, rows: z.array(BoardRow) })),
  }),
  repeat: 'read',
} satisfies Route

export const exportPublicBoardRoute = {
  method: 'GET',
  url: '/board/export',
  summary: 'Download the public board of a month as CSV; no log-in',
  permission: 'public',
  query: z.object(boardQuery),
  reply: z.string(),
  repeat: 'read',
  shape: 'file',
} satisfies Route
