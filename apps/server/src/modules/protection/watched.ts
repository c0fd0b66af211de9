import { isWatched, shanghaiDate, WATCHABLE_CARE_KINDS } from '@nuandeng/domain'
import { type Context, record } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import { blindIndex, kindTokens } from './blind-index.ts'
import { listIndexUnits } from './care.queries.ts'
import { openCare } from './sealed-care.ts'
import { listFlagsAbout, listFlagsOfKind, type WatchableFlag } from './watched.queries.ts'

type Store = Pick<Context, 'db' | 'vault' | 'now'>

const AT_ONCE = 5000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * The accounts of a city whose flag and consent to a watch (用电关爱) hold today, for a run of rules: all that it learns of
 * the store. The Event says for which run and how many they are, and names nobody.
 */
export async function listWatchedAccounts(
  ctx: Store & Pick<Context, 'actor'>,
  run: { runId: string; path: string; cityCode: string },
): Promise<ReadonlySet<string>> {
  const { path, cityCode } = run
  const unitIds = (await listIndexUnits(ctx.db, [path])).map(({ unitId }) => unitId)
  const tokens = kindTokens(blindIndex(ctx.vault), WATCHABLE_CARE_KINDS, unitIds)
  const wanted = { cityCode, tokens: tokens.map(({ token }) => token), limit: AT_ONCE }
  const watched = new Set<string>()
  for (let after = BEFORE_ALL; ; ) {
    const page = await listFlagsOfKind(ctx.db, { ...wanted, after })
    for (const flag of page) if (holds(ctx, flag)) watched.add(flag.accountNo)
    const last = page.at(-1)
    if (!last) break
    after = last.flagId
  }
  const subject = { id: run.runId, path, cityCode }
  await record(ctx, 'care.watch-read', subject, { runId: run.runId, accounts: watched.size })
  return watched
}

/** Which of these customers are watched today: of the others nothing may be kept that a rule found. As the system. */
export async function watchedAmong(
  store: Store & { db: Db },
  customerIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const flags = await store.db.asSystem(() => listFlagsAbout(store.db, customerIds))
  return new Set(flags.filter((flag) => holds(store, flag)).map(({ customerId }) => customerId))
}

function holds({ vault, now }: Store, { flagId, sealed, expiresOn }: WatchableFlag): boolean {
  const { kind, watch } = openCare(vault, ['care_flag', flagId], sealed)
  return WATCHABLE_CARE_KINDS.includes(kind) && isWatched({ watch, expiresOn }, shanghaiDate(now))
}
