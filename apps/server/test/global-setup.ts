import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts'
import { migrate } from '../src/platform/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    cluster: pg.PoolConfig
    template: string
  }
}

/**
 * One PostgreSQL for the whole run (the server of DATABASE_URL, or an embedded one) and in it a
 * migrated template, from which each test file copies a database of its own.
 */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-test-'))
  const embedded = process.env.DATABASE_URL ? undefined : await startEmbeddedPostgres(folder)
  const cluster = embedded
    ? embedded.config('postgres')
    : { connectionString: process.env.DATABASE_URL as string }
  const template = `nuandeng_template_${process.pid}`
  const admin = new pg.Pool(cluster)
  // The server may stop before it has let go of a connection that was ended a moment ago.
  admin.on('error', () => undefined)
  await admin.query(`create database ${template}`)
  const pool = new pg.Pool(databaseOf(cluster, template))
  await migrate(pool)
  await pool.end()
  project.provide('cluster', cluster)
  project.provide('template', template)
  return async () => {
    await admin.query(`drop database ${template}`)
    await admin.end()
    await embedded?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same server, another database. */
export function databaseOf(cluster: pg.PoolConfig, database: string): pg.PoolConfig {
  if (!cluster.connectionString) return { ...cluster, database }
  const url = new URL(cluster.connectionString)
  url.pathname = `/${database}`
  return { ...cluster, connectionString: url.href }
}
