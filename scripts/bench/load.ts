// The load generator: a process of its own, so that its work is never counted as the server's.
import { Agent, type IncomingMessage, request } from 'node:http'
import type { LiveDay, NewFieldRecord } from '@nuandeng/contract'
import { type City, RecordSource, type Target } from './records.ts'

export interface Server {
  url: string
  /** The session of the province's office. */
  token: string
}

export type Task = { server: Server; target: Target } & (
  | { kind: 'send'; cities: City[]; clients: number; batch: number; ms: number; watchers: number }
  | { kind: 'read'; path: string; token: string; times: number }
  | { kind: 'delay'; city: City; dayPath: string; times: number }
)

export interface Answer {
  records: number
  tookMs: number
  /** Of each call, or of each delay until the totals, in milliseconds. */
  latencies: number[]
  /** Of each delay until the live page, in milliseconds. */
  liveLatencies: number[]
}

const agent = new Agent({ keepAlive: true, maxSockets: 100 })

function open(
  server: Server,
  path: string,
  token: string,
  body?: string,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request(`${server.url}/api${path}`, {
      agent,
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : { accept: '*/*' }),
      },
    })
    call.once('response', resolve).once('error', reject).end(body)
  })
}

async function fetchJson<T>(
  server: Server,
  path: string,
  from: { token: string; body?: string },
): Promise<T> {
  const response = await open(server, path, from.token, from.body)
  let text = ''
  for await (const part of response.setEncoding('utf8')) text += part
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${text}`)
  return JSON.parse(text) as T
}

async function deliver(server: Server, city: City, records: NewFieldRecord[], isBatch: boolean) {
  const path = isBatch ? '/field-records/batch' : '/field-records'
  const body = JSON.stringify(isBatch ? { records } : { record: records[0] })
  const answer = await fetchJson<{ refused?: unknown[] }>(server, path, { token: city.token, body })
  if (answer.refused?.length) throw new Error(`refused: ${JSON.stringify(answer.refused[0])}`)
}

let seed = Date.now()

async function send({ server, target, ...how }: Task & { kind: 'send' }, answer: Answer) {
  const watching = Array.from({ length: how.watchers }, () =>
    watch(server, target, () => undefined),
  )
  const pages = await Promise.all(watching)
  const startedAt = performance.now()
  const client = async (index: number) => {
    const source = new RecordSource(target, seed++)
    for (let i = index; performance.now() - startedAt < how.ms; i++) {
      const city = how.cities[i % how.cities.length] as City
      const records = source.batch(city, how.batch)
      const sentAt = performance.now()
      await deliver(server, city, records, how.batch > 1)
      answer.latencies.push(performance.now() - sentAt)
      answer.records += records.length
    }
  }
  await Promise.all(Array.from({ length: how.clients }, (_, index) => client(index)))
  answer.tookMs = performance.now() - startedAt
  for (const page of pages) page.destroy()
}

async function read({ server, path, token, times }: Task & { kind: 'read' }, answer: Answer) {
  const startedAt = performance.now()
  for (let i = 0; i < times; i++) {
    const sentAt = performance.now()
    await fetchJson(server, path, { token })
    answer.latencies.push(performance.now() - sentAt)
  }
  answer.tookMs = performance.now() - startedAt
}

/** Opens a live page and tells each of its pictures. */
async function watch(server: Server, target: Target, onPicture: (picture: LiveDay) => void) {
  const path = `/campaigns/${target.campaignId}/days/${target.activityDay}/live`
  const page = await open(server, path, server.token)
  if (page.statusCode !== 200) throw new Error(`${path}: ${page.statusCode}`)
  let text = ''
  page.setEncoding('utf8').on('data', (part: string) => {
    text += part
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1]
      if (data) onPicture(JSON.parse(data) as LiveDay)
    }
  })
  page.on('error', () => undefined)
  return page
}

/** One transaction at a time, until its figure is in the totals and on the live page. */
async function delay({ server, target, city, ...how }: Task & { kind: 'delay' }, answer: Answer) {
  let shown = -1
  let wake: () => void = () => undefined
  const page = await watch(server, target, ({ totals }) => {
    shown = totals.transactions
    wake()
  })
  const figure = async () => {
    const day = await fetchJson<LiveDay>(server, how.dayPath, { token: server.token })
    return day.totals.transactions
  }
  const until = async (goal: number) => {
    while (shown < goal) await new Promise<void>((resolve) => (wake = resolve))
  }
  const source = new RecordSource(target, seed++)
  for (let i = 0; i < how.times; i++) {
    const goal = (await figure()) + 1
    await until(goal - 1)
    const record = source.transaction(city)
    const sentAt = performance.now()
    await deliver(server, city, [record], false)
    while ((await figure()) < goal);
    answer.latencies.push(performance.now() - sentAt)
    await until(goal)
    answer.liveLatencies.push(performance.now() - sentAt)
  }
  page.destroy()
}

process.on('message', async (task: Task) => {
  const answer: Answer = { records: 0, tookMs: 0, latencies: [], liveLatencies: [] }
  try {
    if (task.kind === 'send') await send(task, answer)
    else if (task.kind === 'read') await read(task, answer)
    else await delay(task, answer)
    process.send?.({ answer })
  } catch (error) {
    process.send?.({ fault: String(error) })
  }
})
