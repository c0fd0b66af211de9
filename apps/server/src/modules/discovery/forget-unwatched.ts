import { NOBODY, recordAll } from '../../platform/context.ts'
import type { Database } from '../../platform/db.ts'
import type { Job } from '../../platform/jobs.ts'
import type { Vault } from '../../platform/vault.ts'
import { watchedAmong } from '../protection/index.ts'
import { deleteCareSignals, listCareSubjects } from './forget-unwatched.queries.ts'

const EVERY_MS = 60_000
const AT_ONCE = 1000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'
/** Of one processor, however many there are. */
const SHARE = 0.2

interface Store {
  database: Database
  vault: Vault
}

/**
 * Erases what rules found of households whose consent to a watch (用电关爱) is withdrawn or over, with what visits found:
 * it tells that somebody lives alone, and stood on that consent. Returns how many signals went.
 */
export async function forgetUnwatched(store: Store, now: () => Date): Promise<number> {
  let forgotten = 0
  for (let after: string | undefined = BEFORE_ALL; after; ) {
    const batch: Batch = await forgetBatch(store, after, now())
    forgotten += batch.forgotten
    after = batch.last
  }
  return forgotten
}

interface Batch {
  forgotten: number
  last: string | undefined
}

function forgetBatch({ database, vault }: Store, after: string, now: Date): Promise<Batch> {
  return database.transact('system', async (db) => {
    const customerIds = (await listCareSubjects(db, after, AT_ONCE)).map((row) => row.customerId)
    const watched = await watchedAmong({ db, vault, now }, customerIds)
    const unwatched = customerIds.filter((customerId) => !watched.has(customerId))
    const gone = unwatched.length > 0 ? await deleteCareSignals(db, unwatched) : []
    // By city and not by signal: other Events lead from a signal to its need, and so to the customer.
    const events = gone.map(({ cityCode, path, signals }) => ({
      kind: 'signal.forgotten',
      subject: { id: path, path, cityCode },
      details: { signals },
    }))
    if (events.length > 0) {
      await recordAll({ db, now, actor: { ...NOBODY, name: 'nuandeng' } }, events)
    }
    const forgotten = gone.reduce((sum, { signals }) => sum + signals, 0)
    return { forgotten, last: customerIds.at(-1) }
  })
}

export function forgetUnwatchedJob(store: Store, now: () => Date): Job {
  return {
    ...{ name: 'forget-unwatched', everyMs: EVERY_MS, share: SHARE },
    run: async () => {
      await forgetUnwatched(store, now)
    },
  }
}
