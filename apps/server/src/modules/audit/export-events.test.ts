import { exportEventsRoute } from '@nuandeng/contract'
import { readXlsx } from 'hucre'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { emptyTrail } from '../../../test/chain-factory.ts'
import { aPerson, aServer, type TestServer } from '../../../test/harness.ts'
import { NOBODY, recordAll } from '../../platform/context.ts'

const server = aServer()
type Person = Awaited<ReturnType<typeof aPerson>>
let ofCity: Person

beforeAll(async () => {
  ofCity = await aPerson(server, server.units.city, 'auditor')
})
beforeEach(() => emptyTrail(server))

/** Events at a unit in one moment, numbered by what they are about. */
async function tell(unit: TestServer['units']['city'], kind: string, ids: readonly string[]) {
  const now = new Date('2011-10-15T10:00:00+08:00')
  const actor = { ...NOBODY, name: '=王示例' }
  const events = ids.map((id) => ({
    kind,
    subject: { id, path: unit.path, cityCode: unit.cityCode },
    details: { reason: '更名, "书香"' },
  }))
  await server.database.transact('system', (db) => recordAll({ db, actor, now }, events))
}

const download = (person: Person, query: string) =>
  server.app.inject({
    url: `/api${exportEventsRoute.url}?${query}`,
    headers: { authorization: `Bearer ${person.token}` },
  })

function linesOf(body: string) {
  return body
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .slice(1)
}

test('an export has the whole trail in reach, page after page, and runs no formula', async () => {
  const ids = Array.from({ length: 4100 }, (_, i) => `unit-${i}`)
  await tell(server.units.city, 'unit.renamed', ids)
  await tell(server.units.foreignCity, 'unit.renamed', ['elsewhere'])
  const response = await download(ofCity, 'format=csv')
  expect(response.headers['nuandeng-rows']).toBe('4100')
  const lines = linesOf(response.body)
  expect(new Set(lines.map((line) => /,(unit-\d+),/.exec(line)?.[1]))).toEqual(new Set(ids))
  expect(lines[0]).toContain("2011-10-15 10:00:00,'=王示例,")
  expect(response.body).not.toContain('elsewhere')
})

test('the export is an Event with its filter, and not in its own file', async () => {
  await tell(server.units.city, 'unit.renamed', ['a', 'b'])
  await tell(server.units.city, 'role.granted', ['c'])
  const lines = linesOf((await download(ofCity, 'format=csv&kind=role')).body)
  expect(lines).toHaveLength(1)
  const told = await server.database.transact('system', (db) =>
    db.rows(sql`select actor_id, details from event where kind = 'event.exported'`),
  )
  expect(told).toEqual([
    { actorId: ofCity.personId, details: { kind: 'role', format: 'csv', rows: 1 } },
  ])
})

test('as XLSX it opens in another reader with the same rows', async () => {
  await tell(server.units.city, 'unit.renamed', ['a', 'b'])
  const response = await download(ofCity, 'format=xlsx&subjectId=b')
  const workbook = await readXlsx(new Uint8Array(response.rawPayload))
  const rows = workbook.sheets[0]?.rows ?? []
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows[1])).toContain('更名, \\\\\\"书香')
})

test('it stays closed to other cities and to other roles', async () => {
  const admin = await aPerson(server, server.units.city, 'security-admin')
  expect((await download(admin, 'format=csv')).statusCode).toBe(403)
  expect((await download(ofCity, 'format=csv&cityCode=410300')).statusCode).toBe(403)
})
