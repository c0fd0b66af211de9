import { readFileSync } from 'node:fs'
import {
  agreeToWatchRoute,
  dismissSignalRoute,
  eraseCareFlagRoute,
  getSignalRoute,
  listRuleRunsRoute,
  startRuleRunRoute,
  withdrawWatchRoute,
  writeImpactRoute,
} from '@nuandeng/contract'
import { judgeSilence } from '@nuandeng/domain'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { aCustomer } from '../../../test/customer-factory.ts'
import { aPerson, aServer } from '../../../test/harness.ts'
import {
  anApprovedImpact,
  aPersonWithCare,
  EDITION,
  IMPACT_CONTENT,
  SILENCE,
  signalOf,
} from '../../../test/signal-factory.ts'
import { aWatchRoom, LIVED, NEWEST_DAY, SILENT } from '../../../test/watch-room.ts'
import { newId } from '../../platform/ids.ts'

const server = aServer()
const room = aWatchRoom(server)
const { aFlagged, aWatched, run, hasSignal } = room
const { edition } = EDITION
const asked = () => ({
  ...{ runId: newId(), cityUnitId: server.units.city.unitId, edition, ruleIds: [SILENCE] },
})

describe('the rule about those who live alone', () => {
  test('finds a watched household that fell silent, red, with the reason in days', async () => {
    const [red, yellow, lives] = [await aWatched(), await aWatched(), await aWatched()]
    await run({
      ...{ [red.accountNo]: SILENT, [lives.accountNo]: LIVED },
      [yellow.accountNo]: [5, 4, ...LIVED.slice(2)],
    })
    const found = await server.database.transact('system', (db) =>
      db.rows<{ customerId: string; colour: string; reason: { text: string } }>(
        sql`select customer_id, colour, reason from signal where rule_kind = 'silence'`,
      ),
    )
    const of = ({ customerId }: { customerId: string }) =>
      found.find((row) => row.customerId === customerId)
    expect(of(red)).toMatchObject({ colour: 'red' })
    expect(of(red)?.reason.text).toMatch(/^已连续 4 个抄表日用电不超过 0.05 千瓦时/)
    expect(of(yellow)).toMatchObject({ colour: 'yellow' })
    expect(of(lives)).toBeUndefined()
  })

  test('shows the days of the household with the line of the rule, and which of them were silent', async () => {
    const { accountNo, customerId } = await aWatched()
    const days = [5, -1, 4, 3, ...LIVED.slice(4)]
    await run({ [accountNo]: days })
    const { signalId } = await signalOf(server, customerId, SILENCE)
    const { body } = await room.office().call(getSignalRoute, { signalId })
    expect(body).toMatchObject({
      ...{ colour: 'red', firstDay: '2011-10-11', lastDay: '2011-10-14', thresholdKwh: 0.32 },
    })
    expect('days' in body && body.days.slice(-5)).toEqual([
      { day: '2011-10-10', kwh: 3.2 },
      { day: '2011-10-11', kwh: 0.03 },
      { day: '2011-10-12', kwh: 0.04 },
      { day: '2011-10-13', kwh: null },
      { day: '2011-10-14', kwh: 0.05 },
    ])
  })

  test('proposes the next silence anew, also while the one before rests; the same one it does not', async () => {
    const { accountNo, customerId } = await aWatched()
    await run({ [accountNo]: SILENT })
    const { signalId } = await signalOf(server, customerId, SILENCE)
    const dismissal = { signalId, reason: 'known', text: '住院，家人已知' } as const
    expect(await room.office().call(dismissSignalRoute, dismissal)).toMatchObject({ status: 200 })
    expect((await run({ [accountNo]: SILENT })).counts).toMatchObject({ fresh: 0, resting: null })
    // Two days of use, and silent again since.
    const again = [4, 5, 3, 310, 300, ...SILENT]
    const counts = (await run({ [accountNo]: again }, '2011-10-19')).counts
    expect(counts).toMatchObject({ fresh: null, resting: 0 })
    expect((await signalOf(server, customerId, SILENCE)).signalId).not.toBe(signalId)
  })

  test('looks at nobody without flag and consent in force, in this city and with an open account', async () => {
    const watched = await aWatched()
    const [flagged, nest] = [await aFlagged(), await aFlagged('empty-nest')]
    const [withdrawn, erased] = [await aWatched(), await aWatched()]
    await room.officer().call(withdrawWatchRoute, { flagId: withdrawn.flagId, cause: 'withdrawn' })
    await room.officer().call(eraseCareFlagRoute, { flagId: erased.flagId, cause: 'wrong' })
    const [closed, over] = [await aWatched(), await aWatched()]
    await server.database.transact('system', async (db) => {
      await db.run(
        sql`update customer set status = 'closed' where customer_id = ${closed.customerId}`,
      )
      await db.run(
        sql`update care_flag set expires_on = '2011-10-15' where flag_id = ${over.flagId}`,
      )
    })
    const foreign = await aWatched(server.units.foreign)
    const plain = await aCustomer(server)
    const others = [plain, flagged, nest, withdrawn, erased, closed, over, foreign]
    await run(Object.fromEntries([watched, ...others].map((of) => [of.accountNo, SILENT])))
    expect(await hasSignal(watched)).toBe(true)
    for (const other of others) expect(await hasSignal(other)).toBe(false)
  })

  test('stops two years after the consent, though the flag was renewed', async () => {
    const { accountNo, customerId, flagId } = await aWatched()
    await server.database.transact('system', (db) =>
      db.run(sql`update care_flag set expires_on = '2015-10-14' where flag_id = ${flagId}`),
    )
    await anApprovedImpact(server, { ruleId: SILENCE, validUntil: '2014-06-30' })
    const before = server.clock.now
    for (const [on, isFound] of [
      ['2013-10-14', false],
      ['2013-10-13', true],
    ] as const) {
      const { runId, ...more } = asked()
      await room.office().call(startRuleRunRoute, { runId, ...more })
      server.clock.now = new Date(`${on}T10:00:00+08:00`)
      await room.workOff({ [accountNo]: SILENT })
      server.clock.now = before
      expect([on, await hasSignal({ customerId })]).toEqual([on, isFound])
    }
  })

  test('finds the kept file of a flag that stands at a merged one', async () => {
    const kept = await aCustomer(server)
    const merged = await aWatched()
    await server.database.transact('system', (db) =>
      db.run(sql`update customer set merged_into_id = ${kept.customerId}
        where customer_id = ${merged.customerId}`),
    )
    await run({ [kept.accountNo]: SILENT })
    expect(await hasSignal(kept)).toBe(true)
  })

  test('leaves one Event of the look into the store: which run and how many, and nobody', async () => {
    const { accountNo, customerId } = await aWatched()
    const { runId } = await run({ [accountNo]: SILENT })
    const events = await server.database.transact('system', (db) =>
      db.rows<{ kind: string; actorId: string; details: { accounts?: number } }>(sql`
        select kind, actor_id, details from event where subject_id = ${runId} order by event_id`),
    )
    const reads = events.filter(({ kind }) => kind === 'care.watch-read')
    expect(reads).toMatchObject([{ actorId: room.office().personId, details: { runId } }])
    expect(reads[0]?.details.accounts).toBeGreaterThan(0)
    for (const said of [accountNo, customerId, 'found']) {
      expect(JSON.stringify(events)).not.toContain(said)
    }
  })

  test('is run by nobody who may not read the store, when it is asked for and when it begins', async () => {
    await anApprovedImpact(server, { ruleId: SILENCE })
    const { accountNo, customerId } = await aWatched()
    const plain = await aPerson(server, server.units.city, 'office')
    expect(await plain.call(startRuleRunRoute, asked())).toMatchObject({ status: 403 })
    const leaver = await aPersonWithCare(server, 'office', server.units.city)
    expect(await leaver.call(startRuleRunRoute, asked())).toMatchObject({ status: 200 })
    await server.database.transact('system', (db) =>
      db.run(sql`update assignment set valid_to = '2011-01-01'
        where person_id = ${leaver.personId} and role = 'care-officer'`),
    )
    await room.workOff({ [accountNo]: SILENT })
    expect(await hasSignal({ customerId })).toBe(false)
    const { body } = await plain.call(listRuleRunsRoute, { limit: 1 })
    expect(body).toMatchObject({ items: [{ state: 'failed', refusal: 'forbidden', counts: {} }] })
  })

  test('finds of random days and consents what the plain rule says of each, and of nobody else', async () => {
    const rule = EDITION.rules.find(({ kind }) => kind === 'silence')
    if (rule?.kind !== 'silence') throw new Error('no rule of silence')
    const use = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(-1, 0, 31, 32, 33) },
      { weight: 9, arbitrary: fc.integer({ min: 250, max: 400 }) },
    )
    const household = fc.record({
      isWatched: fc.boolean(),
      silent: fc.integer({ min: 0, max: 5 }),
      days: fc.array(use, { minLength: 25, maxLength: 58 }),
    })
    const homes = []
    for (const of of fc.sample(household, { numRuns: 60, seed: 7 })) {
      const made = of.isWatched ? await aWatched() : await aFlagged()
      homes.push({ ...made, ...of, days: [...Array<number>(of.silent).fill(2), ...of.days] })
    }
    await run(Object.fromEntries(homes.map(({ accountNo, days }) => [accountNo, days])))
    const found = []
    for (const home of homes) {
      const { days, isWatched, customerId } = home
      const series = {
        newest: NEWEST_DAY,
        use: [...days, ...Array<number>(63 - days.length).fill(-1)],
      }
      const expected = isWatched && judgeSilence(rule, series).finding !== undefined
      expect([customerId, await hasSignal(home)]).toEqual([customerId, expected])
      if (expected) found.push(customerId)
    }
    expect(found.length).toBeGreaterThan(8)
    expect(found.length).toBeLessThan(homes.filter(({ isWatched }) => isWatched).length)
  })

  test('goes on with a newer consent', async () => {
    const { accountNo, flagId, customerId } = await aFlagged()
    const { counts } = await run({ [accountNo]: SILENT })
    expect(counts).toMatchObject({ found: 0, notRun: 'nobody-lives-alone' })
    await room.officer().call(agreeToWatchRoute, { flagId, consent: room.consent })
    expect((await run({ [accountNo]: SILENT })).counts).toMatchObject({ found: null, notRun: null })
    expect(await signalOf(server, customerId, SILENCE)).toMatchObject({ state: 'open' })
  })
})

describe('the assessment of such a rule', () => {
  const aDraft = (change: object) => ({
    ...{ assessmentId: newId(), unitId: server.units.city.unitId, ...IMPACT_CONTENT },
    ...change,
  })

  test('says on which consent it asks the store; one of another rule has nothing to say of it', async () => {
    const refused = (code: string) => ({
      ...{ status: 400, body: { errors: [{ field: 'careUse', code }] } },
    })
    const office = room.office()
    const silent = await office.call(writeImpactRoute, aDraft({ ruleId: SILENCE }))
    expect(silent).toMatchObject(refused('required'))
    const careUse = '只查同意用电关爱的住户'
    const other = await office.call(writeImpactRoute, aDraft({ careUse }))
    expect(other).toMatchObject(refused('no-care'))
    const said = aDraft({ ruleId: SILENCE, careUse })
    const first = await office.call(writeImpactRoute, said)
    expect(first).toMatchObject({ status: 200 })
    expect(await office.call(writeImpactRoute, said)).toEqual(first)
  })

  test('that stood before it had to say so is withdrawn, and that the rule did not run is taken out', async () => {
    const migration = readFileSync(
      new URL('../../../migrations/0100_watch.sql', import.meta.url),
      'utf8',
    )
    const statements = migration
      .split(/;\n/)
      .filter((text) => /^(--.*\n)*update /m.test(text.trim()))
    expect(statements).toHaveLength(2)
    await anApprovedImpact(server, { ruleId: SILENCE })
    const { city, clock } = { ...server, ...server.units }
    const runId = newId()
    const counts = '{"vacant": {"found": 3}, "alone-and-silent": {"found": 0}}'
    const rows = await server.database.transact('system', async (db) => {
      await db.run(sql`
        insert into rule_run (city_code, run_id, unit_id, unit_path, edition, rule_ids, state, asked_by,
          asked_by_name, asked_at, finished_at, counts)
        values (${city.cityCode}, ${runId}, ${city.unitId}, ${city.path}::ltree, 'residents-1', '{vacant}', 'done',
          ${runId}, '测试', ${clock.now}, ${clock.now}, ${counts})`)
      for (const statement of statements) await db.run(sql`${sql.raw(statement)}`)
      return db.rows(sql`
        select (select string_agg(distinct state, ',') from impact_assessment where rule_id = ${SILENCE}) as state,
          counts from rule_run where run_id = ${runId}`)
    })
    expect(rows).toEqual([{ state: 'withdrawn', counts: { vacant: { found: 3 } } }])
  })
})
