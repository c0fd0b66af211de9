import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  type DiscoveryEdition,
  READING_COLUMNS,
  type ReadingField,
  shanghaiDate,
} from '@nuandeng/domain'
import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  discoverFiles,
  explainCustomer,
  findRules,
  formatOf,
  writeFindings,
} from '../modules/discovery/index.ts'
import { withDuck } from '../platform/duck.ts'
import { problems } from '../platform/problems.ts'
import { EXIT } from './exit.ts'

interface DiscoverOptions {
  readings: string[]
  rules: string
  register?: string
  out?: string
  json?: boolean
  explain?: string
  floor?: number
  map: Partial<Record<ReadingField, string>>
  period?: 'month' | 'day' | 'interval'
  cycle?: number
  memory: number
}

/** `nuandeng discover`: rules over foreign files of readings, without an installation. */
export function addDiscoverCommand(program: Command) {
  program
    .command('discover')
    .description('find customers by rules over files of meter readings')
    .requiredOption('--readings <files...>', '.csv, .txt, .gz of either, or .parquet')
    .option('--rules <yaml>', 'file of rules, or the name of an edition', 'residents-1')
    .option('--register <file>', 'what is known of the customers (.csv, .xlsx): see below')
    .option('--out <file>', 'write the findings there: .csv or .parquet')
    .option('--json', 'print one JSON line')
    .option('--explain <account>', 'print one customer: the readings, the arithmetic, the verdict')
    .option('--floor <kWh>', 'a day of at most this is nothing, instead of dayFloorKwh', kwh)
    .option(
      '--map <field=heading...>',
      'which column holds a field, where the guess is wrong',
      pair,
      {},
    )
    .addOption(
      new Option('--period <period>', 'what one reading is about').choices([
        'month',
        'day',
        'interval',
      ]),
    )
    .option('--cycle <months>', 'over how many months a monthly reading goes', whole)
    .option(
      '--memory <MB>',
      'memory for columns; what is more goes to temporary files',
      whole,
      1024,
    )
    .addHelpText('after', HELP)
    .action(discover)
}

const HELP = `
Readings are long (a row each) or wide (a column per customer, month or day); fields of --map:
  ${Object.keys(READING_COLUMNS).join(', ')}
The register gives, by account (户号): 用电类别, 状态, 停电标志, 临时用电, 立户日期, 容量 (kVA), 独居. Customers whom it
shows to be cut, closed, temporary, new or of another category are left out. Without it nobody is, growth does not
run for want of a capacity, and silence does not for want of knowing who lives alone.

--json: {"edition","newest","newestDay","customers","months","rows","rejected","hasRegister","counts":{"<rule>":n},
"notRun":{"<rule>":"reason"}}. A month read for fewer than nine tenths of its days is missing, and never low.
Exit codes: 0 done, 1 a file was refused or the account is unknown, 2 the command line or the rules are wrong.`

function kwh(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1_000_000))
    throw new InvalidArgumentError('a number of kWh')
  return value
}

function whole(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number')
  return value
}

function pair(text: string, map: Record<string, string>) {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError('write field=heading')
  const field = text.slice(0, at)
  if (!(field in READING_COLUMNS))
    throw new InvalidArgumentError(`${field}: one of ${Object.keys(READING_COLUMNS).join(', ')}`)
  return { ...map, [field]: text.slice(at + 1) }
}

async function discover(options: DiscoverOptions) {
  const edition = editionOf(options)
  if (options.out !== undefined) formatOf(options.out)
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-discover-'))
  const limits = { memoryMb: options.memory, threads: availableParallelism() }
  try {
    await withDuck(join(folder, 'state.duckdb'), limits, async (duck) => {
      const found = await discoverFiles(duck, {
        readings: options.readings.map((path) => resolve(path)),
        profile: { map: options.map, period: options.period, months: options.cycle },
        register: options.register,
        ...{ edition, folder, today: shanghaiDate(new Date()) },
      })
      if (options.out !== undefined)
        await writeFindings(duck, edition, found.run, resolve(options.out))
      if (options.explain === undefined) return tell(edition, found, options)
      const lines = await explainCustomer(duck, edition, options.explain)
      if (lines) return console.log(lines.join('\n'))
      console.error(`nuandeng: the readings have no account ${options.explain}`)
      process.exitCode = EXIT.fault
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function editionOf({ rules, floor }: DiscoverOptions): DiscoveryEdition {
  try {
    const edition = findRules(rules)
    return floor === undefined ? edition : { ...edition, dayFloorKwh: floor }
  } catch (error) {
    throw problems.wrongField('--rules', 'invalid', error instanceof Error ? error.message : '')
  }
}

function tell(
  { edition, rules }: DiscoveryEdition,
  { run, rows, rejected, months }: Awaited<ReturnType<typeof discoverFiles>>,
  { json, out }: DiscoverOptions,
) {
  const { outcomes, ...rest } = run
  const ran = outcomes.filter(({ notRun }) => notRun === null)
  if (json) {
    const counts = Object.fromEntries(ran.map(({ ruleId, found }) => [ruleId, found]))
    const notRun = Object.fromEntries(
      outcomes.flatMap(({ ruleId, notRun }) => (notRun === null ? [] : [[ruleId, notRun]])),
    )
    console.log(JSON.stringify({ edition, ...rest, months, rows, rejected, counts, notRun }))
    return
  }
  console.log(
    `${rest.customers} customers, ${months} months up to ${rest.newest}; ${rows} rows, ${rejected} refused`,
  )
  for (const { ruleId, found, notRun } of outcomes) {
    const title = rules.find(({ id }) => id === ruleId)?.title ?? ''
    console.log(`${ruleId.padEnd(20)}${String(notRun ?? found).padStart(20)}  ${title}`)
  }
  if (out !== undefined) console.log(out)
}
