import { existsSync } from 'node:fs'
import { withDuck } from '../../platform/duck.ts'
import { meteringFolder } from './metering-folder.ts'
import { findSeries } from './usage.queries.ts'

const LIMITS = { memoryMb: 256, threads: 1, isReadOnly: true }

/**
 * One account's months and days (用电曲线) as the state of its city has them, oldest first; what was not read is
 * null, never nought. Undefined where the city has no readings, or none of this account.
 */
export async function readSeries(dataDir: string, cityCode: string, account: string) {
  const path = meteringFolder(dataDir).statePath(cityCode)
  if (!existsSync(path)) return undefined
  return withDuck(path, LIMITS, (duck) => findSeries(duck, account))
}
