import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  approveImpactRoute,
  getSignalRoute,
  listDiscoveryRulesRoute,
  listRuleRunsRoute,
  startRuleRunRoute,
  withdrawImpactRoute,
  writeImpactRoute,
} from '@nuandeng/contract'
import type { PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import { type AState, writeState } from '../../../test/meter-state-factory.ts'
import {
  anApprovedImpact,
  EDITION,
  IMPACT_CONTENT,
  LOW_USE,
  signalOf,
} from '../../../test/signal-factory.ts'
import type { Db } from '../../platform/db.ts'
import { withDuck } from '../../platform/duck.ts'
import { newId } from '../../platform/ids.ts'
import { meteringFolder } from '../metering/metering-folder.ts'
import { workOffRules } from './work-rule-run.ts'

const server = aServer()
const { edition } = EDITION
const day = (text: string) => text as PlainDate
let office: Awaited<ReturnType<typeof aPerson>>
let other: Awaited<ReturnType<typeof aPerson>>

beforeAll(async () => {
  office = await aPerson(server, server.units.city, 'office')
  other = await aPerson(server, server.units.city, 'office')
})

beforeEach(() =>
  server.database.transact('system', async (db) => {
    await db.run(sql`update impact_assessment set state = 'withdrawn', withdrawn_at = now(),
      withdrawn_reason = 'test' where state <> 'withdrawn'`)
    await db.run(
      sql`update rule_run set state = 'done', finished_at = now() where finished_at is null`,
    )
  }),
)

const aRun = (ruleIds: string[] = [LOW_USE]) => ({
  ...{ runId: newId(), cityUnitId: server.units.city.unitId, edition, ruleIds },
})

/** Works on what waits, over this state of the first city. */
async function workOff(state: AState | undefined) {
  const { dataDir } = server.installation.settings
  const path = meteringFolder(dataDir).statePath(server.units.city.cityCode)
  mkdirSync(dirname(path), { recursive: true })
  rmSync(path, { force: true })
  if (state) {
    await withDuck(path, { memoryMb: 200, threads: 1 }, (duck) => writeState(duck, state))
  }
  const onError = (error: unknown) => {
    throw error
  }
  const { database } = server
  const { vault } = server.installation
  const workshop = { database, vault, dataDir, now: () => server.clock.now, onError }
  await workOffRules(workshop, new AbortController().signal)
}

const MONTHS = 25
const lived = (use: number) => Array<number>(MONTHS).fill(use)
const stateOf = (customers: AState['customers']): AState => ({
  ...{ newest: '2011-09', months: MONTHS, customers },
})

async function runOf(runId: string) {
  const { body } = await office.call(listRuleRunsRoute, { limit: 200 })
  return (body as { items: { runId: string }[] }).items.find((run) => run.runId === runId)
}

describe('a rule without an impact assessment in force does not run', () => {
  const refused = { status: 409, body: { code: 'impact-missing' } }

  test('none, only a draft, one of another city, one that is over: refused, and nothing waits', async () => {
    expect(await office.call(startRuleRunRoute, aRun())).toMatchObject(refused)
    const draft = { assessmentId: newId(), unitId: server.units.city.unitId, ...IMPACT_CONTENT }
    await office.call(writeImpactRoute, draft)
    expect(await office.call(startRuleRunRoute, aRun())).toMatchObject(refused)
    await anApprovedImpact(server, { unit: server.units.foreignCity })
    expect(await office.call(startRuleRunRoute, aRun())).toMatchObject(refused)
    await anApprovedImpact(server, { validUntil: '2011-10-14' })
    expect(await office.call(startRuleRunRoute, aRun())).toMatchObject(refused)
    const run = aRun()
    await office.call(startRuleRunRoute, run)
    expect(await runOf(run.runId)).toBeUndefined()
  })

  test('each rule needs its own; the refusal names those without', async () => {
    await anApprovedImpact(server)
    const reply = await office.call(startRuleRunRoute, aRun([LOW_USE, 'vacant']))
    expect(reply).toMatchObject({ ...refused, body: { detail: 'vacant' } })
    expect(await office.call(startRuleRunRoute, aRun())).toMatchObject({ status: 200 })
  })

  test('one that a unit above made holds below it', async () => {
    await anApprovedImpact(server, { unit: server.units.province })
    expect(await office.call(startRuleRunRoute, aRun())).toMatchObject({ status: 200 })
  })

  test('one that is withdrawn while the run waits stops the run', async () => {
    const { accountNo, customerId } = await aCustomer(server)
    const { assessmentId } = await anApprovedImpact(server)
    const run = aRun()
    await office.call(startRuleRunRoute, run)
    await office.call(withdrawImpactRoute, { assessmentId, reason: '用途已变' })
    await workOff(stateOf({ [accountNo]: lived(50) }))
    expect(await runOf(run.runId)).toMatchObject({ state: 'failed', refusal: 'impact-missing' })
    await expect(signalOf(server, customerId)).rejects.toThrow('no row')
  })
})

describe('an impact assessment', () => {
  const aDraft = async () => {
    const assessmentId = newId()
    const { unitId } = server.units.city
    await office.call(writeImpactRoute, { assessmentId, unitId, ...IMPACT_CONTENT })
    return assessmentId
  }

  test('is approved by another person than wrote it, for a year at most', async () => {
    const assessmentId = await aDraft()
    const validUntil = day('2012-10-15')
    expect(await office.call(approveImpactRoute, { assessmentId, validUntil })).toMatchObject({
      ...{ status: 409, body: { code: 'own-impact' } },
    })
    const tooLong = { assessmentId, validUntil: day('2012-10-16') }
    expect(await other.call(approveImpactRoute, tooLong)).toMatchObject({
      ...{ status: 400, body: { errors: [{ field: 'validUntil', code: 'too-late' }] } },
    })
    expect(await other.call(approveImpactRoute, { assessmentId, validUntil })).toMatchObject({
      ...{ status: 200 },
    })
    const { unitId } = server.units.station
    const liaison = await aPerson(server, server.units.station, 'liaison-officer')
    const { body } = await liaison.call(listDiscoveryRulesRoute, { unitId })
    const rules = (
      body as { editions: { edition: string; rules: { ruleId: string }[] }[] }
    ).editions
      .filter((shown) => shown.edition === edition)
      .flatMap((shown) => shown.rules)
    expect(rules.find(({ ruleId }) => ruleId === LOW_USE)).toMatchObject({
      ...{ mayRun: true, parameters: { belowKwh: 1, months: 3 } },
    })
    expect(rules.find(({ ruleId }) => ruleId === 'vacant')).toMatchObject({ mayRun: false })
  })

  test('once withdrawn is kept and never approved again', async () => {
    const assessmentId = await aDraft()
    await other.call(withdrawImpactRoute, { assessmentId, reason: '目的写错' })
    const again = { assessmentId, validUntil: day('2012-01-01') }
    expect(await other.call(approveImpactRoute, again)).toMatchObject({
      ...{ status: 409, body: { code: 'impact-stands' } },
    })
  })

  test('of a rule that is not there is refused', async () => {
    const draft = { assessmentId: newId(), unitId: server.units.city.unitId, ...IMPACT_CONTENT }
    const reply = await office.call(writeImpactRoute, { ...draft, ruleId: 'no-such-rule' })
    expect(reply).toMatchObject({ status: 404 })
  })

  test('sent again is the same; under its id nothing else goes in', async () => {
    const draft = { assessmentId: newId(), unitId: server.units.city.unitId, ...IMPACT_CONTENT }
    const first = await office.call(writeImpactRoute, draft)
    expect(await office.call(writeImpactRoute, draft)).toEqual(first)
    const changed = { ...draft, risk: '没有风险' }
    expect(await office.call(writeImpactRoute, changed)).toMatchObject({ status: 409 })
  })
})

describe('a run', () => {
  test('proposes whom the rules find over the readings, and counts whom it left out and why', async () => {
    const found = await aCustomer(server)
    const lives = await aCustomer(server)
    const closed = await aCustomer(server)
    await server.database.transact('system', (db) =>
      db.run(sql`update customer set status = 'closed' where customer_id = ${closed.customerId}`),
    )
    await anApprovedImpact(server)
    const run = aRun()
    await office.call(startRuleRunRoute, run)
    await workOff(
      stateOf({
        ...{ [found.accountNo]: lived(62), [lives.accountNo]: lived(9000) },
        ...{ [closed.accountNo]: lived(62), '999999': lived(50) },
      }),
    )
    expect(await runOf(run.runId)).toMatchObject({
      ...{ state: 'done', fraction: 1, asOf: '2011-09', seen: 4 },
      counts: { [LOW_USE]: { found: 2, fresh: 1, skipped: { closed: 1, noFile: 1 } } },
    })
    expect(await signalOf(server, found.customerId)).toMatchObject({
      ...{ state: 'open', firstMonth: '2009-09-01', lastMonth: '2011-09-01' },
    })
    await expect(signalOf(server, lives.customerId)).rejects.toThrow('no row')
    await expect(signalOf(server, closed.customerId)).rejects.toThrow('no row')
  })

  test('leaves out whom the file says is temporary or new, and who is cut off for arrears until it is restored', async () => {
    const [temporary, fresh, settled, cut, back, merged] = await Promise.all(
      Array.from({ length: 6 }, () => aCustomer(server)),
    )
    const all = [temporary, fresh, settled, cut, back, merged] as Awaited<
      ReturnType<typeof aCustomer>
    >[]
    const id = (of: { customerId: string } | undefined) => of?.customerId ?? ''
    const { station } = server.units
    const stop = async (
      db: Db,
      accountNo: string | undefined,
      restored: 'no' | 'asked' | 'yes',
    ) => {
      const [requestId, cityCode] = [newId(), station.cityCode]
      await db.run(sql`
        insert into arrears_case (city_code, case_id, unit_id, unit_path, account_no, amount_fen, overdue_since, is_important,
          guards, state, opened_at, opened_by_name, stopped_at, reconnection_id)
        values (${cityCode}, ${newId()}, ${station.unitId}, ${station.path}::ltree, ${accountNo}, 100, '2011-08-01', false,
          '{}', ${restored === 'no' ? 'stopped' : 'settled'}, now(), '测试', now(), ${restored === 'no' ? null : requestId})`)
      if (restored !== 'yes') return
      await db.run(sql`
        insert into request_step (city_code, request_id, step_id, round, step, taken_at, recorded_at, taken_by, taken_by_name, outcome)
        values (${cityCode}, ${requestId}, ${newId()}, 1, 'supply.restored', now(), now(), ${newId()}, '测试', 'done')`)
    }
    await server.database.transact('system', async (db) => {
      await db.run(
        sql`update customer set is_temporary = true where customer_id = ${id(temporary)}`,
      )
      await db.run(
        sql`update customer set connected_on = '2011-07-01' where customer_id = ${id(fresh)}`,
      )
      await db.run(sql`update customer set connected_on = '2011-06-30', is_temporary = false
        where customer_id = ${id(settled)}`)
      await stop(db, cut?.accountNo, 'no')
      await stop(db, back?.accountNo, 'yes')
      await stop(db, merged?.accountNo, 'asked')
    })
    await anApprovedImpact(server)
    const run = aRun()
    await office.call(startRuleRunRoute, run)
    await workOff(stateOf(Object.fromEntries(all.map(({ accountNo }) => [accountNo, lived(62)]))))
    expect(await runOf(run.runId)).toMatchObject({
      counts: { [LOW_USE]: { found: 2, fresh: 2, skipped: { temporary: 1, new: 1, cut: 2 } } },
    })
    for (const found of [settled, back]) {
      expect(await signalOf(server, id(found))).toMatchObject({ state: 'open' })
    }
  })

  test('the next month changes the signal; the month after, with normal use, ends it', async () => {
    const { accountNo, customerId } = await aCustomer(server)
    await anApprovedImpact(server)
    const before = server.clock.now
    const months = [lived(62), lived(70), [9000, ...lived(70)], [-1, 9000, ...lived(70)]]
    const seen = []
    for (const [at, use] of months.entries()) {
      server.clock.now = new Date(before.getTime() + at * 60_000)
      await office.call(startRuleRunRoute, aRun())
      await workOff({
        ...stateOf({ [accountNo]: use }),
        newest: `2011-${String(9 + at).padStart(2, '0')}`,
      })
      seen.push(await signalOf(server, customerId))
    }
    const [first, second, third, fourth] = seen
    expect(first).toMatchObject({ timesSeen: 1, endedAt: null, lastMonth: '2011-09-01' })
    expect(second).toMatchObject({ signalId: first?.signalId, timesSeen: 2, endedAt: null })
    expect(third).toMatchObject({ signalId: first?.signalId, timesSeen: 2 })
    expect(third?.endedAt).not.toBeNull()
    // Not read is neither low nor an end of anything.
    expect(fourth).toEqual(third)
    server.clock.now = before
  })

  test('the household’s curve is that of its readings, a month that was not read is a gap', async () => {
    const { accountNo, customerId } = await aCustomer(server)
    await anApprovedImpact(server)
    await office.call(startRuleRunRoute, aRun())
    const use = [62, 70, 55, -1, ...lived(4200)].slice(0, MONTHS)
    const days = { newestDay: day('2011-09-30'), days: { [accountNo]: [2] } }
    await workOff({ ...stateOf({ [accountNo]: use }), ...days })
    const { signalId } = await signalOf(server, customerId)
    const { body } = await office.call(getSignalRoute, { signalId })
    // Each day of a household is shown only where the rule looks at days.
    expect(body).toMatchObject({ thresholdKwh: 1, days: [], firstDay: null, lastDay: null })
    const { series } = body as { series: { month: string; kwh: number | null }[] }
    expect(series).toHaveLength(MONTHS)
    expect(series.slice(-5)).toEqual([
      { month: '2011-05', kwh: 42 },
      { month: '2011-06', kwh: null },
      { month: '2011-07', kwh: 0.55 },
      { month: '2011-08', kwh: 0.7 },
      { month: '2011-09', kwh: 0.62 },
    ])
  })

  test('runs only the rules that were asked for', async () => {
    const { accountNo, customerId } = await aCustomer(server)
    await anApprovedImpact(server, { ruleId: 'vacant' })
    await office.call(startRuleRunRoute, aRun(['vacant']))
    await workOff(stateOf({ [accountNo]: lived(62) }))
    await expect(signalOf(server, customerId)).rejects.toThrow('no row')
  })

  test('without readings of the city it fails and says so', async () => {
    await anApprovedImpact(server)
    const run = aRun()
    await office.call(startRuleRunRoute, run)
    await workOff(undefined)
    expect(await runOf(run.runId)).toMatchObject({ state: 'failed', refusal: 'no-readings' })
  })

  test('a city is looked at once at a time; the same run sent again is the same', async () => {
    await anApprovedImpact(server)
    const run = aRun()
    const first = await office.call(startRuleRunRoute, run)
    expect(await office.call(startRuleRunRoute, run)).toEqual(first)
    expect(await office.call(startRuleRunRoute, aRun())).toMatchObject({
      ...{ status: 409, body: { code: 'rules-run-already' } },
    })
  })

  test('of somebody who lost the role since does not begin', async () => {
    await anApprovedImpact(server)
    const leaver = await aPerson(server, server.units.city, 'office')
    const run = aRun()
    await leaver.call(startRuleRunRoute, run)
    await server.database.transact('system', (db) =>
      db.run(
        sql`update assignment set valid_to = '2011-01-01' where person_id = ${leaver.personId}`,
      ),
    )
    await workOff(undefined)
    expect(await runOf(run.runId)).toMatchObject({ state: 'failed', refusal: 'forbidden' })
  })

  test('over a station or a province is refused: readings are a city’s', async () => {
    await anApprovedImpact(server, { unit: server.units.province })
    const { unitId: cityUnitId } = server.units.county
    expect(await office.call(startRuleRunRoute, { ...aRun(), cityUnitId })).toMatchObject({
      ...{ status: 400, body: { errors: [{ field: 'cityUnitId', code: 'no-city' }] } },
    })
  })
})
