import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Duck, withDuck } from '../../platform/duck.ts'

const LIMITS = { memoryMb: 1024, threads: 2 }

/** Opens the state of a city (ADR 16) in the data folder; undefined where there are no readings. */
export async function withCityState<T>(
  dataDir: string,
  cityCode: string,
  work: (duck: Duck) => Promise<T>,
): Promise<T | undefined> {
  const path = join(dataDir, 'metering', cityCode, 'state.duckdb')
  return existsSync(path) ? withDuck(path, LIMITS, work) : undefined
}
