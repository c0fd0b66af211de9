import type { Command } from 'commander'
import { writeHeads } from '../modules/audit/index.ts'
import { restoreBackup } from '../platform/backup/restore-backup.ts'
import { openDatabase } from '../platform/db.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { readSettings } from '../platform/environment.ts'
import { readPassphrase } from './backup.ts'
import { countReadings, tellReadings } from './reading-files.ts'

interface RestoreOptions {
  data?: string
  passphraseFile?: string
  json?: boolean
}

/** `nuandeng restore`: a backup becomes an installation, all of it or nothing. */
export function addRestoreCommand(program: Command) {
  program
    .command('restore <file>')
    .description('fill an empty installation from a backup')
    .option('--passphrase-file <file>', 'the passphrase of the keys in the backup')
    .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
    .option('--json', 'print one JSON line')
    .addHelpText(
      'after',
      `
The database must be empty. If the backup holds no keys, first put keys.json into the data folder.
Meter readings are not in a backup: the last line tells how many files are missing from the data folder.

Exit codes: 0 restored, 1 refused (altered, cut off, from a newer version, other keys, not empty) and
nothing was written, 2 the command line is wrong, 3 the database or the file cannot be opened,
4 a server holds the data folder.`,
    )
    .action((file: string, options: RestoreOptions) => restore(file, options))
}

async function restore(file: string, options: RestoreOptions) {
  const passphrase = readPassphrase(options.passphraseFile)
  const settings = readSettings(options.data ? { dataDir: options.data } : {})
  const { dataDir, databaseUrl } = settings
  const embedded = databaseUrl ? undefined : await startEmbeddedPostgres(dataDir)
  const database = openDatabase(embedded?.config() ?? { connectionString: databaseUrl })
  try {
    const onStep = (text: string) => console.error(text)
    const done = await restoreBackup({ pool: database.pool, dataDir, file, passphrase, onStep })
    await writeHeads({ database, settings })
    const readings = await countReadings({ database, dataDir })
    const { rows, tables, takenAt, migrated } = done
    console.log(
      options.json
        ? JSON.stringify({ file, ...done, readings })
        : `${rows} rows of ${tables} tables as of ${takenAt}; ${migrated} migrations ran after`,
    )
    const copy = readings.missing > 0 ? `Copy the folder metering into ${dataDir}. ` : ''
    tellReadings(readings, `${copy}Then: nuandeng readings rebuild, nuandeng readings verify.`)
  } finally {
    await database.close()
    await embedded?.stop()
  }
}
