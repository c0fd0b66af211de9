// Field records as the invented province sends them: the mix of kinds of its activity day.
import { randomUUID } from 'node:crypto'
import type { NewFieldRecord } from '@nuandeng/contract'
import { seeded } from '../../apps/server/src/demo/seeded.ts'
import { BUSINESS, OPINIONS, PLACES } from '../../apps/server/src/demo/words.ts'
import { newId } from '../../apps/server/src/platform/ids.ts'

/** A city with its stations and the session of the terminal that sends its records. */
export interface City {
  cityCode: string
  token: string
  stationIds: string[]
}

/** The day that is written to. */
export interface Target {
  campaignId: string
  activityDay: string
}

const DAY_MINUTES = 630
const CLASSES = ['A', 'B', 'C1', 'C2'] as const
const AGAIN = 0.05
const CORRECTED = 0.02

/** Makes records of one city's stations without end; subjects are new but for the few seen again. */
export class RecordSource {
  readonly #target: Target
  readonly #random: ReturnType<typeof seeded>
  readonly #run = randomUUID().slice(0, 6)
  #made = 0

  constructor(target: Target, seed: number) {
    this.#target = target
    this.#random = seeded(seed)
  }

  batch(city: City, size: number): NewFieldRecord[] {
    const records: NewFieldRecord[] = []
    while (records.length < size) {
      const record = this.#one(city)
      records.push(record)
      if (record.kind === 'leaflets' && records.length < size && this.#happens(CORRECTED / 0.08)) {
        records.push({ ...record, recordId: newId(), quantity: 7, correctsId: record.recordId })
      }
    }
    return records
  }

  transaction(city: City): NewFieldRecord {
    return this.#one(city, 0.5)
  }

  #one(city: City, chance = this.#random.next()): NewFieldRecord {
    const opensAt = Date.parse(`${this.#target.activityDay}T07:30:00+08:00`)
    const occurredAt = opensAt + this.#random.below(DAY_MINUTES) * 60_000
    const shared = {
      recordId: newId(),
      campaignId: this.#target.campaignId,
      unitId: this.#random.pick(city.stationIds),
      occurredAt: new Date(occurredAt).toISOString(),
      deviceId: `bench-${city.cityCode}`,
    }
    const service = {
      walkInType: `W${1 + this.#random.below(6)}`,
      customerClass: this.#random.pick(CLASSES),
    }
    const subject = this.#subject()
    if (chance < 0.34) return { ...shared, kind: 'person-deployment', staffNo: subject }
    if (chance < 0.38) return { ...shared, kind: 'vehicle-deployment', plateNo: subject }
    if (chance < 0.45) {
      const place = { text: this.#random.pick(PLACES) }
      return { ...shared, ...service, kind: 'visit', accountNo: subject, place }
    }
    if (chance < 0.73) {
      const business = this.#random.pick(BUSINESS)
      return { ...shared, ...service, kind: 'transaction', accountNo: subject, business }
    }
    if (chance < 0.92) {
      const text = this.#random.pick(OPINIONS)
      const contact = { name: '王示例', phone: '00000000001' }
      return { ...shared, ...service, kind: 'opinion', text, ...(chance < 0.79 ? { contact } : {}) }
    }
    const quantity = 40 + this.#random.below(51)
    return { ...shared, kind: 'leaflets', walkInType: service.walkInType, quantity }
  }

  /** Never one of another run; some come a second time. */
  #subject(): string {
    if (!this.#happens(AGAIN)) this.#made++
    return `${this.#run}${String(this.#made).padStart(6, '0')}`
  }

  #happens(share: number): boolean {
    return this.#random.next() < share
  }
}
