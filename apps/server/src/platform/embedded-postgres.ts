import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { findPlaces, makeFolder, type Places, readPassword, run } from './embedded-places.ts'

const SUPERUSER = 'nuandeng'
/** Held by the one Nuandeng server of a data folder for as long as it lives. */
const OWNER_LOCK = 7_120_002

/** The name under which a guest is connected for as long as it lives. */
const GUEST = 'nuandeng guest'

export interface EmbeddedPostgres {
  /** A server holds the folder, and we only joined it. */
  isGuest: boolean
  /** How to reach a database of this cluster. */
  config(database?: string): pg.PoolConfig
  /** Stops the database, once every client of ours has gone; where a guest goes on, that one stops it. */
  stop(): Promise<void>
}

/** The data folder is in use by another server. */
export class DataFolderInUse extends Error {}

/**
 * Starts the embedded PostgreSQL of a data folder, or takes over the one that a killed server left
 * running. Refuses with DataFolderInUse when another server holds the folder.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const places = await findPlaces(dataDir)
  const config = configOf(places)
  if (!existsSync(join(places.data, 'PG_VERSION'))) await createCluster(places)
  if (!(await isReachable(config('postgres')))) await startPostmaster(places, config('postgres'))
  const lock = await holdFolder(config('postgres'), dataDir)
  return {
    isGuest: false,
    config,
    stop: () => leave(lock, places),
  }
}

/** Like startEmbeddedPostgres, but joins the database of a running server as a guest. */
export async function joinEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  try {
    return await startEmbeddedPostgres(dataDir)
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error
    const places = await findPlaces(dataDir)
    const config = configOf(places)
    const guest = new pg.Client({ ...config('postgres'), application_name: GUEST })
    guest.on('error', () => undefined)
    await guest.connect()
    return { isGuest: true, config, stop: () => leaveAsGuest(guest, places) }
  }
}

/** Who holds the folder goes; the database stays for guests that are not done. */
async function leave(holder: pg.Client, places: Places) {
  await holder.end()
  const client = new pg.Client(configOf(places)('postgres'))
  await client.connect()
  const { rowCount } = await client.query(
    'select from pg_stat_activity where application_name = $1',
    [GUEST],
  )
  await client.end()
  if (rowCount === 0) await stopPostmaster(places)
}

/** The last one out stops the database that its server has left. */
async function leaveAsGuest(guest: pg.Client, places: Places) {
  await guest.query("set application_name = 'nuandeng'")
  const { rows } = await guest.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
    OWNER_LOCK,
  ])
  if (rows[0]?.held) await leave(guest, places)
  else await guest.end()
}

function configOf(places: Places) {
  const password = readPassword(places)
  return (database = 'nuandeng'): pg.PoolConfig => ({
    host: process.platform === 'win32' ? '127.0.0.1' : places.socket,
    port: places.port,
    user: SUPERUSER,
    password,
    database,
  })
}

/**
 * Makes the cluster beside its place and moves it there when it is whole on the disk, so that a start
 * that was killed meanwhile leaves nothing that a later one would take for a database.
 */
async function createCluster(places: Places): Promise<void> {
  const initdb = join(places.bin, 'initdb')
  const above = dirname(places.data)
  const begun = `${basename(places.data)}.making-`
  const making = join(above, `${begun}${process.pid}`)
  rmSync(making, { recursive: true, force: true })
  makeFolder(making, places.owner)
  const options = { ...places.owner, cwd: making }
  await run(
    initdb,
    [
      '--pgdata',
      making,
      '--username',
      SUPERUSER,
      '--pwfile',
      places.passwordFile,
      '--auth',
      'scram-sha-256',
      '--encoding',
      'UTF8',
      '--locale-provider',
      'builtin',
      '--builtin-locale',
      'C.UTF-8',
      '--data-checksums',
      '--no-sync',
    ],
    options,
  )
  await run(initdb, ['--pgdata', making, '--sync-only'], options)
  rmdirSync(places.data)
  renameSync(making, places.data)
  // What a killed start began: it may have been at work there until now.
  for (const name of readdirSync(above).filter((name) => name.startsWith(begun))) {
    rmSync(join(above, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

const START_TRIES = 200
const START_PAUSE_MS = 50
const AGAIN_AFTER_TRIES = 5

/**
 * Starts PostgreSQL and waits until it answers. One that was killed a moment ago keeps its lock file and
 * shared memory until the system has taken its processes away, so a refusal is tried again for a while.
 */
async function startPostmaster(places: Places, config: pg.PoolConfig): Promise<void> {
  let postmaster = spawnPostmaster(places)
  for (let tries = 1; tries <= START_TRIES; tries++) {
    if (await isReachable(config)) {
      postmaster.release()
      return
    }
    // Another server may have won the race to start it: then it answers, and holdFolder refuses.
    if (postmaster.hasEnded() && tries % AGAIN_AFTER_TRIES === 0) {
      postmaster = spawnPostmaster(places)
    }
    await wait(START_PAUSE_MS)
  }
  throw new Error(
    `the embedded PostgreSQL did not start in ${places.data}: ${postmaster.said().trim()}`,
  )
}

function spawnPostmaster(places: Places) {
  const isWindows = process.platform === 'win32'
  const settings = {
    listen_addresses: isWindows ? '127.0.0.1' : '',
    jit: 'off',
    max_connections: '60',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    timezone: 'UTC',
    logging_collector: 'on',
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
  }
  const socket = isWindows ? '' : places.socket
  // Detached: an interrupt from the terminal reaches the server alone, which drains before it stops this.
  const child = spawn(
    join(places.bin, 'postgres'),
    [
      ...['-D', places.data, '-k', socket, '-p', String(places.port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...places.owner, cwd: places.data, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const said: string[] = []
  let isEnded = false
  child.stderr?.on('data', (bytes: Buffer) => said.push(bytes.toString()))
  child.on('exit', () => {
    isEnded = true
  })
  child.on('error', (error) => {
    said.push(error.message)
    isEnded = true
  })
  return {
    hasEnded: () => isEnded,
    said: () => said.join(''),
    release() {
      child.stderr?.destroy()
      child.unref()
    },
  }
}

async function isReachable(config: pg.PoolConfig): Promise<boolean> {
  const client = new pg.Client(config)
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

const HOLD_TRIES = 30
const HOLD_PAUSE_MS = 100

/** Takes the folder for this server. A killed holder's lock goes with its connection, so a moment is given. */
async function holdFolder(config: pg.PoolConfig, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({ ...config, application_name: 'nuandeng owner' })
  client.on('error', () => undefined)
  await client.connect()
  for (let tries = 0; tries < HOLD_TRIES; tries++) {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock($1) as held',
      [OWNER_LOCK],
    )
    if (rows[0]?.held) {
      const { rowCount } = await client.query(
        "select 1 from pg_database where datname = 'nuandeng'",
      )
      if (!rowCount) await client.query('create database nuandeng')
      return client
    }
    await wait(HOLD_PAUSE_MS)
  }
  await client.end()
  throw new DataFolderInUse(
    `the data folder ${dataDir} is in use by another Nuandeng server; stop that one, or choose another folder with --data`,
  )
}

async function stopPostmaster(places: Places): Promise<void> {
  const file = join(places.data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  // SIGINT: a fast shutdown, which ends the clients and writes a checkpoint.
  process.kill(pid, 'SIGINT')
  for (let tries = 0; tries < START_TRIES && existsSync(file); tries++) await wait(START_PAUSE_MS)
  if (existsSync(file)) throw new Error(`the embedded PostgreSQL (process ${pid}) does not stop`)
}
