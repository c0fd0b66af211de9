import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { type Command, InvalidArgumentError } from 'commander'
import { parse as parseCsv } from 'csv-parse'
import {
  judgeRow,
  type ListColumns,
  parseListRules,
  parseMoment,
  shippedRules,
  workingCalendar,
} from '../modules/commitments/index.ts'
import { problems } from '../platform/problems.ts'
import { linesOf } from './lines.ts'

const COLUMNS = {
  start: 'start',
  stop: 'stop',
  class: 'class',
  due: 'due',
  'start-from': 'startFrom',
  'stop-from': 'stopFrom',
} as const

interface JudgeOptions {
  input: string
  columns: ListColumns
  rules?: string
  item?: string
  zone: string
  asOf?: string
  closed?: string
  json?: boolean
}

/** `nuandeng commitments judge`: the verdict on each case of a foreign list (逐件评判). */
export function addCommitmentCommands(program: Command) {
  program
    .command('commitments')
    .description('public promises and how they were kept')
    .command('judge')
    .description('judge a list of cases by a rule, or by a deadline column of its own')
    .requiredOption('--input <file>', '.csv with a header, or .jsonl; .gz of either')
    .requiredOption(
      '--columns <names>',
      'start=…,stop=…[,class=…][,due=…][,start-from=…][,stop-from=…]',
      columnsOf,
    )
    .option('--rules <yaml>', 'file of rules, or the name of an edition', 'sgcc-2011')
    .option('--item <item>', 'which item or row of the rules, e.g. 2 or 10b')
    .option('--zone <zone>', 'time zone of times without an offset', 'Asia/Shanghai')
    .option('--as-of <instant>', 'count what is past due by then and has not stopped as broken')
    .option('--closed <dates>', 'days of local closure, with commas between')
    .option('--json', 'print one JSON line {"kept","broken","open","unusable"}')
    .addHelpText('after', HELP)
    .action(judgeFile)
}

const NOT_JSON = { verdict: 'unusable', reason: 'not JSON' } as const

const HELP = `
A rule of --rules: { limit, unit: minute|hour|day|working-day, class?, kind?: clock|reverse-clock }.
  clock          stop must follow within the limit after start
  reverse-clock  start (the notice) must come at least the limit before stop (what it announces)
With several rules, the class column selects by class or area; an empty one gets the strictest limit.
due=…            the list's own deadline instead of a rule; a date lasts to its end
start-from=…     the earliest that start may have been, when the column tells the latest; so stop-from
open: started and not stopped. unusable: a time is missing, is none, or is too coarse to decide; the
reasons are counted on standard error. Exit codes: 0 judged, 2 wrong usage, 3 the file cannot be read.`

function columnsOf(text: string): ListColumns {
  const columns: Partial<ListColumns> = {}
  for (const pair of text.split(',')) {
    const [key = '', ...rest] = pair.split('=')
    const name = COLUMNS[key.trim() as keyof typeof COLUMNS]
    if (!name) throw new InvalidArgumentError(`${key}: one of ${Object.keys(COLUMNS).join(', ')}`)
    columns[name] = rest.join('=').trim()
  }
  if (!columns.start || !columns.stop) throw new InvalidArgumentError('name start= and stop=')
  return columns as ListColumns
}

async function judgeFile(options: JudgeOptions) {
  const { columns, zone } = options
  const by = {
    columns,
    zone,
    rules: columns.due === undefined ? rulesOf(options) : [],
    calendar: workingCalendar(options.closed?.split(',')),
    asOf: asOfOf(options),
  }
  const counts = { kept: 0, broken: 0, open: 0, unusable: 0 }
  const reasons = new Map<string, number>()
  const count = (reason: string) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  let rows = 0
  for await (const row of rowsOf(options.input)) {
    if (row && rows++ === 0) missingColumn(row, columns)
    const said = row ? judgeRow(row, by) : NOT_JSON
    counts[said.verdict]++
    if (said.verdict === 'unusable') count(said.reason)
    else if (said.isAssumed) count('judged by the strictest limit, its class is not said')
  }
  for (const [reason, cases] of reasons) console.error(`${cases} × ${reason}`)
  if (options.json) console.log(JSON.stringify(counts))
  else for (const [verdict, cases] of Object.entries(counts)) console.log(`${verdict} ${cases}`)
}

function rulesOf({ rules = '', item }: JudgeOptions) {
  try {
    return parseListRules(
      /\.ya?ml$/.test(rules) ? readFileSync(rules, 'utf8') : shippedRules(rules),
      item,
    )
  } catch (error) {
    throw problems.wrongField(
      '--rules',
      'invalid',
      error instanceof Error ? error.message : String(error),
    )
  }
}

function asOfOf({ asOf, zone }: JudgeOptions): Date | undefined {
  if (asOf === undefined) return undefined
  const moment = parseMoment(asOf, zone)
  if (!moment) throw problems.wrongField('--as-of', 'invalid', `${asOf} is no time`)
  return moment.latest
}

function missingColumn(row: Record<string, unknown>, columns: ListColumns) {
  const missing = Object.values(columns).filter((name) => name !== undefined && !(name in row))
  if (missing.length === 0) return
  const found = Object.keys(row).join(', ')
  throw problems.wrongField(
    '--columns',
    'missing',
    `no column ${missing.join(', ')}; there are: ${found}`,
  )
}

/** The rows of a file; undefined for a line that is not JSON. */
async function* rowsOf(file: string): AsyncGenerator<Record<string, unknown> | undefined> {
  const handle = await open(file)
  const raw = handle.createReadStream()
  const bytes = file.endsWith('.gz') ? raw.compose(createGunzip()) : raw
  if (/\.jsonl(\.gz)?$/.test(file)) {
    for await (const { text } of linesOf(bytes)) yield parseJson(text)
    return
  }
  const parser = parseCsv({ columns: true, bom: true, relax_column_count: true })
  yield* bytes.compose(parser) as AsyncIterable<Record<string, string>>
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    // Counted as unusable, with its reason.
    return undefined
  }
}
