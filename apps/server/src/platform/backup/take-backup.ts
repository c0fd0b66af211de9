import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Vault, vaultFrom } from '../vault.ts'
import { type BackupHeader, BackupRefused } from './format.ts'
import { sealKeys } from './key-copy.ts'
import {
  findAnyTable,
  listRanMigrations,
  listTables,
  quoted,
  type Table,
} from './tables.queries.ts'
import { type TableSource, writeBackupFile } from './write-file.ts'

interface BackupJob {
  pool: pg.Pool
  /** What keys.json holds. */
  keys: string
  /** Puts the keys into the backup; without it they must be kept apart. */
  passphrase: string | undefined
  file: string
  program: string
  now: Date
  /** Told before each table; the backup waits for it. */
  onTable(table: string): void | Promise<void>
}

/**
 * Writes every row of an installation into one file, all as they stood at one moment, while others go on
 * writing. It changes nothing and runs no migration, so it also serves before an update.
 */
export async function takeBackup(job: BackupJob) {
  const vault = vaultFrom(job.keys)
  const client = await job.pool.connect()
  let isDone = false
  try {
    await client.query(OPENING)
    if (!(await findAnyTable(client))) throw new BackupRefused('the database holds no installation')
    const header = await headerOf(client, job, vault)
    const tables = await listTables(client)
    // Nobody changes the shape of a table from here on.
    await client.query(
      `lock table ${quoted(tables.map(({ table }) => table))} in access share mode`,
    )
    const written = await writeBackupFile(job.file, header, {
      tables: rowsOf(client, tables, job.onTable),
      vault,
    })
    await client.query('commit')
    isDone = true
    return {
      ...written,
      takenAt: header.takenAt,
      keyId: vault.keyId,
      hasKeys: header.keys !== null,
    }
  } finally {
    // After a fault a COPY may still be under way: the connection is dropped with it.
    client.release(!isDone)
  }
}

/** One snapshot for all tables; the limits that a server sets for requests are not for this. */
const OPENING = `begin isolation level repeatable read read only;
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0;
  set local datestyle = 'ISO';
  set local intervalstyle = 'postgres';
  set local timezone = 'UTC';
  set local extra_float_digits = 1`

async function headerOf(
  client: pg.ClientBase,
  { keys, passphrase, program, now }: BackupJob,
  vault: Vault,
): Promise<BackupHeader> {
  return {
    program,
    takenAt: now.toISOString(),
    migrations: await listRanMigrations(client),
    keyId: vault.keyId,
    keys: passphrase === undefined ? null : sealKeys(keys, passphrase),
  }
}

/** Tables with row-level security are read as nuandeng_system: forced, it holds the owner too. */
async function* rowsOf(
  client: pg.ClientBase,
  tables: readonly Table[],
  onTable: BackupJob['onTable'],
): AsyncGenerator<TableSource> {
  for (const { table, columns, hasRowSecurity, isReadWhole } of tables) {
    if (hasRowSecurity && !isReadWhole) {
      throw new Error(`nuandeng_system may not read every row of the table ${table}`)
    }
    await onTable(table)
    await client.query(hasRowSecurity ? 'set local role nuandeng_system' : 'reset role')
    const text = client.query(copyTo(`copy (select ${quoted(columns)} from "${table}") to stdout`))
    yield { table, columns, text }
  }
}
