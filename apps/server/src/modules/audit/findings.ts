import type { ChainFinding } from '@nuandeng/contract'

/** As many as are named; a chain that is broken all over must not fill the memory. */
export const NAMED = 200

/** What verifying found, in the order in which it was found. */
export class Findings {
  readonly named: ChainFinding[] = []
  total = 0

  add(table: string, rowId: string, fault: ChainFinding['fault'], reason: string) {
    this.total++
    if (this.named.length < NAMED) this.named.push({ table, rowId, fault, reason })
  }
}
