import { opensProtected } from '@nuandeng/domain'
import type { Actor, Context } from '../../platform/context.ts'
import type { Database } from '../../platform/db.ts'
import type { Vault } from '../../platform/vault.ts'
import type { UnitRow } from '../organisation/index.ts'
import type { RunRow, RunSums } from './import.queries.ts'
import type { Choices } from './layout.ts'
import type { TouchedRow } from './report.ts'
import type { ImportTarget } from './target.ts'

export interface ImportDeps {
  database: Database
  vault: Vault
  now(): Date
  actor: Actor
}

export interface ListToImport extends Choices {
  target: ImportTarget
  unit: UnitRow
  path: string
  isDryRun: boolean
  /** Where to write the refused rows with their reasons. */
  errorsPath?: string | undefined
  onProgress?: (fraction: number, rows: number) => void
  /** The run to go on with, which stands as `importing`; without it one is found by the file, or begun. */
  run?: RunRow | undefined
  /** After each chunk; whether to go on. */
  afterChunk?: (progress: Progress) => Promise<boolean>
  /** The rows of each chunk that are created or changed, or would be. */
  onTouched?: (rows: readonly TouchedRow[], headings: readonly string[]) => void
}

/** How far an import got. */
export interface Progress {
  fraction: number
  sums: RunSums
}

/** An import was stopped between two chunks; it can go on. */
export class ImportStopped extends Error {}

/** One transaction of an import: it reaches the unit of the import and what stands below. */
export function transact<T>(
  { database, vault, actor, now }: ImportDeps,
  { unit, target }: ListToImport,
  work: (ctx: Context) => Promise<T>,
) {
  const scope = {
    paths: [unit.path],
    personId: actor.personId,
    opensProtected: opensProtected(target.permission),
  }
  return database.transact(scope, (db) =>
    work({ db, actor, now: now(), vault, announce: () => undefined }),
  )
}
