import type { Permission } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
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
