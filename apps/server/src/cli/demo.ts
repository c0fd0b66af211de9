import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { checkTotals } from '../demo/check-totals.ts'
import { demoDay } from '../demo/day.ts'
import { listArrivedIds } from '../demo/demo.queries.ts'
import { terminalOf } from '../demo/people.ts'
import { type DemoStage, prepareDemo } from '../demo/prepare.ts'
import { deliverTo, replay } from '../demo/replay.ts'
import { playFirstSignals, playLaterSignals } from '../demo/signals.ts'
import { openSession } from '../modules/organisation/index.ts'
import { readSettings } from '../platform/environment.ts'
import { type Installation, openInstallation, startServer } from '../start.ts'
import { EXIT } from './exit.ts'
import { stopOnSignal } from './serve.ts'

interface DemoOptions {
  serve?: boolean
  headless?: boolean
  json?: boolean
  data?: string
  port?: number
  host?: string
  minutes: number
}

/** `nuandeng demo`: 15 October 2011 as it happened, with invented people and customers (演示数据). */
export function addDemoCommand(program: Command) {
  program
    .command('demo')
    .description('replay an activity day of an invented province and serve its screens')
    .option('--serve', 'serve the screens while the day goes on, and after it (default)')
    .option('--headless', 'replay as fast as possible, print the totals and end')
    .option('--json', 'with --headless: print one JSON line, and progress on standard error')
    .option('--data <folder>', 'data folder (default .demo; --headless: a new one, removed after)')
    .option('--port <port>', 'port (default 8011, or NUANDENG_PORT)', Number)
    .option('--host <address>', 'address to listen on (default 127.0.0.1, or NUANDENG_HOST)')
    .option('--minutes <minutes>', 'how long the day takes', Number, 2)
    .addHelpText('after', '\nExit codes: 0 the totals are as published, 1 they differ (and where).')
    .action((options: DemoOptions) =>
      options.headless ? runHeadless(options) : runServed(options),
    )
}

async function runServed(options: DemoOptions) {
  const { stage, installation } = await open(options, options.data ?? '.demo', console.log)
  const now = new Date()
  await playFirstSignals(installation, stage, { now, onStep: console.log })
  const server = await startServer(installation)
  const stop = new AbortController()
  const later = playLaterSignals(installation, stage, { now, signal: stop.signal }).catch((error) =>
    console.error(error),
  )
  stopOnSignal(async () => {
    stop.abort()
    await later
    await server.stop()
  })
  const { demonstration } = stage
  console.log(`\n  Nuandeng 暖灯 demonstration (演示数据: invented people and customers)\n`)
  console.log(`  console      ${server.url}`)
  console.log(`  log in as    province / ${demonstration.password}`)
  console.log(`  wall screen  ${server.url}/wall#key=${demonstration.displayKey}\n`)
  const durationMs = options.minutes * 60_000
  const result = await run(stage, installation, {
    url: server.url,
    durationMs,
    onProgress: progressOf(console.log),
    signal: stop.signal,
  })
  if (stop.signal.aborted) return
  console.log(JSON.stringify(result.report))
  for (const difference of result.differences) console.error(difference)
  console.log(`The day is over; the screens stay at ${server.url} until you press Ctrl-C.`)
}

async function runHeadless(options: DemoOptions) {
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'nuandeng-demo-'))
  const say = options.json ? console.error : console.log
  const { stage, installation } = await open({ port: 0, ...options }, folder, say)
  const server = await startServer(installation)
  try {
    const onProgress = progressOf(say)
    const result = await run(stage, installation, { url: server.url, durationMs: 0, onProgress })
    console.log(JSON.stringify(result.report))
    for (const difference of result.differences) console.error(difference)
    if (result.differences.length > 0) process.exitCode = EXIT.fault
  } finally {
    await server.stop()
    if (!options.data) rmSync(folder, { recursive: true, force: true })
  }
}

async function open(options: DemoOptions, folder: string, say: (text: string) => void) {
  const { port, host } = options
  const settings = readSettings({
    dataDir: options.data ?? process.env.NUANDENG_DATA ?? folder,
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
  })
  const installation = await openInstallation(settings, say)
  try {
    return { installation, stage: await prepareDemo(installation, new Date(), say) }
  } catch (error) {
    await installation.close()
    throw error
  }
}

async function run(
  { demonstration, units, people }: DemoStage,
  { database }: Installation,
  how: {
    url: string
    durationMs: number
    onProgress: (delivered: number, total: number) => void
    signal?: AbortSignal
  },
) {
  const { campaignId } = demonstration
  const days = demoDay(campaignId, units, people)
  const tokens = new Map<string, string>()
  const loginNames = [...days.map(({ city }) => terminalOf(city.cityCode)), 'province']
  const arrived = await database.transact('system', async (db) => {
    for (const person of people.filter(({ loginName }) => loginNames.includes(loginName))) {
      const { personId, loginName } = person
      const { token } = await openSession(db, { personId, kind: 'staff', now: new Date() })
      tokens.set(loginName, token)
    }
    return new Set((await listArrivedIds(db, campaignId)).map(({ recordId }) => recordId))
  })
  const tokenOf = (loginName: string) => tokens.get(loginName) ?? ''
  const deliver = deliverTo(
    () => how.url,
    (cityCode) => tokenOf(terminalOf(cityCode)),
  )
  const { records, duplicatesAbsorbed } = await replay(days, deliver, { ...how, arrived })
  const at = { url: how.url, token: tokenOf('province'), campaignId, database }
  const { differences, recount, ...totals } = await checkTotals(days, at)
  return { report: { ...totals, records, duplicatesAbsorbed, recount }, differences }
}

/** Tells each twentieth of the way. */
function progressOf(say: (text: string) => void) {
  let told = 0
  return (delivered: number, total: number) => {
    const percent = Math.floor((delivered / total) * 20) * 5
    if (percent > told) {
      told = percent
      say(`${percent} % of the day: ${delivered} of ${total} records delivered`)
    }
  }
}
