import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Edition,
  PAUSE_REASON_NAMES,
  PERIOD_UNITS,
  type PlainDate,
  SUPPLY_AREAS,
  SUPPLY_CLASSES,
} from '@nuandeng/domain'
import { parse } from 'yaml'
import { z } from 'zod'

const FOLDER = fileURLToPath(new URL('../../../../../editions/', import.meta.url))

const text = z.string().min(1)
const frame = { row: text, item: text, title: text, titleEn: text, source: text }
const eventName = z.string().regex(/^[a-z-]+\.[a-z-]+$/)

const Rule = z.discriminatedUnion('kind', [
  z.strictObject({
    ...frame,
    kind: z.enum(['clock', 'reverse-clock']),
    area: z.enum(SUPPLY_AREAS).optional(),
    class: z.enum(SUPPLY_CLASSES).optional(),
    start: z.array(eventName).min(1),
    stop: eventName,
    limit: z.number().int().positive(),
    unit: z.enum(PERIOD_UNITS),
    statistic: z.enum(['maximum', 'average']),
    countsUtilityStepsOnly: z.boolean().optional(),
    pauses: z.array(z.enum(PAUSE_REASON_NAMES)).optional(),
    remedy: text.optional(),
  }),
  z.strictObject({
    ...frame,
    kind: z.enum(['indicator', 'disclosure', 'conduct']),
    atLeast: z.number().optional(),
    percentOf: text.optional(),
  }),
])

const EditionFile = z.strictObject({
  edition: z.string().regex(/^[a-z0-9-]+$/),
  series: text,
  name: text,
  nameEn: text,
  issuer: text,
  issuerEn: text,
  validFrom: z.iso.date().transform((day) => day as PlainDate),
  note: text,
  noteEn: text,
  rules: z
    .array(Rule)
    .min(1)
    .refine((rules) => new Set(rules.map(({ row }) => row)).size === rules.length, 'a row twice'),
})

/** Reads an edition from the text of its file; what is wrong is said with the place it stands at. */
export function parseEdition(yaml: string, name: string): Edition {
  const parsed = EditionFile.safeParse(parse(yaml))
  if (!parsed.success) throw new Error(`edition ${name}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** Every edition that the program brings along, by the day from which it holds. */
export function shippedEditions(): Edition[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => parseEdition(readFileSync(join(FOLDER, file), 'utf8'), file))
    .sort((a, b) => a.validFrom.localeCompare(b.validFrom))
}

/** The text of a shipped edition by its name. */
export function shippedRules(edition: string): string {
  const names = readdirSync(FOLDER).map((file) => file.replace('.yaml', ''))
  if (!names.includes(edition))
    throw new Error(`no edition ${edition}; there are ${names.join(', ')}`)
  return readFileSync(join(FOLDER, `${edition}.yaml`), 'utf8')
}
