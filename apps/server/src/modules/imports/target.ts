import type { NamedColumn, Permission, ReadingPeriod, UnitKind } from '@nuandeng/domain'
import type { Actor, Context } from '../../platform/context.ts'
import type { Database, Db } from '../../platform/db.ts'
import type { CellFault } from '../../platform/tables/table-file.ts'
import type { UnitRow } from '../organisation/index.ts'

/** The value of a cell, or why there is none. */
export type Parsed<T> = { value: T } | { fault: CellFault }

/** One column (列) of a target; made by the functions of `columns.ts`. */
export interface ImportColumn<T = unknown, R extends boolean = boolean> {
  /** Its Chinese name: the heading in templates and error workbooks. */
  title: string
  /** Other headings that mean it; width, case and signs do not matter. */
  synonyms: readonly string[]
  /** Without such a column, or with an empty cell in it, a row cannot be taken. */
  isRequired: R
  /** Reads the text of a cell, which has no blanks at its ends and is never empty. */
  parse(text: string): Parsed<T>
}

export type Columns = Readonly<Record<string, ImportColumn>>

/** A row of the file as its columns read it; an empty cell that is not required is null. */
export type ValuesOf<C extends Columns> = {
  [K in keyof C]: C[K] extends ImportColumn<infer T, infer R>
    ? R extends true
      ? T
      : T | null
    : never
}

/** A row whose every cell could be read. `rowNo` is the number that a spreadsheet program shows. */
export interface FileRow<V> {
  rowNo: number
  values: V
}

/** A fault of a row; `field` names the column it stands in, null when it is about the whole row. */
export interface RowFault extends CellFault {
  field: string | null
}

/** What is to become of a row. `W` is what `write` gets for it. */
export type Verdict<W> =
  | { result: 'created' | 'changed'; write: W }
  | { result: 'unchanged' }
  | { result: 'refused'; faults: readonly RowFault[] }

/**
 * Something that lists are imported into (导入目标). The engine reads the file, maps its columns, parses
 * its cells, refuses what repeats within it, and calls the target once per 1,000 rows in one transaction
 * with its own progress: `judge`, then `write` with what judge wants written. A dry run leaves `write` out.
 *
 * Rows are the same when their key is the same, and unchanged when nothing in them differs from what is
 * stored (compare a digest): so that the same file again changes nothing.
 */
export interface ImportTarget<C extends Columns = Columns, State = unknown, W = unknown> {
  /** As typed in `nuandeng import <name>`. */
  name: string
  title: string
  /** What the importing person must hold at the unit of the import. */
  permission: Permission
  columns: C
  /** Names what a row is about, within one file: the second row with the same key is refused. */
  keyOf(values: ValuesOf<C>, state: State): string
  /**
   * Once at the start of a run and when it goes on after a kill. `unit` is the unit of the import: rows
   * belong to it or below it, and row-level security shows nothing else. May be held in memory: code lists,
   * the units below; never the rows themselves.
   */
  begin(ctx: Context, unit: UnitRow): Promise<State>
  /**
   * Decides about each row, in their order, without writing. In a dry run nothing of earlier rows is
   * stored; what later rows need of them (a parent) is to be kept in the state.
   */
  judge(ctx: Context, state: State, rows: readonly FileRow<ValuesOf<C>>[]): Promise<Verdict<W>[]>
  /**
   * What is judged of a row hangs on no earlier row of its list, and `write` fails where what is stored changed since:
   * then a chunk is judged while the one before it is written, in a transaction of its own.
   */
  judgesAhead?: boolean
  /** Writes what `judge` wanted, by few statements for all rows, with its Events. */
  write(ctx: Context, state: State, writes: readonly W[]): Promise<void>
  /**
   * For lists that are whole (整表): told of each row as it is read, also of those that went in before a kill; null
   * for a row that could not be read.
   */
  see?(state: State, values: ValuesOf<C> | null): void
  /**
   * After the last row, in the transaction that ends the run: what is stored and the list has no longer. Returns how
   * much was removed, or in a dry run would be.
   */
  finish?(ctx: Context, state: State, isDryRun: boolean): Promise<number>
}

/** What a file of a whole target is read by, beside its columns. */
export interface FileOptions {
  period?: ReadingPeriod | undefined
  months?: number | undefined
  allowFewer?: boolean | undefined
}

/** What a look into a file shows before anything is decided (识别结果). */
export interface FileLook {
  kind: 'csv' | 'parquet'
  encoding: string | null
  headerRow: number
  headings: string[]
  /** Heading by field. */
  guess: Record<string, string>
  first: { row: number; cells: string[] }[]
  rows: { row: number; cells: string[] }[]
}

export interface FileToTakeIn {
  database: Database
  /** The data folder of the installation. */
  dataDir: string
  now(): Date
  actor: Actor
  unit: UnitRow
  path: string
  fileName: string
  map: Readonly<Record<string, string>>
  options: FileOptions
  isDryRun: boolean
  /** Where to write what was refused; kept as long as the workbook of a list. */
  rejectsPath: string
  /** Breaks off, for the reason given, as long as nothing counts. */
  signal: AbortSignal
  onProgress(fraction: number, rows: number): void
  /** In the transaction in which what came in begins to count. */
  onCommit(db: Db, taken: FileTaken): Promise<void>
}

/** What a file brought, or would bring. */
export interface FileTaken {
  rows: number
  created: number
  unchanged: number
  rejected: number
  /** The first that were refused, at most ERRORS_SHOWN. */
  errors: { row: number; column: string | null; code: string; message: string }[]
  details: FileDetails
  /** The file is not taken in at all. */
  refusal: { code: string; message: string } | null
}

export interface FileDetails {
  unread: number
  partialDays: number
  months: {
    cityCode: string
    /** Such as 2025-08. */
    month: string
    readings: number
    imported: number
    unchanged: number
  }[]
}

/**
 * Something that takes a file in by itself, whole or not at all (整份导入): the engine keeps the file, the columns
 * that a person named, the run and what was refused; how the file is read and stored is the target's.
 */
export interface WholeTarget {
  name: string
  title: string
  permission: Permission
  columns: Readonly<Record<string, NamedColumn>>
  /** At which units a file may be taken in. */
  unitKinds: readonly UnitKind[]
  /** Reads the beginning of a file; refuses what cannot be read at all. */
  look(path: string, fileName: string, headerRow?: number): Promise<FileLook>
  takeIn(file: FileToTakeIn): Promise<FileTaken>
}

export function isWholeTarget(target: ImportTarget | WholeTarget): target is WholeTarget {
  return 'takeIn' in target
}
