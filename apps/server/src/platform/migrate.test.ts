import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { databaseOf } from '../../test/global-setup.ts'
import { openDatabase } from './db.ts'
import { newId } from './ids.ts'
import { listMigrations, type Migration, migrate } from './migrate.ts'

/** A database with the migrations chosen, each under the digest that `digestOf` gives it. */
async function aDatabaseWith(
  chosen: readonly Migration[],
  digestOf: (migration: Migration) => string = ({ digest }) => digest,
) {
  const cluster = inject('cluster')
  const name = `nuandeng_test_${newId().replaceAll('-', '')}`
  const admin = new pg.Pool(cluster)
  await admin.query(`create database ${name}`)
  const database = openDatabase(databaseOf(cluster, name))
  const { pool } = database
  await pool.query(
    'create table migration (name text primary key, digest text not null, ran_at timestamptz not null default now())',
  )
  for (const migration of chosen) {
    await pool.query(migration.sql)
    await pool.query('insert into migration (name, digest) values ($1, $2)', [
      migration.name,
      digestOf(migration),
    ])
  }
  onTestFinished(async () => {
    await database.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })
  return pool
}

test('a database that ran a later migration still gets one that was numbered before it', async () => {
  const pool = await aDatabaseWith(listMigrations().filter(({ name }) => name !== '0007_audit.sql'))
  expect(await migrate(pool)).toEqual(['0007_audit.sql'])
  expect(await migrate(pool)).toEqual([])
  expect((await pool.query('select * from event_block')).rows).toEqual([])
})

test('a migration that was edited after it ran is refused', async () => {
  const [first] = listMigrations()
  if (!first) throw new Error('no migrations')
  const edited = await aDatabaseWith([first], () => 'another')
  await expect(migrate(edited)).rejects.toThrow(`${first.name} was edited after it ran`)
})
