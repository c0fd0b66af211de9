import { listChainsRoute, listEventsRoute, verifyChainRoute } from '@nuandeng/contract'
import { ROLES } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emptyTrail, sealAll, tamper, tellEvents } from '../../../test/chain-factory.ts'
import { aPerson, aServer, type TestServer } from '../../../test/harness.ts'
import { NOBODY, record } from '../../platform/context.ts'

const server = aServer()
type Person = Awaited<ReturnType<typeof aPerson>>
let provincial: Person
let ofCity: Person
let ofCounty: Person

beforeAll(async () => {
  provincial = await aPerson(server, server.units.province, 'auditor')
  ofCity = await aPerson(server, server.units.city, 'auditor')
  ofCounty = await aPerson(server, server.units.county, 'auditor')
})
beforeEach(() => emptyTrail(server))

type Told = { kind?: string; id?: string; minute?: number; actorId?: string }

/** One Event at a unit, so many minutes after ten. */
async function tell(unit: TestServer['units']['city'], told: Told = {}) {
  const { kind = 'unit.renamed', id = 'x', minute = 0, actorId = NOBODY.personId } = told
  const now = new Date(Date.parse('2011-10-15T10:00:00+08:00') + minute * 60_000)
  const actor = { ...NOBODY, personId: actorId, name: '测试' }
  const subject = { id, path: unit.path, cityCode: unit.cityCode }
  await server.database.transact('system', (db) =>
    record({ db, actor, now }, kind, subject, { id }),
  )
}

type Query = Parameters<typeof provincial.call<typeof listEventsRoute>>[1]

async function idsSeenBy(person: Person, query: Query = {}) {
  const reply = await person.call(listEventsRoute, query)
  if (reply.status !== 200) throw new Error(`refused with ${reply.status}: ${reply.body.code}`)
  return reply.body.items.map(({ subjectId }) => subjectId)
}

describe('an auditor', () => {
  beforeEach(async () => {
    const { province, city, county, foreignCity, foreign } = server.units
    const places = { province, city, county, foreignCity, foreign }
    let minute = 0
    for (const [id, unit] of Object.entries(places)) await tell(unit, { id, minute: minute++ })
  })

  test('of the province sees all, newest first', async () => {
    const newestFirst = ['foreign', 'foreignCity', 'county', 'city', 'province']
    expect(await idsSeenBy(provincial)).toEqual(newestFirst)
  })

  test('of a city sees that city only, and of a county that county only', async () => {
    expect(await idsSeenBy(ofCity)).toEqual(['county', 'city'])
    expect(await idsSeenBy(ofCounty)).toEqual(['county'])
  })

  test('may narrow to a city in reach and is refused another', async () => {
    expect(await idsSeenBy(provincial, { cityCode: '410300' })).toEqual(['foreign', 'foreignCity'])
    expect(await ofCity.call(listEventsRoute, { cityCode: '410300' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
  })

  test.each(ROLES.filter((role) => role !== 'auditor'))(
    'nobody else: %s is refused',
    async (role) => {
      const other = await aPerson(server, server.units.province, role)
      const refusal = { status: 403, body: { code: 'forbidden' } }
      expect(await other.call(listEventsRoute, {})).toMatchObject(refusal)
      expect(await other.call(listChainsRoute, {})).toMatchObject(refusal)
      expect(await other.call(verifyChainRoute, { cityCode: '410100' })).toMatchObject(refusal)
    },
  )
})

test('the trail is filtered by person, kind, noun, subject and time', async () => {
  const { city, foreign } = server.units
  const actorId = ofCity.personId
  await tell(city, { id: 'a', kind: 'record.revealed', minute: 0, actorId })
  await tell(city, { id: 'b', kind: 'record.exported', minute: 1 })
  await tell(foreign, { id: 'c', kind: 'record.revealed', minute: 2 })
  await tell(foreign, { id: 'd', kind: 'recording.begun', minute: 3 })
  await tell(city, { id: 'e', kind: 'person.revealed', minute: 4 })
  const seen = (query: Query) => idsSeenBy(provincial, query)
  expect(await seen({ actorId })).toEqual(['a'])
  expect(await seen({ kind: 'record.revealed' })).toEqual(['c', 'a'])
  expect(await seen({ kind: 'record' })).toEqual(['c', 'b', 'a'])
  expect(await seen({ kind: 'rec' })).toEqual([])
  expect(await seen({ kind: 'record', cityCode: '410100' })).toEqual(['b', 'a'])
  expect(await seen({ subjectId: 'd' })).toEqual(['d'])
  const from = '2011-10-15T10:01:00+08:00'
  expect(await seen({ from })).toEqual(['e', 'd', 'c', 'b'])
  expect(await seen({ from, to: '2011-10-15T10:03:00+08:00' })).toEqual(['c', 'b'])
  expect(await seen({ from: '2011-10-15T10:05:00+08:00' })).toEqual([])
})

test('pages follow one another without a gap or a double, also within one moment', async () => {
  await tellEvents(server, 25)
  await tellEvents(server, 20, server.units.foreign)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const reply = await provincial.call(listEventsRoute, {
      limit: 7,
      ...(cursor ? { cursor } : {}),
    })
    if (reply.status !== 200) throw new Error(reply.body.code)
    seen.push(...reply.body.items.map(({ eventId }) => eventId))
    cursor = reply.body.next ?? undefined
  } while (cursor)
  expect(seen).toHaveLength(45)
  expect(new Set(seen).size).toBe(45)
  expect(await provincial.call(listEventsRoute, { cursor: 'yesterday' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'cursor', code: 'invalid-cursor' }] },
  })
})

describe('chains', () => {
  beforeEach(async () => {
    await tellEvents(server, 3)
    await sealAll(server)
    await tellEvents(server, 2)
    await tellEvents(server, 1, server.units.foreign)
  })

  test('are shown with their head and the age of the tail, to those who reach the whole city', async () => {
    server.clock.now = new Date(server.clock.now.getTime() + 90_000)
    const zhengzhou = {
      cityCode: '410100',
      cityName: '郑州供电公司',
      blocks: 1,
      sealedEvents: 3,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
      sealedAt: expect.any(String),
      tailEvents: 2,
      tailAgeSeconds: 90,
    }
    const none = { blocks: 0, sealedEvents: 0, head: null, sealedAt: null }
    const items = async (person: Person) => (await person.call(listChainsRoute, {})).body
    expect(await items(provincial)).toEqual({
      items: [
        {
          cityCode: '410000',
          cityName: '河南省电力公司',
          ...none,
          tailEvents: 0,
          tailAgeSeconds: null,
        },
        zhengzhou,
        {
          cityCode: '410300',
          cityName: '洛阳供电公司',
          ...none,
          tailEvents: 1,
          tailAgeSeconds: 90,
        },
      ],
    })
    expect(await items(ofCity)).toEqual({ items: [zhengzhou] })
    expect(await items(ofCounty)).toEqual({ items: [] })
  })

  test('tell for each Event the block that seals it', async () => {
    const reply = await ofCity.call(listEventsRoute, {})
    expect(reply).toMatchObject({ status: 200 })
    if (reply.status !== 200) return
    const blocks = reply.body.items.map(({ blockNo }) => blockNo).toSorted()
    expect(blocks).toEqual([1, 1, 1, null, null])
  })

  test('are verified by those who reach the whole city, and each run is an Event of it', async () => {
    expect(await ofCity.call(verifyChainRoute, { cityCode: '410100' })).toEqual({
      status: 200,
      body: {
        cityCode: '410100',
        events: 3,
        blocks: 1,
        tailEvents: 2,
        result: 'whole',
        findings: [],
        findingsTotal: 0,
      },
    })
    await tamper(
      server,
      `delete from event where subject_id = 'subject-1' and city_code = '410100'`,
    )
    const broken = await provincial.call(verifyChainRoute, { cityCode: '410100' })
    expect(broken).toMatchObject({ status: 200, body: { result: 'broken', findingsTotal: 2 } })
    const runs = await provincial.call(listEventsRoute, { kind: 'chain.verified' })
    expect(runs).toMatchObject({
      body: {
        items: [
          { actorId: provincial.personId, cityCode: '410100', details: { result: 'broken' } },
          { actorId: ofCity.personId, subjectId: '410100', details: { result: 'whole' } },
        ],
      },
    })
  })

  test.each([
    ['of another city', () => ofCity, '410300'],
    ['of the province', () => ofCity, '410000'],
    ['of the city around a county', () => ofCounty, '410100'],
    ['of nowhere', () => provincial, '999999'],
  ])('%s are not verified', async (_name, who, cityCode) => {
    const reply = await who().call(verifyChainRoute, { cityCode })
    expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  test('and seals of other cities are behind the second wall too', async () => {
    await sealAll(server, '410300')
    const seen = await server.database.transact({ paths: [server.units.city.path] }, (db) =>
      db.rows<{ cityCode: string; seals: number }>(sql`
        select b.city_code, (select count(*) from event_seal) as seals from event_block b`),
    )
    expect(seen).toEqual([{ cityCode: '410100', seals: 3 }])
  })
})
