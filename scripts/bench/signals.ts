// What making signals of findings costs, month after month: whether a run costs more when many lie behind it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Finding, monthBefore } from '@nuandeng/domain'
import { sql } from 'kysely'
import { prepareDemo } from '../../apps/server/src/demo/prepare.ts'
import {
  type Proposed,
  proposeSignals,
} from '../../apps/server/src/modules/discovery/propose-signals.ts'
import { findRules } from '../../apps/server/src/modules/discovery/rules.ts'
import type { Database } from '../../apps/server/src/platform/db.ts'
import { readSettings } from '../../apps/server/src/platform/environment.ts'
import { newId } from '../../apps/server/src/platform/ids.ts'
import { openInstallation } from '../../apps/server/src/start.ts'
import { readCpu } from './cpu.ts'
import { settle } from './history.ts'

/** As DuckDB hands findings over. */
const BATCH = 2048
const CITY = '410100'
const RULE = 'under-15-kwh'
const LAST = '2016-12'
const EDITION = findRules('residents-1')

/** `npm run bench -- signals [--findings N] [--months N] [--data folder] [--json]` */
export async function run(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      findings: { type: 'string', default: '100000' },
      months: { type: 'string', default: '12' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [findings, months] = [Number(values.findings), Number(values.months)]
  if (values.data) mkdirSync(values.data, { recursive: true })
  const folder = mkdtempSync(join(values.data ?? tmpdir(), 'nuandeng-bench-signals-'))
  // The processor time of the database is read from the accounts of children.
  const settings = { ...readSettings({ dataDir: folder }), databaseUrl: undefined }
  const installation = await openInstallation(settings)
  try {
    await prepareDemo(installation, new Date(), () => undefined)
    const reports = await measureMonths(installation.database, findings, months)
    if (values.json) console.log(JSON.stringify(reports))
  } finally {
    await installation.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface MonthReport extends Proposed {
  month: string
  serverMs: number
  databaseMs: number
  seconds: number
}

/** Of each month a tenth is found for the first time, and a tenth of the month before no longer. */
async function measureMonths(database: Database, findings: number, months: number) {
  const step = Math.floor(findings / 10)
  await fillCustomers(database, findings + months * step)
  await settle(database)
  const row = (cells: readonly (string | number)[]) =>
    console.log(cells.map((cell) => String(cell).padStart(12)).join(''))
  row(['month', 'fresh', 'again', 'ended', 'server', 'database', 'CPU-ms each', 'seconds'])
  const reports: MonthReport[] = []
  for (let at = 0; at < months; at++) {
    const month = monthBefore(LAST, months - 1 - at)
    const report = await proposeMonth(database, month, { from: at * step, findings })
    const { fresh, again, ended, serverMs, databaseMs, seconds } = report
    const each = [serverMs, databaseMs, serverMs + databaseMs].map((ms) => round(ms / findings))
    row([month, fresh, again, ended, ...each, round(seconds)])
    reports.push(report)
    // Between two months the database's own upkeep comes by.
    await settle(database)
  }
  return reports
}

const round = (value: number) => value.toFixed(3)

async function proposeMonth(
  database: Database,
  month: string,
  { from, findings }: { from: number; findings: number },
): Promise<MonthReport> {
  const scope = { paths: await rootPaths(database), personId: newId(), opensSignals: true }
  const now = new Date(`${month}-28T04:00:00Z`)
  const startedAt = performance.now()
  const before = cpu()
  const sums = await database.transact(scope, (db) =>
    proposeSignals(
      { db, now },
      {
        ...{ cityCode: CITY, edition: EDITION, ruleIds: [RULE] },
        findings: inBatches(month, from, findings),
        wereRead: async (accounts) => new Set(accounts),
      },
    ),
  )
  const after = cpu()
  const sum = sums.get(RULE)
  if (sum?.found !== findings || sum.noFile > 0) throw new Error(`not all was proposed: ${month}`)
  return {
    ...{ ...sum, month, seconds: (performance.now() - startedAt) / 1000 },
    serverMs: after.serverMs - before.serverMs,
    databaseMs: after.databaseMs - before.databaseMs,
  }
}

function cpu() {
  const { serverMs = Number.NaN, databaseMs = Number.NaN } = readCpu(process.pid) ?? {}
  return { serverMs, databaseMs }
}

async function* inBatches(month: string, from: number, findings: number) {
  for (let at = from; at < from + findings; at += BATCH) {
    const size = Math.min(BATCH, from + findings - at)
    yield Array.from({ length: size }, (_, i) => aFinding(month, at + i))
  }
}

function aFinding(month: string, customer: number): Finding {
  return {
    ...{ account: accountOf(customer), ruleId: RULE, rank: 1, level: null },
    ...{ score: (customer * 7919) % 1000, from: monthBefore(month, 2), to: month },
    numbers: { months: 3, belowKwh: 15, highestKwh: (customer % 1500) / 100 },
  }
}

const accountOf = (customer: number) => `9${String(customer).padStart(9, '0')}`

async function rootPaths(database: Database): Promise<string[]> {
  const rows = await database.transact('system', (db) =>
    db.rows<{ path: string }>(sql`select path::text as path from unit where parent_id is null`),
  )
  return rows.map(({ path }) => path)
}

/** Customers at the stations of the city, without order: a register does not grow by its numbers. */
async function fillCustomers(database: Database, count: number) {
  await database.transact('system', (db) =>
    db.run(sql`
      with station as (
        select row_number() over (order by code) - 1 as place, unit_id, path, count(*) over () as all_of
        from unit where kind = 'station' and city_code = ${CITY})
      insert into customer (city_code, customer_id, account_no, unit_id, unit_path, name, completeness, words,
        created_at, changed_at)
      select ${CITY}, gen_random_uuid(), '9' || lpad(i::text, 9, '0'), unit_id, path, '测试客户', 0, '', now(), now()
      from generate_series(0, ${count - 1}::int) as i join station on place = i % all_of
      order by hashint8(i)`),
  )
}
