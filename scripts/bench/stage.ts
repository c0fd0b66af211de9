// A database with the invented province, and a real server on it as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { DEMO_DAY } from '../../apps/server/src/demo/day.ts'
import { terminalOf } from '../../apps/server/src/demo/people.ts'
import { type DemoStage, prepareDemo } from '../../apps/server/src/demo/prepare.ts'
import { openSession } from '../../apps/server/src/modules/organisation/index.ts'
import { readSettings } from '../../apps/server/src/platform/environment.ts'
import { type Installation, openInstallation } from '../../apps/server/src/start.ts'
import { type CpuTimes, readCpu } from './cpu.ts'
import type { Server } from './load.ts'
import type { City, Target } from './records.ts'

const BIN = join(import.meta.dirname, '../../apps/server/bin/nuandeng.mjs')

/** Where a stage keeps its data: a folder, and a database of its own when there is a server for it. */
export interface StagePlace {
  name: string
  folder: string
  databaseUrl: string | undefined
}

export interface Stage {
  place: StagePlace
  target: Target
  cities: City[]
  provinceToken: string
  server: Server
  readCpu(): CpuTimes | undefined
  stop(): Promise<void>
}

/** Adds to the database before its server starts. */
export type Fill = (installation: Installation, campaignId: string) => Promise<void>

/** Prepares the province in a new database, lets `fill` add to it, and starts a server on it. */
export async function openStage(at: StagePlace, fill: Fill): Promise<Stage> {
  const place = { ...at, databaseUrl: at.databaseUrl && (await createDatabase(at)) }
  const installation = await openInstallation({
    ...readSettings({ dataDir: place.folder }),
    databaseUrl: place.databaseUrl,
  })
  const prepared = await prepare(installation, fill).finally(installation.close)
  const { url, child, backendPid, stop } = await startServer(place)
  return {
    ...prepared,
    place,
    server: { url, token: prepared.provinceToken },
    readCpu: () => (child.pid ? readCpu(child.pid, backendPid) : undefined),
    stop,
  }
}

async function prepare(installation: Installation, fill: Fill) {
  const demo = await prepareDemo(installation, new Date(), () => undefined)
  const { campaignId } = demo.demonstration
  await fill(installation, campaignId)
  const sessions = await openSessions(installation, demo)
  return { ...sessions, target: { campaignId, activityDay: DEMO_DAY } }
}

async function openSessions(installation: Installation, { people, units }: DemoStage) {
  const tokenOf = async (loginName: string) => {
    const person = people.find((candidate) => candidate.loginName === loginName)
    if (!person) throw new Error(`there is no ${loginName} in the invented province`)
    const opening = { personId: person.personId, kind: 'staff', now: new Date() } as const
    const { token } = await installation.database.transact('system', (db) =>
      openSession(db, opening),
    )
    return token
  }
  const cities: City[] = []
  for (const { unitId, cityCode } of units.filter(({ kind }) => kind === 'city')) {
    const stations = units.filter(({ kind, cityId }) => kind === 'station' && cityId === unitId)
    const token = await tokenOf(terminalOf(cityCode))
    cities.push({ cityCode, token, stationIds: stations.map((station) => station.unitId) })
  }
  return { cities, provinceToken: await tokenOf('province') }
}

async function startServer({ folder, databaseUrl }: StagePlace) {
  const child = spawn(process.execPath, [BIN, 'serve', '--data', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl ?? '',
      NUANDENG_IDLE_MINUTES: '1440',
      NUANDENG_REQUESTS_PER_MINUTE: '100000000',
    },
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (bytes: Buffer) => {
      const found = /http:\/\/\S+/.exec(String(bytes))?.[0]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  const backend = databaseUrl ? await connect(databaseUrl) : undefined
  return {
    url,
    child,
    backendPid: backend?.pid,
    async stop() {
      await backend?.client.end()
      await ended(child)
    },
  }
}

async function ended(child: ChildProcess) {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

async function connect(connectionString: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return { client, pid: rows[0]?.pid }
}

/** A database beside the one of the address, which itself is never touched. */
async function createDatabase({ databaseUrl, name }: StagePlace): Promise<string> {
  const database = `nuandeng_bench_${name}_${Date.now()}`
  await administer(databaseUrl ?? '', `create database ${database} template template0`)
  const url = new URL(databaseUrl ?? '')
  url.pathname = `/${database}`
  return url.href
}

export async function dropDatabase({ databaseUrl }: StagePlace) {
  if (!databaseUrl) return
  const url = new URL(databaseUrl)
  const database = url.pathname.slice(1)
  url.pathname = '/postgres'
  await administer(url.href, `drop database ${database} with (force)`)
}

async function administer(connectionString: string, statement: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(statement)
  await client.end()
}
