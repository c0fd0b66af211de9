import type { Actor } from '../../platform/context.ts'
import { NOBODY, record } from '../../platform/context.ts'
import type { Job } from '../../platform/jobs.ts'
import { listFilesUnusedSince, listKept, setFileErased } from './import-file.queries.ts'
import { listWorkbooksSince, setRowsErased } from './run-work.queries.ts'
import type { Workshop } from './run-work.ts'

const EVERY_MS = 10 * 60_000
/** From a Friday to a Monday: who imports has time to correct what was refused. */
export const KEPT_HOURS = 72
/** A file may be older than its row by as long as it takes to receive it. */
const RECEIVING_HOURS = 6

/** Erases lists and workbooks whose time is over (到期删除), and what a killed server left of others. */
export function eraseJob(workshop: Workshop): Job {
  return { name: 'import-erase', everyMs: EVERY_MS, run: () => eraseOld(workshop) }
}

export async function eraseOld({ database, spool, now }: Omit<Workshop, 'onError'>) {
  const at = now()
  const hoursAgo = (hours: number) => new Date(at.getTime() - hours * 3_600_000)
  const actor: Actor = NOBODY
  await database.transact('system', async (db) => {
    for (const { fileId, unitPath, cityCode } of await listFilesUnusedSince(
      db,
      hoursAgo(KEPT_HOURS),
    )) {
      await setFileErased(db, fileId, at)
      await record({ db, actor, now: at }, 'import.erased', {
        id: fileId,
        path: unitPath,
        cityCode,
      })
      await spool.erase(spool.listPath(fileId))
    }
    for (const run of await listWorkbooksSince(db, hoursAgo(KEPT_HOURS))) {
      const { runId: id, unitPath: path, cityCode } = run
      await setRowsErased(db, run)
      await record({ db, actor, now: at }, 'import.erased', { id, path, cityCode })
      await spool.erase(spool.workbookPath(id))
    }
    const kept = await listKept(db)
    const known = new Set(kept.flatMap(({ fileId, runId }) => fileId ?? `${runId}.errors`))
    await spool.sweep((name) => known.has(name), hoursAgo(RECEIVING_HOURS))
  })
}
