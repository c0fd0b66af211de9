import type { findDuplicatesRoute, InputOf } from '@nuandeng/contract'
import { likenessOf } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import {
  deleteLostPairs,
  type FoundPair,
  listCitiesBelow,
  listSharedKeys,
  type PairReason,
  type SharedKey,
  writePairs,
} from './duplicate.queries.ts'

/** How alike two addresses of one name must be. */
const ALIKE = 70
const PAGE = 5000

/** Looks below a unit for files that may be one customer (疑似重复), city by city; a person decides. */
export async function findDuplicates(ctx: Context, input: InputOf<typeof findDuplicatesRoute>) {
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  authorize(ctx, 'customer.merge', unit)
  const sums = { pairs: 0, added: 0 }
  for (const { cityCode } of await listCitiesBelow(ctx.db, unit.path)) {
    const shared = await listSharedKeys(ctx.db, { path: unit.path, cityCode })
    const pairs = shared.flatMap(pairOf)
    for (let at = 0; at < pairs.length; at += PAGE)
      sums.added += await writePairs(ctx.db, pairs.slice(at, at + PAGE), ctx.now)
    await deleteLostPairs(ctx.db, { path: unit.path, cityCode, before: ctx.now })
    sums.pairs += pairs.length
  }
  const subject = { id: unit.unitId, path: unit.path, cityCode: unit.cityCode }
  await record(ctx, 'customer.compared', subject, sums)
  return sums
}

/** What two files with a common key have in common; none when it is only a common name. */
function pairOf(shared: SharedKey): FoundPair[] {
  const { name, otherName, address, otherAddress, isAccount, isPhone } = shared
  const isNamed = likenessOf(name, otherName) === 100
  const addresses = address && otherAddress ? likenessOf(address, otherAddress) : 0
  const reasons: PairReason[] = []
  const scores: number[] = []
  const add = (reason: PairReason, score: number) => {
    reasons.push(reason)
    scores.push(score)
  }
  if (isAccount) add('account', isNamed ? 98 : 80)
  if (isPhone) add('phone', isNamed ? 92 : 55)
  if (isNamed && addresses >= ALIKE) add('name-address', Math.round(addresses * 0.9))
  if (reasons.length === 0) return []
  const { cityCode, customerId, otherId, unitPath, otherPath } = shared
  // Each further reason makes it likelier.
  const score = Math.min(100, Math.max(...scores) + 3 * (reasons.length - 1))
  return [
    { cityCode, customerId, otherId, unitPath: commonPath(unitPath, otherPath), reasons, score },
  ]
}

/** The lowest unit that holds both. */
function commonPath(one: string, other: string): string {
  const [labels, others] = [one.split('.'), other.split('.')]
  const parted = labels.findIndex((label, i) => label !== others[i])
  return parted === -1 ? one : labels.slice(0, parted).join('.')
}
