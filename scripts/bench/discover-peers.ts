// The same rules on the same rows in SQLite and PostgreSQL: four rules, without register, run by SQL that both know.
import { createReadStream, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { readStateMonths } from '../../apps/server/src/modules/discovery/rule-run.queries.ts'
import { findRules } from '../../apps/server/src/modules/discovery/rules.ts'
import { runRules } from '../../apps/server/src/modules/discovery/run-rules.ts'
import { type Duck, quoted } from '../../apps/server/src/platform/duck.ts'
import { startEmbeddedPostgres } from '../../apps/server/src/platform/embedded-postgres.ts'
import { readCpu } from './cpu.ts'
import { measure } from './measure.ts'

export interface PeerReport {
  name: string
  /** Taking the rows in, and running the rules. */
  loadCpuSeconds: number
  cpuSeconds: number
  seconds: number
  counts: number[]
}

const RULES = ['under-1-kwh', 'under-15-kwh', 'vacant', 'collapse']
const AGES = Array.from({ length: 25 }, (_, age) => age)
const bits = (holds: (age: number) => string) =>
  AGES.map((age) => `case when ${holds(age)} then ${2 ** age} else 0 end`).join(' + ')

/** Three of the newest months read, up to the first that does not pass: two bits are cleared, one is left. */
function runOfThree(prefilter: string, passes: (age: number) => string) {
  return `select count(*) as n from (select once & (once - 1) as twice from (select run & (run - 1) as once
    from (select reads & ((failing & -failing) - 1) as run from (select reads, reads & ~(${bits(passes)}) as failing
    from (select *, ${bits((age) => `a${age} >= 0`)} as reads, ${AGES.map((age) => `(case when a${age} >= 0 then 1 else 0 end)`).join(' + ')} as n,
      case ${AGES.toReversed()
        .map((age) => `when a${age} >= 0 then ${age + 1}`)
        .join(' ')} else 0 end as span
      from state where ${prefilter}) c where n * 100 >= 90 * span and span >= 3) d) e) f) g where twice <> 0`
}

const low = (below: number) =>
  runOfThree(
    [0, 1, 2].map((age) => `a${age} < ${below} and a${age} <> 0`).join(' and '),
    (age) => `a${age} > 0 and a${age} < ${below}`,
  )
const VACANT = runOfThree('a0 <= 0 and a1 <= 0 and a2 <= 0', (age) => `a${age} = 0`)
const HISTORY = AGES.slice(2, 14).map((age) => `select c.a${age} as used`)
const COLLAPSE = `select count(*) as n from (select *, (select case when max(n) % 2 = 1 then 2 else 1 end * sum(used)
    from (select used, row_number() over (order by used) as at, count(*) over () as n
      from (${HISTORY.join(' union all ')}) h where used >= 0) o where at in ((n + 1) / 2, n / 2 + 1) and n >= 9) as twice,
    ${AGES.map((age) => `(case when a${age} >= 0 then 1 else 0 end)`).join(' + ')} as reads,
    case ${AGES.toReversed()
      .map((age) => `when a${age} >= 0 then ${age + 1}`)
      .join(' ')} else 0 end as span
  from state c where a0 >= 0 and a1 >= 0 and a0 * 50 < 20 * a12 and a1 * 50 < 20 * a13) j
  where reads * 100 >= 90 * span and twice >= 4000 and a0 * 200 < 20 * twice and a1 * 200 < 20 * twice
    and a12 * 200 >= 50 * twice and a13 * 200 >= 50 * twice`
const QUERIES = [low(100), low(1500), VACANT, COLLAPSE]

/** Each engine on the state of the connection; all must count the same. */
export async function comparePeers(duck: Duck, folder: string): Promise<PeerReport[]> {
  const months = await readStateMonths(duck)
  const csv = join(folder, 'state.csv')
  const columns = months?.columns.map((column, age) => `${column} as a${age}`)
  await duck.run(
    `copy (select id, ${columns?.join(', ')} from usage) to ${quoted(csv)} (header false)`,
  )
  const reports = [
    await runDuck(duck),
    await runSqlite(csv, folder),
    await runPostgres(csv, folder),
  ]
  rmSync(csv)
  const [first, ...others] = reports.map(({ counts }) => counts.join())
  if (others.some((counts) => counts !== first))
    throw new Error(
      `the engines disagree: ${reports.map(({ counts }) => counts.join()).join(' | ')}`,
    )
  try {
    createRequire(import.meta.url).resolve('nodejs-polars')
  } catch {
    console.error('polars is not installed, and not compared')
  }
  return reports
}

async function runDuck(duck: Duck): Promise<PeerReport> {
  await duck.run('drop table if exists temp.register')
  const edition = findRules('residents-1')
  const rules = edition.rules
    .filter(({ id }) => RULES.includes(id))
    .map((rule) => ({ ...rule, unless: undefined }))
  const { result, took } = await measure(() => runRules(duck, { ...edition, rules }))
  return {
    name: 'DuckDB',
    loadCpuSeconds: 0,
    ...took,
    counts: result.outcomes.map(({ found }) => found),
  }
}

async function runSqlite(csv: string, folder: string): Promise<PeerReport> {
  const path = join(folder, 'state.sqlite')
  const database = new DatabaseSync(path)
  try {
    const load = await measure(async () => {
      database.exec(`pragma journal_mode = off; pragma synchronous = off;
        create table state (id integer primary key, ${AGES.map((age) => `a${age} integer not null`)}); begin`)
      const insert = database.prepare(`insert into state values (${AGES.map(() => '?')}, ?)`)
      for await (const line of createInterface({ input: createReadStream(csv) }))
        insert.run(...line.split(',').map(Number))
      database.exec('commit')
    })
    const { result, took } = await measure(async () =>
      QUERIES.map((query) => Number(database.prepare(query).get()?.n)),
    )
    return { name: 'SQLite', loadCpuSeconds: load.took.cpuSeconds, ...took, counts: result }
  } finally {
    database.close()
    rmSync(path)
  }
}

async function runPostgres(csv: string, folder: string): Promise<PeerReport> {
  const postgres = await startEmbeddedPostgres(join(folder, 'pg'))
  const client = new pg.Client(postgres.config('postgres') as pg.ClientConfig)
  await client.connect()
  const cpu = () => (readCpu(process.pid)?.databaseMs ?? Number.NaN) / 1000
  try {
    await client.query('set jit = off')
    const before = cpu()
    await client.query(
      `create unlogged table state (id integer, ${AGES.map((age) => `a${age} integer not null`)})`,
    )
    await pipeline(
      createReadStream(csv),
      client.query(copyFrom('copy state from stdin (format csv)')),
    )
    await client.query('vacuum analyze state')
    // Integers of 32 bits: what multiplies them must be wider.
    const wide = QUERIES.map((query) => query.replaceAll(/(a\d+) \*/g, '$1::bigint *'))
    const loaded = cpu()
    const startedAt = performance.now()
    const counts: number[] = []
    for (const query of wide) counts.push(Number((await client.query(query)).rows[0]?.n))
    const seconds = (performance.now() - startedAt) / 1000
    return {
      name: 'PostgreSQL',
      loadCpuSeconds: loaded - before,
      cpuSeconds: cpu() - loaded,
      seconds,
      counts,
    }
  } finally {
    await client.end()
    await postgres.stop()
    rmSync(join(folder, 'pg'), { recursive: true, force: true })
  }
}
