import type { Command } from 'commander'
import {
  type Ledger,
  listChainCodes,
  requireChain,
  type Verification,
  verifyFromCommandLine,
} from '../modules/audit/index.ts'
import { openDatabase } from '../platform/db.ts'
import { joinEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { readSettings } from '../platform/environment.ts'
import { openVault, readKeys } from '../platform/vault.ts'
import { EXIT } from './exit.ts'

interface VerifyOptions {
  city?: string
  data?: string
  json?: boolean
}

const PROGRESS_MS = 1000

/** `nuandeng verify`: whether the audit trail and the rows it vouches for are as they were recorded. */
export function addVerifyCommand(program: Command) {
  program
    .command('verify')
    .description('verify the audit trail: Events, field records and closings, city by city')
    .option('--city <code>', 'only the chain of this city (GB/T 2260)')
    .option('--data <folder>', 'data folder (default .data, or NUANDENG_DATA)')
    .option('--json', 'print one JSON line; progress stands on standard error')
    .addHelpText(
      'after',
      `
Exit codes: 0 whole, 1 broken (and which rows), 2 the command line is wrong, 3 the installation cannot
be opened. A server may go on meanwhile.
docs/operations/audit.md says what each finding means and what to do.`,
    )
    .action((options: VerifyOptions) => verify(options))
}

async function verify({ city, data, json }: VerifyOptions) {
  const settings = readSettings(data ? { dataDir: data } : {})
  const { dataDir, databaseUrl } = settings
  // Without its keys everything would look forged, and opening the vault would make new ones.
  if (!readKeys(dataDir)) throw new Error(`there is no installation in ${dataDir}: no keys.json`)
  const embedded = databaseUrl ? undefined : await joinEmbeddedPostgres(dataDir)
  const database = openDatabase(embedded?.config() ?? { connectionString: databaseUrl })
  try {
    const ledger = { database, settings, vault: openVault(dataDir) }
    if (city) await requireChain(ledger, city)
    const cityCodes = city ? [city] : await listChainCodes(ledger)
    const cities = []
    for (const cityCode of cityCodes) {
      const verification = await verifyOne(ledger, cityCode)
      cities.push(verification)
      if (!json) say(verification)
    }
    const isWhole = cities.every(({ result }) => result === 'whole')
    const result = isWhole ? 'whole' : 'broken'
    console.log(json ? JSON.stringify({ result, cities }) : result)
    if (!isWhole) process.exitCode = EXIT.fault
  } finally {
    await database.close()
    await embedded?.stop()
  }
}

function verifyOne(ledger: Ledger, cityCode: string): Promise<Verification> {
  let toldAt = Date.now()
  const onProgress = (done: number, total: number) => {
    if (Date.now() - toldAt < PROGRESS_MS) return
    toldAt = Date.now()
    console.error(`${cityCode}: ${done} of ${total} Events`)
  }
  return verifyFromCommandLine(ledger, cityCode, { now: new Date(), onProgress })
}

function say(verification: Verification) {
  const { cityCode, result, events, blocks, tailEvents, findings, findingsTotal } = verification
  const figures = `${events} Events in ${blocks} blocks, ${tailEvents} not sealed yet`
  console.log(`${cityCode} ${result}: ${figures}`)
  for (const { table, rowId, fault, reason } of findings) {
    console.log(`  ${table} ${rowId} ${fault}: ${reason}`)
  }
  const unnamed = findingsTotal - findings.length
  if (unnamed > 0) console.log(`  and ${unnamed} more`)
}
