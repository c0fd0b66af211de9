import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Real lists beside the checkout, never in it; SHARED_DATA names another folder. */
const FOLDER = resolve(
  process.env.SHARED_DATA ?? join(import.meta.dirname, '../../../../shared/data'),
)

export const hasSharedData = existsSync(FOLDER)
/** Says in the report why a test is skipped. */
export const NEEDS_SHARED_DATA = hasSharedData ? '' : ' (skipped: ../shared/data is not there)'

export function sharedFile(name: string): string {
  return join(FOLDER, name)
}
