import { createHash } from 'node:crypto'

/** A repeatable source of chance: the same seed tells the same story on every machine. */
export interface Seeded {
  /** A number from 0 up to but not including 1. */
  next(): number
  below(limit: number): number
  pick<T>(items: readonly T[]): T
}

/** Mulberry32: small, fast, good enough for a story. */
export function seeded(seed: number): Seeded {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: <T>(items: readonly T[]) => items[below(items.length)] as T,
  }
}

/** Shares a whole number out by weights so that the parts add up to it exactly (largest remainders). */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const parts = exact.map(Math.floor)
  const left = total - parts.reduce((a, b) => a + b, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}

/** A UUID of version 7 that follows from its name, so that a second run makes the same records. */
export function idOf(name: string, at: Date): string {
  const hash = createHash('sha256').update(`nuandeng demo ${name}`).digest('hex')
  const time = at.getTime().toString(16).padStart(12, '0')
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${hash.slice(0, 3)}`,
    `8${hash.slice(3, 6)}`,
    hash.slice(6, 18),
  ].join('-')
}
