import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { type Context, record } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { problems } from '../../platform/problems.ts'
import type { RawRow, TableFile } from '../../platform/tables/table-file.ts'
import { CHUNK } from './chunks.ts'
import { ErrorWorkbook } from './error-workbook.ts'
import {
  findOpenRun,
  finishRun,
  insertFaults,
  insertRun,
  listFaults,
  moveRun,
  type RunRow,
  type RunSums,
  setImporting,
} from './import.queries.ts'
import { type Choices, type Layout, rowsBelow } from './layout.ts'
import { type ImportDeps, type ListToImport, transact } from './list-to-import.ts'
import { ERRORS_SHOWN, type ImportReport, shownFaults } from './report.ts'
import type { RowFault } from './target.ts'

/** An import under way. */
export interface Running {
  deps: ImportDeps
  list: ListToImport
  table: TableFile
  layout: Layout
  state: unknown
  /** None in a dry run. */
  run: RunRow | undefined
  sums: RunSums
  errors: ImportReport['errors']
  workbook: ErrorWorkbook | undefined
  /** What the list has no longer; null where its target keeps what is not in the list. */
  removed: number | null
}

export interface Refused {
  raw: RawRow
  faults: readonly RowFault[]
}

/** Goes on with the run of this file that was cut off, or begins one. */
export async function openRun(deps: ImportDeps, list: ListToImport): Promise<RunRow> {
  const { unit, target, path } = list
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  const { cityCode, unitId } = unit
  const digest = runDigest(hash.digest('hex'), list)
  const key = { cityCode, unitId, target: target.name, digest }
  return transact(deps, list, async (ctx) => {
    const open = await findOpenRun(ctx.db, key)
    if (open) {
      await setImporting(ctx.db, open)
      return open
    }
    const runId = newId()
    const fileName = basename(path)
    const { now: at, actor } = ctx
    const run = { ...key, runId, unitPath: unit.path, fileName, by: actor.personId, at }
    await insertRun(ctx.db, run)
    await record(
      ctx,
      'import.started',
      { id: runId, path: unit.path, cityCode },
      { target: target.name, fileName },
    )
    return {
      cityCode,
      runId,
      lastRow: 0,
      rows: 0,
      created: 0,
      changed: 0,
      unchanged: 0,
      rejected: 0,
    }
  })
}

/** A run is found again by its file and by how it is read. */
export function runDigest(fileDigest: string, choicesOfRun: Choices): string {
  const { sheet, headerRow, map, isWhole, options } = choicesOfRun
  const whole = [sheet ?? null, headerRow ?? null, map, isWhole ?? false, fileDigest]
  const choices = options ? [...whole, options] : whole
  return createHash('sha256').update(JSON.stringify(choices)).digest('hex')
}

/** Moves the run on in the transaction of its rows, so that a kill never parts the two. */
export async function moveOn(
  { list, layout }: Running,
  ctx: Context,
  step: { run: RunRow; lastRow: number; sums: RunSums; refused: readonly Refused[] },
) {
  const { run, lastRow, sums, refused } = step
  const { cityCode, runId } = run
  const moved = await moveRun(ctx.db, {
    cityCode,
    runId,
    from: run.lastRow,
    to: lastRow,
    at: ctx.now,
    ...sums,
  })
  if (moved === 0) {
    throw problems.conflict('import-runs-elsewhere', 'Another process imports this file right now')
  }
  if (refused.length > 0) {
    await insertFaults(
      ctx.db,
      { cityCode, runId, unitPath: list.unit.path },
      refused.map(({ raw, faults }) => ({ rowNo: raw.rowNo, faults: shownFaults(faults, layout) })),
    )
  }
  const subject = { id: runId, path: list.unit.path, cityCode }
  await record(ctx, 'import.moved', subject, { target: list.target.name, lastRow, ...sums })
}

/** Ends the run, and tells the faults of all of it: also of what was done before a kill. */
export async function closeRun(running: Running, run: RunRow) {
  const { deps, list, errors, sums } = running
  // Before the run is done: killed here, it comes to this place again.
  if (list.errorsPath) await writeWorkbook(running, run, list.errorsPath)
  await transact(deps, list, async (ctx) => {
    running.removed = (await list.target.finish?.(ctx, running.state, false)) ?? null
    await finishRun(ctx.db, { ...run, at: ctx.now })
    const subject = { id: run.runId, path: list.unit.path, cityCode: run.cityCode }
    await record(ctx, 'import.done', subject, {
      target: list.target.name,
      ...sums,
      ...removedOf(running),
    })
  })
  const first = await transact(deps, list, ({ db }) =>
    listFaults(db, run, { after: 0, limit: ERRORS_SHOWN }),
  )
  for (const { rowNo, faults } of first) {
    for (const fault of faults)
      if (errors.length < ERRORS_SHOWN) errors.push({ row: rowNo, ...fault })
  }
}

async function writeWorkbook({ deps, list, table, layout }: Running, run: RunRow, path: string) {
  const pages = faultPages(deps, list, run)
  const workbook = new ErrorWorkbook(path, layout)
  let next = await pages.next()
  for await (const batch of rowsBelow(table, layout, list.sheet)) {
    for (const raw of batch) {
      if (next.done) break
      if (next.value.rowNo !== raw.rowNo) continue
      workbook.add(raw, next.value.faults)
      next = await pages.next()
    }
    if (next.done) break
  }
  await workbook.end()
}

function removedOf({ removed }: Running) {
  return removed === null ? {} : { removed }
}

async function* faultPages(deps: ImportDeps, list: ListToImport, run: RunRow) {
  for (let after = 0; ; ) {
    const page = await transact(deps, list, ({ db }) =>
      listFaults(db, run, { after, limit: CHUNK }),
    )
    yield* page
    const last = page.at(-1)
    if (!last) return
    after = last.rowNo
  }
}
