import {
  acceptRequestRoute,
  assignRequestRoute,
  pauseRequestRoute,
  type Route,
  recordCallBackRoute,
  resumeRequestRoute,
  type SentOf,
  takeStepRoute,
} from '@nuandeng/contract'
import { sql } from 'kysely'
import { newId } from '../src/platform/ids.ts'
import { aPerson, type as, type TestServer } from './harness.ts'

export type SentRequest = SentOf<typeof acceptRequestRoute>

let count = 0

/** A fault at the first station; change what the test is about. */
export function aNewRequest(server: TestServer, change: Partial<SentRequest> = {}): SentRequest {
  return {
    requestId: newId(),
    unitId: server.units.station.unitId,
    kind: 'fault',
    subkind: 'normal',
    channel: 'hotline',
    area: 'urban',
    accountNo: newId().slice(-10),
    contact: { name: '张三', phone: `1380${String(++count).padStart(7, '0')}` },
    content: '家里突然没电了',
    ...change,
  }
}

/** Calls an operation that must succeed, and gives its reply. */
export async function must<R extends Route>(
  who: ReturnType<typeof as>,
  route: R,
  input: SentOf<R>,
) {
  const reply = await who.call(route, input)
  if (reply.status !== 200) throw new Error(`${route.url}: ${JSON.stringify(reply.body)}`)
  return reply.body
}

/** People of the first station and above, and requests that they have brought so far. */
export async function requestFactory(server: TestServer) {
  const { station, county, city } = server.units
  const office = await aPerson(server, station, 'office')
  const head = await aPerson(server, county, 'station-head')
  const worker = await aPerson(server, station, 'field-worker')
  const other = await aPerson(server, station, 'field-worker')
  const cityOffice = await aPerson(server, city, 'office')

  const accepted = async (change: Partial<SentRequest> = {}) => {
    const { requestId } = await must(office, acceptRequestRoute, aNewRequest(server, change))
    return { requestId }
  }
  const assigned = async (change: Partial<SentRequest> = {}) => {
    const { requestId } = await accepted(change)
    await must(office, assignRequestRoute, { requestId, ownerId: worker.personId })
    return { requestId }
  }
  const take = (requestId: string, step: string, at?: string) => {
    const stepId = newId()
    return must(worker, takeStepRoute, {
      requestId,
      stepId,
      step,
      ...(at ? { at } : {}),
    }).then(() => stepId)
  }
  const done = async (change: Partial<SentRequest> = {}) => {
    const { requestId } = await assigned(change)
    const stepId = await take(requestId, 'crew.arrived')
    await take(requestId, 'supply.restored')
    return { requestId, stepId }
  }
  return { office, head, worker, other, cityOffice, accepted, assigned, take, done }
}

/** A request that leaves rows in every table of requests: late, paused, done and called back. */
export async function aWholeRequest(server: TestServer) {
  const { worker, assigned, take } = await requestFactory(server)
  const acceptedAt = new Date(server.clock.now.getTime() - 7_200_000).toISOString()
  const { requestId } = await assigned({ acceptedAt })
  const pause = { requestId, pauseId: newId(), reason: 'access-blocked' } as const
  await must(worker, pauseRequestRoute, pause)
  await must(worker, resumeRequestRoute, { requestId })
  await take(requestId, 'crew.arrived')
  await take(requestId, 'supply.restored')
  await must(worker, recordCallBackRoute, { requestId, callBackId: newId() })
  return { requestId }
}

/** Sets the clock of the server to a time in Asia/Shanghai; everybody stays logged in. */
export async function setClock(server: TestServer, text: string) {
  server.clock.now = new Date(`${text}+08:00`)
  await server.database.transact('system', (db) =>
    db.run(sql`
      update session set last_seen_at = ${server.clock.now}, expires_at = ${server.clock.now}::timestamptz + interval '1 day'`),
  )
}
