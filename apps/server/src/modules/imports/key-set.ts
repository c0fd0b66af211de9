const MIN_SLOTS = 1 << 16

/** What was seen before under the same key. */
export interface Seen {
  rowNo: number
  isSame: boolean
}

/**
 * Which keys a file has had so far, in 24 bytes each: a million of them fit in 48 MB. Keys are kept as
 * hashes of 85 bits.
 */
export class KeySet {
  #slots = MIN_SLOTS
  #count = 0
  #hashes = new Float64Array(MIN_SLOTS)
  #more = new Uint32Array(MIN_SLOTS)
  #contents = new Float64Array(MIN_SLOTS)
  #rows = new Uint32Array(MIN_SLOTS)

  /** Adds a key with what its row holds; tells of an earlier row with the same key. */
  add(key: string, content: string, rowNo: number): Seen | undefined {
    if (this.#count * 2 > this.#slots) this.#grow()
    const hash = hash53(key, 1)
    const more = hash53(key, 2) >>> 0
    const contents = hash53(content, 3)
    const at = this.#find(hash, more)
    if (this.#rows[at] !== 0) {
      return { rowNo: this.#rows[at] as number, isSame: this.#contents[at] === contents }
    }
    this.#put(at, hash, more, contents, rowNo)
    this.#count++
    return undefined
  }

  #find(hash: number, more: number): number {
    let at = hash % this.#slots
    while (this.#rows[at] !== 0 && !(this.#hashes[at] === hash && this.#more[at] === more)) {
      at = (at + 1) % this.#slots
    }
    return at
  }

  #put(at: number, ...[hash, more, contents, rowNo]: [number, number, number, number]) {
    this.#hashes[at] = hash
    this.#more[at] = more
    this.#contents[at] = contents
    this.#rows[at] = rowNo
  }

  #grow() {
    const old = {
      hashes: this.#hashes,
      more: this.#more,
      contents: this.#contents,
      rows: this.#rows,
    }
    this.#slots *= 2
    this.#hashes = new Float64Array(this.#slots)
    this.#more = new Uint32Array(this.#slots)
    this.#contents = new Float64Array(this.#slots)
    this.#rows = new Uint32Array(this.#slots)
    for (let i = 0; i < old.rows.length; i++) {
      const rowNo = old.rows[i] as number
      if (rowNo === 0) continue
      const [hash, more] = [old.hashes[i] as number, old.more[i] as number]
      this.#put(this.#find(hash, more), hash, more, old.contents[i] as number, rowNo)
    }
  }
}

/** A hash of 53 bits, good at spreading short texts that differ in one digit. */
function hash53(text: string, seed: number): number {
  let high = 0xdeadbeef ^ seed
  let low = 0x41c6ce57 ^ seed
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}
