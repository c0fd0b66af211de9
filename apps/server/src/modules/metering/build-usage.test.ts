import { addDays, addMonths, daysBetween, type PlainDate } from '@nuandeng/domain'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Duck, withDuck } from '../../platform/duck.ts'
import { buildUsage } from './index.ts'

type Reading = [account: string, fromDay: string, days: number, used: number]

/** What the state of some readings says: by account the months, by account the days. */
function build(readings: Reading[]) {
  return withDuck(':memory:', { memoryMb: 256, threads: 1 }, async (duck) => {
    const values = readings.map(
      ([account, day, days, used]) => `('${account}', date '${day}', ${days}, ${used})`,
    )
    await duck.run(`create table reading (account varchar, from_day date, days smallint, used integer);
                    insert into reading values ${values.join(', ')}`)
    const months = await buildUsage(duck)
    return {
      months,
      usage: await seen(duck, 'usage', 'slot', 'month', 'm'),
      daily: await seen(duck, 'daily', 'day_slot', 'day', 'd'),
    }
  })
}

/** Rows of a ring as people think of it: {account: {month: use}}, only what is not missing. */
async function seen(duck: Duck, table: string, slots: string, unit: string, letter: string) {
  const reader = await duck.runAndReadAll(`
    select account, ${unit}::varchar, value from
      (unpivot ${table} on columns(* exclude (id)) into name column_name value value)
      join ${slots} on column_name = '${letter}' || lpad(slot::varchar, 2, '0') join meter using (id)
    where value <> -1 order by all`)
  const all: Record<string, Record<string, number>> = {}
  for (const [account, when, value] of reader.getRowsJson() as [string, string, number][]) {
    all[account] = { ...all[account], [when]: value }
  }
  return all
}

const JANUARY = '2015-01-01'
const FEBRUARY = '2015-02-01'

test('a month that was not read is missing, and nought is nought', async () => {
  const { months, usage } = await build([
    ['a', JANUARY, 31, 0],
    ['b', '2015-03-01', 31, 5],
  ])
  expect(months).toEqual([JANUARY, FEBRUARY, '2015-03-01'])
  expect(usage).toEqual({ a: { [JANUARY]: 0 }, b: { '2015-03-01': 5 } })
})

test('a reading over two months is shared by their days and loses nothing', async () => {
  const { usage } = await build([
    ['a', JANUARY, 59, 1000],
    ['b', '2015-01-16', 31, 3100],
    ['b', '2015-02-16', 13, 1300],
  ])
  expect(usage).toEqual({ a: { [JANUARY]: 525, [FEBRUARY]: 475 }, b: { [FEBRUARY]: 2800 } })
})

test('a month of which less than nine tenths was read is missing, never low', async () => {
  const days = (account: string, count: number) =>
    Array.from(
      { length: count },
      (_, i): Reading => [account, `2015-01-${String(i + 1).padStart(2, '0')}`, 1, 10],
    )
  const { usage } = await build([
    ...days('27', 27),
    ...days('28', 28),
    ['half', '2015-01-01', 15, 100],
  ])
  expect(usage).toEqual({ '28': { [JANUARY]: 280 } })
})

test('readings of days do not add to that of their month, and overlapping months are missing', async () => {
  const { usage } = await build([
    ['a', JANUARY, 31, 500],
    ['a', '2015-01-05', 1, 20],
    ['b', JANUARY, 31, 500],
    ['b', '2014-12-20', 40, 900],
  ])
  expect(usage).toEqual({ a: { [JANUARY]: 500 } })
})

test('the newest 25 months and 63 days are held', async () => {
  const monthly = Array.from({ length: 30 }, (_, i): Reading => {
    const month = `${2013 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01`
    return ['a', month, 28, i]
  })
  const daily = Array.from({ length: 90 }, (_, i): Reading => {
    const day = new Date(Date.UTC(2015, 0, 1 + i)).toISOString().slice(0, 10)
    return ['b', day, 1, i]
  })
  const built = await build([...monthly, ...daily])
  expect(built.months).toHaveLength(25)
  expect(built.months[0]).toBe('2013-06-01')
  expect(Object.values(built.usage.a ?? {})).toEqual(Array.from({ length: 25 }, (_, i) => i + 5))
  expect(Object.keys(built.daily)).toEqual(['b'])
  expect(Object.values(built.daily.b ?? {})).toEqual(Array.from({ length: 63 }, (_, i) => i + 27))
})

/** A month of one account, reckoned reading by reading. */
function reckoned(readings: readonly Reading[], month: PlainDate): number | undefined {
  const days = daysBetween(month, addMonths(month, 1))
  const sums = { long: { days: 0, used: 0 }, single: { days: 0, used: 0 } }
  for (const [, from, over, used] of readings) {
    const begun = daysBetween(from as PlainDate, month)
    const [since, upto] = [Math.max(begun, 0), Math.min(begun + days, over)]
    if (upto <= since) continue
    const sum = over > 1 ? sums.long : sums.single
    sum.days += upto - since
    sum.used += Math.floor((used * upto) / over) - Math.floor((used * since) / over)
  }
  const { long, single } = sums
  const both = { days: long.days + single.days, used: long.used + single.used }
  return [both, long, single].find((sum) => sum.days <= days && sum.days * 10 >= days * 9)?.used
}

test('whatever overlaps or is missing, a month is what its readings say one by one', async () => {
  const firstDay = fc.oneof(
    fc.constantFrom('2014-12-01', JANUARY, FEBRUARY, '2015-03-01'),
    fc.integer({ min: 0, max: 100 }).map((after) => addDays('2014-12-01' as PlainDate, after)),
  )
  const some = fc.tuple(
    fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    firstDay,
    fc.constantFrom(1, 12, 27, 28, 31, 31, 59, 62, 90),
    fc.integer({ min: 0, max: 9999 }),
  )
  // Of one account every day of January: readings of single days that others overlap.
  const daily = fc
    .integer({ min: 25, max: 31 })
    .map((count) =>
      Array.from(
        { length: count },
        (_, i): Reading => ['a', addDays(JANUARY as PlainDate, i), 1, i],
      ),
    )
  const readings = fc
    .tuple(fc.array(some, { minLength: 1, maxLength: 20 }), fc.oneof(daily, fc.constant([])))
    .map(([few, days]): Reading[] => [...few, ...days])
  const isSame = fc.asyncProperty(readings, async (all) => {
    const { months, usage } = await build(all)
    const wanted: Record<string, Record<string, number>> = {}
    for (const account of new Set(all.map(([of]) => of)))
      for (const month of months) {
        const used = reckoned(
          all.filter(([of]) => of === account),
          month,
        )
        if (used !== undefined) wanted[account] = { ...wanted[account], [month]: used }
      }
    expect(usage).toEqual(wanted)
  })
  await fc.assert(isSame, { numRuns: 100, seed: 2011, endOnFailure: true })
}, 120_000)
