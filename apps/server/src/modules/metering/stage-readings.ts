import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type PlainDate,
  parseReadingTime,
  type ReadingPeriod,
  type ReadingTime,
} from '@nuandeng/domain'
import type { Duck } from '../../platform/duck.ts'
import { inspectFile, type SourceFile } from './inspect-file.ts'
import {
  findReadingLayout,
  HEADER_AMONG,
  type ReadingsProfile,
  readingLayoutOf,
} from './reading-layout.ts'
import { damagedFile, ReadingsRefused } from './readings-refused.ts'
import { makeReadings, settleRegisters, settleRepeats } from './settle.queries.ts'
import {
  cutSheet,
  fillMoments,
  findFirstReject,
  isRegister,
  judgeCells,
  listTimes,
  makeStage,
  moveRejects,
  parquetHeadings,
  parquetSheet,
  type Sheet,
  sumFile,
  textSheet,
} from './stage.queries.ts'
import { CELL_SEPARATOR, recordsOf, writePlain } from './text-lines.ts'

export interface StageLimits {
  /** The last day that can have been read: today, as a rule. */
  latest: PlainDate
  /** More in one reading is absurd. */
  maxKwh?: number
  /** A file of which more was refused is refused whole. */
  maxRejectShare?: number
  /** A table on the connection with the accounts that there are; any other is refused. */
  register?: string | undefined
  /** Where files that must be written anew lie while they are read. */
  folder?: string
  /** What the one file is called, where its path does not tell. */
  fileName?: string | undefined
  /** How much of all bytes was read, and how many lines so far. */
  onProgress?: (fraction: number, rows: number) => void
}

interface StagedFile {
  name: string
  digest: string
  encoding: string
  form: Sheet['form']
  period: ReadingPeriod
  rows: number
  rejected: number
}

/** What files held: rows = readings taken + repeats + unread + rejected; parts of a day become one reading. */
export interface StageResult {
  rows: number
  unread: number
  repeats: number
  rejected: number
  readings: number
  /** Days of interval readings of which too much is missing. */
  partialDays: number
  files: StagedFile[]
}

const EARLIEST = '1990-01-01'
/** 2,147,483,647 hundredths of a kilowatt-hour is what a column of months holds. */
const MAX_KWH = 20_000_000
const MAX_REJECT_SHARE = 0.05

/**
 * Reads files of readings (抄表数据) into the table `reading(account, from_day, days, used)` of a DuckDB
 * connection, `used` in hundredths of a kilowatt-hour; what is refused goes to `reject(file, line, column,
 * code, message, raw)`. Unread cells make no reading. Throws `ReadingsRefused` for a file that is not to be
 * taken at all. Needs no server and no database.
 */
export async function stageReadings(
  duck: Duck,
  paths: readonly string[],
  profile: ReadingsProfile,
  limits: StageLimits,
): Promise<StageResult> {
  const folder = await mkdtemp(join(limits.folder ?? tmpdir(), 'nuandeng-stage-'))
  // The numbers of lines come from the order in which they are read.
  await duck.run('set preserve_insertion_order = true')
  try {
    await makeStage(duck)
    const files: (StagedFile & { unread: number })[] = []
    const sums = { rows: 0, unread: 0, rejected: 0 }
    const way = await wayThrough(paths, limits)
    for (const [fileNo, path] of paths.entries()) {
      const source = await inspectFile(path, limits.fileName)
      const told = (part: number) => way(fileNo, part, sums.rows + Math.round(source.lines * part))
      const file = await stageFile({ duck, profile, limits, folder, told }, source, fileNo)
      files.push(file)
      sums.rows += file.rows
      sums.unread += file.unread
      sums.rejected += file.rejected
    }
    return await finish(duck, files, sums)
  } finally {
    await duck.run('set preserve_insertion_order = false')
    await rm(folder, { recursive: true, force: true })
  }
}

async function finish(
  duck: Duck,
  files: readonly (StagedFile & { unread: number })[],
  sums: { rows: number; unread: number; rejected: number },
): Promise<StageResult> {
  const names = files.map(({ name }) => name)
  const { same, different } = await settleRepeats(duck, names)
  const made = await makeReadings(duck)
  return {
    ...sums,
    ...made,
    repeats: same,
    rejected: sums.rejected + different,
    files: files.map(({ unread: _unread, ...file }) => file),
  }
}

/** Tells how far we are among all bytes, when a part of a file is done. */
async function wayThrough(paths: readonly string[], { onProgress }: StageLimits) {
  const sizes: number[] = []
  for (const path of paths) sizes.push((await stat(path).catch(() => undefined))?.size ?? 0)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return (fileNo: number, part: number, rows: number) => {
    const before = sizes.slice(0, fileNo).reduce((sum, size) => sum + size, 0)
    onProgress?.((before + part * (sizes[fileNo] ?? 0)) / Math.max(total, 1), rows)
  }
}

interface Stage {
  duck: Duck
  profile: ReadingsProfile
  limits: StageLimits
  folder: string
  told(part: number): void
}

/** Of the work on a file, looking at its bytes, cutting it and judging its cells is so much. */
const PARTS = { inspected: 0.1, cut: 0.6, judged: 1 }

async function stageFile(stage: Stage, source: SourceFile, fileNo: number) {
  const { duck, profile, limits, told } = stage
  const { name, digest, encoding } = source
  const maxKwh = limits.maxKwh ?? MAX_KWH
  told(PARTS.inspected)
  const sheet =
    source.kind === 'text' ? await openText(stage, source) : await openParquet(stage, source)
  await cutSheet(duck, sheet).catch((error: Error) => {
    if (/Out of Memory/i.test(error.message)) throw error
    throw damagedFile(name, error)
  })
  told(PARTS.cut)
  const times = timesOf(await listTimes(duck), sheet, profile)
  await fillMoments(duck, times.moments)
  await judgeCells(duck, {
    ...{ fileNo, earliest: EARLIEST, latest: limits.latest, maxKwh },
    hasUntil: sheet.columns.has('from'),
    register: limits.register,
    months: isRegister(sheet)
      ? 0
      : { month: profile.months ?? 1, day: 0, interval: null }[times.period],
  })
  if (isRegister(sheet)) await settleRegisters(duck, fileNo, maxKwh)
  told(PARTS.judged)
  const sums = await sumFile(duck, fileNo)
  if (sums.rejected > 0) {
    await moveRejects(duck, fileNo, name, sheet)
    if (sums.rejected > sums.rows * (limits.maxRejectShare ?? MAX_REJECT_SHARE)) {
      const { line, message } = await findFirstReject(duck, name)
      const reason = `${sums.rejected} of ${sums.rows} rows refused, 拒收过多; 首条 the first: ${message}`
      throw new ReadingsRefused('too-many-rejects', { file: name, line }, reason)
    }
  }
  if (sums.rows === 0) throw new ReadingsRefused('empty-file', { file: name }, '没有数据行 no rows')
  return { name, digest, encoding, form: sheet.form, period: times.period, ...sums }
}

async function openText({ profile, folder }: Stage, source: SourceFile): Promise<Sheet> {
  const layout = findReadingLayout(source.name, await firstLines(source), profile)
  if (source.isPlain) return textSheet(source, layout.delimiter, layout)
  const path = join(folder, source.digest)
  await writePlain(source, layout.delimiter, path)
  return textSheet({ path, isGzip: false }, CELL_SEPARATOR, layout)
}

export async function firstLines(source: SourceFile): Promise<string[]> {
  const lines: string[] = []
  for await (const records of recordsOf(source)) {
    lines.push(...records.slice(0, HEADER_AMONG - lines.length))
    if (lines.length === HEADER_AMONG) break
  }
  return lines
}

async function openParquet({ duck, profile }: Stage, { path, name }: SourceFile): Promise<Sheet> {
  const headings = await parquetHeadings(duck, path).catch((error: Error) => {
    throw damagedFile(name, error)
  })
  return parquetSheet(path, readingLayoutOf(name, headings, profile))
}

/** What the readings of a file are about, and when each text is. Texts of another kind are left out. */
function timesOf(texts: readonly string[], { columns }: Sheet, profile: ReadingsProfile) {
  const parsed = texts.flatMap((text) => {
    const time = parseReadingTime(text)
    return time ? [{ text, ...time }] : []
  })
  const found = (period: ReadingPeriod) => parsed.some((time) => time.period === period)
  const isMonth = columns.has('month') && !columns.has('from')
  const guess = isMonth ? 'month' : found('interval') ? 'interval' : found('day') ? 'day' : 'month'
  const period = profile.period ?? guess
  return { period, moments: parsed.flatMap((time) => momentOf(time, period)) }
}

function momentOf(time: ReadingTime & { text: string }, period: ReadingPeriod) {
  const { text, day, minute } = time
  if (period === 'month') return [{ text, day: `${day.slice(0, 7)}-01`, minute: 0 }]
  if (time.period === 'month') return []
  return [{ text, day, minute: period === 'interval' ? minute : 0 }]
}
