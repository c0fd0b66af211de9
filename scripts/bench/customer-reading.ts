// Times of searches and lists over a register that was taken in, through the whole server.
import { listCustomersRoute, type SentOf } from '@nuandeng/contract'
import { sql } from 'kysely'
import { seeded } from '../../apps/server/src/demo/seeded.ts'
import { addUser, openSession } from '../../apps/server/src/modules/organisation/index.ts'
import { readSettings } from '../../apps/server/src/platform/environment.ts'
import { openInstallation, startServer } from '../../apps/server/src/start.ts'
import { settle } from './history.ts'
import { percentile } from './report.ts'

const CALLS = 60

type Query = SentOf<typeof listCustomersRoute>
export type Times = Record<string, { p50: number; p95: number; max: number }>

export async function measureReading(dataDir: string): Promise<Times> {
  const settings = readSettings({ dataDir, port: 0 })
  const installation = await openInstallation({ ...settings, requestsPerMinute: 1e9 })
  const { database } = installation
  await settle(database)
  const samples = await readSamples(installation)
  const server = await startServer(installation)
  const random = seeded(7)
  const times: Times = {}
  try {
    const call = async (token: string, query: Query) => {
      const address = `${server.url}/api${listCustomersRoute.url}?${new URLSearchParams(query as Record<string, string>)}`
      const from = performance.now()
      const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
      const body = (await response.json()) as { next: string | null; items: unknown[] }
      const ms = performance.now() - from
      if (response.status !== 200) throw new Error(JSON.stringify(body))
      return { ms, body }
    }
    const measure = async (name: string, token: string, queryOf: () => Query) => {
      const taken: number[] = []
      for (let i = 0; i < CALLS; i++) taken.push((await call(token, queryOf())).ms)
      times[name] = {
        p50: percentile(taken, 50),
        p95: percentile(taken, 95),
        max: Math.max(...taken),
      }
    }
    for (const [scope, token] of Object.entries(samples.tokens)) {
      await measure(`${scope}: two characters of a name`, token, () => ({
        search: random.pick(samples.names).slice(0, 2),
      }))
      await measure(`${scope}: two characters of an address`, token, () => {
        const address = random.pick(samples.addresses)
        const at = random.below(Math.max(1, address.length - 2))
        return { search: address.slice(at, at + 2).padEnd(2, '村') }
      })
      await measure(`${scope}: a pair in most addresses`, token, () => ({ search: '镇前' }))
      await measure(`${scope}: a whole name`, token, () => ({
        search: random.pick(samples.names).padEnd(2, '明'),
      }))
      await measure(`${scope}: initials`, token, () => ({
        search: random.pick(['wxm', 'zw', 'lj', 'czf']),
      }))
      await measure(`${scope}: tail of a telephone`, token, () => ({
        search: String(random.below(10_000)).padStart(4, '0'),
      }))
      await measure(`${scope}: beginning of an account number`, token, () => ({
        search: random.pick(samples.accounts).slice(0, 3 + random.below(7)),
      }))
      await measure(`${scope}: list, first page`, token, () => ({}))
      const cursor: string | null = null
      await measure(`${scope}: list, page after page`, token, () => (cursor ? { cursor } : {}))
      await measure(`${scope}: list of class A`, token, () => ({ customerClass: 'A' }))
      await measure(`${scope}: list of class C1`, token, () => ({ customerClass: 'C1' }))
      await measure(`${scope}: list of grade`, token, () => ({ grade: 'first' }))
      await measure(`${scope}: list without an area`, token, () => ({ supplyArea: 'none' }))
      await measure(`${scope}: list with a tag that nobody has`, token, () => ({ tag: '没有' }))
    }
  } finally {
    await server.stop()
  }
  return times
}

/** Somebody at the province, at a city and at a station, and what to search for. */
async function readSamples({ database, vault }: Awaited<ReturnType<typeof openInstallation>>) {
  const now = new Date()
  const tokenAt = async (kind: string) => {
    const unit = await database.transact('system', (db) =>
      db.one<{ code: string }>(sql`
        select code from unit u where kind = ${kind}
          and exists (select from customer c where c.unit_path <@ u.path) order by md5(code) limit 1`),
    )
    const user = {
      loginName: kind,
      name: kind,
      staffNo: kind,
      role: 'office',
      unitCode: unit.code,
    } as const
    const { personId } = await addUser({ database, vault, now }, user)
    await database.transact('system', (db) =>
      db.run(sql`update credential set must_change = false where person_id = ${personId}`),
    )
    const opening = { personId, kind: 'staff', now } as const
    return (await database.transact('system', (db) => openSession(db, opening))).token
  }
  const rows = await database.transact('system', (db) =>
    db.rows<{ name: string; address: string | null; accountNo: string }>(sql`
      select name, address, account_no from customer tablesample system (1) limit 2000`),
  )
  return {
    tokens: {
      province: await tokenAt('province'),
      city: await tokenAt('city'),
      station: await tokenAt('station'),
    },
    names: rows.map(({ name }) => name),
    addresses: rows.flatMap(({ address }) => (address ? [address] : [])),
    accounts: rows.map(({ accountNo }) => accountNo),
  }
}
