import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { type Command, InvalidArgumentError } from 'commander'
import { importTargets } from '../import-targets.ts'
import {
  ERRORS_SHOWN,
  type ImportReport,
  type ImportTarget,
  importList,
  openImportUnit,
} from '../modules/imports/index.ts'
import { NOBODY } from '../platform/context.ts'
import { readSettings } from '../platform/environment.ts'
import { Problem } from '../platform/problems.ts'
import { type Installation, joinInstallation } from '../start.ts'
import { EXIT } from './exit.ts'

interface ImportOptions {
  dryRun?: boolean
  json?: boolean
  map: Record<string, string>
  sheet?: string
  errors?: string
  unit?: string
  data?: string
}

/** `nuandeng import <what> <file>`: takes a list in, or with --dry-run tells what it would do. */
export function addImportCommands(program: Command) {
  const command = program.command('import').description('take lists in (.xlsx, .csv, .csv.gz)')
  for (const target of importTargets) {
    command
      .command(`${target.name} <file>`)
      .description(`${target.title}: ${Object.keys(target.columns).join(', ')}`)
      .option('--dry-run', 'write nothing; tell what would be created, changed and refused')
      .option('--json', 'print one JSON line, and progress on standard error')
      .option(
        '--map <field=heading...>',
        'which column holds a field, where the guess is wrong',
        pair,
        {},
      )
      .option('--sheet <name>', 'sheet of a workbook (default: the first that is filled)')
      .option('--errors <file.xlsx>', 'write the refused rows there, the reason beside each')
      .option(
        '--unit <code>',
        'unit that the rows belong to or stand below (default: the province)',
      )
      .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
      .addHelpText('after', helpOf(target))
      .action((file: string, options: ImportOptions) => run(target, file, options))
  }
}

function pair(text: string, map: Record<string, string>) {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError('write field=heading')
  return { ...map, [text.slice(0, at)]: text.slice(at + 1) }
}

function helpOf({ columns }: ImportTarget): string {
  const lines = Object.entries(columns).map(([field, { title, synonyms, isRequired }]) => {
    const names = [title, ...synonyms].join(' / ')
    return `  ${field.padEnd(12)} ${isRequired ? 'required' : 'optional'}  ${names}`
  })
  return `
Columns (the header is found among the first rows, below any title):
${lines.join('\n')}

--json ends with one line: {"rows","imported","unchanged","rejected","errors":[{"row","column","code",
"message"}], …}. rows counts filled rows below the header and is imported + unchanged + rejected; a row
number is the one a spreadsheet program shows. errors holds the first ${ERRORS_SHOWN}; --errors writes all.
The same file again changes nothing; an import that was killed goes on where it stopped.
A dry run where there is no installation yet uses a temporary one and removes it.

Exit codes: 0 all rows went in (or would), 1 some were rejected or the file was refused, 2 the command
line is wrong, 3 the installation cannot be opened, 4 a server of an older version holds the data folder.
A server of this version may go on meanwhile.`
}

async function run(target: ImportTarget, file: string, options: ImportOptions) {
  // Rows come and go: a nursery that grows fills with them, and takes 130 MB more without being faster.
  setFlagsFromString('--semi-space-growth-factor=1')
  // The heap would grow to four times what is in use before it is cleared: 120 MB more for a wide list.
  setFlagsFromString('--heap-growing-percent=50')
  try {
    const report = await withInstallation(options, (installation) =>
      importInto(installation, { target, file, options }),
    )
    tell(report, options)
    if (report.refusal || report.rejected > 0) process.exitCode = EXIT.fault
  } catch (error) {
    if (error instanceof Problem && options.json) {
      const { code, message } = error
      const errors = [{ row: null, column: null, code, message }]
      console.log(JSON.stringify({ rows: 0, imported: 0, unchanged: 0, rejected: 0, errors }))
    }
    throw error
  }
}

async function importInto(
  { database, vault }: Installation,
  { target, file, options }: { target: ImportTarget; file: string; options: ImportOptions },
) {
  const deps = {
    ...{ database, vault, now: () => new Date() },
    actor: { ...NOBODY, name: `nuandeng import ${target.name}` },
  }
  const list = {
    ...{ target, path: resolve(file), isDryRun: options.dryRun === true },
    ...{ sheet: options.sheet, map: options.map, errorsPath: options.errors },
  }
  const unit = await openImportUnit(deps, list, options.unit)
  return importList(deps, { ...list, unit, onProgress: progress() })
}

/** Opens the installation, beside its server if that runs; a dry run where there is none gets one that lives as long as it. */
export async function withInstallation<T>(
  { dryRun, data }: { dryRun?: boolean; data?: string },
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const folder = data ?? process.env.NUANDENG_DATA ?? '.data'
  const isNew = !process.env.DATABASE_URL && !existsSync(join(folder, 'keys.json'))
  const temporary = dryRun && isNew ? mkdtempSync(join(tmpdir(), 'nuandeng-dry-run-')) : undefined
  const dataDir = resolve(temporary ?? folder)
  try {
    const installation = await joinInstallation(readSettings({ dataDir }))
    try {
      return await work(installation)
    } finally {
      await installation.close()
    }
  } finally {
    if (temporary) rmSync(temporary, { recursive: true, force: true })
  }
}

const PROGRESS_MS = 1000

function progress() {
  let told = Date.now()
  return (fraction: number, rows: number) => {
    if (Date.now() - told < PROGRESS_MS) return
    told = Date.now()
    console.error(`${Math.floor(fraction * 100)} %, ${rows} rows`)
  }
}

function tell(report: ImportReport, { json, errors: errorsPath }: ImportOptions) {
  const { rows, created, changed, unchanged, rejected, errors, refusal, ...rest } = report
  const imported = created + changed
  if (refusal) console.error(`nuandeng: ${refusal.message}`)
  if (json) {
    const sums = { rows, imported, unchanged, rejected, created, changed }
    console.log(JSON.stringify({ ...sums, ...rest, refusal, errors }))
    return
  }
  for (const { row, column, message, code } of errors) {
    console.log(`row ${row}${column ? ` ${column}` : ''}: ${message} (${code})`)
  }
  const would = rest.isDryRun ? 'would be ' : ''
  console.log(
    `${rows} rows: ${created} ${would}created, ${changed} ${would}changed, ${unchanged} unchanged, ${rejected} rejected`,
  )
  if (rest.removed) console.log(`${rest.removed} not in the list any more ${would}removed`)
  if (rest.ignored.length > 0) console.log(`columns not used: ${rest.ignored.join(', ')}`)
  if (errorsPath && rejected > 0 && !refusal) console.log(`refused rows: ${errorsPath}`)
}
