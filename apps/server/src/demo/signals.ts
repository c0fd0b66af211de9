import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRuleRun, workOffRules } from '../modules/discovery/index.ts'
import { importReadings } from '../modules/metering/index.ts'
import { type Actor, NOBODY } from '../platform/context.ts'
import type { Installation } from '../start.ts'
import { actorOf } from './acting.ts'
import { demoDays, usualDays } from './daily-readings.ts'
import { countRuleRuns, listDemoCustomers } from './demo.queries.ts'
import { approvedRules, assessRules } from './impacts.ts'
import { type DemoPerson, WATCHER } from './people.ts'
import type { DemoUnit } from './province.ts'
import { demoReadings } from './readings.ts'
import { idOf } from './seeded.ts'
import { DEMO_EDITION, play, type SignalStage } from './signal-stage.ts'
import { decideSignals } from './signal-stories.ts'

/** So many cities have invented readings. */
const CITIES = 6
const DAY_MS = 86_400_000
/** The first city was looked at this long ago for the first time, and people have decided since. */
const FIRST_RUN_DAYS = 92
const MONTHS_SINCE = 3
/** The assessments were written so long before. */
const WRITTEN_DAYS = 5

interface Told {
  units: readonly DemoUnit[]
  people: readonly DemoPerson[]
}

/**
 * Invented readings of the first city, taken in and looked at as real ones are, three months ago; and what people made
 * of the signals since. Once told it is only found.
 */
export async function playFirstSignals(
  installation: Installation,
  told: Told,
  { now, onStep }: { now: Date; onStep: (text: string) => void },
): Promise<void> {
  const stage = stageOf(installation, told, now)
  const { city } = stage
  if ((await countRuns(stage, city)) > 0) return
  onStep('preparing readings and signals')
  const before = new Date(now.getTime() - FIRST_RUN_DAYS * DAY_MS)
  await assessRules(stage, new Date(before.getTime() - WRITTEN_DAYS * DAY_MS))
  await readAndAsk(stage, city, { at: before, without: MONTHS_SINCE })
  const { database, vault, settings } = installation
  const onError = (error: unknown) => {
    throw error
  }
  const workshop = { database, vault, dataDir: settings.dataDir, now: () => before, onError }
  await workOffRules(workshop, new AbortController().signal)
  await decideSignals(stage, before)
}

/**
 * The newest months of the first city, and all of some others: while the demonstration is looked at already, and its
 * server works on the rules.
 */
export async function playLaterSignals(
  installation: Installation,
  told: Told,
  { now, signal }: { now: Date; signal: AbortSignal },
): Promise<void> {
  const stage = stageOf(installation, told, now)
  const cities = told.units.filter(({ kind }) => kind === 'city').slice(0, CITIES)
  for (const city of cities) {
    if (signal.aborted) return
    const runs = await countRuns(stage, city)
    const isRead = runs >= (city.unitId === stage.city.unitId ? 2 : 1)
    if (!isRead) await readAndAsk(stage, city, { at: now, without: 0 })
  }
}

function stageOf(installation: Installation, { units, people }: Told, now: Date): SignalStage {
  const city = units.find(({ kind }) => kind === 'city')
  if (!city) throw new Error('the invented province is empty')
  return {
    ...{ installation, city, now },
    office: officerOf(people, 'province'),
    cityOffice: officerOf(people, 'city'),
    watcher: officerOf(people, WATCHER),
  }
}

async function countRuns({ installation }: SignalStage, { cityCode }: DemoUnit) {
  const { database } = installation
  return (await database.transact('system', (db) => countRuleRuns(db, cityCode))).count
}

function officerOf(people: readonly DemoPerson[], loginName: string): Actor {
  const person = people.find((one) => one.loginName === loginName)
  if (!person) throw new Error(`the demonstration has no ${loginName}`)
  return actorOf(person)
}

/** Takes readings of a city in, and asks for the rules; who works on them is another matter. */
async function readAndAsk(
  stage: SignalStage,
  city: DemoUnit,
  { at, without }: { at: Date; without: number },
) {
  const { cityCode, unitId: cityUnitId } = city
  await takeReadings(stage, cityCode, { at, without })
  const runId = idOf(`run ${cityCode} ${without}`, at)
  // In the first city somebody may ask who lives alone.
  const actor = cityCode === stage.city.cityCode ? stage.watcher : stage.office
  const ruleIds = approvedRules(actor)
  await play(stage, { actor, now: at }, (ctx) =>
    startRuleRun(ctx, { runId, cityUnitId, edition: DEMO_EDITION, ruleIds }),
  )
}

async function takeReadings(
  stage: SignalStage,
  cityCode: string,
  { at, without }: { at: Date; without: number },
) {
  const { database } = stage.installation
  const customers = await database.transact('system', (db) => listDemoCustomers(db, cityCode))
  const monthly = demoReadings(customers, { now: stage.now, without })
  await takeIn(stage, cityCode, at, {
    ...{ name: '演示抄表数据.csv', text: monthly },
    allowFewer: false,
  })
  if (!customers.some(({ isFlagged }) => isFlagged)) return
  const days = { at, isFirst: without > 0, usual: usualDays(monthly) }
  await takeIn(stage, cityCode, at, {
    ...{ name: '演示日用电量.csv', text: demoDays(customers, days) },
    // Days are read of a few.
    allowFewer: true,
  })
}

async function takeIn(
  { installation }: SignalStage,
  cityCode: string,
  at: Date,
  { name, text, allowFewer }: { name: string; text: string; allowFewer: boolean },
) {
  const { database, settings } = installation
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-demo-readings-'))
  try {
    const path = join(folder, name)
    writeFileSync(path, text)
    const actor = { ...NOBODY, name: 'nuandeng demo' }
    const report = await importReadings(
      { database, dataDir: settings.dataDir, now: () => at, actor },
      {
        ...{ paths: [path], profile: {}, cityCode, isDryRun: false },
        ...{ allowFewer, memoryMb: 256 },
      },
    )
    if (report.refusal) throw new Error(`invented readings: ${JSON.stringify(report.refusal)}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
