import type { NewFieldRecord } from '@nuandeng/contract'
import type { CustomerClass, PlainDate } from '@nuandeng/domain'
import type { DemoPerson } from './people.ts'
import type { DemoUnit } from './province.ts'
import { idOf, type Seeded, seeded, shareOut } from './seeded.ts'
import { BUSINESS, OPINIONS, PLACES } from './words.ts'

/** The figures that were published of one day of the campaign; the invented records add up to them. */
export const PUBLISHED = {
  people: 6878,
  vehicles: 729,
  customers: 1238,
  transactions: 5505,
  opinions: 3841,
  leaflets: 97_202,
} as const
type Figures = Record<keyof typeof PUBLISHED, number>

export const DEMO_DAY = '2011-10-15' as PlainDate
const MIDNIGHT = new Date('2011-10-15T00:00:00+08:00').getTime()
const MINUTE_MS = 60_000
/** The day's work goes from 7:30 to 18:00. */
export const OPENS_AT = MIDNIGHT + 450 * MINUTE_MS
export const ENDS_AT = MIDNIGHT + 1080 * MINUTE_MS

/** A record and when it reaches the server: late where the signal was weak. */
export interface Sending {
  cityCode: string
  sentAt: number
  record: NewFieldRecord
}

/** What one city does on the day: its figures, and the records that add up to them. */
export interface CityDay {
  city: DemoUnit
  figures: Figures
  sendings: Sending[]
}

/** The invented activity day, city by city; the same one at every run. */
export function demoDay(
  campaignId: string,
  units: readonly DemoUnit[],
  people: readonly DemoPerson[],
): CityDay[] {
  const cities = units.filter(({ kind }) => kind === 'city')
  const stationsOf = (city: DemoUnit) =>
    units.filter(({ kind, cityId }) => kind === 'station' && cityId === city.unitId)
  const weights = cities.map((city) => stationsOf(city).length)
  const shares = Object.fromEntries(
    Object.entries(PUBLISHED).map(([measure, total]) => [measure, shareOut(total, weights)]),
  ) as Record<keyof Figures, number[]>
  return cities.map((city, i) => {
    const figures = Object.fromEntries(
      Object.entries(shares).map(([measure, parts]) => [measure, parts[i] ?? 0]),
    ) as Figures
    const staff = people.filter(
      ({ unit, role }) =>
        role === 'field-worker' && unit.kind === 'station' && unit.cityId === city.unitId,
    )
    const story = new CityStory(campaignId, city, stationsOf(city), staff)
    return { city, figures, sendings: story.tell(figures) }
  })
}

const WALK_IN_TYPES: readonly (readonly [string, CustomerClass])[] = [
  ['W1', 'A'],
  ['W2', 'B'],
  ['W3', 'C2'],
  ['W3', 'C2'],
  ['W4', 'C1'],
  ['W4', 'C1'],
  ['W5', 'A'],
  ['W6', 'C2'],
]
const LATE_SHARE = 0.08
const LATE_MINUTES = 150
const TWICE_SHARE = 0.05
const CONTACT_SHARE = 0.3
const BUNDLE = 65
const MORNING = 0.6

class CityStory {
  readonly #random: Seeded
  readonly #sendings: Sending[] = []
  readonly #campaignId: string
  readonly #city: DemoUnit
  readonly #stations: readonly DemoUnit[]
  readonly #staff: readonly DemoPerson[]

  constructor(
    campaignId: string,
    city: DemoUnit,
    stations: readonly DemoUnit[],
    staff: readonly DemoPerson[],
  ) {
    this.#campaignId = campaignId
    this.#city = city
    this.#stations = stations
    this.#staff = staff
    this.#random = seeded(Number(city.cityCode))
  }

  tell(figures: Figures): Sending[] {
    this.#sendOut(figures)
    for (let i = 0; i < figures.customers; i++) this.#visit(i)
    for (let i = 0; i < figures.transactions; i++) this.#transact(i)
    for (let i = 0; i < figures.opinions; i++) this.#listen(i)
    this.#handOut(figures.leaflets)
    return this.#sendings.toSorted((a, b) => a.sentAt - b.sentAt)
  }

  /** People and vehicles leave in the morning; some go out a second time and count once. */
  #sendOut({ people, vehicles }: Figures) {
    if (this.#staff.length < people) throw new Error(`${this.#city.name} has too few people`)
    for (const person of this.#staff.slice(0, people)) {
      const content = { kind: 'person-deployment', staffNo: person.staffNo }
      this.#send(`person ${person.staffNo}`, content, { unit: person.unit, isEarly: true })
      if (this.#happens(TWICE_SHARE)) {
        this.#send(`person ${person.staffNo} again`, content, { unit: person.unit })
      }
    }
    for (let i = 0; i < vehicles; i++) {
      const unit = this.#station()
      const number = String(i + 1).padStart(3, '0')
      const content = { kind: 'vehicle-deployment', plateNo: `豫${this.#letter()}示${number}` }
      this.#send(`vehicle ${number}`, content, { unit, isEarly: true })
      if (this.#happens(TWICE_SHARE)) this.#send(`vehicle ${number} again`, content, { unit })
    }
  }

  #visit(i: number) {
    const accountNo = this.#account(i)
    const content = { kind: 'visit', accountNo, place: { text: this.#random.pick(PLACES) } }
    const unit = this.#station()
    const service = this.#service()
    this.#send(`visit ${i}`, { ...content, ...service }, { unit })
    // Somebody else looks in on the same customer: one customer, two visits.
    if (this.#happens(TWICE_SHARE)) {
      this.#send(`visit ${i} again`, { ...content, ...service }, { unit: this.#station() })
    }
  }

  #transact(i: number) {
    const content = { kind: 'transaction', business: this.#random.pick(BUSINESS) }
    const unit = this.#station()
    this.#send(`transaction ${i}`, { ...content, ...this.#service() }, { unit })
    // Entered by mistake, and taken back.
    if (this.#happens(0.01)) {
      const wrong = this.#send(
        `transaction ${i} wrong`,
        { ...content, ...this.#service() },
        { unit, isPrompt: true },
      )
      const reason = '重复录入'
      const back = { kind: 'withdrawal', correctsId: wrong.record.recordId, reason }
      this.#send(`transaction ${i} back`, back, { unit, after: wrong })
    }
  }

  #listen(i: number) {
    const contact = this.#happens(CONTACT_SHARE) ? { contact: this.#contact(i) } : {}
    const content = { kind: 'opinion', text: this.#random.pick(OPINIONS), ...contact }
    this.#send(`opinion ${i}`, { ...content, ...this.#service() }, { unit: this.#station() })
  }

  /** Leaflets go out in bundles; now and then a miscounted bundle is put right. */
  #handOut(total: number) {
    for (let left = total, i = 0; left > 0; i++) {
      const quantity = Math.min(left, BUNDLE - 25 + this.#random.below(51))
      const { walkInType } = this.#service()
      const unit = this.#station()
      const content = { kind: 'leaflets', walkInType, quantity }
      if (this.#happens(0.03)) {
        const miscounted = { ...content, quantity: quantity + 10 }
        const wrong = this.#send(`leaflets ${i} wrong`, miscounted, { unit, isPrompt: true })
        const right = { ...content, correctsId: wrong.record.recordId, remark: '清点更正' }
        this.#send(`leaflets ${i}`, right, { unit, after: wrong })
      } else this.#send(`leaflets ${i}`, content, { unit })
      left -= quantity
    }
  }

  #send(
    name: string,
    content: object,
    how: { unit: DemoUnit; isEarly?: boolean; isPrompt?: boolean; after?: Sending },
  ): Sending {
    const occurred = this.#moment(how)
    const isLate = !how.isPrompt && !how.after && this.#happens(LATE_SHARE)
    const delayMinutes = isLate ? 20 + this.#random.below(LATE_MINUTES) : 1
    const sentAt = Math.min(occurred + delayMinutes * MINUTE_MS, ENDS_AT)
    const occurredAt = new Date(occurred)
    const record = {
      recordId: idOf(`${this.#city.cityCode} ${name}`, occurredAt),
      campaignId: this.#campaignId,
      unitId: how.unit.unitId,
      occurredAt: occurredAt.toISOString(),
      deviceId: `${how.unit.code}-1`,
      ...content,
    } as NewFieldRecord
    const sending = { cityCode: this.#city.cityCode, sentAt, record }
    this.#sendings.push(sending)
    return sending
  }

  /** When it happened: people leave early, work peaks before and after the noon rest. */
  #moment({ isEarly, after }: { isEarly?: boolean; after?: Sending }): number {
    if (after) return Math.min(after.sentAt + 2 * MINUTE_MS, ENDS_AT)
    const spread = (this.#random.next() + this.#random.next()) / 2
    if (isEarly) return OPENS_AT + Math.floor(spread * 150) * MINUTE_MS
    const [from, minutes] = this.#happens(MORNING) ? [60, 210] : [330, 290]
    return OPENS_AT + (from + Math.floor(spread * minutes)) * MINUTE_MS
  }

  #happens(share: number): boolean {
    return this.#random.next() < share
  }

  #station(): DemoUnit {
    return this.#random.pick(this.#stations)
  }

  #service() {
    const [walkInType, customerClass] = this.#random.pick(WALK_IN_TYPES)
    return { walkInType, customerClass }
  }

  #account(i: number): string {
    return `${this.#city.cityCode.slice(0, 4)}9${String(i + 1).padStart(5, '0')}`
  }

  /** Nobody: a name that says it is an example, and a number that no telephone has. */
  #contact(i: number) {
    const name = `${this.#random.pick([...'王李张刘陈杨赵黄周吴'])}示例`
    return { name, phone: `00000${String(i % 1_000_000).padStart(6, '0')}` }
  }

  #letter(): string {
    return 'ABCDEFGHJKLMNPQRSU'[Number(this.#city.cityCode.slice(2, 4)) - 1] ?? 'U'
  }
}
