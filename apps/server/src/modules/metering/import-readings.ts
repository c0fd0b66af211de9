import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type PlainDate, shanghaiDate } from '@nuandeng/domain'
import type { Actor } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import { type Duck, withDuck } from '../../platform/duck.ts'
import { problems } from '../../platform/problems.ts'
import { findFault, pathOf, type Store } from './check-files.ts'
import { commitMonths } from './commit-months.ts'
import { copyRegister, whileLocked } from './copy-register.ts'
import { type CityUnit, listCities, listLiveFiles } from './metering.queries.ts'
import { type MeteringFolder, makeEmpty, meteringFolder, sweep } from './metering-folder.ts'
import type { ReadingsProfile } from './reading-layout.ts'
import { ReadingsRefused } from './readings-refused.ts'
import { type ReadingsReport, refusedReport, reportOf, writeRejects } from './readings-report.ts'
import { stageReadings } from './stage-readings.ts'
import { syncState } from './state.ts'
import { loadRegister } from './store.queries.ts'
import { writeMonths } from './write-months.ts'

export interface ReadingsDeps extends Store {
  now(): Date
  actor: Actor
}

export interface ReadingsToImport {
  paths: readonly string[]
  /** What the one file is called, where its path does not tell. */
  fileName?: string | undefined
  profile: ReadingsProfile
  /** All accounts are of this city, known to the register or not; without it the register tells the city. */
  cityCode?: string | undefined
  isDryRun: boolean
  /** A month may hold far fewer accounts than the one before. */
  allowFewer: boolean
  memoryMb: number
  onProgress?: (fraction: number, rows: number) => void
  /** Another import of the city is at work, and this one waits for it. */
  onWait?: (() => void) | undefined
  /** Breaks the import off for the reason given, as long as nothing of it counts. */
  signal?: AbortSignal | undefined
  /** Where to write what was refused (拒收行), line by line; of a refused import too. */
  rejectsPath?: string | undefined
  /** In the transaction in which what came in begins to count. */
  onCommit?: ((db: Db, report: ReadingsReport) => Promise<void>) | undefined
}

/** What one import works with. */
export interface Intake extends ReadingsDeps {
  wanted: ReadingsToImport
  folder: MeteringFolder
  /** Where it works; on the same disk as the files. */
  work: string
  duck: Duck
  cities: readonly CityUnit[]
}

/** Of the way until the readings count, reading the files is so much. */
const STAGED = 0.7
/** Of the way to the end that; then the state follows. */
const COUNTED = 0.6

/**
 * Takes files of readings in (抄表数据导入): whole or not at all. The files of the months are written first and named
 * in the manifest last, in one transaction with the Event; then the state of each city follows. The same
 * files again change nothing; a correction takes the place of what it corrects.
 */
export async function importReadings(
  deps: ReadingsDeps,
  wanted: ReadingsToImport,
): Promise<ReadingsReport> {
  const folder = meteringFolder(deps.dataDir)
  const { cityCode, memoryMb } = wanted
  const cities = await listCitiesOf(deps, cityCode)
  return whileLocked(deps.database, cityCode, wanted, async () => {
    const work = folder.workFolder(cityCode ?? 'all')
    await makeEmpty(work)
    for (const city of cities) await sweepCity(deps, folder, city.cityCode)
    try {
      const report = await withDuck(
        ':memory:',
        { ...limitsOf(memoryMb), spillFolder: work },
        (duck) => takeIn({ ...deps, wanted, folder, work, duck, cities }),
      )
      if (!wanted.isDryRun) {
        for (const [i, city] of cities.entries()) {
          await followState(deps, city.cityCode, memoryMb)
          wanted.onProgress?.(COUNTED + ((1 - COUNTED) * (i + 1)) / cities.length, report.rows)
        }
      }
      return report
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  })
}

const limitsOf = (memoryMb: number) => ({ memoryMb, threads: Math.min(availableParallelism(), 8) })

/** Makes the state of each city, or of one, anew out of its files. Returns the months of each. */
export async function rebuildState(
  deps: Store,
  { cityCode, memoryMb, onWait }: Pick<ReadingsToImport, 'cityCode' | 'memoryMb' | 'onWait'>,
): Promise<{ cityCode: string; months: PlainDate[] }[]> {
  const cities = await listCitiesOf(deps, cityCode)
  return whileLocked(deps.database, cityCode, { onWait }, async () => {
    const rebuilt: { cityCode: string; months: PlainDate[] }[] = []
    for (const city of cities) {
      await rm(meteringFolder(deps.dataDir).statePath(city.cityCode), { force: true })
      const months = await followState(deps, city.cityCode, memoryMb)
      if (months.length > 0) rebuilt.push({ cityCode: city.cityCode, months })
    }
    return rebuilt
  })
}

/** Brings the state of a city up to its files; whoever calls holds the lock of the city. */
async function followState(deps: Store, cityCode: string, memoryMb: number) {
  const files = await wholeFilesOf(deps, cityCode)
  const folder = meteringFolder(deps.dataDir)
  const limits = { ...limitsOf(memoryMb), spillFolder: folder.workFolder(cityCode) }
  return syncState(folder, cityCode, files, limits)
}

async function sweepCity(store: Store, folder: MeteringFolder, cityCode: string) {
  const files = await wholeFilesOf(store, cityCode)
  const known = files.map((file) => pathOf(folder, file))
  await sweep(folder, cityCode, new Set(known))
}

/** The files of a city that count; refuses when one is not there, as after a restore without the folder. */
async function wholeFilesOf({ database, dataDir }: Store, cityCode: string) {
  const files = await database.transact('system', (db) => listLiveFiles(db, cityCode))
  const folder = meteringFolder(dataDir)
  for (const file of files) {
    if (!(await findFault(folder, file))) continue
    const title = 'A file of readings is missing or not whole; bring it back from the backup'
    throw problems.conflict('readings-missing', title, pathOf(folder, file))
  }
  return files
}

/** The city of an import, or all of them. */
async function listCitiesOf({ database }: Store, cityCode: string | undefined) {
  const cities = await database.transact('system', listCities)
  const found = cities.filter((city) => cityCode === undefined || city.cityCode === cityCode)
  if (found.length === 0) throw problems.notFound('city', cityCode ?? '')
  return found
}

async function takeIn(intake: Intake): Promise<ReadingsReport> {
  const { wanted, duck } = intake
  const { isDryRun, signal, rejectsPath } = wanted
  const breakOff = () => duck.interrupt()
  signal?.addEventListener('abort', breakOff)
  try {
    const taken = await stageAll(intake)
    const report = await reportOf(duck, { ...taken, isDryRun })
    if (rejectsPath) await writeRejects(duck, rejectsPath)
    signal?.throwIfAborted()
    signal?.removeEventListener('abort', breakOff)
    if (!isDryRun && report.imported > 0) await commitMonths(intake, { ...taken, report })
    return report
  } catch (error) {
    // What was broken off looks like a damaged file.
    signal?.throwIfAborted()
    if (!(error instanceof ReadingsRefused)) throw error
    if (rejectsPath) await writeRejects(duck, rejectsPath)
    return refusedReport(duck, error, isDryRun)
  } finally {
    signal?.removeEventListener('abort', breakOff)
  }
}

/** Reads the files and writes the months that they bring into the work folder. */
async function stageAll(intake: Intake) {
  const { database, wanted, work, duck } = intake
  const { paths, profile, cityCode, fileName, signal } = wanted
  const tell = (fraction: number, rows: number) => {
    signal?.throwIfAborted()
    wanted.onProgress?.(fraction * (wanted.isDryRun ? 1 : COUNTED), rows)
  }
  const register = join(work, 'register.tsv')
  await copyRegister(database, cityCode, register)
  await loadRegister(duck, register)
  const staged = await stageReadings(duck, paths, profile, {
    ...{ latest: shanghaiDate(intake.now()), folder: work, fileName },
    register: cityCode === undefined ? 'register' : undefined,
    onProgress: (fraction, rows) => tell(fraction * STAGED, rows),
  })
  const months = await writeMonths(intake, (fraction) =>
    tell(STAGED + fraction * (1 - STAGED), staged.rows),
  )
  return { staged, months }
}
