import { existsSync } from 'node:fs'
import { type Duck, type DuckLimits, withDuck } from '../../platform/duck.ts'
import { meteringFolder } from './metering-folder.ts'

/**
 * Opens the state of a city (ADR 16) to be read: whoever asks may write temporary tables and no other. Undefined
 * where there are no readings.
 */
export async function withCityState<T>(
  { dataDir, cityCode }: { dataDir: string; cityCode: string },
  limits: Omit<DuckLimits, 'isReadOnly'>,
  work: (duck: Duck) => Promise<T>,
): Promise<T | undefined> {
  const path = meteringFolder(dataDir).statePath(cityCode)
  return existsSync(path) ? withDuck(path, { ...limits, isReadOnly: true }, work) : undefined
}
