import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { problems } from './problems.ts'

/** 16 MB and about 0.1 s each: one of the settings that OWASP names as equally strong. */
const COST = { N: 2 ** 14, r: 8, p: 5 }
const KEY_BYTES = 32
const SALT_BYTES = 16
/** Of Node's four helper threads at most three, so that files and names are still served. */
const AT_ONCE = Math.min(availableParallelism(), 3)
/** Past this many the wait would be longer than anybody waits. */
const WAITING_LIMIT = 600

let running = 0
const waiting: (() => void)[] = []

/** Takes turns, first come first served: a morning's log-ins must not stop everything else. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running++
  else {
    if (waiting.length >= WAITING_LIMIT) throw problems.tooMany(30)
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        const options = { ...cost, maxmem: 256 * cost.N * cost.r }
        scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) =>
          error ? reject(error) : resolve(key),
        )
      }),
  )
}

/** A first password of 96 random bits, for somebody to type once. */
export function newFirstPassword(): string {
  return randomBytes(12).toString('base64url')
}

/** `scrypt$N$r$p$salt$key`: a hash keeps its cost, so that the cost can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt, COST)
  const { N, r, p } = COST
  return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$')
}

/** Stands in where there is no such name, so that the answer takes as long as for a wrong password. */
const NO_HASH = `scrypt$${COST.N}$${COST.r}$${COST.p}$AAAAAAAAAAAAAAAAAAAAAA==$`

/** Whether the password is the one behind the hash; without a hash it is not, after the same work. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = (hash ?? NO_HASH).split('$')
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  const made = await derive(password, Buffer.from(salt, 'base64'), cost)
  const known = Buffer.from(key, 'base64')
  return known.length === made.length && timingSafeEqual(known, made)
}
