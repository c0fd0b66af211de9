import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Where lists that were sent wait, and the workbooks of refused rows: personal data, as it was typed. */
export interface Spool {
  listPath(fileId: string): string
  workbookPath(runId: string): string
  /** A file that is being received; what is left of it is swept. */
  partPath(partId: string): string
  erase(path: string): Promise<void>
  /** Removes what nothing in the database speaks of, once it is older than `before`. */
  sweep(isKnown: (name: string) => boolean, before: Date): Promise<void>
}

/** The folder `imports` of the data folder; only the account of the server may enter it. */
export function spoolOf(dataDir: string): Spool {
  const folder = join(dataDir, 'imports')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    listPath: (fileId) => join(folder, fileId),
    workbookPath: (runId) => join(folder, `${runId}.errors`),
    partPath: (partId) => join(folder, `${partId}.part`),
    erase: (path) => rm(path, { force: true }),
    async sweep(isKnown, before) {
      for (const name of await readdir(folder)) {
        if (isKnown(name)) continue
        const path = join(folder, name)
        // Another request may have removed it meanwhile.
        const found = await stat(path).catch(() => undefined)
        if (found && found.mtime < before) await rm(path, { force: true })
      }
    },
  }
}
