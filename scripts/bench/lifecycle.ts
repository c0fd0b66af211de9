// Requests from their acceptance to their end, over HTTP, by several clients at once.
import { Agent, request } from 'node:http'
import { newId } from '../../apps/server/src/platform/ids.ts'
import type { Server } from './load.ts'

export interface Desk {
  unitId: string
  ownerId: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 50 })

/** How many requests a second went through accept, assign, arrive, finish and look up. */
export async function runLifecycles(task: {
  server: Server
  desks: readonly Desk[]
  clients: number
  ms: number
}): Promise<{ rate: number; done: number }> {
  const startedAt = performance.now()
  let done = 0
  const client = async (place: number) => {
    for (let turn = place; performance.now() - startedAt < task.ms; turn += task.clients) {
      await oneLifecycle(task.server, task.desks[turn % task.desks.length] as Desk)
      done++
    }
  }
  await Promise.all(Array.from({ length: task.clients }, (_, place) => client(place)))
  return { rate: (done * 1000) / (performance.now() - startedAt), done }
}

async function oneLifecycle(server: Server, { unitId, ownerId }: Desk) {
  const requestId = newId()
  await call(server, '/requests', {
    requestId,
    unitId,
    kind: 'fault',
    subkind: 'normal',
    channel: 'hotline',
    area: 'urban',
    accountNo: requestId.slice(-12),
    contact: {
      name: '王示例',
      phone: requestId.replaceAll(/\D/g, '').slice(-11).padStart(11, '0'),
    },
    content: '家里突然没电了',
  })
  await call(server, `/requests/${requestId}/assign`, { ownerId })
  for (const step of ['crew.arrived', 'supply.restored'])
    await call(server, `/requests/${requestId}/steps`, { stepId: newId(), step })
  await call(server, `/requests/${requestId}`)
}

function call(server: Server, path: string, body?: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}/api${path}`, {
      agent,
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${server.token}`,
        ...(body ? { 'content-type': 'application/json', 'idempotency-key': newId() } : {}),
      },
    })
    sent.once('error', reject).end(body && JSON.stringify(body))
    sent.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      response.once('end', () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`${path}: ${response.statusCode} ${text}`)),
      )
    })
  })
}
