import type {
  InputOf,
  resumeImportRoute,
  startImportRoute,
  stopImportRoute,
} from '@nuandeng/contract'
import { runCan } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import { constraintOf } from '../../platform/db.ts'
import { problems } from '../../platform/problems.ts'
import { getTarget, type House } from './house.ts'
import { findOpenRun } from './import.queries.ts'
import { setFileUsed } from './import-file.queries.ts'
import { requireFields } from './profiles.ts'
import { getFile } from './read-file.ts'
import { runDigest } from './run-journal.ts'
import { findRun, type RunView } from './run-view.queries.ts'
import {
  adoptRun,
  holdRun,
  insertWaitingRun,
  setStopAsked,
  setWaiting,
} from './run-work.queries.ts'
import { type ImportTarget, isWholeTarget, type WholeTarget } from './target.ts'

/** Asks for an import or a dry run (试导入); the server works on it beside the requests. */
export async function startImport(
  ctx: Context,
  input: InputOf<typeof startImportRoute>,
  house: House,
) {
  const { runId, fileId, isDryRun, sheet, headerRow, map, options } = input
  const { file, target } = await getFile(ctx, fileId, house)
  if (file.erasedAt) throw problems.listErased()
  requireFields(target, { map, options })
  requireColumns(target, map)
  const choices = { sheet, headerRow, map, options }
  const { cityCode, unitId, unitPath, fileName } = file
  const digest = runDigest(file.digest, { ...choices, sheet: sheet ?? undefined, isWhole: true })
  const key = { cityCode, unitId, target: target.name, digest }
  const at = ctx.now
  const by = ctx.actor.personId
  await setFileUsed(ctx.db, fileId, at)
  const open = isDryRun ? undefined : await findOpenRun(ctx.db, key)
  if (open) {
    await holdRun(ctx.db, open.runId)
    await adoptRun(ctx.db, { cityCode, runId: open.runId, fileId, choices, by, at })
  } else {
    const run = { ...key, runId, unitPath, fileId, fileName, isDryRun, choices, by, at }
    await insertWaitingRun(ctx.db, run).catch(refuseTaken)
  }
  const id = open?.runId ?? runId
  const subject = { id, path: unitPath, cityCode }
  await record(ctx, 'import.requested', subject, { target: target.name, fileName, isDryRun })
  return { runId: id }
}

/** A list needs its required columns, a file of a whole target any: none is guessed beside those named. */
function requireColumns(target: ImportTarget | WholeTarget, map: Readonly<Record<string, string>>) {
  const refuse = (field: string) =>
    problems.wrongField(field, 'required', 'this column has to be named')
  if (isWholeTarget(target)) {
    if (Object.keys(map).length === 0) throw refuse('map')
    return
  }
  for (const [field, { isRequired }] of Object.entries(target.columns)) {
    if (isRequired && !map[field]) throw refuse(`map.${field}`)
  }
}

function refuseTaken(error: unknown): never {
  const constraint = constraintOf(error)
  if (constraint === 'import_run_pkey')
    throw problems.conflict('run-exists', 'There is a run with this id')
  if (constraint === 'import_run_open')
    throw problems.conflict('import-is-open', 'Another run of this list is not done yet')
  throw error
}

/** A run in reach. */
export async function getRunRow(ctx: Context, runId: string, house: House): Promise<RunView> {
  const run = await findRun(ctx.db, runId)
  if (!run) throw problems.notFound('run', runId)
  getTarget(ctx, house, run)
  return run
}

async function getRunForUpdate(ctx: Context, runId: string, house: House): Promise<RunView> {
  await holdRun(ctx.db, runId)
  return getRunRow(ctx, runId, house)
}

/** Stops a run (停止); what went in stays. */
export async function stopImport(
  ctx: Context,
  { runId }: InputOf<typeof stopImportRoute>,
  house: House,
) {
  const run = await getRunForUpdate(ctx, runId, house)
  if (!runCan.stop(run.state)) throw problems.runStands(run.state)
  if (!run.fileId) {
    throw problems.conflict('run-of-command-line', 'This run is one of the command line')
  }
  await setStopAsked(ctx.db, run, ctx.now)
  await record(ctx, 'import.stopped', subjectOf(run), { target: run.target })
  return { runId }
}

/** Goes on (继续) with a run that was stopped or broke off. */
export async function resumeImport(
  ctx: Context,
  { runId }: InputOf<typeof resumeImportRoute>,
  house: House,
) {
  const run = await getRunForUpdate(ctx, runId, house)
  if (!runCan.resume(run.state)) throw problems.runStands(run.state)
  if (!run.fileId || !run.isFileKept) throw problems.listErased()
  await setFileUsed(ctx.db, run.fileId, ctx.now)
  await setWaiting(ctx.db, run, ctx.now).catch(refuseTaken)
  await record(ctx, 'import.resumed', subjectOf(run), { target: run.target })
  return { runId }
}

export function subjectOf({ runId, unitPath, cityCode }: RunView) {
  return { id: runId, path: unitPath, cityCode }
}
