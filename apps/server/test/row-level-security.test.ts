import { asksCare, DISCOVERY_KINDS } from '@nuandeng/domain'
import { sql } from 'kysely'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../src/platform/db.ts'
import { newId } from '../src/platform/ids.ts'
import { aPerson, aServer } from './harness.ts'
import { fillTables } from './table-factory.ts'

/** Tables that any request may read, and why. */
const PUBLIC: Record<string, string> = {
  unit: 'the tree is public; written only within reach',
  unit_name: 'the tree is public; written only within reach',
  calendar_notice: 'no unit and no person in it: the days off of the whole country',
  mobile_service: 'published: where service comes to, and when; written only within reach',
  recount: 'no unit and no person in it: when a city was counted again',
  calendar_state: 'no unit and no person in it: up to where deadlines follow the notices',
}
/** Tables that no request may read. */
const HIDDEN: Record<string, string> = {
  migration: 'which migrations ran: for the owner alone',
  event_tail: 'a request adds to it, the sealing job reads it',
  request_words: 'what a search finds, read as nuandeng_system with the paths in reach',
  day_subject: 'bookkeeping of a whole city, as nuandeng_system',
  demonstration: 'read when the server starts, as nuandeng_system',
}
/** Tables to which a request adds rows of units out of its reach, and why. */
const ADDED_TO: Record<string, string> = {
  event: 'whoever may write the row it tells of may write the Event',
  event_tail: 'stands beside the Event',
  request_words: 'stands beside the request',
}
/** The protected store (ADR 11): shown to operations under care.* alone. */
const PROTECTED = ['care_contact', 'care_flag', 'subject_request']
/** Signals and what they come from (ADR 19): shown to operations under signal.* alone. */
const SIGNALS = ['rule_run', 'rule_run_care', 'signal', 'signal_verdict']
/** Seen by those whose reach holds the whole city, and by no station. */
const WHOLE_CITY = ['event_block', 'rule_run', 'rule_run_care']
/** What a unit hands down: read by the units below it too. */
const HANDED_DOWN = [
  ...['campaign', 'day_closing', 'impact_assessment', 'inspection_cycle', 'local_closure'],
  ...['reading_file', 'call_back_rule'],
]

const server = aServer()
let tables: string[]
let person: Awaited<ReturnType<typeof fillTables>>

beforeAll(async () => {
  person = await fillTables(server)
  tables = (
    await ask<{ name: string }>(`select relname as name from pg_class
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`)
  ).map(({ name }) => name)
})

async function ask<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  return (await server.database.pool.query<T>(text)).rows
}

/** The first row of a table, as `nuandeng_system`: an owner without privileges may see none. */
function firstRow(table: string) {
  const query = sql<{ row: object }>`select to_jsonb(t) as row from ${sql.table(table)} t limit 1`
  if (table === 'migration')
    return ask<{ row: object }>('select to_jsonb(t) as row from migration t')
  return server.database.transact('system', (db) => db.rows(query))
}

/** What a statement does in a request of this scope: rows touched, or the SQLSTATE that refuses it. */
async function touch(settings: string, statement: string, values: unknown[] = []) {
  const client = await server.database.pool.connect()
  try {
    await client.query(`begin; set local role nuandeng_app; ${settings}`)
    return (await client.query(statement, values)).rowCount ?? 0
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.code
    throw error
  } finally {
    await client.query('rollback')
    client.release()
  }
}
const DENIED = '42501'

/** An operation that neither the protected store nor signals are open to, such as those of a wall screen. */
const closedScope = (path: string, personId: string = newId()) =>
  `set local app.scope = '{${path}}'; set local app.person = '${personId}'`
const scope = (path: string, personId?: string) =>
  `${closedScope(path, personId)}; set local app.protected = 'on'; ${signalScope(path)}`
/** Of an operation under signal.* by somebody who may read care flags at a path. */
const signalScope = (carePath: string) =>
  `set local app.signals = 'on'; set local app.care = '{${carePath}}'`

/** The same question of every table, as one object. */
async function ofEach<T>(question: (table: string) => Promise<T>): Promise<Record<string, T>> {
  const answers: Record<string, T> = {}
  for (const table of tables) answers[table] = await question(table)
  return answers
}

const isShown = (answer: unknown) => answer !== 0 && answer !== DENIED

test('every table but that of the migrations has row-level security, forced', async () => {
  expect(
    await ask(`select relname from pg_class where relkind in ('r', 'p')
      and relnamespace = 'public'::regnamespace and not (relrowsecurity and relforcerowsecurity)`),
  ).toEqual([{ relname: 'migration' }])
  const excepted = [PUBLIC, HIDDEN, ADDED_TO].flatMap(Object.keys)
  expect(excepted.filter((table) => !tables.includes(table))).toEqual([])
})

test('every table holds rows, which the unit and the person they belong to may see', async () => {
  const held = await ofEach(async (table) => (await firstRow(table)).length)
  expect(Object.keys(held).filter((table) => held[table] === 0)).toEqual([])
  const unseenAt = async (path: string) => {
    const seen = await ofEach((table) =>
      touch(scope(path, person.personId), `select count(*) from ${table} having count(*) > 0`),
    )
    return tables.filter((table) => !isShown(seen[table]))
  }
  const hidden = Object.keys(HIDDEN)
  expect(await unseenAt(server.units.station.path)).toEqual([...hidden, ...WHOLE_CITY].sort())
  expect(await unseenAt(server.units.city.path)).toEqual(hidden.sort())
})

// Beside the station, in another city, above those, and a team of its own.
const ELSEWHERE = ['sibling', 'foreign', 'otherCounty', 'foreignCity', 'team'] as const
describe.each(ELSEWHERE)('in the scope of the unit %s', (unit) => {
  const settings = () => scope(server.units[unit].path)

  test('no row of the station is seen', async () => {
    const seen = await ofEach((table) => touch(settings(), `select 1 from ${table}`))
    const shown = tables.filter((table) => isShown(seen[table]))
    const handedDown = unit === 'team' ? HANDED_DOWN : []
    expect(shown).toEqual([...Object.keys(PUBLIC), ...handedDown].sort())
  })

  test('no row of the station is changed, deleted or written', async () => {
    for (const table of tables) {
      const [found] = await firstRow(table)
      const [column] = Object.keys(found?.row ?? {})
      const change = await touch(settings(), `update ${table} set ${column} = ${column}`)
      const removal = await touch(settings(), `delete from ${table}`)
      const addition = await touch(
        settings(),
        `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`,
        [found?.row],
      )
      expect([table, change]).toBeOneOf([
        [table, 0],
        [table, DENIED],
      ])
      expect([table, removal]).toBeOneOf([
        [table, 0],
        [table, DENIED],
      ])
      expect([table, addition]).toEqual([table, table in ADDED_TO ? '23505' : DENIED])
    }
  })
})

test.each([
  ['the protected store', 'signals', PROTECTED],
  ['signals', 'protected', SIGNALS],
])(
  'of %s no other operation sees, counts or writes a row, wherever it reaches',
  async (_what, other, walled) => {
    for (const path of [server.units.station.path, server.units.province.path]) {
      for (const table of walled) {
        const [found] = await firstRow(table)
        const settings = `${closedScope(path, person.personId)}; set local app.${other} = 'on'`
        const ask = (statement: string, values?: unknown[]) => touch(settings, statement, values)
        expect([table, await ask(`select 1 from ${table}`)]).toEqual([table, 0])
        expect([table, await ask(`delete from ${table}`)]).toBeOneOf([
          [table, 0],
          [table, DENIED],
        ])
        const copy = `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`
        expect([table, await ask(copy, [found?.row])]).toEqual([table, DENIED])
      }
    }
  },
)

/** The rows that tell who lives alone (ADR 22), by their tables. */
const TELLING = {
  rule_run_care: 'true',
  signal: 'asks_care(rule_kind)',
  signal_verdict: 'asks_care(rule_kind)',
}

describe('within signals, those that tell who lives alone', () => {
  const count = (settings: string, table: string, which: string) =>
    touch(settings, `select 1 from ${table} where ${which}`)

  test.each(Object.entries(TELLING))(
    'of %s are shown to holders of care.read there',
    async (table, which) => {
      const { city, station, sibling, foreignCity } = server.units
      const reach = closedScope(city.path, person.personId)
      expect(await count(`${reach}; ${signalScope(city.path)}`, table, which)).toBeGreaterThan(0)
      for (const elsewhere of [sibling.path, foreignCity.path]) {
        expect(await count(`${reach}; ${signalScope(elsewhere)}`, table, which)).toBe(0)
      }
      for (const none of [
        `set local app.signals = 'on'`,
        `set local app.signals = 'on'; set local app.care = ''`,
        `set local app.signals = 'on'; set local app.care = '{}'`,
      ]) {
        expect(await count(`${reach}; ${none}`, table, which)).toBe(0)
      }
      // Neither does the care officer see them by that role alone, nor out of reach.
      expect(
        await count(
          `${reach}; set local app.protected = 'on'; set local app.care = '{${city.path}}'`,
          table,
          which,
        ),
      ).toBe(0)
      const beside = closedScope(sibling.path, person.personId)
      expect(await count(`${beside}; ${signalScope(station.path)}`, table, which)).toBe(0)
    },
  )

  test.each(Object.entries(TELLING))('of %s are written by nobody else', async (table, which) => {
    const [found] = await server.database.transact('system', (db) =>
      db.rows(
        sql<{
          row: object
        }>`select to_jsonb(t) as row from ${sql.table(table)} t where ${sql.raw(which)} limit 1`,
      ),
    )
    const settings = `${closedScope(server.units.city.path, person.personId)}; set local app.signals = 'on'`
    const copy = `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`
    expect(await touch(settings, copy, [found?.row])).toBe(DENIED)
    if (table === 'signal') {
      expect(await touch(settings, `update signal set score = 0 where ${which}`)).toBe(0)
      const change = `update signal set rule_kind = 'silence' where rule_kind = 'low-use'`
      expect(await touch(settings, change)).toBe(DENIED)
    }
  })

  test('are of the kinds of rules that the domain says', async () => {
    const kinds = await ask<{ kind: string }>(
      `select kind from unnest(array['${DISCOVERY_KINDS.join("','")}']) as kind where asks_care(kind)`,
    )
    expect(kinds.map(({ kind }) => kind)).toEqual(DISCOVERY_KINDS.filter(asksCare))
    expect(kinds).not.toEqual([])
  })
})

test('a request for no unit sees the tree, and without any scope nothing else', async () => {
  const seen = await ofEach((table) => touch('', `select 1 from ${table}`))
  const open = tables.filter((table) => isShown(seen[table]))
  expect(open).toEqual(['calendar_notice', 'calendar_state', 'mobile_service', 'unit', 'unit_name'])
})

test('the roles of requests and of jobs own nothing, and nothing lifts them over the wall', async () => {
  const roles = ['nuandeng_app', 'nuandeng_system']
  expect(
    await ask(`select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb from pg_roles
      where rolname in ('nuandeng_app', 'nuandeng_system') order by 1`),
  ).toEqual(
    roles.map((rolname) => ({
      rolname,
      rolsuper: false,
      rolbypassrls: false,
      rolcanlogin: false,
      rolcreaterole: false,
      rolcreatedb: false,
    })),
  )
  const theirs = `in (select oid from pg_roles where rolname in ('nuandeng_app', 'nuandeng_system'))`
  expect(
    await ask(`
      select relname as thing from pg_class where relowner ${theirs}
      union all select proname from pg_proc where proowner ${theirs}
      union all select nspname from pg_namespace where nspowner ${theirs}
      union all select datname from pg_database where datdba ${theirs}
      union all select typname from pg_type where typowner ${theirs}
      union all select 'a role given to ' || member::regrole from pg_auth_members where member ${theirs}
      union all select 'may create: ' || rolname from pg_roles
        where oid ${theirs} and has_schema_privilege(oid, 'public', 'create')
      union all select 'may truncate: ' || relname from pg_class, pg_roles r
        where r.oid ${theirs} and relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
          and has_table_privilege(r.oid, pg_class.oid, 'truncate')
      union all select 'runs as its owner: ' || proname from pg_proc
        where pronamespace = 'public'::regnamespace and prosecdef
      union all select 'a view goes round the wall: ' || relname from pg_class
        where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace`),
  ).toEqual([])
})
test('a reused connection without a scope sees no row', async () => {
  const single = openDatabase({ ...server.config, max: 1 })
  try {
    const countPeople = sql<{
      count: number
    }>`select count(*) from person where person_id = ${person.personId}`
    const count = (paths: string[]) => single.transact({ paths }, (db) => db.one(countPeople))
    expect(await count([server.units.province.path])).toEqual({ count: 1 })
    // The same connection again: app.scope was set once, so it now reads as '' and not as null.
    expect(await count([])).toEqual({ count: 0 })
    const client = await single.pool.connect()
    try {
      await client.query('begin; set local role nuandeng_app')
      expect(
        (await client.query("select current_setting('app.scope', true) as scope")).rows,
      ).toEqual([{ scope: '' }])
      expect((await client.query('select * from person')).rows).toEqual([])
      await client.query('rollback')
    } finally {
      client.release()
    }
  } finally {
    await single.close()
  }
})

test('work as the system ends with its scope, even when it fails', async () => {
  const personId = (await aPerson(server, server.units.station, 'field-worker')).personId
  const find = sql`select person_id from person where person_id = ${personId}`
  await server.database.transact({ paths: [server.units.foreign.path] }, async (db) => {
    expect(await db.rows(find)).toEqual([])
    expect(await db.asSystem(() => db.rows(find))).toHaveLength(1)
    expect(await db.rows(find)).toEqual([])
    const refuse = () => Promise.reject(new Error('refused'))
    await expect(db.asSystem(() => db.rows(find).then(refuse))).rejects.toThrow('refused')
    expect(await db.rows(find)).toEqual([])
  })
})
