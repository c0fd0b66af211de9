import { getMeRoute, listUnitsRoute, signInRoute } from '@nuandeng/contract'
import { expect, test } from 'vitest'
import { aPerson, aServer, as } from './harness.ts'
import { anAccount, PASSWORD } from './sign-in-factory.ts'

const server = aServer()
const PEOPLE = 300

test('300 first log-ins at once all succeed, and everybody else goes on working', async () => {
  const names: string[] = []
  for (let i = 0; i < PEOPLE; i++)
    names.push((await anAccount(server, { mustChange: true })).loginName)
  const worker = await aPerson(server, server.units.station, 'field-worker')

  let isOver = false
  const slowest = (async () => {
    let slowestMs = 0
    while (!isOver) {
      const startedAt = performance.now()
      expect((await worker.call(listUnitsRoute, {})).status).toBe(200)
      slowestMs = Math.max(slowestMs, performance.now() - startedAt)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return slowestMs
  })()

  const signInAndLook = async (loginName: string) => {
    const reply = await as(server).call(signInRoute, { loginName, password: PASSWORD })
    if (reply.status !== 200) return reply.status
    return (await as(server, reply.body.token).call(getMeRoute, {})).status
  }
  const startedAt = performance.now()
  const statuses = await Promise.all(names.map(signInAndLook))
  isOver = true
  console.log(performance.now() - startedAt, await slowest)
  expect(statuses).toEqual(Array(PEOPLE).fill(200))
  expect(await slowest).toBeLessThan(3000)
}, 180_000)
