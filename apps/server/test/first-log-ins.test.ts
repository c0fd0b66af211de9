import { getMeRoute, listUnitsRoute, signInRoute } from '@nuandeng/contract'
import { expect, test } from 'vitest'
import { aPerson, aServer, as } from './harness.ts'
import { anAccount, hashAt, PASSWORD } from './sign-in-factory.ts'

const server = aServer()
const PEOPLE = 300
/** The memory of a real hash and a fifth of its time: the run takes seconds, and the queue is as long. */
const COST = { N: 2 ** 14, r: 8, p: 1 }

test('300 first log-ins at once all succeed, and everybody else goes on working', async () => {
  const account = { mustChange: true, passwordHash: hashAt(COST) }
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => anAccount(server, account)))
  const worker = await aPerson(server, server.units.station, 'field-worker')

  const signInAndLook = async ({ loginName }: { loginName: string }) => {
    const reply = await as(server).call(signInRoute, { loginName, password: PASSWORD })
    if (reply.status !== 200) return reply.status
    return (await as(server, reply.body.token).call(getMeRoute, {})).status
  }
  let isOver = false
  const startedAt = performance.now()
  const signedIn = Promise.all(people.map(signInAndLook)).finally(() => {
    isOver = true
  })
  let slowestMs = 0
  let calls = 0
  while (!isOver) {
    const calledAt = performance.now()
    expect((await worker.call(listUnitsRoute, {})).status).toBe(200)
    slowestMs = Math.max(slowestMs, performance.now() - calledAt)
    calls++
  }
  const wholeMs = performance.now() - startedAt
  expect(await signedIn).toEqual(Array(PEOPLE).fill(200))
  expect(calls).toBeGreaterThan(10)
  // Measured against the whole, so that a busy machine does not change the verdict.
  expect(slowestMs).toBeLessThan(wholeMs / 4)
}, 180_000)
