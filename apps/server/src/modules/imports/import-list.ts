import type { Context } from '../../platform/context.ts'
import { openTable } from '../../platform/tables/open-table.ts'
import type { TableFile } from '../../platform/tables/table-file.ts'
import { ErrorWorkbook } from './error-workbook.ts'
import type { RunSums } from './import.queries.ts'
import { importChunks } from './import-chunks.ts'
import { findLayout, type Layout, rowsBelow } from './layout.ts'
import { type ImportDeps, type ListToImport, transact } from './list-to-import.ts'
import { columnsShown, type ImportReport } from './report.ts'
import { closeRun, openRun, type Running } from './run-journal.ts'
import type { ImportTarget } from './target.ts'

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

/** In a dry run: how much the list has no longer. */
async function removedBy(target: ImportTarget, ctx: Context, state: unknown) {
  return (await target.finish?.(ctx, state, true)) ?? null
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
