import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { BackupRefused } from '../platform/backup/format.ts'
import { takeBackup } from '../platform/backup/take-backup.ts'
import { openDatabase } from '../platform/db.ts'
import { joinEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { readSettings } from '../platform/environment.ts'
import { readKeys } from '../platform/vault.ts'
import { countReadings, tellReadings } from './reading-files.ts'
import { VERSION } from './version.ts'

interface BackupOptions {
  data?: string
  passphraseFile?: string
  json?: boolean
}

/** `nuandeng backup`: everything in the database as one file, while a server goes on. */
export function addBackupCommand(program: Command) {
  program
    .command('backup <file>')
    .description('write everything in the database into one file; a server may go on meanwhile')
    .option('--passphrase-file <file>', 'put the keys into the backup, under this passphrase')
    .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
    .option('--json', 'print one JSON line')
    .addHelpText(
      'after',
      `
Without --passphrase-file the keys are not in the backup: keep a copy of keys.json from the data folder
apart from it. Whoever has both can read everything.

Meter readings are files and not in the backup, which knows each of them by its length and digest: copy the
folder metering of the data folder after it. The last line tells how many there are.

Exit codes: 0 written, 1 refused (no installation there), 2 the command line is wrong,
3 the database or the file cannot be opened.`,
    )
    .action((file: string, options: BackupOptions) => backup(file, options))
}

async function backup(file: string, options: BackupOptions) {
  const passphrase = readPassphrase(options.passphraseFile)
  const settings = readSettings(options.data ? { dataDir: options.data } : {})
  const keys = readKeys(settings.dataDir)
  if (!keys) throw new BackupRefused(`there is no installation in ${settings.dataDir}`)
  const embedded = settings.databaseUrl ? undefined : await joinEmbeddedPostgres(settings.dataDir)
  const database = openDatabase(embedded?.config() ?? { connectionString: settings.databaseUrl })
  try {
    const onTable = (table: string) => console.error(table)
    const { pool } = database
    const job = { pool, keys, passphrase, file, program: VERSION, now: new Date(), onTable }
    const readings = await countReadings({ database, dataDir: settings.dataDir })
    const { tables, rows, bytes, hasKeys, ...rest } = await takeBackup(job)
    const keysAt = hasKeys ? 'the keys are in it' : 'the keys are not in it: keep keys.json apart'
    console.log(
      options.json
        ? JSON.stringify({ file, tables, rows, bytes, hasKeys, readings, ...rest })
        : `${rows} rows of ${tables} tables, ${bytes} bytes, in ${file}; ${keysAt}`,
    )
    tellReadings(readings, `Copy ${settings.dataDir}/metering now.`)
  } finally {
    await database.close()
    await embedded?.stop()
  }
}

/** The first line of the file, so that no passphrase stands in a command line. */
export function readPassphrase(file: string | undefined): string | undefined {
  return file === undefined ? undefined : readFileSync(file, 'utf8').split(/\r?\n/)[0]
}
