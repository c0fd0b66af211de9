import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts'
import type { Duck } from '../../platform/duck.ts'
import type { RejectRow } from './metering.queries.ts'
import type { ReadingsRefused } from './readings-refused.ts'
import type { StageResult } from './stage-readings.ts'
import { readRejects } from './store.queries.ts'
import type { WrittenMonth } from './write-months.ts'

/**
 * What an import did, or in a dry run would do. Of monthly and daily files rows = imported + unchanged + unread +
 * rejected; parts of a day come in as one reading a day.
 */
export interface ReadingsReport {
  isDryRun: boolean
  /** Lines, or cells of a wide file. */
  rows: number
  imported: number
  unchanged: number
  unread: number
  /** Days of interval readings that lack too much to be one. */
  partialDays: number
  rejected: number
  months: {
    cityCode: string
    month: string
    readings: number
    imported: number
    unchanged: number
  }[]
  files: StageResult['files']
  /** The first lines that were refused, at most ERRORS_SHOWN. */
  errors: (Omit<RejectRow, 'line' | 'raw'> & { line: number | null; raw?: string | null })[]
  /** The import as a whole was refused: nothing came in. */
  refusal: { code: string; message: string } | null
}

const ERRORS_SHOWN = 100

export async function reportOf(
  duck: Duck,
  taken: { staged: StageResult; months: readonly WrittenMonth[]; isDryRun: boolean },
): Promise<ReadingsReport> {
  const { staged, isDryRun } = taken
  const months = taken.months.map(({ cityCode, month, rows, unchanged }) => ({
    ...{
      cityCode,
      month: month.slice(0, 7),
      readings: rows,
      imported: rows - unchanged,
      unchanged,
    },
  }))
  const sum = (of: 'imported' | 'unchanged') =>
    months.reduce((total, month) => total + month[of], 0)
  const { rows, unread, partialDays, rejected, repeats, files } = staged
  return {
    ...{ isDryRun, rows, imported: sum('imported'), unchanged: sum('unchanged') + repeats },
    ...{
      unread,
      partialDays,
      rejected,
      months,
      files,
      errors: await firstErrors(duck),
      refusal: null,
    },
  }
}

/** Nothing came in; the reason stands first, then the lines that had been refused till then. */
export async function refusedReport(
  duck: Duck,
  { code, message, place }: ReadingsRefused,
  isDryRun: boolean,
): Promise<ReadingsReport> {
  const { file, line, column } = place
  const reason = { file, line: line ?? null, column: column ?? null, code, message }
  return {
    ...{ isDryRun, rows: 0, imported: 0, unchanged: 0, unread: 0, partialDays: 0, rejected: 0 },
    ...{ months: [], files: [], errors: [reason, ...(await firstErrors(duck))] },
    refusal: { code, message },
  }
}

async function firstErrors(duck: Duck): Promise<RejectRow[]> {
  for await (const rows of readRejects(duck)) return rows.slice(0, ERRORS_SHOWN)
  return []
}

const REJECT_COLUMNS = ['文件', '行号', '列', '代码', '原因', '原文']

/** Writes what was refused as a CSV file. */
export async function writeRejects(duck: Duck, path: string) {
  async function* lines() {
    yield `${BYTE_ORDER_MARK}${csvLine(REJECT_COLUMNS)}`
    for await (const rows of readRejects(duck)) {
      yield rows
        .map(({ file, line, column, code, message, raw }) =>
          csvLine([file, line, column, code, message, raw]),
        )
        .join('')
    }
  }
  await pipeline(lines, createWriteStream(path, { mode: 0o600 }))
}
