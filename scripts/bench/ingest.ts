// What taking in field records costs, on an empty database and on one that holds a million records.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DEMO_DAY } from '../../apps/server/src/demo/day.ts'
import { shareOut } from '../../apps/server/src/demo/seeded.ts'
import { aTempFolder } from '../../apps/server/test/temp-folder.ts'
import { fillDay, type PastDay, proveDay, settle } from './history.ts'
import { LoadProcess } from './load-process.ts'
import { percentile, printReport, type Report, type Sent } from './report.ts'
import { dropDatabase, type Fill, openStage, type Stage } from './stage.ts'

const CLIENTS = 16
const BATCH = 50
const WATCHERS = 20
const DAYS = 20
const FIRST_DAY = Date.parse(DEMO_DAY)
const DAY_MS = 86_400_000
const WARM_UP_MS = 3000

const say = (text: string) => console.error(text)

/** `npm run bench -- ingest [--records N] [--seconds N] [--rounds N] [--data folder] [--json]` */
export async function run(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      records: { type: 'string', default: '1000000' },
      seconds: { type: 'string', default: '6' },
      rounds: { type: 'string', default: '4' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const how = {
    records: Number(values.records),
    ms: Number(values.seconds) * 1000,
    rounds: Number(values.rounds),
  }
  if (values.data) mkdirSync(values.data, { recursive: true })
  const folder = aTempFolder('bench', values.data)
  const databaseUrl = process.env.DATABASE_URL || undefined
  const opened: Stage[] = []
  const load = new LoadProcess()
  try {
    const placeOf = (name: string) => ({ name, folder: join(folder, name), databaseUrl })
    opened.push(await openStage(placeOf('empty'), async () => undefined))
    opened.push(await openStage(placeOf('full'), fillWith(how.records)))
    const report = await measure(opened as [Stage, Stage], load, how)
    printReport(report, values.json)
  } finally {
    load.stop()
    for (const { stop, place } of opened) {
      await stop()
      await dropDatabase(place)
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The records in equal parts on the days of the campaign; the first of them is the one written to. */
function fillWith(records: number): Fill {
  return async ({ database }, campaignId) => {
    const shares = shareOut(
      records,
      Array.from({ length: DAYS }, () => 1),
    )
    const days: PastDay[] = shares.map((share, i) => ({
      campaignId,
      activityDay: new Date(FIRST_DAY + i * DAY_MS).toISOString().slice(0, 10),
      records: share,
    }))
    for (const [i, day] of days.entries()) {
      await fillDay(database, day)
      say(`filled ${i + 1} of ${DAYS} days with ${day.records} records`)
    }
    await settle(database)
    const startedAt = performance.now()
    for (const day of days) await proveDay(database, day)
    const tookS = ((performance.now() - startedAt) / 1000).toFixed(1)
    say(`recounted all ${records} records in ${tookS} s: the counters equal them`)
  }
}

type How = { records: number; ms: number; rounds: number }

async function measure(stages: [Stage, Stage], load: LoadProcess, how: How): Promise<Report> {
  const [empty, full] = stages
  for (const stage of stages) {
    await send(stage, load, { batch: BATCH, ms: WARM_UP_MS })
    await send(stage, load, { batch: 1, ms: WARM_UP_MS })
  }
  const runs: Record<string, Sent[]> = {}
  for (let round = 1; round <= how.rounds; round++) {
    for (const [name, stage, batch, watchers] of [
      ['batch of 50, empty', empty, BATCH, 0],
      ['batch of 50, full', full, BATCH, 0],
      ['single, empty', empty, 1, 0],
      ['single, full', full, 1, 0],
      [`batch of 50, full, ${WATCHERS} watchers`, full, BATCH, WATCHERS],
    ] as const) {
      const sent = await send(stage, load, { batch, ms: how.ms, watchers })
      say(
        `round ${round}: ${name}: ${sent.rate.toFixed(0)}/s, ${sent.cpuMs?.toFixed(2)} ms CPU each`,
      )
      runs[name] = [...(runs[name] ?? []), sent]
    }
  }
  return {
    records: how.records,
    database: full.place.databaseUrl ? 'server' : 'embedded',
    sending: Object.fromEntries(Object.entries(runs).map(([name, sent]) => [name, middle(sent)])),
    reading: await measureReading(full, load),
    delay: await measureDelay(full, load),
  }
}

async function send(
  stage: Stage,
  load: LoadProcess,
  how: { batch: number; ms: number; watchers?: number },
): Promise<Sent> {
  const before = stage.readCpu()
  const { server, target, cities } = stage
  const task = {
    kind: 'send',
    server,
    target,
    cities,
    clients: CLIENTS,
    watchers: 0,
    ...how,
  } as const
  const answer = await load.ask(task)
  const after = stage.readCpu()
  const each = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? undefined : (to - from) / answer.records
  const serverMs = each(before?.serverMs, after?.serverMs)
  const databaseMs = each(before?.databaseMs, after?.databaseMs)
  return {
    rate: (answer.records * 1000) / answer.tookMs,
    p50: percentile(answer.latencies, 50),
    p99: percentile(answer.latencies, 99),
    serverMs,
    databaseMs,
    cpuMs: serverMs === undefined || databaseMs === undefined ? undefined : serverMs + databaseMs,
  }
}

/** The middle of the rounds, figure by figure: one disturbed round moves nothing. */
function middle(rounds: readonly Sent[]): Sent {
  const of = (name: keyof Sent) => {
    const known = rounds.flatMap((round) => round[name] ?? [])
    return known.length === rounds.length ? percentile(known, 50) : undefined
  }
  return {
    rate: of('rate') ?? 0,
    p50: of('p50') ?? 0,
    p99: of('p99') ?? 0,
    cpuMs: of('cpuMs'),
    serverMs: of('serverMs'),
    databaseMs: of('databaseMs'),
  }
}

async function measureReading(stage: Stage, load: LoadProcess) {
  const { server, target, cities } = stage
  const day = `/campaigns/${target.campaignId}/days/${target.activityDay}`
  const records = `/field-records?campaignId=${target.campaignId}`
  const reads = {
    'totals of the province': [`${day}/totals`, server.token, 400],
    'breakdown of the province': [`${day}/breakdown`, server.token, 40],
    'records, first page, province': [records, server.token, 100],
    'records, first page, city': [records, cities[0]?.token, 100],
    'records, search 缴费点, province': [
      `${records}&search=${encodeURIComponent('缴费点')}`,
      server.token,
      60,
    ],
    'records, search 楼道 电表箱, city': [
      `${records}&search=${encodeURIComponent('电表箱门')}`,
      cities[0]?.token,
      60,
    ],
    'records, search of an account': [`${records}&search=4101000077`, server.token, 60],
  } as const
  const found: Report['reading'] = {}
  for (const [name, [path, token = '', times]] of Object.entries(reads)) {
    const before = stage.readCpu()
    const { latencies } = await load.ask({ kind: 'read', server, target, path, token, times })
    const after = stage.readCpu()
    found[name] = {
      p50: percentile(latencies, 50),
      p95: percentile(latencies, 95),
      p99: percentile(latencies, 99),
      cpuMs:
        after?.databaseMs && before?.databaseMs
          ? (after.serverMs - before.serverMs + after.databaseMs - before.databaseMs) / times
          : undefined,
    }
    say(`${name}: ${JSON.stringify(found[name])}`)
  }
  return found
}

async function measureDelay(stage: Stage, load: LoadProcess): Promise<Report['delay']> {
  const { server, target, cities } = stage
  const dayPath = `/campaigns/${target.campaignId}/days/${target.activityDay}/totals`
  const [city] = cities
  if (!city) throw new Error('the province has no city')
  const answer = await load.ask({ kind: 'delay', server, target, city, dayPath, times: 20 })
  const both = { totals: answer.latencies, live: answer.liveLatencies }
  return {
    totals: { p50: percentile(both.totals, 50), max: Math.max(...both.totals) },
    live: { p50: percentile(both.live, 50), max: Math.max(...both.live) },
  }
}
