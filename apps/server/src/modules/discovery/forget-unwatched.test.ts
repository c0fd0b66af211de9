import { endCareRoute, recordCheckRoute, withdrawWatchRoute } from '@nuandeng/contract'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aServer } from '../../../test/harness.ts'
import { aSignal, aSilence, SILENCE, signalOf } from '../../../test/signal-factory.ts'
import { aVerdict } from '../../../test/signal-subjects.ts'
import { aWatchRoom, SILENT } from '../../../test/watch-room.ts'
import { newId } from '../../platform/ids.ts'
import { forgetUnwatched } from './forget-unwatched.ts'

const server = aServer()
const room = aWatchRoom(server)
const { aFlagged, aWatched, run, hasSignal } = room
const forget = () => forgetUnwatched(server.installation, () => server.clock.now)

test('what was found goes with the consent, whether it is withdrawn by itself or with all', async () => {
  const [stays, withdrawn, ended] = [await aWatched(), await aWatched(), await aWatched()]
  const all = [stays, withdrawn, ended]
  await run(Object.fromEntries(all.map(({ accountNo }) => [accountNo, SILENT])))
  expect(await forget()).toBe(0)
  for (const household of all) expect(await hasSignal(household)).toBe(true)
  await room.officer().call(withdrawWatchRoute, { flagId: withdrawn.flagId, cause: 'withdrawn' })
  await room.officer().call(endCareRoute, { customerId: ended.customerId, cause: 'died' })
  expect(await forget()).toBe(2)
  expect(await hasSignal(stays)).toBe(true)
  for (const household of [withdrawn, ended]) expect(await hasSignal(household)).toBe(false)
  expect(await forget()).toBe(0)
})

test('of signals by other rules nothing is erased, and the Event names nobody', async () => {
  const { customerId } = await aSignal(server)
  const silent = await aSilence(server)
  expect(await forget()).toBe(1)
  expect(await signalOf(server, customerId)).toMatchObject({ state: 'open' })
  expect(await hasSignal(silent)).toBe(false)
  const events = await server.database.transact('system', (db) =>
    db.rows<object>(
      sql`select subject_id, details from event where kind = 'signal.forgotten' order by event_id`,
    ),
  )
  expect(events.at(-1)).toEqual({ subjectId: server.units.city.path, details: { signals: 1 } })
  expect(JSON.stringify(events)).not.toContain(silent.signalId)
})

test('a check beside the rule is taken of watched households alone, and goes with the consent', async () => {
  const { nextStep: _, nextStepOn: _on, ...check } = aVerdict()
  const { customerId } = await aFlagged()
  const input = { customerId, ruleId: SILENCE, ...check }
  expect(await room.office().call(recordCheckRoute, input)).toMatchObject({
    ...{ status: 409, body: { code: 'not-watched' } },
  })
  const watched = await aWatched()
  const taken = { ...input, customerId: watched.customerId, verdictId: newId() }
  expect(await room.office().call(recordCheckRoute, taken)).toMatchObject({ status: 200 })
  const verdicts = () =>
    server.database.transact('system', (db) =>
      db.rows(sql`select 1 as one from signal_verdict where customer_id = ${watched.customerId}`),
    )
  expect(await verdicts()).toHaveLength(1)
  await room.officer().call(withdrawWatchRoute, { flagId: watched.flagId, cause: 'asked-for' })
  await forget()
  expect(await verdicts()).toEqual([])
})
