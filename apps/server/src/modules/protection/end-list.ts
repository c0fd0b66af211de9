import { entitlementEnd, shanghaiDate } from '@nuandeng/domain'
import { type Context, recordAll } from '../../platform/context.ts'
import { blindIndex } from './blind-index.ts'
import { deleteFlags, type ListedFlag, listOfSource, setStanding } from './entitlement.queries.ts'
import { openCare } from './sealed-care.ts'

const PAGE = 1000

interface Ended {
  /** The month that stands at the unit, and the newest of the file, by source. */
  standing: ReadonlyMap<string, string>
  unit: { unitId: string; path: string; cityCode: string }
  months: ReadonlyMap<string, string>
  seen: ReadonlySet<string>
  unreadable: number
}

/** Why rows of a month cannot go in: an older list than stands, or than the file has, would bring back who left. */
export function monthFault(
  now: Date,
  { standing, months }: Pick<Ended, 'standing' | 'months'>,
  { source, month }: { source: string; month: string },
) {
  const today = shanghaiDate(now)
  if (entitlementEnd(month) <= today) return { code: 'too-old', message: '名单已过期' }
  if (`${month}-01` > today) return { code: 'in-future', message: '还没有到这个月' }
  const newer = [standing.get(source), months.get(source)].find((known) => known && known > month)
  return newer ? { code: 'older-list', message: `已有 ${newer} 的名单` } : undefined
}

/**
 * The new list of a source takes the place of its former one at the unit: who is on it no longer is erased. While rows
 * could not be read nobody is: they may be those, and what is not renewed ends by itself (`entitlementEnd`).
 */
export async function endList(ctx: Context, list: Ended, isDryRun: boolean): Promise<number> {
  let removed = 0
  for (const [source, month] of list.months) {
    // None of its rows went in.
    if (monthFault(ctx.now, list, { source, month })) continue
    if (list.unreadable === 0) removed += await endSource(ctx, list, { source, isDryRun })
    if (!isDryRun) await setStanding(ctx.db, { ...list.unit, source, month }, ctx.now)
  }
  return removed
}

async function endSource(
  ctx: Context,
  { unit, seen }: Ended,
  { source, isDryRun }: { source: string; isDryRun: boolean },
) {
  const listIndex = blindIndex(ctx.vault).list(source)
  let removed = 0
  for (let after: string | undefined; ; ) {
    const wanted = { listIndex, unitPath: unit.path, after, limit: PAGE }
    const page = await listOfSource(ctx.db, wanted)
    const gone = page.filter(({ flagId, sealed }) => {
      const { listKey } = openCare(ctx.vault, ['care_flag', flagId], sealed)
      return !seen.has(listKey ?? '')
    })
    if (!isDryRun) await erase(ctx, gone)
    removed += gone.length
    after = page.at(-1)?.flagId
    if (page.length < PAGE) return removed
  }
}

async function erase(ctx: Context, gone: readonly ListedFlag[]) {
  if (gone.length === 0) return
  await deleteFlags(ctx.db, gone)
  const index = blindIndex(ctx.vault)
  await recordAll(
    ctx,
    gone.map(({ flagId, customerId, path, cityCode }) => ({
      kind: 'care.erased',
      subject: { id: index.pseudonym(customerId), path, cityCode },
      details: { flagId, cause: 'not-listed' },
    })),
  )
}
