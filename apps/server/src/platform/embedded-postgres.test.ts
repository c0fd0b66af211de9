import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { EXIT } from '../cli/exit.ts'
import { joinEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

// Several processes that each start a database: slow where the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const { DATABASE_URL: _url, NUANDENG_DATA: _data, ...env } = process.env
const isRoot = process.getuid?.() === 0

/** Users to run as: oneself and, for root, also an ordinary one that is not PostgreSQL's `nobody`. */
const DAEMON = { uid: 1, gid: 1 }
const users = isRoot
  ? [
      { name: 'root', user: {} },
      { name: 'an ordinary user', user: DAEMON },
    ]
  : [{ name: 'an ordinary user', user: {} }]

/** A data folder with spaces and Chinese characters in its path. */
function aFolder(user: { uid?: number; gid?: number }) {
  const parent = mkdtempSync(join(tmpdir(), 'nuandeng embedded 暖灯 '))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  chmodSync(parent, 0o755)
  const folder = join(parent, '数据 文件夹')
  mkdirSync(folder, { mode: 0o700 })
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid)
  return folder
}

async function serve(folder: string, user: object) {
  const child = spawn(process.execPath, [MAIN, 'serve', '--data', folder, '--port', '0'], {
    ...user,
    env,
  })
  let said = ''
  child.stderr.on('data', (bytes) => {
    said += bytes
  })
  const ended = once(child, 'exit').then(([code]) => ({ code, said, url: '' }))
  const listens = new Promise<{ url: string }>((resolve) => {
    child.stdout.on('data', (bytes) => {
      const url = /http:\S+/.exec(String(bytes))?.[0]
      if (url) resolve({ url })
    })
  })
  onTestFinished(async () => {
    await stop(child)
  })
  return { child, ...(await Promise.race([listens, ended])) }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

async function ask(config: pg.PoolConfig, statement: string) {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

const pidFile = (folder: string) => join(folder, 'postgres', 'postmaster.pid')
const postmasterOf = (folder: string) =>
  Number(readFileSync(pidFile(folder), 'utf8').split('\n')[0])
const isWell = async (url: string) => (await fetch(`${url}/api/openapi.json`)).status === 200

describe.each(users)('as $name', ({ user }) => {
  test('a second server is refused with its own code and the first goes on unharmed', async () => {
    const folder = aFolder(user)
    const first = await serve(folder, user)
    const second = await serve(folder, user)
    expect(second).toMatchObject({
      code: EXIT.inUse,
      said: expect.stringContaining(
        `the data folder ${folder} is in use by another Nuandeng server; stop that one, or choose another folder with --data`,
      ),
    })
    expect(await isWell(first.url)).toBe(true)
    await stop(first.child)
    expect(first.child.exitCode).toBe(0)
    expect(existsSync(pidFile(folder))).toBe(false)
  })

  test('a database left behind by a killed server is taken over, with its data', async () => {
    const folder = aFolder(user)
    const first = await serve(folder, user)
    const guest = await joinEmbeddedPostgres(folder)
    await ask(guest.config(), "create table kept (word text); insert into kept values ('暖灯')")
    await guest.stop()
    const postmaster = postmasterOf(folder)
    await stop(first.child, 'SIGKILL')
    expect(postmasterOf(folder)).toBe(postmaster)

    const second = await serve(folder, user)
    expect(await isWell(second.url)).toBe(true)
    expect(postmasterOf(folder)).toBe(postmaster)
    expect(await ask(guest.config(), 'select word from kept')).toEqual([{ word: '暖灯' }])
    await stop(second.child)
    expect(existsSync(pidFile(folder))).toBe(false)
  })

  test('a first start killed while it makes the database leaves nothing that the next one stumbles on', async () => {
    const folder = aFolder(user)
    const child = spawn(process.execPath, [MAIN, 'serve', '--data', folder], { ...user, env })
    const begun = () => readdirSync(folder).filter((name) => name.startsWith('postgres.making-'))
    await vi.waitUntil(() => begun().some((name) => existsSync(join(folder, name, 'PG_VERSION'))), {
      ...{ timeout: 60_000, interval: 5 },
    })
    await stop(child, 'SIGKILL')
    expect(existsSync(join(folder, 'postgres', 'PG_VERSION'))).toBe(false)

    const next = await serve(folder, user)
    expect(next).not.toHaveProperty('said')
    expect(await isWell(next.url)).toBe(true)
    expect(begun()).toEqual([])
  })

  test('a guest leaves the database to its server and changes nobody’s files', async () => {
    const folder = aFolder(user)
    const first = await serve(folder, user)
    const before = statSync(join(folder, 'postgres'))
    const guest = await joinEmbeddedPostgres(folder)
    expect(await ask(guest.config(), 'select 1 as one')).toEqual([{ one: 1 }])
    await guest.stop()
    const { uid, gid, mode } = statSync(join(folder, 'postgres'))
    expect({ uid, gid, mode }).toEqual({ uid: before.uid, gid: before.gid, mode: before.mode })
    expect(await isWell(first.url)).toBe(true)
  })

  test('a guest that is not done keeps the database when its server stops, and the last one stops it', async () => {
    const folder = aFolder(user)
    const first = await serve(folder, user)
    const guests = [await joinEmbeddedPostgres(folder), await joinEmbeddedPostgres(folder)]
    await stop(first.child)
    expect(first.child.exitCode).toBe(0)
    for (const guest of guests) {
      expect(existsSync(pidFile(folder))).toBe(true)
      expect(await ask(guest.config(), 'select 1 as one')).toEqual([{ one: 1 }])
      await guest.stop()
    }
    expect(existsSync(pidFile(folder))).toBe(false)
  })
})

test.runIf(isRoot)(
  'under a folder that only root may enter, the database stands outside and is linked',
  async () => {
    const folder = aFolder({})
    chmodSync(dirname(folder), 0o700)
    const first = await startEmbeddedPostgres(folder)
    const outside = readlinkSync(join(folder, 'postgres'))
    onTestFinished(() => rmSync(dirname(outside), { recursive: true, force: true }))
    expect(await ask(first.config(), 'select 1 as one')).toEqual([{ one: 1 }])
    await first.stop()
    const again = await startEmbeddedPostgres(folder)
    await again.stop()

    // A new folder of the same name has other keys: what the old one left is no database of its.
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    await expect(startEmbeddedPostgres(folder)).rejects.toThrow(
      `${dirname(outside)} holds the database`,
    )
  },
)
