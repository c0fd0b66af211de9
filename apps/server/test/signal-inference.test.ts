import {
  acceptSignalRoute,
  dismissSignalRoute,
  exportSignalsRoute,
  getNeedRoute,
  getSignalOverviewRoute,
  getSignalRoute,
  getTrackRecordRoute,
  listNeedsRoute,
  listRuleRunsRoute,
  listSignalsRoute,
  type Route,
  recordCheckRoute,
  recordVerdictRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  insertCareCounts,
  insertRuleRun,
  setRunDone,
} from '../src/modules/discovery/signal-run.queries.ts'
import { newId } from '../src/platform/ids.ts'
import { TODAY } from './access-subjects.ts'
import { aCustomer } from './customer-factory.ts'
import { aPerson, aServer, requestFor, type TestUnit } from './harness.ts'
import { aPersonWithCare, aSignal, aSilence, EDITION, LOW_USE, SILENCE } from './signal-factory.ts'
import { aDismissal, anAcceptance, aVerdict } from './signal-subjects.ts'

const server = aServer()
type Person = Awaited<ReturnType<typeof aPerson>>

/** Two cities that differ in nothing but the signals of the first that tell who lives alone. */
interface City {
  unit: TestUnit
  station: TestUnit
  /** A signal of one of them, or of nobody. */
  silentId: string
}
let silent: City
let quiet: City
/** Holds care.read beside the office, at the first city. */
let insider: Person

beforeAll(async () => {
  const { city, station, foreignCity, foreign } = server.units
  silent = { unit: city, station, silentId: newId() }
  quiet = { unit: foreignCity, station: foreign, silentId: newId() }
  insider = await aPersonWithCare(server, 'office', city)
  for (const { unit, station } of [silent, quiet]) {
    for (const score of [900, 300]) {
      await aSignal(server, { unit: station, name: `示例${score}` }, { score })
    }
    await ranWith(unit, unit === city)
  }
  for (const score of [1000, 600, 100]) {
    const { signalId } = await aSilence(server, { unit: station }, { score })
    silent.silentId = signalId
  }
  const worked = await aSilence(server, { unit: station })
  await insider.call(acceptSignalRoute, { signalId: worked.signalId, ...plainly() })
  const verdict = { ...aVerdict(), signalId: worked.signalId, text: '家中有人，一切安好' }
  expect(await insider.call(recordVerdictRoute, verdict)).toMatchObject({ status: 200 })
})

/** What may be said of somebody whose state only few know. */
const plainly = () => ({ ...anAcceptance(), text: '上门看望' })

/** A run of both rules over a city, with what came of each. */
async function ranWith({ unitId, path, cityCode }: TestUnit, foundSome: boolean) {
  const run = { runId: newId(), cityCode, unitId, path, edition: EDITION.edition }
  const by = { askedBy: newId(), askedByName: '测试', askedAt: server.clock.now }
  const none = { found: 0, fresh: 0, again: 0, resting: 0, ended: 0, skipped: {}, notRun: null }
  const found = foundSome ? { ...none, found: 9, fresh: 4 } : none
  await server.database.transact('system', async (db) => {
    await insertRuleRun(db, { ...run, ruleIds: [LOW_USE, SILENCE], ...by })
    await insertCareCounts(db, run, SILENCE, found)
    const counts = { [LOW_USE]: { ...none, found: 2, fresh: 2 } }
    await setRunDone(db, run, { asOf: '2011-09', seen: 100, counts, at: server.clock.now })
  })
}

const page = { limit: 200 }
const days = { from: '2011-01-01' as PlainDate, until: TODAY }

/** Every way in which signals are listed, counted, exported or asked for. */
const WAYS: [string, Route, (city: City) => object][] = [
  ['the list', listSignalsRoute, () => page],
  ['a page of one', listSignalsRoute, () => ({ limit: 1 })],
  ['a page of two', listSignalsRoute, () => ({ limit: 2 })],
  ['those of the rule', listSignalsRoute, () => ({ ...page, ruleId: SILENCE })],
  ['the red ones', listSignalsRoute, () => ({ ...page, colour: 'red' })],
  ['those that ended', listSignalsRoute, () => ({ ...page, withEnded: 'true' })],
  ['those visited', listSignalsRoute, () => ({ ...page, state: 'visited' })],
  ['those of the unit', listSignalsRoute, ({ station }) => ({ ...page, unitId: station.unitId })],
  ['the export', exportSignalsRoute, () => ({ format: 'csv', purpose: '核对' })],
  ['the overview', getSignalOverviewRoute, () => ({})],
  ['the record of a city', getTrackRecordRoute, ({ unit }) => ({ ...days, unitId: unit.unitId })],
  [
    'the record of a station',
    getTrackRecordRoute,
    (at) => ({ ...days, unitId: at.station.unitId }),
  ],
  ['the runs', listRuleRunsRoute, () => page],
  ['one signal', getSignalRoute, ({ silentId: signalId }) => ({ signalId })],
  ['to take it up', acceptSignalRoute, ({ silentId }) => ({ signalId: silentId, ...plainly() })],
  [
    'to dismiss it',
    dismissSignalRoute,
    ({ silentId }) => ({ signalId: silentId, ...aDismissal() }),
  ],
  [
    'a verdict on it',
    recordVerdictRoute,
    ({ silentId }) => ({ signalId: silentId, ...aVerdict() }),
  ],
]

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+\*?/g
const ACCOUNTS = /4100\d{6}/g
const PLACES =
  /郑州供电公司|洛阳供电公司|官渡供电所|铁门供电所|中牟县供电公司|新安县供电公司|HA(\.[CKS]\d)+/g
const PEOPLE = /测试[0-9a-f]{12}|p[0-9a-f]{12}/g

/** What somebody is told, without what names the place, the person and the customer. */
async function told({ token }: Person, route: Route, input: object) {
  const response = await server.app.inject(requestFor(route, input as never, { token }))
  let text = response.body
  for (const names of [IDS, PLACES, PEOPLE, ACCOUNTS]) text = text.replaceAll(names, '*')
  return { status: response.statusCode, rows: response.headers['nuandeng-rows'], text }
}

describe.each(['office', 'station-head', 'liaison-officer'] as const)(
  'a %s without care.read',
  (role) => {
    test.each(WAYS)('sees no difference in %s', async (_name, route, inputFor) => {
      const answers = []
      for (const city of [silent, quiet]) {
        const person = await aPerson(server, city.unit, role)
        answers.push(await told(person, route, inputFor(city)))
      }
      expect(answers[0]).toEqual(answers[1])
      expect(answers[0]?.status).toBeOneOf([200, 400, 403, 404])
    })

    test('is refused a check beside the rule before it is asked who is known to it', async () => {
      const person = await aPerson(server, silent.unit, role)
      const { nextStep: _, nextStepOn: _on, ...check } = aVerdict()
      const replies = []
      for (const make of [aSilence, aCustomer]) {
        const { customerId } = await make(server, { unit: silent.station })
        replies.push(await person.call(recordCheckRoute, { customerId, ruleId: SILENCE, ...check }))
      }
      expect(replies).toMatchObject([{ status: 403 }, { status: 403 }])
      expect(replies[0]).toEqual(replies[1])
    })
  },
)

test('every way tells who holds care.read besides: what is compared above is not empty', async () => {
  const outsider = await aPerson(server, silent.unit, 'office')
  for (const [name, route, inputFor] of WAYS) {
    if (['to take it up', 'to dismiss it', 'a verdict on it'].includes(name)) continue
    const seen = await told(insider, route, inputFor(silent))
    expect([name, seen.status]).toEqual([name, 200])
    expect(seen, name).not.toEqual(await told(outsider, route, inputFor(silent)))
  }
})

test('care.read elsewhere does not do, nor care.read without signal.read', async () => {
  const { sibling, station, city } = server.units
  const beside = await aPersonWithCare(server, 'office', city, sibling)
  const officer = await aPerson(server, city, 'care-officer')
  const { signalId } = await aSilence(server, { unit: station })
  expect(await beside.call(getSignalRoute, { signalId })).toMatchObject({ status: 404 })
  expect(await insider.call(getSignalRoute, { signalId })).toMatchObject({ status: 200 })
  expect(await officer.call(getSignalRoute, { signalId })).toMatchObject({ status: 403 })
  const { body } = await beside.call(listSignalsRoute, { limit: 200, ruleId: SILENCE })
  expect(body).toMatchObject({ items: [] })
})

test('of a run small counts are hidden from everybody', async () => {
  const { body } = await insider.call(listRuleRunsRoute, {})
  expect(body).toMatchObject({
    items: [{ counts: { [SILENCE]: { found: 9, fresh: null, again: 0 } } }],
  })
})

describe('a need of such a signal', () => {
  const accept = async (change: object = {}) => {
    const { signalId, customerId } = await aSilence(server, { unit: silent.station })
    const input = { signalId, ...plainly(), ...change }
    return { input, customerId, signalId, reply: await insider.call(acceptSignalRoute, input) }
  }

  test('tells neither the rule nor that it came of readings, to whoever reads needs', async () => {
    const { input, customerId, reply } = await accept()
    expect(reply).toMatchObject({ status: 200 })
    const head = await aPerson(server, silent.station, 'station-head')
    const { needId } = input
    const shown = await head.call(getNeedRoute, { needId })
    expect(shown).toMatchObject({ status: 200, body: { source: 'other', text: '上门看望' } })
    const { body } = await head.call(listNeedsRoute, { customerId })
    expect(JSON.stringify([shown, body])).not.toMatch(/silen|静默|独居|usage/)
  })

  test('says in no words that somebody lives alone, when it is made and when it goes on', async () => {
    const { reply, signalId } = await accept({ text: '独居老人几天没用电' })
    const refused = (field: string) => ({
      ...{ status: 400, body: { errors: [{ field, code: 'care-word' }] } },
    })
    expect(reply).toMatchObject(refused('text'))
    const worded = { signalId, ...plainly(), nextStep: '看望独居老人' }
    expect(await insider.call(acceptSignalRoute, worded)).toMatchObject(refused('nextStep'))
    await insider.call(acceptSignalRoute, { signalId, ...plainly() })
    const verdict = await insider.call(recordVerdictRoute, { signalId, ...aVerdict() })
    expect(verdict).toMatchObject(refused('text'))
  })

  test('leads in the audit trail to no rule', async () => {
    const { input, signalId } = await accept()
    const events = await server.database.transact('system', (db) =>
      db.rows<{ kind: string; details: object }>(sql`
        select kind, details from event where subject_id = ${signalId} or details ->> 'needId' = ${input.needId}`),
    )
    expect(events.map(({ kind }) => kind)).toContain('signal.accepted')
    expect(JSON.stringify(events)).not.toMatch(/silen/)
  })
})
