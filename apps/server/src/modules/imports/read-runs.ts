import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import type {
  downloadImportErrorsRoute,
  getImportRunRoute,
  InputOf,
  listImportRunsRoute,
} from '@nuandeng/contract'
import { pathsWith } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { TABLE_TYPES } from '../../platform/send-table.ts'
import { findUnit, unitRef } from '../organisation/index.ts'
import { getTarget, type House, reachOf } from './house.ts'
import { listFaults } from './import.queries.ts'
import { ERRORS_SHOWN, type TouchedRow } from './report.ts'
import { listRuns as listRunRows, type RunView } from './run-view.queries.ts'
import { getRunRow, subjectOf } from './runs.ts'
import { isWholeTarget } from './target.ts'

/** What the actor may import, and at which units. */
export async function listTargets(ctx: Context, _input: unknown, { targets }: House) {
  const items = []
  for (const target of targets) {
    const { name, title, permission, columns } = target
    const isWhole = isWholeTarget(target)
    const paths = pathsWith(ctx.actor.grants, permission)
    if (paths.length === 0) continue
    const grants = ctx.actor.grants.filter(({ path }) => paths.includes(path))
    const units = new Map<string, ReturnType<typeof unitRef>>()
    for (const { unitId } of grants) {
      const unit = await findUnit(ctx.db, unitId)
      if (unit && (!isWhole || target.unitKinds.includes(unit.kind)))
        units.set(unitId, unitRef(unit))
    }
    // Somebody of a county may import no file that is one of a city.
    if (units.size === 0) continue
    items.push({
      ...{ target: name, title, isWhole, units: [...units.values()] },
      columns: Object.entries(columns).map(([field, column]) => ({
        field,
        title: column.title,
        isRequired: 'isRequired' in column && column.isRequired === true,
      })),
    })
  }
  return { items }
}

/** Imports and trials in reach (导入记录), newest first. */
export async function listRuns(
  ctx: Context,
  input: InputOf<typeof listImportRunsRoute>,
  house: House,
) {
  const { target, unitId, state, kind, cursor, limit } = input
  const unit = unitId ? await findUnit(ctx.db, unitId) : undefined
  if (unitId && !unit) throw problems.notFound('unit', unitId)
  const isDryRun = kind && kind === 'dry-run'
  const after = cursor ? cursorFrom(cursor) : undefined
  const page = { reach: reachOf(ctx, house, target), after, limit }
  const rows = await listRunRows(ctx.db, { target, unitPath: unit?.path, state, isDryRun }, page)
  const { items, next } = pageFrom(
    rows,
    limit,
    (row) => `${row.startedAt.toISOString()}~${row.runId}`,
  )
  return { items: items.map(runReply), next }
}

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function cursorFrom(text: string) {
  const [, startedAt, runId] = CURSOR.exec(text) ?? []
  if (!startedAt || !runId || Number.isNaN(Date.parse(startedAt))) {
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  }
  return { startedAt, runId }
}

/** One run: its progress, its counts and its first faults. */
export async function getRun(
  ctx: Context,
  { runId }: InputOf<typeof getImportRunRoute>,
  house: House,
) {
  const run = await getRunRow(ctx, runId, house)
  const isOwn = run.startedBy === ctx.actor.personId
  return {
    run: runReply(run),
    choices: run.choices,
    isFileKept: run.isFileKept,
    errors: run.errors ?? (run.isDryRun ? [] : await firstErrors(ctx, run)),
    details: run.details,
    sample:
      run.sampleSealed && isOwn
        ? (JSON.parse(ctx.vault.open(run.sampleSealed, samplePlace(runId))) as Sample)
        : null,
  }
}

/** Some rows that a dry run would create or change. */
export interface Sample {
  headings: string[]
  rows: TouchedRow[]
}

export const samplePlace = (runId: string) => `import_run:${runId}`

async function firstErrors({ db }: Context, run: RunView) {
  const rows = await listFaults(db, run, { after: 0, limit: ERRORS_SHOWN })
  return rows
    .flatMap(({ rowNo, faults }) => faults.map((fault) => ({ row: rowNo, ...fault })))
    .slice(0, ERRORS_SHOWN)
}

function runReply(run: RunView) {
  const { runId, fileId, fileName, target, isDryRun, state, isStopAsked, fraction } = run
  const { rows, created, changed, unchanged, rejected, refusal } = run
  return {
    ...{ runId, fileId, fileName, target, isDryRun, state, isStopAsked, fraction },
    ...{ rows, created, changed, unchanged, rejected, refusal },
    hasWorkbook: isWorkbookWhole(run),
    unit: { unitId: run.unitId, kind: run.unitKind, name: run.unitName, path: run.unitPath },
    startedBy: run.starter,
    startedAt: run.startedAt.toISOString(),
    movedAt: run.movedAt.toISOString(),
  }
}

/** While a run is under way its workbook is being written. A file that was refused whole may have one too. */
function isWorkbookWhole({ hasWorkbook, state, rejected, errors }: RunView): boolean {
  if (state === 'failed') return hasWorkbook && errors !== null && errors.length > 0
  return hasWorkbook && state === 'done' && rejected > 0
}

/** Sends the workbook of refused rows; it holds what was typed, so the look is an Event before it goes out. */
export async function downloadErrors(call: Call<typeof downloadImportErrorsRoute>, house: House) {
  const { deps, input, actor, scope, reply } = call
  const path = house.spool.workbookPath(input.runId)
  const isWhole = await deps.database.transact(scope, async (db) => {
    const ctx = { db, actor, now: deps.now(), vault: deps.vault, announce: () => undefined }
    const run = await getRunRow(ctx, input.runId, house)
    if (!isWorkbookWhole(run)) throw problems.notFound('workbook of refused rows', run.runId)
    await access(path).catch(() => {
      throw problems.notFound('workbook of refused rows', run.runId)
    })
    await record(ctx, 'import.workbook-read', subjectOf(run), { rows: run.rejected })
    return isWholeTarget(getTarget(ctx, house, run))
  })
  const format = isWhole ? 'csv' : 'xlsx'
  return reply
    .header('content-type', TABLE_TYPES[format])
    .header(
      'content-disposition',
      `attachment; filename="errors-${input.runId.slice(0, 8)}.${format}"`,
    )
    .send(createReadStream(path))
}
