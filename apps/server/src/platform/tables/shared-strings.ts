import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BLOCK = 256 * 1024
/** 32 MB stay in memory; what is more goes to a temporary file. */
const BLOCKS_IN_MEMORY = 128

/**
 * The shared strings of a workbook. A million rows can bring millions of them, so they are kept as
 * bytes in blocks, of which only so many stay in memory. Programs number strings as they first
 * appear, so a sheet that is read from the top asks for neighbours.
 */
export class SharedStrings {
  #ends = new Float64Array(1024)
  #count = 0
  #bytes = 0
  #open = Buffer.alloc(BLOCK)
  readonly #blocks = new Map<number, Buffer>()
  #spill: { folder: string; fd: number } | undefined

  get count(): number {
    return this.#count
  }

  add(text: string) {
    if (this.#count === this.#ends.length) {
      const more = new Float64Array(this.#ends.length * 2)
      more.set(this.#ends)
      this.#ends = more
    }
    const bytes = Buffer.from(text, 'utf8')
    for (let done = 0; done < bytes.length; ) {
      const at = this.#bytes % BLOCK
      const part = bytes.copy(this.#open, at, done, done + BLOCK - at)
      done += part
      this.#bytes += part
      if (this.#bytes % BLOCK === 0) this.#closeBlock()
    }
    this.#ends[this.#count++] = this.#bytes
  }

  get(index: number): string | undefined {
    if (!(index >= 0 && index < this.#count)) return undefined
    const start = index === 0 ? 0 : (this.#ends[index - 1] as number)
    const end = this.#ends[index] as number
    if (end === start) return ''
    const first = Math.floor(start / BLOCK)
    const last = Math.floor((end - 1) / BLOCK)
    if (first === last) {
      return this.#block(first).toString('utf8', start - first * BLOCK, end - first * BLOCK)
    }
    const parts: Buffer[] = []
    for (let n = first; n <= last; n++) {
      parts.push(
        this.#block(n).subarray(Math.max(0, start - n * BLOCK), Math.min(BLOCK, end - n * BLOCK)),
      )
    }
    return Buffer.concat(parts).toString('utf8')
  }

  close() {
    if (!this.#spill) return
    closeSync(this.#spill.fd)
    rmSync(this.#spill.folder, { recursive: true, force: true })
    this.#spill = undefined
  }

  #closeBlock() {
    const number = this.#bytes / BLOCK - 1
    this.#spill ??= number >= BLOCKS_IN_MEMORY ? this.#startSpill() : undefined
    if (this.#spill) writeSync(this.#spill.fd, this.#open, 0, BLOCK, number * BLOCK)
    this.#keep(number, this.#open)
    this.#open = Buffer.alloc(BLOCK)
  }

  #startSpill() {
    const folder = mkdtempSync(join(tmpdir(), 'nuandeng-strings-'))
    const fd = openSync(join(folder, 'strings'), 'w+', 0o600)
    for (const [number, block] of this.#blocks) writeSync(fd, block, 0, BLOCK, number * BLOCK)
    return { folder, fd }
  }

  #block(number: number): Buffer {
    if (number === Math.floor(this.#bytes / BLOCK)) return this.#open
    const kept = this.#blocks.get(number)
    if (kept && !this.#spill) return kept
    const block = kept ?? Buffer.alloc(BLOCK)
    if (!kept && this.#spill) readSync(this.#spill.fd, block, 0, BLOCK, number * BLOCK)
    this.#keep(number, block)
    return block
  }

  /** Puts a block behind all others, and lets go of the one that was asked for longest ago. */
  #keep(number: number, block: Buffer) {
    this.#blocks.delete(number)
    this.#blocks.set(number, block)
    if (!this.#spill || this.#blocks.size <= BLOCKS_IN_MEMORY) return
    const [oldest] = this.#blocks.keys()
    if (oldest !== undefined) this.#blocks.delete(oldest)
  }
}
