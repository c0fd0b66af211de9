import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import type { z } from 'zod'
import { BackupRefused, type KeyCopy } from './format.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
const SHORTEST_PASSPHRASE = 12
// 128 MB and about half a second: guessing a passphrase is dear.
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }

const keyOf = (passphrase: string, salt: Buffer) => scryptSync(passphrase, salt, 32, SCRYPT)

/** Puts the keys of an installation under a passphrase. */
export function sealKeys(keys: string, passphrase: string): z.infer<typeof KeyCopy> {
  if (passphrase.length < SHORTEST_PASSPHRASE) {
    throw new BackupRefused(`the passphrase has fewer than ${SHORTEST_PASSPHRASE} characters`)
  }
  const salt = randomBytes(16)
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), iv)
  const body = Buffer.concat([cipher.update(keys, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    salt: salt.toString('base64'),
    iv: iv.toString('base64'),
    sealed: body.toString('base64'),
  }
}

/** The keys that `sealKeys` put under the same passphrase. */
export function openKeys(copy: z.infer<typeof KeyCopy>, passphrase: string): string {
  const [salt, iv, sealed] = [copy.salt, copy.iv, copy.sealed].map((text) =>
    Buffer.from(text, 'base64'),
  ) as [Buffer, Buffer, Buffer]
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, salt), iv)
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    return (
      decipher.update(sealed.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    )
  } catch {
    throw new BackupRefused('the passphrase does not open the keys in the backup')
  }
}
