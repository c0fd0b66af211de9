import { addMonths, type CustomerClass, type PlainDate, shanghaiDate } from '@nuandeng/domain'
import type { DemoCustomer } from './demo.queries.ts'
import { type Seeded, seeded } from './seeded.ts'

/** What is planted in the readings of an invented household; the rest live as usual. */
type DemoCase =
  | 'usual'
  | 'one-kwh'
  | 'recovered'
  | 'low'
  | 'vacant'
  | 'collapse'
  | 'stuck'
  | 'season'
  | 'growth'

const MONTHS = 25
/** Every so many homes one is such a case. */
const EVERY: readonly (readonly [DemoCase, number])[] = [
  ['one-kwh', 61],
  ['recovered', 97],
  ['low', 47],
  ['vacant', 71],
  ['collapse', 83],
  ['stuck', 131],
  ['season', 59],
]
/** Of a hundred months so many were not read; of a planted household one, before what is planted. */
const UNREAD = 2
const UNREAD_AGE = 11

/** The months of the invented readings, oldest first; the newest is the one before this one. */
function demoMonths(now: Date): PlainDate[] {
  const thisMonth = `${shanghaiDate(now).slice(0, 7)}-01` as PlainDate
  return Array.from({ length: MONTHS }, (_, i) => addMonths(thisMonth, i - MONTHS))
}

/** What is planted for the n-th home of a city. */
function caseOf(customerClass: CustomerClass | null, at: number): DemoCase {
  if (customerClass === 'B') return at % 40 === 7 ? 'growth' : 'usual'
  if (customerClass !== 'C2') return 'usual'
  return EVERY.find(([, every]) => at % every === every - 1)?.[0] ?? 'usual'
}

/**
 * One line a customer, one column a month, as a marketing system gives it out; 未抄 was not read. Without the newest
 * `without` months it is the file of so many months ago.
 */
export function demoReadings(
  customers: readonly DemoCustomer[],
  { now, without }: { now: Date; without: number },
): string {
  const months = demoMonths(now)
  const shown = MONTHS - without
  const random = seeded(25)
  const lines = customers.map((customer, at) => {
    const planted = caseOf(customer.customerClass, at)
    const usual = 40 + random.below(160)
    const cells = months.map((month, i) => {
      const kwh = useOf(planted, { usual, age: MONTHS - 1 - i, month, random, customer })
      const isUnread =
        planted === 'usual' ? random.below(100) < UNREAD : MONTHS - 1 - i === UNREAD_AGE
      return isUnread ? '未抄' : kwh.toFixed(2)
    })
    return [customer.accountNo, ...cells.slice(0, shown)].join(',')
  })
  const header = ['户号', ...months.slice(0, shown).map((month) => month.slice(0, 7))].join(',')
  return `${[header, ...lines].join('\n')}\n`
}

interface Month {
  /** What the household uses in a usual month, kWh. */
  usual: number
  /** 0 is the newest. */
  age: number
  month: PlainDate
  random: Seeded
  customer: DemoCustomer
}

function useOf(planted: DemoCase, of: Month): number {
  const { usual, age, month, random, customer } = of
  const lived = Math.round(usual * (0.85 + random.next() * 0.3) * 100) / 100
  const isSummer = ['06', '07', '08', '09', '02'].includes(month.slice(5, 7))
  switch (planted) {
    case 'usual':
      return customer.capacityKva ? lived * customer.capacityKva * 0.3 : lived
    case 'one-kwh':
      return age < 7 ? 0.3 + random.below(60) / 100 : lived * 0.3
    case 'recovered':
      return age >= 3 && age < 9 ? 0.5 + random.below(40) / 100 : lived
    case 'low':
      return age < 6 ? 4 + random.below(900) / 100 : lived * 0.4
    case 'vacant':
      return age < 9 ? 0 : lived
    case 'collapse':
      return age < 3 ? lived * 0.06 : lived
    case 'stuck':
      return age < 4 ? 36 : lived
    case 'season':
      return isSummer ? lived : 0.4
    case 'growth':
      return (customer.capacityKva ?? 100) * (age < 3 ? 420 : 180)
  }
}
