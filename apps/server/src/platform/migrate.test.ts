import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { databaseOf } from '../../test/global-setup.ts'
import { openDatabase } from './db.ts'
import { newId } from './ids.ts'
import { listMigrations, migrate } from './migrate.ts'

test('a database that ran a later migration still gets one that was numbered before it', async () => {
  const cluster = inject('cluster')
  const name = `nuandeng_test_${newId().replaceAll('-', '')}`
  const admin = new pg.Pool(cluster)
  await admin.query(`create database ${name}`)
  const database = openDatabase(databaseOf(cluster, name))
  const { pool } = database
  try {
    await pool.query(
      'create table migration (name text primary key, digest text not null, ran_at timestamptz not null default now())',
    )
    for (const migration of listMigrations().filter((one) => one.name !== '0007_audit.sql')) {
      await pool.query(migration.sql)
      await pool.query('insert into migration (name, digest) values ($1, $2)', [
        migration.name,
        migration.digest,
      ])
    }
    expect(await migrate(pool)).toEqual(['0007_audit.sql'])
    expect(await migrate(pool)).toEqual([])
    expect((await pool.query('select * from event_block')).rows).toEqual([])
  } finally {
    await database.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
})
