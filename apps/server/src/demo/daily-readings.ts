import { addDays, shanghaiDate } from '@nuandeng/domain'
import type { DemoCustomer } from './demo.queries.ts'
import { seeded } from './seeded.ts'

/** How the days of an invented household end: as usual, or with so many days of hardly anything. */
const ENDS = { usual: 0, red: 6, yellow: 2 } as const
type End = keyof typeof ENDS
/** By turns, in the months before the first run of rules, and at the end. */
const FIRST: readonly End[] = ['usual', 'red', 'usual', 'yellow', 'usual']
const LAST: readonly End[] = ['red', 'usual', 'yellow', 'usual', 'usual']
/** A state keeps 63 days; the rule asks for 31. */
const DAYS = 60
/** Of a hundred days so many were not read. */
const UNREAD = 3

/** What each account of a file by months uses on a day, by the newest month that was read. */
export function usualDays(monthly: string): ReadonlyMap<string, number> {
  const lines = monthly.trim().split('\n').slice(1)
  return new Map(
    lines.map((line) => {
      const [accountNo = '', ...months] = line.split(',')
      return [accountNo, Number(months.findLast((kwh) => kwh !== '未抄')) / 30]
    }),
  )
}

/**
 * One line a household that needs care, one column a day, up to the day before: whether it agreed to a watch is not asked.
 * Of some the days end in silence, and some of those live on as usual afterwards.
 */
export function demoDays(
  customers: readonly DemoCustomer[],
  { at, isFirst, usual }: { at: Date; isFirst: boolean; usual: ReadonlyMap<string, number> },
): string {
  const today = shanghaiDate(at)
  const days = Array.from({ length: DAYS }, (_, i) => addDays(today, i - DAYS))
  const random = seeded(isFirst ? 62 : 63)
  const lines = customers
    .filter(({ isFlagged }) => isFlagged)
    .map(({ accountNo }, nth) => {
      const ends = isFirst ? FIRST : LAST
      const silent = ENDS[ends[nth % ends.length] ?? 'usual']
      const lived = usual.get(accountNo) ?? 0
      const cells = days.map((_, i) => {
        const age = DAYS - 1 - i
        const kwh =
          age < silent ? 0.02 + random.below(5) / 100 : lived * (0.8 + random.next() * 0.4)
        return age >= silent && random.below(100) < UNREAD ? '未抄' : kwh.toFixed(2)
      })
      return [accountNo, ...cells].join(',')
    })
  return `${[['户号', ...days].join(','), ...lines].join('\n')}\n`
}
