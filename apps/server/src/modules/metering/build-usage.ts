import { addMonths, type PlainDate } from '@nuandeng/domain'
import type { Duck } from '../../platform/duck.ts'
import { MONTHS, makeUsageTables, monthsOf, setDays, setMonth } from './usage.queries.ts'

/**
 * Makes `meter`, `usage`, `slot`, `daily` and `day_slot` (ADR 16) of all readings that were staged: the
 * newest 25 months and 63 days of them. Returns the months, in order.
 */
export async function buildUsage(duck: Duck): Promise<PlainDate[]> {
  await makeUsageTables(duck)
  const found = await monthsOf(duck, 'reading')
  if (!found) return []
  const months = newestMonths(found)
  for (const month of months) await setMonth(duck, month, 'reading')
  await setDays(duck, 'reading')
  return months
}

/** The months from the first to the last, of which a state holds the newest. */
function newestMonths({ first, last }: { first: PlainDate; last: PlainDate }): PlainDate[] {
  const months: PlainDate[] = []
  for (let month = last; month >= first && months.length < MONTHS; month = addMonths(month, -1)) {
    months.unshift(month)
  }
  return months
}
