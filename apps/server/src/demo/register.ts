import { addDays, type CustomerClass, shanghaiDate } from '@nuandeng/domain'
import type { NewFile } from '../modules/customers/index.ts'
import { FileWriter, type InventedFile } from './customer-content.ts'
import type { CityDay } from './day.ts'
import type { DemoUnit } from './province.ts'
import { idOf, type Seeded, seeded } from './seeded.ts'

const CONNECTED = new Date('2010-06-01T00:00:00+08:00')
/** Counties whose stations have customers beside those that are visited on the day. */
const COUNTIES = 3
const OF_A_STATION = 30
/** Of 20 customers so many are of each class. */
const CLASSES: readonly CustomerClass[] = [
  ...(['A', 'B', 'C1', 'C1', 'C1'] as const),
  ...Array<'C2'>(15).fill('C2'),
]
/** Every so many customers of a county one was written down twice. */
const TWICE_EVERY = 150

/**
 * The invented register: every customer that the visits of the day name, and those of the stations of a few
 * counties. Some files lack fields, some were not verified for long, a few customers have two.
 */
export function demoRegister(
  units: readonly DemoUnit[],
  days: readonly CityDay[],
  now: Date,
): NewFile[] {
  const random = seeded(1238)
  const writer = new FileWriter(random)
  const place = (unit: DemoUnit, accountNo: string, file: InventedFile): NewFile => ({
    customerId: idOf(`customer ${accountNo}`, CONNECTED),
    accountNo,
    unit,
    ...file,
    verifiedOn: verifiedOn(random, now),
  })
  const visited = visitsOf(units, days).map(({ unit, accountNo, customerClass }) =>
    place(unit, accountNo, writer.write(customerClass, townOf(unit))),
  )
  const counties = units.filter(({ kind }) => kind === 'county').slice(0, COUNTIES)
  const stations = units.filter(
    ({ kind, countyId }) =>
      kind === 'station' && counties.some(({ unitId }) => unitId === countyId),
  )
  const others = stations.flatMap((unit, at) =>
    Array.from({ length: OF_A_STATION }, (_, i) => {
      const number = String(at * OF_A_STATION + i + 1).padStart(5, '0')
      const accountNo = `${unit.cityCode.slice(0, 4)}1${number}`
      return place(unit, accountNo, writer.write(random.pick(CLASSES), townOf(unit)))
    }),
  )
  const twice = others
    .filter((_, i) => i % TWICE_EVERY === TWICE_EVERY - 1)
    .map((file) => {
      const accountNo = file.accountNo.replace(/^(.{4})1/, '$12')
      return place(file.unit as DemoUnit, accountNo, writtenAgain(file))
    })
  return [...visited, ...others, ...twice]
}

/** Each customer that the visits of the day name, at the station that was there first. */
function visitsOf(units: readonly DemoUnit[], days: readonly CityDay[]) {
  const unitsById = new Map(units.map((unit) => [unit.unitId, unit]))
  const visits = new Map<
    string,
    { unit: DemoUnit; accountNo: string; customerClass: CustomerClass }
  >()
  for (const { record } of days.flatMap(({ sendings }) => sendings)) {
    if (record.kind !== 'visit') continue
    const { accountNo, customerClass } = record
    const unit = unitsById.get(record.unitId)
    if (unit && accountNo && customerClass && !visits.has(accountNo))
      visits.set(accountNo, { unit, accountNo, customerClass })
  }
  return [...visits.values()]
}

/** 城关供电所 → 城关镇. */
function townOf({ name }: DemoUnit): string {
  return `${name.replace(/供电所$/, '')}镇`
}

/** Most were verified within the year, some longer ago, some never. */
function verifiedOn(random: Seeded, now: Date) {
  const chance = random.next()
  if (chance < 0.12) return null
  const days = chance < 0.75 ? random.below(330) : 380 + random.below(400)
  return addDays(shanghaiDate(now), -days)
}

/** The same customer under a second number, with fewer words of the address. */
function writtenAgain({ content, people }: NewFile): InventedFile {
  const address = content.address?.replace('镇', '') ?? null
  return {
    content: { ...content, address, transformerArea: null, details: {} },
    people: people.slice(0, 1),
  }
}
