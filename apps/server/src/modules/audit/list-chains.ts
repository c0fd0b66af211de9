import { pathsWith } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { findHead } from './chain.queries.ts'
import { type ChainCity, listChainCities, listTails } from './chain-city.queries.ts'

/** Per city in reach: the head of its chain (链头), and how old what is not sealed yet is. */
export async function listChains(ctx: Context) {
  const cities = await listChainCities(ctx.db, pathsWith(ctx.actor.grants, 'audit.read'))
  const tails = await listTails(
    ctx.db,
    cities.map(({ cityCode }) => cityCode),
  )
  const items = []
  for (const city of cities) {
    const tail = tails.find(({ cityCode }) => cityCode === city.cityCode)
    items.push(await chainOf(ctx, city, tail))
  }
  return { items }
}

async function chainOf(
  ctx: Context,
  { cityCode, cityName }: ChainCity,
  tail: { count: number; oldestAt: Date } | undefined,
) {
  const head = await findHead(ctx.db, cityCode)
  const ageMs = tail && ctx.now.getTime() - tail.oldestAt.getTime()
  return {
    cityCode,
    cityName,
    blocks: head?.blockNo ?? 0,
    sealedEvents: head?.totalEvents ?? 0,
    head: head?.hash ?? null,
    sealedAt: head ? new Date(head.sealedAt).toISOString() : null,
    tailEvents: tail?.count ?? 0,
    tailAgeSeconds: ageMs === undefined ? null : Math.max(0, Math.round(ageMs / 1000)),
  }
}
