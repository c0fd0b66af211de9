import { readFile } from 'node:fs/promises'
import { READING_COLUMNS, READING_PERIODS, type ReadingField } from '@nuandeng/domain'
import { parse } from 'yaml'
import { z } from 'zod'
import { problems } from '../../platform/problems.ts'
import type { ReadingsProfile } from './reading-layout.ts'

const FIELDS = Object.keys(READING_COLUMNS) as [ReadingField, ...ReadingField[]]
const Profile = z.strictObject({
  map: z.partialRecord(z.enum(FIELDS), z.coerce.string()).optional(),
  period: z.enum(READING_PERIODS).optional(),
  months: z.number().int().min(1).max(6).optional(),
})

/** Reads how files are to be read (列对应方案) from a file of YAML or JSON. */
export async function readProfile(path: string): Promise<ReadingsProfile> {
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
