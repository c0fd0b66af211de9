/**
 * How many of `n` new customers each officer gets, so that the loads come as close to each other as they can
 * (按负荷均衡): the least loaded are filled up first. Officers earlier in the list get what cannot be halved.
 */
export function shareOut(loads: readonly number[], n: number): number[] {
  if (loads.length === 0) throw new Error('nobody to share out to')
  const order = loads
    .map((load, at) => ({ load, at }))
    .sort((a, b) => a.load - b.load || a.at - b.at)
  // The lowest are filled to one level; the next one joins when the level reaches their load.
  let filled = 0
  let sum = 0
  for (const { load } of order) {
    if (load * filled - sum > n) break
    sum += load
    filled++
  }
  const level = Math.floor((sum + n) / filled)
  let rest = sum + n - level * filled
  const shares = loads.map(() => 0)
  for (const { load, at } of order.slice(0, filled).sort((a, b) => a.at - b.at)) {
    const extra = rest > 0 ? 1 : 0
    rest -= extra
    shares[at] = level + extra - load
  }
  return shares
}
