import { createHash } from 'node:crypto'
import type { eraseImportFileRoute, InputOf, readImportFileRoute } from '@nuandeng/contract'
import { headingForm } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { problems } from '../../platform/problems.ts'
import { openTable } from '../../platform/tables/open-table.ts'
import type { RawRow, TableFile } from '../../platform/tables/table-file.ts'
import { ADDED_HEADINGS } from './error-workbook.ts'
import { getTarget, type House } from './house.ts'
import { type FileRow, findFile, setFileErased } from './import-file.queries.ts'
import { findLayout, firstRows, rowsBelow } from './layout.ts'
import { columnsShown } from './report.ts'
import { listRunsOfFile, setRowsErased } from './run-work.queries.ts'
import { isWholeTarget } from './target.ts'
import { fileReply } from './upload-file.ts'

const FIRST = 10
const SAMPLE = 20
const CELL_LENGTH = 200

/** How a list would be read (识别结果): its columns by guess and its first rows; a look at them is an Event. */
export async function readFile(call: Call<typeof readImportFileRoute>, house: House) {
  const { deps, input, actor, scope } = call
  const { file, target } = await deps.database.transact(scope, async (db) => {
    const ctx = { db, actor, now: deps.now(), vault: deps.vault, announce: () => undefined }
    const found = await getFile(ctx, input.fileId, house)
    if (!found.file.erasedAt) await record(ctx, 'import.viewed', subjectOf(found.file))
    return found
  })
  if (file.erasedAt) throw problems.listErased()
  const path = house.spool.listPath(file.fileId)
  const { headerRow } = input
  if (isWholeTarget(target)) {
    const look = await target.look(path, file.fileName, headerRow)
    const fingerprint = fingerprintOf(look.headings)
    return { file: fileReply(file), ...look, sheets: [], sheet: null, fingerprint }
  }
  const table = await openTable(path)
  try {
    const sheet = input.sheet ?? (await firstFilledSheet(table))
    const layout = await findLayout(table, target.columns, { sheet, headerRow, map: {} })
    return {
      file: fileReply(file),
      ...{ kind: table.kind, encoding: table.encoding, sheets: [...table.sheets] },
      ...{ sheet: sheet ?? null, headerRow: layout.headerRow, headings: layout.headings },
      fingerprint: fingerprintOf(layout.headings),
      guess: columnsShown(layout),
      first: (await firstRows(table, sheet)).slice(0, FIRST).map(shown),
      rows: await sampleOf(rowsBelow(table, layout, sheet)),
    }
  } finally {
    await table.close()
  }
}

/** A workbook's sheet is named, so that a run reads the one that was looked at. */
async function firstFilledSheet(table: TableFile): Promise<string | undefined> {
  for (const sheet of table.sheets) {
    if ((await firstRows(table, sheet)).length > 0) return sheet
  }
  return undefined
}

async function sampleOf(batches: AsyncIterable<RawRow[]>) {
  const rows: RawRow[] = []
  for await (const batch of batches) {
    rows.push(...batch.slice(0, SAMPLE - rows.length))
    if (rows.length === SAMPLE) break
  }
  return rows.map(shown)
}

function shown({ rowNo, cells }: RawRow) {
  return { row: rowNo, cells: cells.map(shortened) }
}

/** A remark of 10,000 characters would hide the others. */
export function shortened(cell: string): string {
  return cell.length > CELL_LENGTH ? `${[...cell].slice(0, CELL_LENGTH).join('')}…` : cell
}

/**
 * The same for lists with the same headings, in whatever order, width and case, and for the workbook of the
 * rows that were refused of them.
 */
export function fingerprintOf(headings: readonly string[]): string {
  const own = headings.filter((heading) => !ADDED_HEADINGS.includes(heading))
  const forms = own.map(headingForm).filter(Boolean).toSorted()
  return createHash('sha256').update(forms.join('\n')).digest('hex')
}

/** A list in reach, with the target that it was sent for. */
export async function getFile(ctx: Context, fileId: string, house: House) {
  const file = await findFile(ctx.db, fileId)
  if (!file) throw problems.notFound('list', fileId)
  return { file, target: getTarget(ctx, house, file) }
}

function subjectOf({ fileId, unitPath, cityCode }: FileRow) {
  return { id: fileId, path: unitPath, cityCode }
}

/** Erases a list (删除清单) and the workbooks of its runs. */
export async function eraseFile(
  ctx: Context,
  { fileId }: InputOf<typeof eraseImportFileRoute>,
  house: House,
) {
  const { file } = await getFile(ctx, fileId, house)
  const runs = await listRunsOfFile(ctx.db, file)
  if (runs.some(({ isOpen }) => isOpen)) {
    throw problems.conflict('list-in-use', 'A run of this list is under way: stop it first')
  }
  await setFileErased(ctx.db, fileId, ctx.now)
  for (const run of runs) if (run.hasWorkbook) await setRowsErased(ctx.db, run)
  await record(ctx, 'import.erased', subjectOf(file), { target: file.target })
  await house.spool.erase(house.spool.listPath(fileId))
  for (const { runId } of runs) await house.spool.erase(house.spool.workbookPath(runId))
  return { fileId }
}
