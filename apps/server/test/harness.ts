import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ProblemReply,
  type ReplyOf,
  type Route,
  type SentOf,
  uploadImportFileRoute,
} from '@nuandeng/contract'
import type { PlainDate, Role, UnitKind } from '@nuandeng/domain'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { buildApp } from '../src/app.ts'
import { openSession } from '../src/modules/organisation/index.ts'
import { insertUnit } from '../src/modules/organisation/unit.queries.ts'
import { type Database, type Db, openDatabase } from '../src/platform/db.ts'
import { readSettings } from '../src/platform/environment.ts'
import { newId } from '../src/platform/ids.ts'
import { type Live, startLive } from '../src/platform/live.ts'
import { openVault } from '../src/platform/vault.ts'
import { depsOf, type Installation } from '../src/start.ts'
import { databaseOf } from './global-setup.ts'

/** A whole server on a database of its own, with a clock that stands still until it is set. */
export interface TestServer {
  app: FastifyInstance
  database: Database
  installation: Installation
  config: pg.PoolConfig
  clock: { now: Date }
  live: Live
  units: Awaited<ReturnType<typeof aProvince>>
}

/** Gives each test file its own database and server; use as `const server = aServer()` at the top. */
export function aServer(): TestServer {
  const server = {} as TestServer
  const folder = mkdtempSync(join(tmpdir(), 'nuandeng-server-'))
  const name = `nuandeng_test_${newId().replaceAll('-', '')}`
  const cluster = inject('cluster')
  beforeAll(async () => {
    await administer(cluster, `create database ${name} template ${inject('template')}`)
    const config = databaseOf(cluster, name)
    const database = openDatabase(config)
    const settings = readSettings({ dataDir: folder })
    const installation = {
      settings,
      database,
      vault: openVault(folder),
      close: () => database.close(),
    }
    const clock = { now: new Date('2011-10-15T10:00:00+08:00') }
    const live = startLive(database)
    const app = await buildApp(depsOf(installation, undefined, live, () => clock.now))
    const units = await database.transact('system', aProvince)
    Object.assign(server, { app, live, database, installation, config, clock, units })
  })
  afterAll(async () => {
    await server.app.close()
    await server.live.stop()
    await server.database.close()
    await administer(cluster, `drop database ${name} with (force)`)
    rmSync(folder, { recursive: true, force: true })
  })
  return server
}

export async function administer(cluster: pg.PoolConfig, statement: string) {
  const client = new pg.Client(cluster)
  await client.connect()
  await client.query(statement)
  await client.end()
}

export type TestUnit = {
  unitId: string
  path: string
  cityCode: string
  cityId: string | null
  countyId: string | null
}

/** A unit under a parent; its path ends in its code. */
export async function aUnit(
  db: Db,
  unit: { kind: UnitKind; code: string; name: string; cityCode?: string; parent?: TestUnit },
): Promise<TestUnit> {
  const unitId = newId()
  const path = unit.parent ? `${unit.parent.path}.${unit.code}` : unit.code
  const made = {
    unitId,
    path,
    cityCode: unit.cityCode ?? unit.parent?.cityCode ?? '410000',
    cityId: unit.kind === 'city' ? unitId : (unit.parent?.cityId ?? null),
    countyId: unit.kind === 'county' ? unitId : (unit.parent?.countyId ?? null),
  }
  const { kind, code, name, parent } = unit
  const validFrom = '2000-01-01' as PlainDate
  await insertUnit(db, { ...made, kind, code, name, parentId: parent?.unitId ?? null, validFrom })
  return made
}

/** Two cities of a province; the first has two counties, the first of them two stations and a team. */
async function aProvince(db: Db) {
  const province = await aUnit(db, { kind: 'province', code: 'HA', name: '河南省电力公司' })
  const city = await aUnit(db, {
    kind: 'city',
    code: 'C1',
    name: '郑州供电公司',
    cityCode: '410100',
    parent: province,
  })
  const county = await aUnit(db, {
    kind: 'county',
    code: 'K1',
    name: '中牟县供电公司',
    parent: city,
  })
  const station = await aUnit(db, {
    kind: 'station',
    code: 'S1',
    name: '官渡供电所',
    parent: county,
  })
  const sibling = await aUnit(db, {
    kind: 'station',
    code: 'S2',
    name: '韩寺供电所',
    parent: county,
  })
  const team = await aUnit(db, { kind: 'team', code: 'T1', name: '爱心服务队', parent: station })
  const otherCounty = await aUnit(db, {
    kind: 'county',
    code: 'K2',
    name: '新密市供电公司',
    parent: city,
  })
  const foreignCity = await aUnit(db, {
    kind: 'city',
    code: 'C2',
    name: '洛阳供电公司',
    cityCode: '410300',
    parent: province,
  })
  const foreignCounty = await aUnit(db, {
    kind: 'county',
    code: 'K3',
    name: '新安县供电公司',
    parent: foreignCity,
  })
  const foreign = await aUnit(db, {
    kind: 'station',
    code: 'S3',
    name: '铁门供电所',
    parent: foreignCounty,
  })
  return {
    province,
    city,
    county,
    station,
    sibling,
    team,
    otherCounty,
    foreignCity,
    foreignCounty,
    foreign,
  }
}

/** A logged-in person with one role at a unit (or none), and a way to call operations as they. */
export async function aPerson(server: TestServer, unit: TestUnit, role?: Role) {
  const personId = newId()
  const tail = personId.slice(-12)
  const { token } = await server.database.transact('system', async (db) => {
    await db.run(sql`
      insert into person (person_id, city_code, unit_id, unit_path, login_name, name, staff_no, created_at)
      values (${personId}, ${unit.cityCode}, ${unit.unitId}, ${unit.path}::ltree, ${`p${tail}`}, ${`测试${tail}`},
              ${tail}, ${server.clock.now})`)
    if (role) {
      await db.run(sql`
        insert into assignment (assignment_id, city_code, person_id, role, unit_id, unit_path, valid_from)
        values (${newId()}, ${unit.cityCode}, ${personId}, ${role}, ${unit.unitId}, ${unit.path}::ltree, '2000-01-01')`)
    }
    return openSession(db, {
      personId,
      kind: role === 'display' ? 'display' : 'staff',
      now: server.clock.now,
    })
  })
  return { personId, token, ...as(server, token) }
}

export type Reply<R extends Route> =
  | { status: 200; body: ReplyOf<R> }
  | { status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 423 | 429; body: ProblemReply }

/** Calls operations with a session token (or none) through the whole server. */
export function as(server: TestServer, token?: string) {
  return {
    async call<R extends Route>(
      route: R,
      input: SentOf<R>,
      commandId = newId(),
    ): Promise<Reply<R>> {
      const response = await server.app.inject(requestFor(route, input, { token, commandId }))
      return { status: response.statusCode, body: response.json() } as Reply<R>
    },
    /** Sends a list, as it is. */
    async upload(input: SentOf<typeof uploadImportFileRoute>, list: string | Buffer = A_LIST) {
      const request = requestFor(uploadImportFileRoute, input, { token, list })
      const response = await server.app.inject(request)
      return { status: response.statusCode, body: response.json() } as Reply<
        typeof uploadImportFileRoute
      >
    },
  }
}

/** What a list is sent with where a test does not say. */
const A_LIST = '编号,内容\r\n1,希望多设缴费点\r\n'

/** The HTTP request of an operation. */
export function requestFor<R extends Route>(
  route: R,
  input: SentOf<R>,
  {
    token,
    commandId = newId(),
    list = A_LIST,
  }: { token?: string | undefined; commandId?: string; list?: string | Buffer },
) {
  const rest: Record<string, unknown> = { ...(input as Record<string, unknown>) }
  const url = route.url.replace(/:(\w+)/g, (_, key: string) => {
    const value = String(rest[key])
    delete rest[key]
    return encodeURIComponent(value)
  })
  const isFile = 'takes' in route
  const isGet = route.method === 'GET' || isFile
  const query = isGet ? `?${new URLSearchParams(rest as Record<string, string>)}` : ''
  return {
    method: route.method,
    url: `/api${url}${query}`,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(route.repeat === 'command' ? { 'idempotency-key': commandId } : {}),
      ...(route.shape === 'events' ? { accept: 'text/event-stream' } : {}),
      ...(isFile ? { 'content-type': 'application/octet-stream' } : {}),
    },
    ...(isFile ? { payload: list } : isGet ? {} : { payload: rest }),
  }
}
