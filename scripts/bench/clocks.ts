// What clocks cost at a million of them, and whether a request costs more when a million are stored.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addDays, shanghaiDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { insertClosure } from '../../apps/server/src/modules/commitments/calendar.queries.ts'
import { listDue } from '../../apps/server/src/modules/commitments/due-scan.queries.ts'
import {
  applyCalendar,
  recomputeDeadlines,
} from '../../apps/server/src/modules/commitments/recompute.ts'
import type { Database } from '../../apps/server/src/platform/db.ts'
import { newId } from '../../apps/server/src/platform/ids.ts'
import { aTempFolder } from '../../apps/server/test/temp-folder.ts'
import { fillRequests } from './clocks-history.ts'
import type { CpuTimes } from './cpu.ts'
import { settle } from './history.ts'
import { type Desk, runLifecycles } from './lifecycle.ts'
import { percentile } from './report.ts'
import { dropDatabase, openStage, type Stage } from './stage.ts'

const CLIENTS = 8
const WARM_UP_MS = 3000
const LOOKS = 200
const say = (text: string) => console.error(text)

/** `npm run bench -- clocks [--requests N] [--seconds N] [--rounds N] [--data folder] [--json]` */
export async function run(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      requests: { type: 'string', default: '1000000' },
      seconds: { type: 'string', default: '8' },
      rounds: { type: 'string', default: '3' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const requests = Number(values.requests)
  if (values.data) mkdirSync(values.data, { recursive: true })
  const folder = aTempFolder('bench', values.data)
  const databaseUrl = process.env.DATABASE_URL || undefined
  const opened: Stage[] = []
  const report: Record<string, number> = { requests }
  const desks: Desk[][] = []
  const open = async (name: string, count: number) => {
    const place = { name, folder: join(folder, name), databaseUrl }
    const stage = await openStage(place, async ({ database }) => {
      if (count > 0) await fillAndMeasure(database, count, report)
      desks.push(await listDesks(database))
    })
    opened.push(stage)
  }
  try {
    await open('empty', 0)
    await open('full', requests)
    await measureLifecycle(opened, desks, report, {
      ms: Number(values.seconds) * 1000,
      rounds: Number(values.rounds),
    })
    for (const [name, value] of Object.entries(report)) console.log(name.padEnd(44), value)
    if (values.json) console.log(JSON.stringify(report))
  } finally {
    for (const { stop, place } of opened) {
      await stop()
      await dropDatabase(place)
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fillAndMeasure(database: Database, count: number, report: Record<string, number>) {
  const now = new Date()
  await fillRequests(database, count, now)
  await settle(database)
  say(`filled ${count} requests with an open clock each`)
  await measureDue(database, report)
  await measureRecompute(database, now, report)
  // Sealing what was told is another job's work, and not measured here.
  await database.pool.query('delete from event_tail')
  await settle(database)
}

/** Finding what falls due in the next minute: the first minute that has any. */
async function measureDue(database: Database, report: Record<string, number>) {
  const { first } = await database.transact('system', (db) =>
    db.one<{ first: Date }>(
      sql`select min(due_at) as first from commitment_clock where verdict = 'open'`,
    ),
  )
  const minute = new Date(first.getTime() + 60_000)
  const took: number[] = []
  for (let look = 0; look < LOOKS; look++) {
    const startedAt = performance.now()
    const found = await database.transact('system', (db) => listDue(db, minute, 500))
    took.push(performance.now() - startedAt)
    report['clocks due in the minute'] = found.length
  }
  report['finding them, p50 ms'] = round(percentile(took, 50))
  report['finding them, p99 ms'] = round(percentile(took, 99))
}

/** All clocks computed again: when nothing moves them, and when a closure of the whole province does. */
async function measureRecompute(database: Database, now: Date, report: Record<string, number>) {
  const root = await database.transact('system', (db) =>
    db.one<{ unitId: string; path: string; cityCode: string }>(
      sql`select unit_id, path::text as path, city_code from unit where parent_id is null`,
    ),
  )
  const recompute = async (name: string) => {
    const startedAt = performance.now()
    const which = { path: root.path, provisionalOnly: false }
    const { seen, moved } = await recomputeDeadlines(database, which, { now, cause: 'closure' })
    report[`computing all again, ${name}, s`] = round((performance.now() - startedAt) / 1000)
    say(`computed ${seen} clocks again, ${name}: ${moved} moved`)
  }
  // The filling spread the deadlines over the day; the first run puts each at the end of its day.
  await recompute('all move')
  await recompute('none moves')
  const day = addDays(shanghaiDate(now), 1)
  const closure = { closureId: newId(), firstOn: day, lastOn: addDays(day, 6), reason: '测试' }
  await database.transact('system', (db) =>
    insertClosure(db, closure, root, { at: now, by: '测试' }),
  )
  await recompute('a week is closed')
  // The server that starts on this finds it done, and leaves the requests alone.
  await applyCalendar(database, now)
}

/** Where requests are accepted, and by whom they are worked. */
function listDesks(database: Database) {
  return database.transact('system', (db) =>
    db.rows<Desk>(sql`
      select distinct on (u.unit_id) u.unit_id, p.person_id as owner_id
      from unit u join person p using (unit_id) join assignment a using (person_id)
      where u.kind = 'station' and a.role = 'field-worker' order by u.unit_id, p.person_id`),
  )
}

async function measureLifecycle(
  stages: readonly Stage[],
  desks: readonly Desk[][],
  report: Record<string, number>,
  how: { ms: number; rounds: number },
) {
  const rates: number[][] = stages.map(() => [])
  const costs: number[][] = stages.map(() => [])
  for (let turn = 0; turn <= how.rounds; turn++) {
    for (const [i, stage] of stages.entries()) {
      const ms = turn === 0 ? WARM_UP_MS : how.ms
      const task = { server: stage.server, desks: desks[i] ?? [], clients: CLIENTS, ms }
      const before = stage.readCpu()
      const { rate, done } = await runLifecycles(task)
      const after = stage.readCpu()
      const cpuMs = before && after ? (spent(after) - spent(before)) / done : Number.NaN
      say(
        `round ${turn}: ${stage.place.name}: ${rate.toFixed(1)} requests/s, ${cpuMs.toFixed(1)} ms CPU each`,
      )
      if (turn > 0) rates[i]?.push(rate)
      if (turn > 0) costs[i]?.push(cpuMs)
    }
  }
  const [empty = 0, full = 0] = rates.map((of) => percentile(of, 50))
  report['requests from start to end, empty, /s'] = round(empty)
  report['requests from start to end, full, /s'] = round(full)
  report['full over empty'] = round(full / empty)
  const [cheap = 0, dear = 0] = costs.map((of) => percentile(of, 50))
  report['CPU-ms each, empty'] = round(cheap)
  report['CPU-ms each, full'] = round(dear)
}

const spent = ({ serverMs, databaseMs }: CpuTimes) => serverMs + (databaseMs ?? 0)

const round = (value: number) => Math.round(value * 100) / 100
