import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { READING_COLUMNS, READING_PERIODS, type ReadingField } from '@nuandeng/domain'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Database } from '../../platform/db.ts'
import { problems } from '../../platform/problems.ts'
import { listSavedColumns } from '../imports/index.ts'
import type { ReadingsProfile } from './reading-layout.ts'
import { readingsTarget } from './readings-target.ts'

const FIELDS = Object.keys(READING_COLUMNS) as [ReadingField, ...ReadingField[]]
const Profile = z.strictObject({
  map: z.partialRecord(z.enum(FIELDS), z.coerce.string()).optional(),
  period: z.enum(READING_PERIODS).optional(),
  months: z.number().int().min(1).max(6).optional(),
})

/** Saved on the screen at the province or at a city, by name. */
export async function listProfiles(database: Database, cityCode?: string) {
  const saved = await database.transact('system', (db) => listSavedColumns(db, readingsTarget.name))
  return saved
    .filter(
      ({ unitKind, ...at }) => !cityCode || unitKind === 'province' || at.cityCode === cityCode,
    )
    .map(({ name, unitName, unitKind, map, options }) => {
      const { period, months } = options ?? {}
      return { name, unit: unitName, unitKind, profile: Profile.parse({ map, period, months }) }
    })
}

/**
 * How files are to be read (列对应方案): as a file of YAML or JSON says, or as it was saved under a name. Of several with
 * the same name, that of the city of the import, or of the province without one, is taken.
 */
export async function findProfile(
  database: Database,
  fileOrName: string,
  cityCode?: string,
): Promise<ReadingsProfile> {
  if (existsSync(fileOrName)) return readProfile(fileOrName)
  const all = await listProfiles(database, cityCode)
  const named = all.filter(({ name }) => name === fileOrName)
  const found = named.filter(({ unitKind }) => unitKind === (cityCode ? 'city' : 'province'))
  const [one, other] = found.length > 0 ? found : named
  if (one && !other) return one.profile
  const reason = one
    ? `several units have a profile ${fileOrName}: choose one with --city`
    : `there is no file ${fileOrName}, nor a saved profile of this name; saved are: ${all.map(({ name }) => name).join(', ')}`
  throw problems.wrongField('profile', 'wrong-profile', reason)
}

/** Reads a profile from a file of YAML or JSON. */
async function readProfile(path: string): Promise<ReadingsProfile> {
  const refuse = (reason: string) => problems.wrongField('profile', 'wrong-profile', reason)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refuse(`cannot read ${path}: ${error.code}`)
  })
  try {
    return Profile.parse(parse(text) ?? {})
  } catch (error) {
    throw refuse(error instanceof z.ZodError ? z.prettifyError(error) : String(error))
  }
}
