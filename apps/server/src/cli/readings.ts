import { resolve } from 'node:path'
import { READING_COLUMNS } from '@nuandeng/domain'
import { type Command, InvalidArgumentError } from 'commander'
import {
  checkFiles,
  findProfile,
  importReadings,
  listProfiles,
  type ReadingsReport,
  rebuildState,
} from '../modules/metering/index.ts'
import { NOBODY } from '../platform/context.ts'
import { EXIT } from './exit.ts'
import { withInstallation } from './import.ts'

interface ReadingsOptions {
  profile?: string
  city?: string
  dryRun?: boolean
  allowFewer?: boolean
  memory: number
  json?: boolean
  data?: string
}

const MEMORY_MB = 1000

/** `nuandeng readings …`: takes meter readings in, and makes the state of cities anew. */
export function addReadingsCommands(program: Command) {
  const command = program.command('readings').description('meter readings 抄表数据')
  const common = (name: string, text: string) =>
    command
      .command(name)
      .description(text)
      .option(
        '--city <code>',
        'city of all accounts; without it the register of customers tells',
        cityCode,
      )
      .option('--memory <MB>', 'memory for the work on columns', megabytes, MEMORY_MB)
      .option('--json', 'print one JSON line, and progress on standard error')
      .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
  common('import <files...>', 'take files in: CSV, text (.gz too) and Parquet')
    .option(
      '--profile <file or name>',
      'which columns hold what, where the guess is wrong: YAML, or saved on the screen',
    )
    .option('--dry-run', 'write nothing; tell what would come in and be refused')
    .option('--allow-fewer', 'take a month with far fewer accounts than the one before')
    .addHelpText('after', HELP)
    .action(runImport)
  common('rebuild', 'make the state of cities anew out of their files').action(runRebuild)
  command
    .command('profiles')
    .description('profiles that were saved on the screen, for --profile')
    .option('--city <code>', 'those of this city and of the province', cityCode)
    .option('--json', 'print one JSON line')
    .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
    .action(runProfiles)
  command
    .command('verify')
    .description('whether the files of readings lie in the data folder as the database knows them')
    .option('--city <code>', 'only the files of this city', cityCode)
    .option('--json', 'print one JSON line')
    .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
    .addHelpText('after', VERIFY_HELP)
    .action(runVerify)
}

const HELP = `
One reading a line, or a column for each account, month or day. Columns by name:
${Object.entries(READING_COLUMNS)
  .map(([field, { title, synonyms }]) => `  ${field.padEnd(8)} ${[title, ...synonyms].join(' / ')}`)
  .join('\n')}

A profile: {map: {account: 用户号, time: 数据日期, used: 电量}, period: month|day|interval, months: 2}
months: over how many months a monthly reading goes, where the file does not tell. A profile that was saved on
the screen is taken by its name: that of the city with --city, otherwise that of the province.

A blank cell or 未抄 is no reading. Without --city an account that the register does not know is refused;
with it, it is kept. More than 5 % refused lines, or a month with under 80 % of the accounts of the month
before, refuse the whole import. The same files again change nothing; a reading takes the place of those
of its account that it overlaps.

--json ends with one line: {"rows","imported","unchanged","unread","rejected","months":[…],"errors":[{"file",
"line","column","code","message"}], …}; errors holds the first 100.

Exit codes: 0 all came in (or would), 1 lines were rejected or the files refused, 2 the command line is
wrong, 3 the installation cannot be opened, 4 a server of an older version holds the data folder. A server
of this version may go on meanwhile; imports of a city wait for one another.`

const VERIFY_HELP = `
Reads each file that counts and compares its digest, as after a restore. no-state: nuandeng readings rebuild.

Exit codes: 0 all are whole, 1 some are missing or differ (and which), 2 the command line is wrong, 3 the
installation cannot be opened. A server may go on meanwhile.`

function cityCode(text: string) {
  if (/^\d{6}$/.test(text)) return text
  throw new InvalidArgumentError('a code of six digits, such as 410100')
}

function megabytes(text: string) {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 200) return value
  throw new InvalidArgumentError('whole megabytes, 200 at least')
}

async function runImport(files: string[], options: ReadingsOptions) {
  const { city, memory, dryRun = false, allowFewer = false, json } = options
  const report = await withInstallation(options, async ({ database, settings }) => {
    const profile = options.profile ? await findProfile(database, options.profile, city) : {}
    return importReadings(
      {
        ...{ database, dataDir: settings.dataDir, now: () => new Date() },
        actor: { ...NOBODY, name: 'nuandeng readings import' },
      },
      {
        ...{ paths: files.map((file) => resolve(file)), profile, cityCode: city },
        ...{ isDryRun: dryRun, allowFewer, memoryMb: memory, onProgress: progress(), onWait },
      },
    )
  })
  if (json) console.log(JSON.stringify(report))
  else tell(report)
  if (report.refusal || report.rejected > 0) process.exitCode = EXIT.fault
}

async function runVerify({ city, json, data }: Omit<ReadingsOptions, 'memory'>) {
  const check = await withInstallation(data ? { data } : {}, ({ database, settings }) =>
    checkFiles({ database, dataDir: settings.dataDir }, { cityCode: city, isDeep: true }),
  )
  if (json) console.log(JSON.stringify(check))
  else {
    for (const { path, fault } of check.faults) console.log(`${path}: ${fault}`)
    console.log(`${check.files} files, ${check.bytes} bytes, ${check.faults.length} faults`)
  }
  if (check.faults.length > 0) process.exitCode = EXIT.fault
}

async function runProfiles({ city, json, data }: Omit<ReadingsOptions, 'memory'>) {
  const saved = await withInstallation(data ? { data } : {}, ({ database }) =>
    listProfiles(database, city),
  )
  const items = saved.map(({ name, unit, profile }) => ({ name, unit, profile }))
  if (json) console.log(JSON.stringify({ items }))
  else
    for (const { name, unit, profile } of items)
      console.log(`${name} (${unit}): ${JSON.stringify(profile)}`)
}

async function runRebuild({ city, memory, json, data }: ReadingsOptions) {
  const rebuilt = await withInstallation(data ? { data } : {}, ({ database, settings }) =>
    rebuildState(
      { database, dataDir: settings.dataDir },
      { cityCode: city, memoryMb: memory, onWait },
    ),
  )
  if (json) console.log(JSON.stringify({ cities: rebuilt }))
  else
    for (const { cityCode, months } of rebuilt) console.log(`${cityCode}: ${months.length} months`)
}

const onWait = () => console.error('another import of the same city is at work: waiting for it')

const PROGRESS_MS = 1000

/** Tells once a second how far it got, how fast, and when it will be done. */
function progress() {
  const begun = Date.now()
  let told = begun
  return (fraction: number, rows: number) => {
    const now = Date.now()
    if (now - told < PROGRESS_MS) return
    told = now
    const seconds = (now - begun) / 1000
    const left = Math.round((seconds * (1 - fraction)) / Math.max(fraction, 0.001))
    const rate = Math.round(rows / seconds)
    console.error(`${Math.floor(fraction * 100)} %, ${rows} rows, ${rate} rows/s, ${left} s left`)
  }
}

function tell(report: ReadingsReport) {
  const { rows, imported, unchanged, unread, rejected, months, errors, refusal, isDryRun } = report
  if (refusal) console.error(`nuandeng: ${refusal.message}`)
  for (const { file, line, column, message, code } of errors) {
    console.log(`${file}:${line ?? ''}${column ? ` ${column}` : ''}: ${message} (${code})`)
  }
  if (refusal) return
  const would = isDryRun ? 'would come' : 'came'
  console.log(
    `${rows} rows: ${imported} ${would} in, ${unchanged} unchanged, ${unread} unread, ${rejected} rejected`,
  )
  for (const { cityCode, month, readings, imported: fresh } of months) {
    console.log(`${cityCode} ${month}: ${readings} readings, ${fresh} new`)
  }
}
