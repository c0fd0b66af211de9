import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withDuck } from './duck.ts'

const LIMITS = { memoryMb: 256, threads: 1 }

test('parquet is read and written by the program itself, without fetching anything', async () => {
  const loaded = await withDuck(':memory:', LIMITS, async (duck) => {
    const reader = await duck.runAndReadAll(
      `select extension_name from duckdb_extensions() where loaded and install_mode = 'STATICALLY_LINKED'`,
    )
    return reader.getRowsJson().flat()
  })
  expect(loaded).toContain('parquet')
  await expect(
    withDuck(':memory:', LIMITS, (duck) => duck.run(`select * from 'https://127.0.0.1:1/a.csv'`)),
  ).rejects.toThrow(/httpfs/)
})

test('work that fails leaves no lock on its file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-duck-'))
  const path = join(folder, 'state.duckdb')
  await expect(
    withDuck(path, LIMITS, async (duck) => {
      await duck.run('create table a (b integer)')
      throw new Error('stopped')
    }),
  ).rejects.toThrow('stopped')
  const rows = await withDuck(path, LIMITS, async (duck) =>
    (await duck.runAndReadAll('select count(*)::integer from a')).getRowsJson(),
  )
  expect(rows).toEqual([[0]])
  rmSync(folder, { recursive: true })
})
