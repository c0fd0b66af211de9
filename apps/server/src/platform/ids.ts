import { v7 } from 'uuid'

const RANDOM_BYTES = 16
/** Drawn for many keys at a time: drawing for each costs more than all the rest of a key. */
const pool = new Uint8Array(RANDOM_BYTES * 512)
let at = pool.length
let msecs = 0
let seq = 0

/** A new key. Version 7 (RFC 9562), counted within a millisecond: keys made one after another stand in that order. */
export function newId(): string {
  if (at === pool.length) {
    crypto.getRandomValues(pool)
    at = 0
  }
  at += RANDOM_BYTES
  const random = pool.subarray(at - RANDOM_BYTES, at)
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    // Begins in the lower half, so that there is room to count up.
    seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1
  } else {
    seq = (seq + 1) >>> 0
    if (seq === 0) msecs++
  }
  return v7({ random, msecs, seq })
}
