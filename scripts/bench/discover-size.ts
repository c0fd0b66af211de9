// One size of `bench -- discover`, in a process of its own so that its memory is its own: prints one line of JSON.
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type DiscoveryEdition, monthBefore, type PlainDate } from '@nuandeng/domain'
import { findRules } from '../../apps/server/src/modules/discovery/rules.ts'
import { readFindings, runRules } from '../../apps/server/src/modules/discovery/run-rules.ts'
import { stageReadings } from '../../apps/server/src/modules/metering/index.ts'
import { meteringFolder } from '../../apps/server/src/modules/metering/metering-folder.ts'
import { syncState } from '../../apps/server/src/modules/metering/state.ts'
import { makeUsageTables } from '../../apps/server/src/modules/metering/usage.queries.ts'
import { type Duck, quoted, withDuck } from '../../apps/server/src/platform/duck.ts'
import { makeCustomers, NEWEST, TRUTH, useOf } from '../generate/readings.ts'
import { comparePeers, type PeerReport } from './discover-peers.ts'
import { type Measured, measure } from './measure.ts'

const MONTHS = 25
const LIMITS = { memoryMb: 1024, threads: 2 }
const RUNS = 3
const NEWEST_DAY = `${NEWEST}-01` as PlainDate
const NEWEST_FILE = {
  ...{ cityCode: '410100', month: NEWEST_DAY, fileId: 'newest', dailyRows: 0 },
  ...{ firstDay: NEWEST_DAY, lastDay: `${NEWEST}-30` as PlainDate },
}
const say = (text: string) => console.error(text)

export interface SizeReport {
  customers: number
  took: Record<'import' | 'new month' | 'rules' | 'findings', Measured>
  importedRows: number
  stateMb: number
  rules: RuleReport[]
  peers: PeerReport[]
}

interface RuleReport {
  rule: string
  planted: number
  /** Planted and found. */
  hit: number
  found: number
}

const [customers, folder = '', hasPeers = ''] = [Number(process.argv[2]), ...process.argv.slice(3)]
mkdirSync(folder, { recursive: true })
console.log(JSON.stringify(await measureSize()))

async function measureSize(): Promise<SizeReport> {
  const edition = findRules('residents-1')
  const metering = meteringFolder(folder)
  const state = metering.statePath(NEWEST_FILE.cityCode)
  mkdirSync(dirname(state), { recursive: true })
  const csv = join(folder, 'newest.csv')
  await withDuck(state, LIMITS, (duck) => fill(duck, csv))
  say(`${customers} customers made up, with ${MONTHS} months`)
  const { importedRows, took } = await measureImport(csv)
  await inColumns(csv, metering.parquetPath(NEWEST_FILE.cityCode, NEWEST_DAY, NEWEST_FILE.fileId))
  const added = await measure(() =>
    syncState(metering, NEWEST_FILE.cityCode, [NEWEST_FILE], LIMITS),
  )
  say('the newest month is in')
  return withDuck(state, LIMITS, async (duck) => {
    await duck.run('create or replace temp table register as select * from known')
    const rules = await fastest(() => runRules(duck, edition))
    const findings = await fastest(() => readAll(duck, edition))
    const judged = await judgeRules(duck, edition)
    say('rules have run')
    return {
      ...{ customers, importedRows, rules: judged, stateMb: statSync(state).size / 2 ** 20 },
      took: { import: took, 'new month': added.took, rules, findings },
      peers: hasPeers === 'peers' ? await comparePeers(duck, folder) : [],
    }
  })
}

/** The state of the months before the newest, as imports would have left it, and the newest as a file. */
async function fill(duck: Duck, csv: string) {
  const wanted = { customers, months: MONTHS, isDaily: false, format: 'csv', seed: 2011 } as const
  await makeCustomers(duck, wanted)
  await makeUsageTables(duck)
  const slotOf = (month: string) =>
    (Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1) % MONTHS
  const columns = Array.from({ length: MONTHS }, (_, age) => {
    const slot = slotOf(monthBefore(NEWEST, age))
    return { slot, use: `coalesce(${useOf(age || MONTHS)}, -1)` }
  })
  const uses = columns.toSorted((a, b) => a.slot - b.slot).map(({ use }) => use)
  await duck.run('insert into meter select id, account from customer order by id')
  await duck.run(`insert into usage select id, ${uses.join(', ')} from customer order by id`)
  // The newest takes the place of the oldest.
  for (const [age, { slot }] of columns.entries())
    await duck.run(`insert into slot values (${slot}, '${monthBefore(NEWEST, age || MONTHS)}-01')`)
  await duck.run('drop table daily; drop table day_slot')
  await duck.run(`create table truth as ${TRUTH}`)
  await duck.run(`create table known as select id::integer as id, (201 + r % 2)::smallint as category, false as is_out,
    case when kind = 'new-and-low' then 201608 else 201005 end as connected,
    (case when kind = 'growth' then 4000 else 8000 end)::bigint as capacity_va, false as lives_alone from customer`)
  await duck.run(`
    copy (select account as 户号, '${NEWEST}' as 月份, (use / 100)::decimal(12, 2) as 电量
      from (select account, ${useOf(0)} as use from customer) where use is not null) to ${quoted(csv)} (header)`)
  await duck.run('checkpoint')
}

/** A month's file read and judged line by line, as an import begins. */
async function measureImport(csv: string) {
  const limits = { latest: '2016-10-31' as PlainDate, folder }
  const { result, took } = await measure(() =>
    withDuck(':memory:', LIMITS, (duck) => stageReadings(duck, [csv], {}, limits)),
  )
  return { importedRows: result.rows, took }
}

/** Readings as an import leaves them. */
async function inColumns(csv: string, parquet: string) {
  mkdirSync(dirname(parquet), { recursive: true })
  await withDuck(':memory:', LIMITS, (duck) =>
    duck.run(`copy (select 户号 as account, date '${NEWEST_DAY}' as from_day, 30::smallint as days,
      (电量 * 100)::integer as used from read_csv(${quoted(csv)}, types = {户号: 'VARCHAR'})) to ${quoted(parquet)}
      (format parquet, compression zstd)`),
  )
  rmSync(csv)
}

async function readAll(duck: Duck, edition: DiscoveryEdition) {
  let findings = 0
  const of = { newest: NEWEST, newestDay: null }
  for await (const batch of readFindings(duck, edition, of)) findings += batch.length
  return findings
}

/** Of some runs the one that took the least processor time: others share the machine. */
async function fastest(work: () => Promise<unknown>): Promise<Measured> {
  const runs: Measured[] = []
  for (let run = 0; run < RUNS; run++) runs.push((await measure(work)).took)
  const best = runs.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)[0]
  if (!best) throw new Error('no run')
  return { ...best, peakMb: Math.max(...runs.map(({ peakMb = 0 }) => peakMb)) }
}

/** What was found against what was planted. */
async function judgeRules(duck: Duck, { rules }: DiscoveryEdition): Promise<RuleReport[]> {
  const names = rules.map(({ id }, at) => `(${at}, '${id}')`).join(', ')
  const reader = await duck.runAndReadAll(`
    with named as (select account, of.id from finding join meter using (id)
        join (values ${names}) of(rule, id) using (rule)),
      planted as (select account, unnest(string_split(expect, ' ')) as id from truth)
    select id as rule, count(planted.account)::integer as planted,
      count(*) filter (planted.account is not null and named.account is not null)::integer as hit,
      count(named.account)::integer as found
    from planted full join named using (account, id) where id <> '' group by id order by id`)
  return reader.getRowObjectsJson() as unknown as RuleReport[]
}
