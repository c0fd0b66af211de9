import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { findDemonstration } from './demo/demo.queries.ts'
import { allTargets } from './import-targets.ts'
import { sealJob } from './modules/audit/index.ts'
import { calendarJob, dueScanJob } from './modules/commitments/index.ts'
import { forgetUnwatchedJob, ruleRunJob } from './modules/discovery/index.ts'
import { recountJob } from './modules/fieldwork/index.ts'
import { eraseJob, importJobs, spoolOf } from './modules/imports/index.ts'
import { findActor, isSessionOpen } from './modules/organisation/index.ts'
import { careExpiryJob } from './modules/protection/index.ts'
import { requestWordsJob } from './modules/requests/index.ts'
import { type Database, openDatabase } from './platform/db.ts'
import {
  DataFolderInUse,
  type EmbeddedPostgres,
  joinEmbeddedPostgres,
  startEmbeddedPostgres,
} from './platform/embedded-postgres.ts'
import type { Settings } from './platform/environment.ts'
import { type DemoAccount, type Deps, tokenOf } from './platform/http.ts'
import { type Job, startJobs } from './platform/jobs.ts'
import { type Live, startLive } from './platform/live.ts'
import { isMigrated, migrate } from './platform/migrate.ts'
import { openVault, type Vault } from './platform/vault.ts'

/** An installation that is open: its database at the newest migration, and its keys. */
export interface Installation {
  settings: Settings
  database: Database
  vault: Vault
  close(): Promise<void>
}

/** Opens the database (embedded, or the server of DATABASE_URL) and brings it up to date. */
export function openInstallation(settings: Settings, onStep?: (text: string) => void) {
  return openWith(startEmbeddedPostgres, settings, onStep)
}

/** The same for work that may go on beside a running server, whose embedded database it joins. */
export function joinInstallation(settings: Settings) {
  return openWith(joinEmbeddedPostgres, settings)
}

async function openWith(
  openEmbedded: (dataDir: string) => Promise<EmbeddedPostgres>,
  settings: Settings,
  onStep?: (text: string) => void,
): Promise<Installation> {
  const embedded = settings.databaseUrl ? undefined : await openEmbedded(settings.dataDir)
  const database = openDatabase(
    embedded ? embedded.config() : { connectionString: settings.databaseUrl as string },
  )
  const close = async () => {
    await database.close()
    await embedded?.stop()
  }
  try {
    // Nobody changes the schema under a server that runs.
    if (embedded?.isGuest && !(await isMigrated(database.pool))) {
      throw new DataFolderInUse(
        `the server that holds ${settings.dataDir} is of an older version: restart it first`,
      )
    }
    await migrate(database.pool, (name) => onStep?.(`migration ${name}`))
    return { settings, database, vault: openVault(settings.dataDir), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** What every operation stands on, over an open installation. */
export function depsOf(
  { settings, database, vault }: Installation,
  demoAccounts: readonly DemoAccount[] | undefined,
  live: Live,
  now: () => Date = () => new Date(),
): Deps {
  return {
    settings,
    database,
    vault,
    isDemo: demoAccounts !== undefined,
    demoAccounts: demoAccounts ?? [],
    now,
    live,
    isSessionOpen: (request) =>
      isSessionOpen(database, tokenOf(request), { now: now(), idleMinutes: settings.idleMinutes }),
    findActor: (token) =>
      findActor(database, token, { now: now(), idleMinutes: settings.idleMinutes }),
  }
}

/** A server that listens. */
export interface RunningServer {
  app: FastifyInstance
  url: string
  /** Stops taking requests, lets those under way end, and closes the database. */
  stop(): Promise<void>
}

export async function startServer(installation: Installation): Promise<RunningServer> {
  const { database } = installation
  const demo = await database.transact('system', findDemonstration)
  const demoAccounts = demo?.accounts.map((shown) => ({ ...shown, password: demo.password }))
  const live = startLive(database)
  const app = await buildApp(depsOf(installation, demoAccounts, live))
  const onError = (name: string, error: unknown) => app.log.error(error, `job ${name} failed`)
  const jobs = startJobs(database, jobsOf(installation, live, onError), onError)
  const { host, port } = installation.settings
  const url = await app.listen({ host, port })
  return {
    app,
    url,
    async stop() {
      await app.close()
      await jobs.stop()
      await live.stop()
      await installation.close()
    },
  }
}

/** Everything that goes on beside the requests. */
function jobsOf(
  installation: Installation,
  live: Live,
  onError: (name: string, error: unknown) => void,
): Job[] {
  const { database, settings } = installation
  const now = () => new Date()
  const workshop = {
    ...{ ...installation, now, targets: allTargets, spool: spoolOf(settings.dataDir) },
    dataDir: settings.dataDir,
    onError: (error: unknown) => onError('imports', error),
  }
  return [
    recountJob(database, live, now),
    sealJob(installation, now),
    ...importJobs(workshop),
    eraseJob(workshop),
    careExpiryJob(installation, now),
    forgetUnwatchedJob(installation, now),
    ruleRunJob({
      ...{ ...installation, now, dataDir: settings.dataDir },
      onError: (error) => onError('rule-runs', error),
    }),
    dueScanJob(database, now),
    calendarJob(database, now),
    requestWordsJob(database),
  ]
}
