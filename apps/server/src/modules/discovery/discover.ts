import { renameSync, rmSync } from 'node:fs'
import type { DiscoveryEdition, PlainDate } from '@nuandeng/domain'
import type { Duck } from '../../platform/duck.ts'
import { problems } from '../../platform/problems.ts'
import { buildUsage, type ReadingsProfile, stageReadings } from '../metering/index.ts'
import { copyFindings } from './discover.queries.ts'
import { readRegister } from './discover-register.ts'
import { type RuleRun, runRules, stageRegister } from './run-rules.ts'

export interface DiscoverInput {
  readings: readonly string[]
  profile: ReadingsProfile
  register: string | undefined
  edition: DiscoveryEdition
  /** Today: what was read later is refused. */
  today: PlainDate
  /** A folder for what does not fit into memory. */
  folder: string
}

export interface Discovered {
  run: RuleRun
  /** Rows of the files of readings, and how many of them were refused. */
  rows: number
  rejected: number
  /** How many months the readings make. */
  months: number
}

/** Reads foreign files of readings, makes a state of them and runs the rules over it; needs no installation. */
export async function discoverFiles(duck: Duck, input: DiscoverInput): Promise<Discovered> {
  const { readings, profile, register, edition, today, folder } = input
  const { rows, rejected } = await stageReadings(duck, readings, profile, { latest: today, folder })
  const months = await buildUsage(duck)
  if (register !== undefined) await stageRegister(duck, readRegister(register))
  return { run: await runRules(duck, edition), rows, rejected, months: months.length }
}

/** Writes the findings of the run on this connection to a .csv or .parquet; the file is there whole or not at all. */
export async function writeFindings(
  duck: Duck,
  edition: DiscoveryEdition,
  run: RuleRun,
  path: string,
): Promise<void> {
  const part = `${path}.part`
  try {
    await copyFindings(duck, edition, run, { path: part, format: formatOf(path) })
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

/** The format of a file of findings, by how its name ends. */
export function formatOf(path: string): 'csv' | 'parquet' {
  if (path.endsWith('.csv')) return 'csv'
  if (path.endsWith('.parquet')) return 'parquet'
  throw problems.wrongField('--out', 'invalid', `${path}: a name that ends with .csv or .parquet`)
}
