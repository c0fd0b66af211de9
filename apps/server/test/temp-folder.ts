import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A temp folder of its own. Run by root, the database is `nobody`'s and must be able to get into the folder; else it would
 * stand outside of it and stay when the folder is removed.
 */
export function aTempFolder(name: string, parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, `nuandeng-${name}-`))
  chmodSync(folder, 0o755)
  return folder
}
