import { setTimeout as wait } from 'node:timers/promises'
import { record } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import { Problem } from '../../platform/problems.ts'
import { finishRun } from './import.queries.ts'
import { ImportStopped } from './list-to-import.ts'
import { setFileErrors, setFileProgress, setTaken } from './run-work.queries.ts'
import { inReach, subjectOf, type Work } from './run-work.ts'
import type { FileTaken, WholeTarget } from './target.ts'

const TELL_MS = 1000

/**
 * Has a target take a file in, whole or not at all (整份导入). A run that is stopped or killed has brought nothing, or
 * all: then it is done by the same file again, and keeps the sums of the first time.
 */
export async function takeFileIn(
  work: Work,
  { target, path, signal }: { target: WholeTarget; path: string; signal: AbortSignal },
) {
  const { workshop, run, unit, actor } = work
  const { database, dataDir, now, spool } = workshop
  const { fileName, isDryRun, choices, runId } = run
  const taken = await whileTelling(work, signal, (stopping, onProgress) =>
    target.takeIn({
      ...{ database, dataDir, now, actor, unit, path, fileName, isDryRun },
      ...{ map: choices?.map ?? {}, options: choices?.options ?? {} },
      ...{ rejectsPath: spool.workbookPath(runId), signal: stopping, onProgress },
      onCommit: (db: Db, found: FileTaken) => setTaken(db, run, found),
    }),
  )
  const { refusal } = taken
  if (refusal) {
    await inReach(work, ({ db }) => setFileErrors(db, run, taken.errors))
    throw new Problem(400, refusal.code, refusal.message)
  }
  const { rows, created, unchanged, rejected } = taken
  await inReach(work, async (ctx) => {
    await setTaken(ctx.db, run, taken)
    await finishRun(ctx.db, { ...run, at: ctx.now })
    const kind = isDryRun ? 'import.judged' : 'import.done'
    const sums = { rows, created, unchanged, rejected }
    await record(ctx, kind, subjectOf(work), { target: target.name, ...sums })
  })
}

/** Tells every second how far the work is; breaks it off when a person or the server wants it to stop. */
async function whileTelling<T>(
  work: Work,
  signal: AbortSignal,
  takeIn: (
    stopping: AbortSignal,
    onProgress: (fraction: number, rows: number) => void,
  ) => Promise<T>,
): Promise<T> {
  const stopping = new AbortController()
  let at = { fraction: 0, rows: 0 }
  const done = new AbortController()
  const tell = async () => {
    while (!done.signal.aborted && !stopping.signal.aborted) {
      const { isStopAsked } = await inReach(work, ({ db, now }) =>
        setFileProgress(db, { ...work.run, ...at, at: now }),
      )
      if (isStopAsked || signal.aborted) stopping.abort(new ImportStopped())
      // Cut short, the work is done.
      await wait(TELL_MS, undefined, { signal: done.signal }).catch(() => undefined)
    }
  }
  const told = tell().catch((error) => stopping.abort(error))
  try {
    return await takeIn(stopping.signal, (fraction, rows) => {
      at = { fraction, rows }
    })
  } finally {
    done.abort()
    await told
  }
}
