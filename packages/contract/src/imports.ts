import { READING_PERIODS, RUN_STATES } from '@nuandeng/domain'
import { z } from 'zod'
import type { Route } from './route.ts'
import { CityCode, Id, Instant, pageOf, paging, Text, UnitRef } from './values.ts'

/** Name of something that lists are imported into (导入目标), such as `opinions`. */
const TargetName = z.string().regex(/^[a-z-]{1,40}$/)
/** Heading by field: which column of a list holds what. */
const ColumnMap = z.record(z.string().regex(/^[A-Za-z]\w{0,39}$/), Text(500))

/** What a file of readings does not tell by itself (抄表数据). */
const ReadingOptions = z.object({
  /** What one reading is about; without it, found by how the times are written. */
  period: z.enum(READING_PERIODS).optional(),
  /** Over how many months one monthly reading goes (双月抄表: 2). */
  months: z.number().int().min(1).max(6).optional(),
})

/** How a list is read: all of it decided by a person, nothing left to a guess. */
const Choices = z.object({
  sheet: Text(200).nullable(),
  headerRow: z.number().int().min(1).max(2_000_000),
  map: ColumnMap,
  /** Only for readings; `allowFewer`: a month may have far fewer accounts than the one before. */
  options: ReadingOptions.extend({ allowFewer: z.boolean().optional() }).optional(),
})

export const listImportTargetsRoute = {
  method: 'GET',
  url: '/imports/targets',
  summary: 'What the caller may import lists into, with its columns',
  permission: 'import.run',
  reply: z.object({
    items: z.array(
      z.object({
        target: TargetName,
        title: z.string(),
        /** A file of it is taken in whole or not at all, such as readings; a list goes in row by row. */
        isWhole: z.boolean(),
        /** Where the caller may import: these units and all below them. */
        units: z.array(UnitRef),
        columns: z.array(
          z.object({ field: z.string(), title: z.string(), isRequired: z.boolean() }),
        ),
      }),
    ),
  }),
  repeat: 'read',
} satisfies Route

const ImportFile = z.object({
  fileId: Id,
  target: TargetName,
  unit: UnitRef,
  fileName: z.string(),
  bytes: z.number(),
  uploadedAt: Instant,
  /** The list is no longer kept; it has to be sent again. */
  erasedAt: Instant.nullable(),
})

export const uploadImportFileRoute = {
  method: 'POST',
  url: '/imports/files/:fileId',
  summary:
    'Send a list (.xlsx, .csv, .csv.gz; readings also as .txt and Parquet) for a target at a unit; it is kept until it is imported',
  permission: 'import.run',
  params: z.object({ fileId: Id }),
  query: z.object({ target: TargetName, unitId: Id, fileName: Text(200) }),
  takes: 'file',
  reply: ImportFile,
  repeat: 'own-id',
} satisfies Route

export const readImportFileRoute = {
  method: 'GET',
  url: '/imports/files/:fileId',
  summary: 'How a list would be read: sheet, header, columns by guess, and its first rows',
  permission: 'import.run',
  params: z.object({ fileId: Id }),
  query: z.object({
    sheet: Text(200).optional(),
    headerRow: z.coerce.number().int().min(1).max(2_000_000).optional(),
  }),
  reply: z.object({
    file: ImportFile,
    kind: z.enum(['xlsx', 'csv', 'parquet']),
    encoding: z.string().nullable(),
    sheets: z.array(z.string()),
    /** The sheet that is read; null in a text file. */
    sheet: z.string().nullable(),
    headerRow: z.number(),
    headings: z.array(z.string()),
    /** Tells lists with the same headings, in whatever order. */
    fingerprint: z.string(),
    /** Heading by field, as guessed from the headings. */
    guess: z.record(z.string(), z.string()),
    /** The first filled rows of the sheet, those above the header too. */
    first: z.array(z.object({ row: z.number(), cells: z.array(z.string()) })),
    rows: z.array(z.object({ row: z.number(), cells: z.array(z.string()) })),
  }),
  repeat: 'read',
} satisfies Route

export const eraseImportFileRoute = {
  method: 'POST',
  url: '/imports/files/:fileId/erase',
  summary: 'Erase a list that was sent, before its time is over',
  permission: 'import.run',
  params: z.object({ fileId: Id }),
  reply: z.object({ fileId: Id }),
  repeat: 'command',
} satisfies Route

const ImportProfile = z.object({
  profileId: Id,
  target: TargetName,
  unit: UnitRef,
  name: z.string(),
  map: ColumnMap,
  options: ReadingOptions.nullable(),
  /** It was saved for a list with the same headings. */
  isMatch: z.boolean(),
  madeAt: Instant,
})

export const listImportProfilesRoute = {
  method: 'GET',
  url: '/imports/profiles',
  summary: 'Saved columns of a target in reach, those made for the same headings first',
  permission: 'import.run',
  query: z.object({ target: TargetName, fingerprint: Text(64).optional() }),
  reply: z.object({ items: z.array(ImportProfile) }),
  repeat: 'read',
} satisfies Route

export const saveImportProfileRoute = {
  method: 'POST',
  url: '/imports/profiles',
  summary: 'Save which column of a list holds what, under a name, for lists to come',
  permission: 'import.run',
  body: z.object({
    profileId: Id,
    target: TargetName,
    unitId: Id,
    name: Text(60),
    headings: z.array(Text(500, 0)).min(1).max(1000),
    map: ColumnMap,
    options: ReadingOptions.optional(),
  }),
  reply: z.object({ profileId: Id }),
  repeat: 'own-id',
} satisfies Route

export const deleteImportProfileRoute = {
  method: 'POST',
  url: '/imports/profiles/:profileId/delete',
  summary: 'Delete saved columns',
  permission: 'import.run',
  params: z.object({ profileId: Id }),
  reply: z.object({ profileId: Id }),
  repeat: 'command',
} satisfies Route

const RunStateName = z.enum(RUN_STATES)

const ImportRun = z.object({
  runId: Id,
  /** None for a run of the command line. */
  fileId: Id.nullable(),
  fileName: z.string(),
  target: TargetName,
  unit: UnitRef,
  isDryRun: z.boolean(),
  state: RunStateName,
  /** A stop was asked for and comes with the next rows. */
  isStopAsked: z.boolean(),
  /** How much of the list was read, 0 to 1. */
  fraction: z.number(),
  rows: z.number(),
  created: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  /** Why the list as a whole could not be taken, or the run broke off. */
  refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** The workbook with the refused rows can be downloaded. */
  hasWorkbook: z.boolean(),
  /** Name of the person; null for the command line and for people out of reach. */
  startedBy: z.string().nullable(),
  startedAt: Instant,
  movedAt: Instant,
})

export const startImportRoute = {
  method: 'POST',
  url: '/imports/runs',
  summary:
    'Import a list, or try it without writing; a broken-off run of the same list goes on, and its id is returned',
  permission: 'import.run',
  body: z.object({ runId: Id, fileId: Id, isDryRun: z.boolean(), ...Choices.shape }),
  reply: z.object({ runId: Id }),
  repeat: 'command',
} satisfies Route

export const listImportRunsRoute = {
  method: 'GET',
  url: '/imports/runs',
  summary: 'Imports and trials in reach, newest first, by target, unit, state and kind',
  permission: 'import.run',
  query: z.object({
    ...paging,
    target: TargetName.optional(),
    /** The unit and all below it. */
    unitId: Id.optional(),
    state: RunStateName.optional(),
    kind: z.enum(['import', 'dry-run']).optional(),
  }),
  reply: pageOf(ImportRun),
  repeat: 'read',
} satisfies Route

export const getImportRunRoute = {
  method: 'GET',
  url: '/imports/runs/:runId',
  summary: 'One import: its progress, counts and first errors; of a trial what would change',
  permission: 'import.run',
  params: z.object({ runId: Id }),
  reply: z.object({
    run: ImportRun,
    /** How the list is read; null for a run of the command line. */
    choices: Choices.nullable(),
    /** The list is still kept: it can be imported, or go on, without being sent again. */
    isFileKept: z.boolean(),
    /** The first of them; `rejected` counts the rows. */
    errors: z.array(
      z.object({
        row: z.number(),
        column: z.string().nullable(),
        code: z.string(),
        message: z.string(),
      }),
    ),
    /** Of readings: what the sums do not tell; null until what came in counts. */
    details: z
      .object({
        unread: z.number(),
        /** Days of interval readings that lack too much to be one. */
        partialDays: z.number(),
        months: z.array(
          z.object({
            cityCode: CityCode,
            /** Such as 2025-08. */
            month: z.string(),
            readings: z.number(),
            imported: z.number(),
            unchanged: z.number(),
          }),
        ),
      })
      .nullable(),
    /** Of a trial: some rows that would be created or changed; only for who started it. */
    sample: z
      .object({
        headings: z.array(z.string()),
        rows: z.array(
          z.object({
            row: z.number(),
            result: z.enum(['created', 'changed']),
            cells: z.array(z.string()),
          }),
        ),
      })
      .nullable(),
  }),
  repeat: 'read',
} satisfies Route

export const stopImportRoute = {
  method: 'POST',
  url: '/imports/runs/:runId/stop',
  summary: 'Stop a run; what went in stays, and the run can go on',
  permission: 'import.run',
  params: z.object({ runId: Id }),
  reply: z.object({ runId: Id }),
  repeat: 'command',
} satisfies Route

export const resumeImportRoute = {
  method: 'POST',
  url: '/imports/runs/:runId/resume',
  summary: 'Go on with a run that was stopped or broke off',
  permission: 'import.run',
  params: z.object({ runId: Id }),
  reply: z.object({ runId: Id }),
  repeat: 'command',
} satisfies Route

export const downloadImportErrorsRoute = {
  method: 'GET',
  url: '/imports/runs/:runId/errors',
  summary:
    'Download the refused rows with the reason beside each: a workbook to correct and import, of readings a CSV file',
  permission: 'import.run',
  params: z.object({ runId: Id }),
  reply: z.string(),
  repeat: 'read',
  shape: 'file',
} satisfies Route
