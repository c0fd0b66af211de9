import { access } from 'node:fs/promises'
import { isWithin, pathsWith, shanghaiDate } from '@nuandeng/domain'
import { NOBODY, record } from '../../platform/context.ts'
import type { Job } from '../../platform/jobs.ts'
import { Problem, problems } from '../../platform/problems.ts'
import { findPersonActor, findUnit } from '../organisation/index.ts'
import { findTarget } from './house.ts'
import { setFileErased } from './import-file.queries.ts'
import { importList } from './import-list.ts'
import { ImportStopped, type ListToImport, type Progress } from './list-to-import.ts'
import { shortened } from './read-file.ts'
import { type Sample, samplePlace } from './read-runs.ts'
import type { ImportReport, TouchedRow } from './report.ts'
import { findRun, type RunView } from './run-view.queries.ts'
import {
  findNextRun,
  setFailed,
  setJudged,
  setProgress,
  setStopped,
  takeUpRun,
} from './run-work.queries.ts'
import { inReach, subjectOf, type Work, type Workshop } from './run-work.ts'
import { takeFileIn } from './take-file-in.ts'
import { type ImportTarget, isWholeTarget } from './target.ts'

const EVERY_MS = 1000
/** Rows of each kind that a dry run shows. */
const SAMPLE_ROWS = 10

/**
 * Works on runs one after the other: imports in one job, dry runs in another, so that nobody waits for a
 * long import with a look at a list. A run that a killed server left is the first to go on: the job's lock
 * tells that nobody works on it.
 */
export function importJobs(workshop: Workshop): Job[] {
  return [
    { name: 'imports', everyMs: EVERY_MS, run: (signal) => workOff(workshop, false, signal) },
    {
      name: 'import-dry-runs',
      everyMs: EVERY_MS,
      run: (signal) => workOff(workshop, true, signal),
    },
  ]
}

/** Works until nothing waits, or the server stops; then a run stays under way and goes on at the next start. */
export async function workOff(workshop: Workshop, isDryRun: boolean, signal: AbortSignal) {
  while (!signal.aborted) {
    const run = await workshop.database.transact('system', async (db) => {
      const next = await findNextRun(db, isDryRun)
      return next && findRun(db, next.runId)
    })
    if (!run) return
    await workOn(workshop, run, signal)
  }
}

async function workOn(workshop: Workshop, run: RunView, signal: AbortSignal) {
  try {
    if (run.isStopAsked) throw new ImportStopped()
    await takeIn(workshop, run, signal)
  } catch (error) {
    const at = workshop.now()
    if (error instanceof ImportStopped) {
      if (signal.aborted) return
      await workshop.database.transact('system', (db) => setStopped(db, run, at))
      return
    }
    if (!(error instanceof Problem)) workshop.onError(error)
    const refusal =
      error instanceof Problem
        ? { code: error.code, message: error.message }
        : { code: 'internal', message: 'The server failed; what went in before stays' }
    await fail(workshop, run, refusal)
  }
}

async function fail(
  { database, now }: Workshop,
  run: RunView,
  refusal: { code: string; message: string },
) {
  await database.transact('system', async (db) => {
    const at = now()
    await setFailed(db, { ...run, refusal, at })
    const subject = { id: run.runId, path: run.unitPath, cityCode: run.cityCode }
    const { target } = run
    await record({ db, actor: NOBODY, now: at }, 'import.failed', subject, { target, ...refusal })
  })
}

/** The person's roles are asked again: a run may begin or go on long after it was asked for. */
async function openRunOf({ database, targets, spool, now }: Workshop, run: RunView) {
  const target = findTarget(targets, run.target)
  const { actor, unit } = await database.transact('system', async (db) => ({
    actor: await findPersonActor(db, run.startedBy, shanghaiDate(now())),
    unit: await findUnit(db, run.unitId),
  }))
  const paths = actor && target ? pathsWith(actor.grants, target.permission) : []
  if (!actor || !target || !unit || !paths.some((path) => isWithin(run.unitPath, path))) {
    throw problems.forbidden()
  }
  const path = spool.listPath(run.fileId ?? '')
  await access(path).catch(() => {
    throw problems.listErased()
  })
  return { target, unit, path, actor: { ...NOBODY, ...actor } }
}

async function takeIn(workshop: Workshop, run: RunView, signal: AbortSignal) {
  const { target, unit, path, actor } = await openRunOf(workshop, run)
  const work: Work = { workshop, run, unit, actor }
  const isTaken = await inReach(work, async (ctx) => {
    const taken = await takeUpRun(ctx.db, run, ctx.now)
    const { fileName, isDryRun } = run
    const details = { target: run.target, fileName, isDryRun }
    if (taken > 0) await record(ctx, 'import.started', subjectOf(work), details)
    return taken > 0
  })
  // It was stopped between the look for work and now.
  if (!isTaken) return
  if (isWholeTarget(target)) await takeFileIn(work, { target, path, signal })
  else await takeListIn(work, { target, path, signal })
  if (!run.isDryRun) await eraseList(work)
}

async function takeListIn(
  work: Work,
  { target, path, signal }: { target: ImportTarget; path: string; signal: AbortSignal },
) {
  const { workshop, run, unit, actor } = work
  const sample: Sample = { headings: [], rows: [] }
  const { choices, isDryRun } = run
  const list: ListToImport = {
    ...{ target, unit, path, isDryRun, run: isDryRun ? undefined : run },
    ...{ sheet: choices?.sheet ?? undefined, headerRow: choices?.headerRow },
    ...{ map: choices?.map ?? {}, isWhole: true },
    errorsPath: workshop.spool.workbookPath(run.runId),
    onTouched: (rows, headings) => isDryRun && addTo(sample, rows, headings),
    afterChunk: async (progress) => {
      const isStopAsked = await tellProgress(work, progress)
      return !isStopAsked && !signal.aborted
    },
  }
  const report = await importList({ ...workshop, actor }, list)
  if (report.refusal) throw new Problem(400, report.refusal.code, report.refusal.message)
  if (isDryRun) await closeDryRun(work, report, sample)
}

/** The first rows of each kind: among many new ones, those that change are what a person wants to see. */
function addTo(sample: Sample, rows: readonly TouchedRow[], headings: readonly string[]) {
  sample.headings = [...headings]
  for (const row of rows) {
    const same = sample.rows.filter(({ result }) => result === row.result)
    if (same.length < SAMPLE_ROWS) sample.rows.push({ ...row, cells: row.cells.map(shortened) })
  }
}

async function tellProgress(work: Work, { fraction, sums }: Progress): Promise<boolean> {
  const { cityCode, runId, isDryRun } = work.run
  const { isStopAsked } = await inReach(work, ({ db, now: at }) =>
    setProgress(db, { cityCode, runId, fraction, at, sums: isDryRun ? sums : undefined }),
  )
  return isStopAsked
}

async function closeDryRun(work: Work, report: ImportReport, sample: Sample) {
  const { run, workshop } = work
  const sampleSealed = workshop.vault.seal(JSON.stringify(sample), samplePlace(run.runId))
  await inReach(work, async (ctx) => {
    await setJudged(ctx.db, { ...run, report, sampleSealed, at: ctx.now })
    const { rows, created, changed, unchanged, rejected } = report
    const sums = { rows, created, changed, unchanged, rejected }
    await record(ctx, 'import.judged', subjectOf(work), { target: run.target, ...sums })
  })
}

/** What was taken in is no longer needed as a file. */
async function eraseList(work: Work) {
  const { run, workshop } = work
  await inReach(work, ({ db, now }) => setFileErased(db, run.fileId ?? '', now))
  await workshop.spool.erase(workshop.spool.listPath(run.fileId ?? ''))
}
