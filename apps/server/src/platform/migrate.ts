import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'

const FOLDER = new URL('../../migrations/', import.meta.url)
/** Two servers that start at once take turns. */
const MIGRATION_LOCK = 7_120_001
const MIGRATION_TABLE =
  'create table if not exists migration (name text primary key, digest text not null, ran_at timestamptz not null default now())'

export interface Migration {
  name: string
  sql: string
  digest: string
}

/** The numbered migrations in order, oldest first. */
export function listMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(name, FOLDER), 'utf8')
      return { name, sql, digest: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Brings the database up to the newest migration, each in a transaction of its own, and returns the
 * names of those it ran. Refuses when a migration that ran has since been edited.
 */
export async function migrate(pool: pg.Pool, onStep?: (name: string) => void): Promise<string[]> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(MIGRATION_TABLE)
    const { rows } = await client.query<{ name: string; digest: string }>(
      'select name, digest from migration',
    )
    const ran = new Map(rows.map((row) => [row.name, row.digest]))
    const fresh: string[] = []
    for (const migration of listMigrations()) {
      const digest = ran.get(migration.name)
      if (digest === migration.digest) continue
      if (digest) throw new Error(`migration ${migration.name} was edited after it ran`)
      onStep?.(migration.name)
      await client.query('begin')
      try {
        await runOne(client, migration)
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw error
      }
      fresh.push(migration.name)
    }
    return fresh
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
    client.release()
  }
}

/** Whether the database is at the newest migration of this version. */
export async function isMigrated(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ digest: string }>('select digest from migration')
  const ran = new Set(rows.map(({ digest }) => digest))
  return listMigrations().every(({ digest }) => ran.has(digest))
}

/** Runs the given migrations in the transaction of the client; servers that start meanwhile wait. */
export async function runMigrations(client: pg.ClientBase, migrations: readonly Migration[]) {
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
  await client.query(MIGRATION_TABLE)
  for (const migration of migrations) await runOne(client, migration)
}

async function runOne(client: pg.ClientBase, { name, sql, digest }: Migration) {
  try {
    await client.query(sql)
    await client.query('insert into migration (name, digest) values ($1, $2)', [name, digest])
  } catch (error) {
    throw new Error(`migration ${name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}
