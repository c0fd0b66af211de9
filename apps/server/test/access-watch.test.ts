import {
  acceptSignalRoute,
  dismissSignalRoute,
  getSignalRoute,
  type Route,
  recordVerdictRoute,
  reopenSignalRoute,
} from '@nuandeng/contract'
import { ROLES } from '@nuandeng/domain'
import { beforeAll, describe, expect, test } from 'vitest'
import { discoveryRows } from './access-discovery.ts'
import { REASON } from './access-subjects.ts'
import { aPerson, aServer, requestFor } from './harness.ts'
import { aPersonWithCare, aSilence } from './signal-factory.ts'
import { aDismissal, anAcceptance, aVerdict } from './signal-subjects.ts'

const server = aServer()
/** Brings a signal into the state that an operation asks for. */
let insider: Awaited<ReturnType<typeof aPersonWithCare>>
beforeAll(async () => {
  insider = await aPersonWithCare(server, 'office', server.units.city)
})

const plainly = { text: '上门看望', nextStep: '再次上门' }
const open = async () => (await aSilence(server)).signalId
async function dismissed() {
  const signalId = await open()
  await insider.call(dismissSignalRoute, { signalId, ...aDismissal() })
  return signalId
}
async function inHand() {
  const signalId = await open()
  await insider.call(acceptSignalRoute, { signalId, ...anAcceptance(), ...plainly })
  return signalId
}

/** Every operation on a signal that tells who lives alone, with a signal in the right state and what is sent. */
const OPERATIONS: [
  keyof typeof discoveryRows,
  Route,
  () => Promise<string>,
  () => Record<string, unknown>,
][] = [
  ['getSignal', getSignalRoute, open, () => ({})],
  ['acceptSignal', acceptSignalRoute, open, () => ({ ...anAcceptance(), ...plainly })],
  ['dismissSignal', dismissSignalRoute, open, aDismissal],
  ['reopenSignal', reopenSignalRoute, dismissed, () => ({ reason: REASON })],
  ['recordVerdict', recordVerdictRoute, inHand, () => ({ ...aVerdict(), ...plainly })],
]

/** Beside these no second role is held: a care officer is one already, a wall screen is nobody. */
const SEATS = ROLES.filter((role) => role !== 'care-officer' && role !== 'display')

describe.each(OPERATIONS)('%s', (name, route, signalIn, sent) => {
  test('needs care.read beside its own permission, in every role', async () => {
    const may: readonly string[] = discoveryRows[name].may
    const seen: Record<string, [number, number]> = {}
    for (const role of SEATS) {
      const { station } = server.units
      const statuses = []
      for (const person of [
        await aPerson(server, station, role),
        await aPersonWithCare(server, role, station),
      ]) {
        const input = { signalId: await signalIn(), ...sent() }
        const request = requestFor(route, input as never, { token: person.token })
        statuses.push((await server.app.inject(request)).statusCode)
      }
      seen[role] = statuses as [number, number]
    }
    expect(seen).toEqual(
      Object.fromEntries(SEATS.map((role) => [role, may.includes(role) ? [404, 200] : [403, 403]])),
    )
  })
})
