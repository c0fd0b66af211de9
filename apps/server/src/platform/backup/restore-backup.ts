import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { listMigrations, type Migration, runMigrations } from '../migrate.ts'
import { readKeys, type Vault, vaultFrom, writeKeys } from '../vault.ts'
import { type BackupHeader, BackupRefused, type TableHead } from './format.ts'
import { openKeys } from './key-copy.ts'
import { readBackupHeader, readBackupTables } from './read-file.ts'
import { findAnyTable, listTables, quoted } from './tables.queries.ts'

interface RestoreJob {
  pool: pg.Pool
  dataDir: string
  file: string
  passphrase: string | undefined
  onStep(text: string): void
}

/**
 * Fills an empty installation from a backup: all of it or nothing. The whole file is checked before the
 * database is touched; then one transaction makes the schema of the backup, loads the rows, and migrates
 * onward.
 */
export async function restoreBackup({ pool, dataDir, file, passphrase, onStep }: RestoreJob) {
  const header = await readBackupHeader(file)
  const { before, after } = migrationsFor(header)
  const keys = keysFor(header, dataDir, passphrase)
  const vault = vaultFrom(keys)
  onStep('checking the backup')
  const sum = await readBackupTables(file, vault, skip)
  const client = await pool.connect()
  try {
    const found = await findAnyTable(client)
    if (found) {
      throw new BackupRefused(
        `the database is not empty (it has the table ${found}); restore needs a new data folder or an empty database`,
      )
    }
    await client.query('begin')
    await runMigrations(client, before)
    await loadTables(client, { file, vault, onStep })
    await runMigrations(client, after)
    writeKeys(dataDir, keys)
    await client.query('commit')
    // Without statistics the first hours would see poor plans.
    await client.query('analyze')
    return { ...sum, takenAt: header.takenAt, migrated: after.length }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** The migrations that the backup had, and those that came since. Refuses one from a newer version. */
function migrationsFor(header: BackupHeader): { before: Migration[]; after: Migration[] } {
  const known = listMigrations()
  for (const { name, digest } of header.migrations) {
    const own = known.find((migration) => migration.name === name)
    if (own?.digest === digest) continue
    throw new BackupRefused(
      own
        ? `the migration ${name} of the backup is not the one of this version`
        : `the backup is from a newer version (Nuandeng ${header.program}): this one does not know the migration ${name}`,
    )
  }
  const ran = new Set(header.migrations.map(({ name }) => name))
  return {
    before: known.filter(({ name }) => ran.has(name)),
    after: known.filter(({ name }) => !ran.has(name)),
  }
}

/** The keys that belong to the backup: out of it, or already in the data folder. */
function keysFor(
  { keyId, keys }: BackupHeader,
  dataDir: string,
  passphrase: string | undefined,
): string {
  const present = readKeys(dataDir)
  if (present) {
    if (vaultFrom(present).keyId === keyId) return present
    throw new BackupRefused(`the keys.json in ${dataDir} is not the one of the backup (${keyId})`)
  }
  if (keys === null) {
    throw new BackupRefused(
      `the backup holds no keys: first put the keys.json of the installation (key ${keyId}) into ${dataDir}`,
    )
  }
  if (passphrase === undefined) {
    throw new BackupRefused('the keys in the backup need their passphrase: --passphrase-file')
  }
  return openKeys(keys, passphrase)
}

const skip = async (_head: TableHead, text: AsyncIterable<Buffer>) => {
  for await (const _chunk of text);
}

async function loadTables(
  client: pg.ClientBase,
  { file, vault, onStep }: { file: string; vault: Vault; onStep(text: string): void },
) {
  const tables = await listTables(client)
  const names = quoted(tables.map(({ table }) => table))
  // What migrations put in is in the backup too, as it stood then.
  await client.query(`truncate ${names}`)
  const force = async (word: 'force' | 'no force') => {
    for (const { table, isForced } of tables) {
      if (isForced) await client.query(`alter table "${table}" ${word} row level security`)
    }
  }
  // COPY FROM does not work under row-level security; nobody else sees the tables before the commit.
  await force('no force')
  const left = new Set(tables.map(({ table }) => table))
  await readBackupTables(file, vault, async (head, text) => {
    if (!left.delete(head.table)) throw new BackupRefused(`there is no table ${head.table}`)
    onStep(head.table)
    const copy = client.query(copyFrom(`copy "${head.table}" (${quoted(head.columns)}) from stdin`))
    await pipeline(text, copy)
  })
  await force('force')
  if (left.size > 0) throw new BackupRefused(`the backup lacks the tables ${[...left]}`)
}
