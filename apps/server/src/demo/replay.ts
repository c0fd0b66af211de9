import { setTimeout as wait } from 'node:timers/promises'
import type { NewFieldRecord, ReplyOf, recordFieldworkBatchRoute } from '@nuandeng/contract'
import { type CityDay, ENDS_AT, OPENS_AT, type Sending } from './day.ts'
import { seeded } from './seeded.ts'

type BatchReply = ReplyOf<typeof recordFieldworkBatchRoute>
/** Delivers records of a city and waits for the server's answer. */
export type Deliver = (cityCode: string, records: NewFieldRecord[]) => Promise<BatchReply>

export interface ReplayOptions {
  /** How long the day takes; 0 for as fast as the server answers. */
  durationMs: number
  /** Records that arrived in a run before this one. */
  arrived: ReadonlySet<string>
  onProgress?: (delivered: number, total: number) => void
  /** Set to stop between two deliveries. */
  signal?: AbortSignal
}

const SLOT_MS = 5 * 60_000
/** Share of the deliveries whose answer got lost on the way, so that the device sends them again. */
const REPEATED = 0.06
/** Share of the deliveries that are under way twice at the same moment. */
const DOUBLED = 0.03

/**
 * Sends the records of the day as the devices would have: city by city in order, in batches of five
 * minutes of the day, some late, some twice. Returns how many repeats the server absorbed.
 */
export async function replay(days: readonly CityDay[], deliver: Deliver, options: ReplayOptions) {
  const total = days.reduce((sum, day) => sum + day.sendings.length, 0)
  let delivered = 0
  let duplicatesAbsorbed = 0
  const clock = storyClock(days, options)
  const tellCity = async ({ city, sendings }: CityDay) => {
    const random = seeded(Number(city.cityCode) + 7)
    for (const slot of slotsOf(sendings)) {
      const isDoubled = random.next() < DOUBLED
      const isRepeated = random.next() < REPEATED
      const records = slot.map(({ record }) => record)
      delivered += records.length
      if (records.every(({ recordId }) => options.arrived.has(recordId))) continue
      await clock(slot[0]?.sentAt ?? ENDS_AT)
      if (options.signal?.aborted) return
      const both = isDoubled ? [records, records] : [records]
      for (const answer of await Promise.all(both.map((one) => deliver(city.cityCode, one)))) {
        duplicatesAbsorbed += repeatsIn(answer)
      }
      if (isRepeated) duplicatesAbsorbed += repeatsIn(await deliver(city.cityCode, records))
      options.onProgress?.(delivered, total)
    }
  }
  await Promise.all(days.map(tellCity))
  return { records: total, duplicatesAbsorbed }
}

function repeatsIn({ accepted, refused }: BatchReply): number {
  const [fault] = refused
  if (fault) {
    throw new Error(
      `record ${fault.recordId} was refused: ${fault.errors[0]?.reason ?? 'no reason'}`,
    )
  }
  return accepted.filter(({ isRepeat }) => isRepeat).length
}

function slotsOf(sendings: readonly Sending[]): Sending[][] {
  const slots = new Map<number, Sending[]>()
  for (const sending of sendings) {
    const slot = Math.floor(sending.sentAt / SLOT_MS)
    const list = slots.get(slot) ?? []
    list.push(sending)
    slots.set(slot, list)
  }
  return [...slots.values()]
}

/** Waits until a moment of the story has come; a story that was interrupted goes on where it stopped. */
function storyClock(days: readonly CityDay[], { durationMs, arrived }: ReplayOptions) {
  if (durationMs === 0) return async () => undefined
  const missing = days.flatMap(({ sendings }) =>
    sendings.filter(({ record }) => !arrived.has(record.recordId)).map(({ sentAt }) => sentAt),
  )
  const from = missing.reduce((a, b) => Math.min(a, b), ENDS_AT)
  const pace = durationMs / (ENDS_AT - OPENS_AT)
  const startedAt = performance.now()
  return async (moment: number) => {
    const dueIn = (moment - from) * pace - (performance.now() - startedAt)
    if (dueIn > 0) await wait(dueIn)
  }
}

const TRIES = 60
const PAUSE_MS = 500

/** Delivers over HTTP and tries again while the server is away: a repeat costs nothing. */
export function deliverTo(url: () => string, tokenOf: (cityCode: string) => string): Deliver {
  return async (cityCode, records) => {
    for (let tries = 1; ; tries++) {
      const answer = await post(url(), tokenOf(cityCode), records)
      if (answer.status === 200) return JSON.parse(answer.text) as BatchReply
      const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 429
      if (isRefused || tries === TRIES) {
        throw new Error(`a delivery of ${cityCode} failed: ${answer.status} ${answer.text}`)
      }
      await wait(PAUSE_MS)
    }
  }
}

/** Status 0: nobody answered. */
async function post(url: string, token: string, records: NewFieldRecord[]) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ records })
  try {
    const response = await fetch(`${url}/api/field-records/batch`, {
      method: 'POST',
      headers,
      body,
    })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    return { status: 0, text: String(error) }
  }
}
