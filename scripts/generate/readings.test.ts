import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PlainDate } from '@nuandeng/domain'
import { afterAll, expect, test, vi } from 'vitest'
import {
  discoverFiles,
  findRules,
  writeFindings,
} from '../../apps/server/src/modules/discovery/index.ts'
import { withDuck } from '../../apps/server/src/platform/duck.ts'
import { makeReadings } from './readings.ts'

vi.setConfig({ testTimeout: 240_000 })
const folder = mkdtempSync(join(tmpdir(), 'nuandeng-readings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const LIMITS = { memoryMb: 512, threads: 1 }
const WANTED = { customers: 20_000, months: 25, isDaily: true, format: 'csv', seed: 7 } as const

test('the same seed makes the same files, another one others', async () => {
  const small = { ...WANTED, customers: 300, months: 3 }
  const made = async (name: string, seed: number) => {
    const { files } = await makeReadings(join(folder, name), { ...small, seed })
    return files.map((path) => readFileSync(path, 'utf8').split('\n').sort().join('\n'))
  }
  const first = await made('first', 7)
  expect(await made('again', 7)).toEqual(first)
  expect(await made('other', 8)).not.toEqual(first)
  expect(readFileSync(join(folder, 'first/truth.json'), 'utf8')).toContain('演示数据')
})

test('rules find every planted household under 1 kWh and no other, and collapses with few others', async () => {
  const { files } = await makeReadings(join(folder, 'all'), WANTED)
  const edition = findRules('residents-1')
  const out = join(folder, 'found.parquet')
  const truth = `read_csv('${join(folder, 'all/truth.csv')}', types = {account: 'VARCHAR', expect: 'VARCHAR'})`
  const rows = await withDuck(':memory:', LIMITS, async (duck) => {
    const { run } = await discoverFiles(duck, {
      ...{ readings: files, profile: {}, register: join(folder, 'all/register.csv') },
      ...{ edition, folder, today: '2016-10-31' as PlainDate },
    })
    await writeFindings(duck, edition, run, out)
    const reader = await duck.runAndReadAll(`
      with planted as (select account, unnest(string_split(expect, ' ')) as rule from ${truth} where expect <> ''),
      found as (select account, rule from '${out}')
      select rule, count(*)::integer as planted, count(found.account)::integer as hit,
        any_value(total)::integer as total
      from planted left join found using (account, rule)
        join (select rule, count(*) as total from found group by rule) using (rule)
      group by rule`)
    return reader.getRowObjectsJson() as {
      rule: string
      planted: number
      hit: number
      total: number
    }[]
  })
  // Each rule finds all that was planted for it.
  expect(rows.map(({ rule }) => rule).sort()).toEqual(edition.rules.map(({ id }) => id).sort())
  for (const { rule, planted, hit } of rows) expect([rule, hit]).toEqual([rule, planted])
  const of = (id: string) => rows.find(({ rule }) => rule === id)
  expect(of('under-1-kwh')?.total).toBe(of('under-1-kwh')?.planted)
  expect(of('collapse')?.planted).toBeGreaterThan(50)
  expect((of('collapse')?.planted ?? 0) / (of('collapse')?.total ?? 0)).toBeGreaterThanOrEqual(0.8)
})
