import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { z } from 'zod'

/** A backup that cannot be made or used, in words for whoever typed the command. */
export class BackupRefused extends Error {}

/**
 * A backup file is this line, then frames: one letter (J: JSON, D: data), four bytes of length, and that
 * many bytes. J header; for each table J table, D … (gzip of COPY text), D of length 0, J rows and
 * SHA-256 of that text; J end with the SHA-256 of everything before it, signed.
 */
export const FIRST_LINE = 'nuandeng backup 1\n'
export const HEAD_BYTES = 5
export const CHUNK_BYTES = 256 * 1024

/** The keys of an installation under a passphrase: scrypt and AES-256-GCM, all base64. */
export const KeyCopy = z.strictObject({ salt: z.string(), iv: z.string(), sealed: z.string() })

/** The first frame: what the backup is of. */
export const BackupHeader = z.strictObject({
  program: z.string(),
  takenAt: z.iso.datetime(),
  /** The migrations that had run, in order: the schema of the rows. */
  migrations: z.array(z.strictObject({ name: z.string(), digest: z.string() })),
  /** The signing key of the installation. */
  keyId: z.string(),
  /** Null when the keys are kept apart. */
  keys: KeyCopy.nullable(),
})
export type BackupHeader = z.infer<typeof BackupHeader>

const Name = z.string().regex(/^[a-z_][a-z0-9_]*$/)
export const TableHead = z.strictObject({ table: Name, columns: z.array(Name) })
export type TableHead = z.infer<typeof TableHead>

export const TableEnd = z.strictObject({ rows: z.int(), sha256: z.string() })
export type TableEnd = z.infer<typeof TableEnd>

export const BackupEnd = z.strictObject({
  tables: z.int(),
  rows: z.int(),
  sha256: z.string(),
  signature: z.string(),
})
export type BackupEnd = z.infer<typeof BackupEnd>

/** What the signature of a backup is made over. */
export const signedText = (sha256: string) => `nuandeng backup ${sha256}`

const NEWLINE = 10

/** Counts the rows of COPY text, and hashes it, on its way; COPY writes a row in exactly one line. */
export class RowCounter extends Transform {
  #rows = 0
  readonly #hash = createHash('sha256')

  override _transform(chunk: Buffer, _encoding: string, done: (e: null, c: Buffer) => void) {
    this.#hash.update(chunk)
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) this.#rows++
    done(null, chunk)
  }

  result(): TableEnd {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') }
  }
}
