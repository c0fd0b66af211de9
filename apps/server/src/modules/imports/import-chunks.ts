import { setImmediate } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { ahead, chunksOf } from './chunks.ts'
import type { RunSums } from './import.queries.ts'
import { rowsBelow } from './layout.ts'
import { ImportStopped, transact } from './list-to-import.ts'
import { type ReadRow, rowReader } from './read-rows.ts'
import { ERRORS_SHOWN, shownFaults, type TouchedRow } from './report.ts'
import { moveOn, type Refused, type Running } from './run-journal.ts'
import type { ImportTarget, Verdict } from './target.ts'

const MAX_ROWS = 1_000_000

/** The rows of one transaction. */
interface Chunk {
  rowsSeen: number
  rows: readonly ReadRow[]
  /** What is to become of those that could be read, where it was decided beforehand. */
  judged: readonly Verdict<unknown>[] | undefined
}

/** Takes a list in, chunk by chunk; where the target allows it, one is judged while the one before is written. */
export async function importChunks(running: Running) {
  const { list, table, sums } = running
  const chunks = chunksToWrite(running)
  for await (const chunk of list.target.judgesAhead ? ahead(chunks) : chunks) {
    if (chunk.rows.length > 0) await importChunk(running, chunk)
    list.onProgress?.(table.progress(), chunk.rowsSeen)
    const progress = { fraction: Math.min(table.progress(), 1), sums }
    if (list.afterChunk && !(await list.afterChunk(progress))) throw new ImportStopped()
  }
}

async function* chunksToWrite(running: Running): AsyncGenerator<Chunk> {
  const { deps, list, table, layout, state, run } = running
  const { target } = list
  const read = rowReader(target, layout, state)
  let rowsSeen = 0
  for await (const raws of ahead(chunksOf(rowsBelow(table, layout, list.sheet)))) {
    // The writing of the chunk before goes to the database first.
    if (target.judgesAhead) await setImmediate()
    rowsSeen += raws.length
    if (rowsSeen > MAX_ROWS) {
      throw problems.fileRefused(
        'too-many-rows',
        `超过 ${MAX_ROWS} 行，请拆分 more than ${MAX_ROWS} rows`,
      )
    }
    // Rows of before the kill are read again for their keys alone.
    const all = raws.map(read)
    if (target.see) for (const item of all) seeRow(target, state, item)
    const rows = all.filter(({ raw }) => raw.rowNo > (run?.lastRow ?? 0))
    const isJudged = target.judgesAhead && rows.length > 0
    const judged = isJudged
      ? await transact(deps, list, (ctx) => judge(running, ctx, rows))
      : undefined
    yield { rowsSeen, rows, judged }
  }
}

function seeRow(target: ImportTarget, state: unknown, item: ReadRow) {
  if ('row' in item) target.see?.(state, item.row.values)
  else if ('faults' in item) target.see?.(state, null)
}

/** One chunk, one transaction: rows, progress, faults and the Event. */
async function importChunk(running: Running, chunk: Chunk) {
  const { list, layout, run, sums } = running
  const lastRow = chunk.rows.at(-1)?.raw.rowNo ?? 0
  const done = await writeChunk(running, chunk, lastRow).catch((error) => {
    // Somebody was there between the judging and the writing: judged again, in the transaction of the writing.
    if (!chunk.judged) throw error
    return writeChunk(running, { ...chunk, judged: undefined }, lastRow)
  })
  for (const key of Object.keys(sums) as (keyof RunSums)[]) sums[key] += done.sums[key]
  if (run) run.lastRow = lastRow
  list.onTouched?.(done.touched, layout.headings)
  for (const { raw, faults } of done.refused) {
    const shown = shownFaults(faults, layout)
    running.workbook?.add(raw, shown)
    for (const fault of shown) {
      if (!run && running.errors.length < ERRORS_SHOWN)
        running.errors.push({ row: raw.rowNo, ...fault })
    }
  }
}

function writeChunk(running: Running, chunk: Chunk, lastRow: number) {
  const { deps, list, run } = running
  return transact(deps, list, async (ctx) => {
    const decided = await decide(running, ctx, chunk)
    if (run) await moveOn(running, ctx, { run, lastRow, ...decided })
    return decided
  })
}

async function judge({ list, state }: Running, ctx: Context, rows: readonly ReadRow[]) {
  const { target } = list
  const good = rows.flatMap((read) => ('row' in read ? [read.row] : []))
  const verdicts = good.length > 0 ? await target.judge(ctx, state, good) : []
  if (verdicts.length !== good.length)
    throw new Error(`${target.name} judged ${verdicts.length} of ${good.length} rows`)
  return verdicts
}

async function decide(running: Running, ctx: Context, { rows, judged }: Chunk) {
  const { list, state } = running
  const { target, isDryRun } = list
  const sums: RunSums = { rows: rows.length, created: 0, changed: 0, unchanged: 0, rejected: 0 }
  const refused: Refused[] = []
  const good = rows.flatMap((read) => ('row' in read ? [read] : []))
  for (const read of rows) {
    if ('faults' in read) refused.push(read)
    else if ('isRepeat' in read) sums.unchanged++
  }
  const verdicts = judged ?? (await judge(running, ctx, rows))
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
