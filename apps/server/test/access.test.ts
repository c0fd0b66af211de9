import { contract, type OperationName, type Route } from '@nuandeng/contract'
import { ROLES, type Role } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { served } from '../src/app.ts'
import { type Caller, Listed, type Row, SELF, STANDPOINTS, type Standpoint } from './access-row.ts'
import { type Subjects, subjectsOf } from './access-subjects.ts'
import { accessTable } from './access-table.ts'
import { aPerson, aServer, requestFor } from './harness.ts'

const server = aServer()
const operationNames = Object.keys(contract) as OperationName[]
const operations = Object.values<Route>(contract)
let make: Subjects

/** Who calls: a role (or none) at a standpoint, or nobody at all. */
interface Seat {
  role: Role | 'no role' | 'nobody'
  at: Standpoint
}
const seats: Seat[] = [
  { role: 'nobody', at: 'own' },
  ...STANDPOINTS.flatMap((at) => [...ROLES, 'no role' as const].map((role) => ({ role, at }))),
]
const callers = new Map<Seat, Caller>()
const tokenOf = (seat: Seat) => (seat.role === 'nobody' ? undefined : callers.get(seat)?.token)

beforeAll(async () => {
  make = await subjectsOf(server)
  for (const seat of seats) callers.set(seat, await seated(seat))
})

function seated({ role, at }: Seat): Promise<Caller> {
  const { station, county, city, team, sibling, foreign } = server.units
  const unit = { own: station, parent: county, city, below: team, sibling, foreign }[at]
  return aPerson(server, unit, role === 'no role' || role === 'nobody' ? undefined : role)
}

test('every operation has its row, and is served once', () => {
  expect(Object.keys(accessTable).sort()).toEqual(operationNames.toSorted())
  const addressOf = ({ method, url }: Route) => `${method} ${url}`
  const addresses = served.map(({ route }) => addressOf(route))
  expect(addresses.sort()).toEqual(operations.map(addressOf).sort())
})

test('what is shown in full is in no stored reply', () => {
  const opens = /\.(reveal|unseal)$|^care\.read$/
  const shown = operations.filter(
    ({ permission, method }) => method === 'POST' && opens.test(String(permission)),
  )
  expect(shown.length).toBeGreaterThan(4)
  for (const { url, repeat } of shown) expect(repeat, url).not.toBe('command')
})

type Outcome = 'done' | 'not signed in' | 'refused' | 'not seen'

/** What the row says of a seat. */
function expected({ may, from }: Row<Route>, { role, at }: Seat, given: unknown): Outcome {
  if (may === 'anybody') return 'done'
  if (role === 'nobody') return 'not signed in'
  if (may !== 'signed-in' && (role === 'no role' || !may.includes(role))) return 'refused'
  if (from.includes(at)) return 'done'
  return given instanceof Listed ? 'not seen' : 'refused'
}

/** What became of a call; anything that should never happen is told in full. */
async function outcomeOf(route: Route, row: Row<Route>, given: Given, token?: string) {
  const [send, mark] = given instanceof Listed ? [given.send, given.mark] : [given, '']
  const { status, text } = await answerTo(route, send, token)
  if (status === (row.answer ?? 200)) return text.includes(mark) ? 'done' : 'not seen'
  if (status === 401) return 'not signed in'
  if (status === 403 || status === 404) return 'refused'
  if (status === 400 && row.refusal && text.includes(`"code":"${row.refusal}"`)) return 'refused'
  return `${status} ${text}`
}
type Given = Awaited<ReturnType<Row<Route>['of']>>

async function answerTo(route: Route, send: object, token?: string) {
  // Each operation from an address of its own: the rate limit is not at stake here.
  const remoteAddress = `10.0.0.${operations.indexOf(route) % 256}`
  const request = { ...requestFor(route, send, { token }), remoteAddress }
  if (route.shape !== 'events') {
    const response = await server.app.inject(request)
    return { status: response.statusCode, text: response.body }
  }
  const response = await server.app.inject({ ...request, payloadAsStream: true })
  response.stream().destroy()
  return { status: response.statusCode, text: '' }
}

/**
 * Every row of every table, in short: two that are equal mean that nothing was written. Read as
 * `nuandeng_system`: an owner without privileges stands before the wall too, and would see no row.
 */
function contents() {
  return server.database.transact('system', async (db) => {
    const tables = await db.rows<{ name: string }>(sql`
      select relname as name from pg_class where relkind in ('r', 'p')
        and relnamespace = 'public'::regnamespace and has_table_privilege(oid, 'select')`)
    const digests = tables.map(
      ({ name }) => sql`
        select ${name} as name, md5(string_agg(t::text, ',' order by t::text)) from ${sql.table(name)} t`,
    )
    return db.rows(sql.join(digests, sql` union all `))
  })
}

async function countEvents(): Promise<number> {
  const { count } = await server.database.transact('system', (db) =>
    db.one<{ count: number }>(sql`select count(*) from event`),
  )
  return count
}

describe('does its work for whom its row names, and nothing for anybody else', () => {
  const walks = operationNames.map(
    (name) => [name, contract[name], accessTable[name]] as [string, Route, Row<Route>],
  )

  test.each(walks)('%s', async (_name, route, row) => {
    const own = await row.of(make, await seated({ role: 'no role', at: 'own' }))
    const walked = seats.filter(({ at }) => row.from !== SELF || at === 'own')
    const seatsOf = (...outcomes: Outcome[]) =>
      walked.filter((seat) => outcomes.includes(expected(row, seat, own)))
    const check = async (seat: Seat, given = own, token = tokenOf(seat)) => {
      const outcome = await outcomeOf(route, row, given, token)
      expect({ ...seat, outcome }).toEqual({ ...seat, outcome: expected(row, seat, own) })
    }

    const before = await contents()
    for (const seat of seatsOf('not signed in', 'refused')) await check(seat)
    if (route.method === 'POST') for (const seat of seatsOf('not seen')) await check(seat)
    expect(await contents()).toEqual(before)
    // A list may leave an Event of the look, although the subject is not in it.
    if (route.method === 'GET') for (const seat of seatsOf('not seen')) await check(seat)

    for (const seat of seatsOf('done')) {
      const caller = row.from === SELF ? await seated(seat) : callers.get(seat)
      if (!caller) throw new Error('the seat is empty')
      const given = route.method === 'GET' ? own : await row.of(make, caller)
      const events = await countEvents()
      await check(seat, given, seat.role === 'nobody' ? undefined : caller.token)
      if (route.method === 'POST') expect(await countEvents()).toBeGreaterThan(events)
    }
  })
})
