import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  asksCare,
  DISCOVERY_KINDS,
  type DiscoveryEdition,
  FINDING_NUMBERS,
  FINDING_QUEUES,
  type PlainDate,
  USE_CATEGORIES,
} from '@nuandeng/domain'
import { parse } from 'yaml'
import { z } from 'zod'

const FOLDER = fileURLToPath(new URL('../../../../../discovery/', import.meta.url))

/** A state keeps so many months, and days. */
const MONTHS_KEPT = 25
const DAYS_KEPT = 63

const text = z.string().min(1)
const name = z.string().regex(/^[a-z0-9-]+$/, 'small letters, digits and -')
const percent = z.int().min(1).max(100)
const months = z.int().min(1).max(12)
const days = z.int().min(1).max(DAYS_KEPT)
/** Energies have two decimals, as the state keeps them; the bound keeps all products in 64 bits. */
const kwh = z.number().nonnegative().max(10_000_000).multipleOf(0.01)

const frame = {
  ...{ id: name, queue: z.enum(FINDING_QUEUES), title: text, titleEn: text },
  ...{ reason: text, reasonEn: text, source: text, sourceEn: text, minReadPercent: percent },
  categories: z.array(z.enum(USE_CATEGORIES)).min(1).optional(),
  unless: z.array(name).min(1).optional(),
}
const history = {
  ...{ months, historyMonths: z.int().min(3).max(MONTHS_KEPT), minHistory: z.int().min(1) },
  ...{ historyKwh: kwh, sameMonthsPercent: percent },
}

const Rule = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ ...frame, kind: z.literal('low-use'), months, belowKwh: kwh.positive() }),
      z.strictObject({ ...frame, kind: z.literal('vacant'), months }),
      z.strictObject({ ...frame, ...history, kind: z.literal('collapse'), dropPercent: percent }),
      z.strictObject({ ...frame, ...history, kind: z.literal('stuck'), stepKwh: kwh }),
      z.strictObject({
        ...{ ...frame, kind: z.literal('growth'), months },
        ...{ growPercent: z.int().min(100).max(10_000), loadPercent: percent, leastKwh: kwh },
      }),
      z.strictObject({
        ...{ ...frame, kind: z.literal('season'), awayKwh: kwh, presentKwh: kwh.positive() },
        ...{ awayMonths: months, differMonths: z.int().min(0).max(12) },
      }),
      z.strictObject({
        ...{ ...frame, kind: z.literal('came-alive'), months, quietMonths: months, leastKwh: kwh },
      }),
      z.strictObject({
        ...{ ...frame, kind: z.literal('silence'), yellowDays: days, redDays: days },
        ...{ silentPercent: percent, historyDays: days, minHistory: days, historyKwh: kwh },
      }),
    ],
    { error: `one of ${DISCOVERY_KINDS.join(', ')}` },
  )
  .superRefine((rule, ctx) => {
    for (const field of ['reason', 'reasonEn'] as const) {
      for (const [, said = ''] of rule[field].matchAll(/\{(\w*)\}/g)) {
        const known: readonly string[] = FINDING_NUMBERS[rule.kind]
        if (known.includes(said)) continue
        const message = `{${said}} is no number of ${rule.kind}; there are ${known.join(', ')}`
        ctx.addIssue({ code: 'custom', path: [field], message })
      }
    }
    const wrong = contradictionIn(rule)
    if (wrong) ctx.addIssue({ code: 'custom', path: [wrong[0]], message: wrong[1] })
  })

/** Figures that cannot both be meant, so that a rule never is empty without saying so. */
function contradictionIn(rule: DiscoveryEdition['rules'][number]): [string, string] | undefined {
  if ('minHistory' in rule) {
    const most = rule.kind === 'silence' ? rule.historyDays : rule.historyMonths
    if (rule.minHistory > most) return ['minHistory', `at most ${most}, which is the history`]
  }
  if (rule.kind === 'silence') {
    if (rule.redDays < rule.yellowDays) return ['redDays', 'not before yellowDays']
    if (rule.redDays + rule.historyDays > DAYS_KEPT)
      return ['historyDays', `with redDays at most ${DAYS_KEPT}, which is what is kept`]
  }
  if (rule.kind === 'season' && rule.presentKwh <= rule.awayKwh)
    return ['presentKwh', 'more than awayKwh']
  if ('historyMonths' in rule && rule.months + rule.historyMonths > MONTHS_KEPT)
    return ['historyMonths', `with months at most ${MONTHS_KEPT}, which is what is kept`]
  return undefined
}

const EditionFile = z
  .strictObject({
    ...{ edition: name, name: text, nameEn: text, note: text.optional() },
    validFrom: z.iso.date().transform((day) => day as PlainDate),
    ...{ dayFloorKwh: kwh, newWithinMonths: z.int().min(0).max(MONTHS_KEPT) },
    rules: z.array(Rule).min(1).max(40),
  })
  .superRefine(({ rules }, ctx) => {
    const ids = rules.map(({ id }) => id)
    const telling = rules.filter(({ kind }) => asksCare(kind)).map(({ id }) => id)
    for (const [at, { id, unless = [] }] of rules.entries()) {
      if (ids.indexOf(id) !== at)
        ctx.addIssue({ code: 'custom', path: ['rules', at, 'id'], message: `${id} stands twice` })
      const told = unless.find((other) => telling.includes(other))
      if (told !== undefined) {
        const message = `${told} asks who lives alone: that it explains another away would tell it`
        ctx.addIssue({ code: 'custom', path: ['rules', at, 'unless'], message })
      }
      const unknown = unless.find((other) => other === id || !ids.includes(other))
      if (unknown === undefined) continue
      const message = `${unknown} is no other rule of this edition`
      ctx.addIssue({ code: 'custom', path: ['rules', at, 'unless'], message })
    }
  })

/** Reads rules from the text of their file; what is wrong is said with the place it stands at. */
export function parseRules(yaml: string, file: string): DiscoveryEdition {
  const parsed = EditionFile.safeParse(yamlOf(yaml, file))
  if (!parsed.success) throw new Error(`rules ${file}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function yamlOf(yaml: string, file: string): unknown {
  try {
    return parse(yaml)
  } catch (error) {
    throw new Error(`rules ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Every edition of rules that the program brings along. */
export function shippedEditionsOfRules(): DiscoveryEdition[] {
  return shippedNames().map((edition) => findRules(edition))
}

/** The rules of a file, or of a shipped edition by its name. */
export function findRules(fileOrName: string): DiscoveryEdition {
  if (/\.ya?ml$/.test(fileOrName)) return parseRules(readFileSync(fileOrName, 'utf8'), fileOrName)
  if (!shippedNames().includes(fileOrName)) {
    throw new Error(`no rules ${fileOrName}; there are ${shippedNames().join(', ')}, or a .yaml`)
  }
  const file = `${fileOrName}.yaml`
  return parseRules(readFileSync(join(FOLDER, file), 'utf8'), file)
}

function shippedNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace('.yaml', ''))
    .sort()
}
