import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { openTable } from '../../platform/tables/open-table.ts'
import type { TableFile } from '../../platform/tables/table-file.ts'
import { ahead, chunksOf } from './chunks.ts'
import { ErrorWorkbook } from './error-workbook.ts'
import type { RunSums } from './import.queries.ts'
import { findLayout, type Layout, rowsBelow } from './layout.ts'
import { type ImportDeps, ImportStopped, type ListToImport, transact } from './list-to-import.ts'
import { type ReadRow, rowReader } from './read-rows.ts'
import {
  columnsShown,
  ERRORS_SHOWN,
  type ImportReport,
  shownFaults,
  type TouchedRow,
} from './report.ts'
import { closeRun, moveOn, openRun, type Refused, type Running } from './run-journal.ts'
import type { ImportTarget } from './target.ts'

const MAX_ROWS = 1_000_000

/** Imports a list (导入), or in a dry run tells what would become of it. */
export async function importList(deps: ImportDeps, list: ListToImport): Promise<ImportReport> {
  const table = await openTable(list.path)
  try {
    const layout = await findLayout(table, list.target.columns, list)
    if (layout.missing.length > 0) return await refuseList(list, table, layout)
    return await importRows(deps, list, table, layout)
  } finally {
    await table.close()
  }
}

async function refuseList(list: ListToImport, table: TableFile, layout: Layout) {
  let rows = 0
  for await (const batch of rowsBelow(table, layout, list.sheet)) rows += batch.length
  const found = layout.headings.filter(Boolean).join(', ')
  const message = `缺少必需的列 missing columns: ${layout.missing.join(', ')}; 找到 found in row ${layout.headerRow}: ${found}`
  const refusal = { code: 'missing-columns', message }
  return reportOf(list, layout, {
    sums: { rows, created: 0, changed: 0, unchanged: 0, rejected: rows },
    errors: [{ row: layout.headerRow, column: null, ...refusal }],
    refusal,
    ...{ resumedAfterRow: null, removed: null },
  })
}

async function importRows(
  deps: ImportDeps,
  list: ListToImport,
  table: TableFile,
  layout: Layout,
): Promise<ImportReport> {
  const run = list.isDryRun ? undefined : (list.run ?? (await openRun(deps, list)))
  const resumedAfterRow = run && run.lastRow > 0 ? run.lastRow : null
  const state = await transact(deps, list, (ctx) => list.target.begin(ctx, list.unit))
  const { rows = 0, created = 0, changed = 0, unchanged = 0, rejected = 0 } = run ?? {}
  const sums = { rows, created, changed, unchanged, rejected }
  const workbook =
    list.isDryRun && list.errorsPath ? new ErrorWorkbook(list.errorsPath, layout) : undefined
  const running: Running = {
    ...{ deps, list, table, layout, state, run, sums, workbook },
    ...{ errors: [], removed: null },
  }
  try {
    await importChunks(running)
  } finally {
    await workbook?.end()
  }
  if (run) await closeRun(running, run)
  else running.removed = await transact(deps, list, (ctx) => removedBy(list.target, ctx, state))
  const { errors, removed } = running
  return reportOf(list, layout, { sums, errors, refusal: null, resumedAfterRow, removed })
}

async function importChunks(running: Running) {
  const { list, table, layout, state, run, sums } = running
  const read = rowReader(list.target, layout, state)
  let rowsSeen = 0
  for await (const raws of ahead(chunksOf(rowsBelow(table, layout, list.sheet)))) {
    rowsSeen += raws.length
    if (rowsSeen > MAX_ROWS) {
      throw problems.fileRefused(
        'too-many-rows',
        `超过 ${MAX_ROWS} 行，请拆分 more than ${MAX_ROWS} rows`,
      )
    }
    // Rows of before the kill are read again for their keys alone.
    const all = raws.map(read)
    if (list.target.see) for (const item of all) seeRow(list.target, state, item)
    const rowsRead = all.filter(({ raw }) => raw.rowNo > (run?.lastRow ?? 0))
    if (rowsRead.length > 0) await importChunk(running, rowsRead)
    list.onProgress?.(table.progress(), rowsSeen)
    const progress = { fraction: Math.min(table.progress(), 1), sums }
    if (list.afterChunk && !(await list.afterChunk(progress))) throw new ImportStopped()
  }
}

/** In a dry run: how much the list has no longer. */
async function removedBy(target: ImportTarget, ctx: Context, state: unknown) {
  return (await target.finish?.(ctx, state, true)) ?? null
}

function seeRow(target: ImportTarget, state: unknown, item: ReadRow) {
  if ('row' in item) target.see?.(state, item.row.values)
  else if ('faults' in item) target.see?.(state, null)
}

/** One chunk, one transaction: rows, progress, faults and the Event. */
async function importChunk(running: Running, rows: readonly ReadRow[]) {
  const { deps, list, layout, run, sums } = running
  const lastRow = rows.at(-1)?.raw.rowNo ?? 0
  const chunk = await transact(deps, list, async (ctx) => {
    const decided = await decide(running, ctx, rows)
    if (run) await moveOn(running, ctx, { run, lastRow, ...decided })
    return decided
  })
  for (const key of Object.keys(sums) as (keyof RunSums)[]) sums[key] += chunk.sums[key]
  if (run) run.lastRow = lastRow
  list.onTouched?.(chunk.touched, layout.headings)
  for (const { raw, faults } of chunk.refused) {
    const shown = shownFaults(faults, layout)
    running.workbook?.add(raw, shown)
    for (const fault of shown) {
      if (!run && running.errors.length < ERRORS_SHOWN)
        running.errors.push({ row: raw.rowNo, ...fault })
    }
  }
}

async function decide({ list, state }: Running, ctx: Context, rows: readonly ReadRow[]) {
  const { target, isDryRun } = list
  const sums: RunSums = { rows: rows.length, created: 0, changed: 0, unchanged: 0, rejected: 0 }
  const refused: Refused[] = []
  const good = rows.flatMap((read) => ('row' in read ? [read] : []))
  for (const read of rows) {
    if ('faults' in read) refused.push(read)
    else if ('isRepeat' in read) sums.unchanged++
  }
  const verdicts =
    good.length > 0
      ? await target.judge(
          ctx,
          state,
          good.map(({ row }) => row),
        )
      : []
  if (verdicts.length !== good.length)
    throw new Error(`${target.name} judged ${verdicts.length} of ${good.length} rows`)
  const writes: unknown[] = []
  const touched: TouchedRow[] = []
  for (const [i, verdict] of verdicts.entries()) {
    const raw = good[i]?.raw
    if (verdict.result === 'refused') {
      if (raw) refused.push({ raw, faults: verdict.faults })
      continue
    }
    sums[verdict.result]++
    if (verdict.result === 'unchanged') continue
    writes.push(verdict.write)
    if (raw) touched.push({ row: raw.rowNo, result: verdict.result, cells: raw.cells })
  }
  sums.rejected = refused.length
  if (!isDryRun && writes.length > 0) await target.write(ctx, state, writes)
  return { sums, touched, refused: refused.sort((a, b) => a.raw.rowNo - b.raw.rowNo) }
}

function reportOf(
  { isDryRun }: ListToImport,
  layout: Layout,
  result: { sums: RunSums } & Pick<
    ImportReport,
    'errors' | 'refusal' | 'resumedAfterRow' | 'removed'
  >,
): ImportReport {
  const { sums, ...rest } = result
  const { headerRow, ignored } = layout
  return { isDryRun, ...sums, ...rest, headerRow, columns: columnsShown(layout), ignored }
}
