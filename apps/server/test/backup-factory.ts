import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, inject, onTestFinished } from 'vitest'
import { restoreBackup } from '../src/platform/backup/restore-backup.ts'
import { listTables } from '../src/platform/backup/tables.queries.ts'
import { takeBackup } from '../src/platform/backup/take-backup.ts'
import { type Database, openDatabase } from '../src/platform/db.ts'
import { newId } from '../src/platform/ids.ts'
import { readKeys } from '../src/platform/vault.ts'
import { databaseOf } from './global-setup.ts'
import { administer, type TestServer } from './harness.ts'
import { aTempFolder } from './temp-folder.ts'

const PASSPHRASE = '一盏灯 and twelve more'

/** A folder of backups of a server, and empty places to restore them into; use at the top of a file. */
export function backupFactory(server: TestServer) {
  const folder = aTempFolder('backup')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'whole.backup')
  const keys = () => readKeys(server.installation.settings.dataDir) ?? ''
  return {
    folder,
    file,
    keys,
    /** A backup of the server with its keys in it, unless told otherwise. */
    back(overrides: Partial<Parameters<typeof takeBackup>[0]> = {}) {
      return takeBackup({
        pool: server.database.pool,
        keys: keys(),
        passphrase: PASSPHRASE,
        file,
        program: '0.1.0',
        now: server.clock.now,
        onTable: () => undefined,
        ...overrides,
      })
    },
    /**
     * An empty database and data folder, and a way to restore into them. `asPlainLogin`: by a login
     * that owns the database and may do nothing else, as docs/operations/installing.md has it.
     */
    async anEmptyPlace({ asPlainLogin = false } = {}) {
      const cluster = inject('cluster')
      const name = `nuandeng_test_${newId().replaceAll('-', '')}`
      if (asPlainLogin) {
        await administer(cluster, `create role ${name} login password '${name}'`)
        await administer(cluster, `grant nuandeng_app, nuandeng_system to ${name}`)
        await administer(cluster, `grant ${name} to current_user`)
      }
      const owner = asPlainLogin ? `owner ${name}` : ''
      await administer(cluster, `create database ${name} template template0 ${owner}`)
      const config = databaseOf(cluster, name)
      const database = openDatabase(asPlainLogin ? byLogin(config, name) : config)
      const dataDir = aTempFolder('data', folder)
      onTestFinished(async () => {
        await database.close()
        await administer(cluster, `drop database ${name} with (force)`)
        if (asPlainLogin) await administer(cluster, `drop role ${name}`)
      })
      const { pool } = database
      const restore = (from = file, passphrase: string | null = PASSPHRASE) =>
        restoreBackup({
          pool,
          dataDir,
          file: from,
          passphrase: passphrase ?? undefined,
          onStep: () => undefined,
        })
      return { database, dataDir, restore }
    },
  }
}

/** The same database for another login, whose password is its name. */
function byLogin(config: pg.PoolConfig, login: string): pg.PoolConfig {
  if (!config.connectionString) return { ...config, user: login, password: login }
  const url = new URL(config.connectionString)
  url.username = login
  url.password = login
  return { connectionString: url.href }
}

/** Every row of every table as text, read by a login that sees them all. */
export async function everything({ pool }: Database) {
  const client = await pool.connect()
  try {
    const rows: Record<string, string[]> = {}
    for (const { table, hasRowSecurity } of await listTables(client)) {
      await client.query(`begin; ${hasRowSecurity ? 'set local role nuandeng_system' : ''}`)
      const found = await client.query<{ row: string }>(`select t::text as row from "${table}" t`)
      rows[table] = found.rows.map(({ row }) => row).sort()
      await client.query('commit')
    }
    return rows
  } finally {
    client.release()
  }
}

export async function countTables({ pool }: Database) {
  const { rows } = await pool.query("select 1 from pg_tables where schemaname = 'public'")
  return rows.length
}
