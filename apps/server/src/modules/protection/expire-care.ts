import { shanghaiDate } from '@nuandeng/domain'
import { type NewEvent, NOBODY, recordAll } from '../../platform/context.ts'
import type { Database } from '../../platform/db.ts'
import type { Job } from '../../platform/jobs.ts'
import type { Vault } from '../../platform/vault.ts'
import { blindIndex } from './blind-index.ts'
import {
  CARE_TABLES,
  type CareTable,
  deleteExpired,
  deleteOfClosed,
} from './expire-care.queries.ts'

interface Store {
  database: Database
  vault: Vault
}

const BATCH = 1000
const HOUR_MS = 3_600_000
/** Of one processor, however much there is to erase. */
const SHARE = 0.2

/**
 * Erases what expired (到期删除) and what is kept about closed accounts, batch by batch: each is a transaction with its Events, so that a run that is cut
 * off has lost nothing and the next one goes on. Returns how many rows went.
 */
export async function expireCare(store: Store, now: () => Date): Promise<number> {
  let erased = 0
  for (const table of CARE_TABLES) erased += await eraseAll(store, table, 'expired', now)
  for (const table of OF_ACCOUNT) erased += await eraseAll(store, table, 'account-closed', now)
  return erased
}

/** Requests outlive the account: they prove what was answered. */
const OF_ACCOUNT = ['care_flag', 'care_contact'] as const
type Cause = 'expired' | 'account-closed'

async function eraseAll(store: Store, table: CareTable, cause: Cause, now: () => Date) {
  let erased = 0
  for (;;) {
    const batch = await eraseBatch(store, table, cause, now())
    erased += batch
    if (batch < BATCH) return erased
  }
}

function eraseBatch(
  { database, vault }: Store,
  table: CareTable,
  ...[cause, now]: [Cause, Date]
): Promise<number> {
  const index = blindIndex(vault)
  return database.transact('system', async (db) => {
    const gone =
      cause === 'expired'
        ? await deleteExpired(db, table, shanghaiDate(now), BATCH)
        : await deleteOfClosed(db, table, BATCH)
    // What it said is gone; the Event tells that a row of the store went, and why.
    const events = gone.map(
      ({ id, customerId, path, cityCode }): NewEvent => ({
        kind: 'care.expired',
        subject: { id: index.pseudonym(customerId), path, cityCode },
        details: { table, id, cause },
      }),
    )
    if (events.length > 0) {
      await recordAll({ db, now, actor: { ...NOBODY, name: 'nuandeng' } }, events)
    }
    return gone.length
  })
}

export function careExpiryJob(store: Store, now: () => Date): Job {
  return {
    name: 'care-expiry',
    everyMs: HOUR_MS,
    share: SHARE,
    run: async () => {
      await expireCare(store, now)
    },
  }
}
