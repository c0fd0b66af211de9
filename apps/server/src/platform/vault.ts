import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomFillSync,
  sign,
  verify,
} from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The keys of an installation: sealing of personal data, signing of chain heads and snapshots. */
export interface Vault {
  /** Encrypts text for one row; `place` (table and id) is bound in, so that a value cannot be moved. */
  seal(text: string, place: string): string
  /** Decrypts what `seal` made for the same place; throws when it was changed or moved. */
  open(sealed: string, place: string): string
  /** An Ed25519 signature, base64. */
  sign(text: string): string
  isSignatureGood(text: string, signature: string): boolean
  /** Short name of the signing key, so that a signature tells which key made it. */
  keyId: string
  /** A key for another purpose (sessions), derived from the same secret. */
  derive(purpose: string): Buffer
}

const IV_BYTES = 12
const TAG_BYTES = 16

const fileOf = (dataDir: string) => join(dataDir, 'keys.json')

/**
 * Opens the keys in the data folder, and makes them on the first start. Losing this file loses the
 * sealed data: docs/operations/backup.md says how to keep it.
 */
export function openVault(dataDir: string): Vault {
  const file = fileOf(dataDir)
  if (!existsSync(file)) writeFileSync(file, newKeys(), { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return vaultFrom(readFileSync(file, 'utf8'))
}

/** The keys in the data folder as they stand, if they are there. */
export function readKeys(dataDir: string): string | undefined {
  return existsSync(fileOf(dataDir)) ? readFileSync(fileOf(dataDir), 'utf8') : undefined
}

/** Puts restored keys into the data folder, on the disk before anything is written that needs them. */
export function writeKeys(dataDir: string, keys: string): void {
  writeFileSync(fileOf(dataDir), keys, { mode: 0o600, flush: true })
}

export function vaultFrom(text: string): Vault {
  const keys = JSON.parse(text) as { secret: string; signing: string }
  return vaultOf(Buffer.from(keys.secret, 'base64'), createPrivateKey(keys.signing))
}

function newKeys(): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  return `${JSON.stringify(
    {
      secret: randomBytes(32).toString('base64'),
      signing: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    },
    null,
    2,
  )}\n`
}

/** Random bytes drawn for many values at a time: drawing costs more than encrypting a short text. */
function ivSource(): () => Buffer {
  const pool = Buffer.alloc(IV_BYTES * 512)
  let at = pool.length
  return () => {
    if (at === pool.length) {
      randomFillSync(pool)
      at = 0
    }
    at += IV_BYTES
    return pool.subarray(at - IV_BYTES, at)
  }
}

function vaultOf(secret: Buffer, signing: KeyObject): Vault {
  const publicKey = createPublicKey(signing)
  const derived = new Map<string, Buffer>()
  const nextIv = ivSource()
  const derive = (purpose: string) => {
    const key = derived.get(purpose) ?? Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
    derived.set(purpose, key)
    return key
  }
  // A key object is made once; a buffer would be made into one for every value, which costs most of the sealing.
  const sealKey = createSecretKey(derive('seal'))
  return {
    derive,
    keyId: createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex')
      .slice(0, 16),
    seal(text, place) {
      const iv = nextIv()
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return (
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') +
        decipher.final('utf8')
      )
    },
    sign: (text) => sign(null, Buffer.from(text), signing).toString('base64'),
    isSignatureGood: (text, signature) =>
      verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
  }
}
