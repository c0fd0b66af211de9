import { describe, expect, test } from 'vitest'
import { hasSharedData, NEEDS_SHARED_DATA, sharedFile } from '../../../test/shared-data.ts'
import { type Duck, withDuck } from '../../platform/duck.ts'
import { buildUsage, type ReadingsProfile, stageReadings } from './index.ts'

/** Reads real files; `work` asks the tables that were made of them. */
function read<T>(names: string[], profile: ReadingsProfile, work: (duck: Duck) => Promise<T>) {
  return withDuck(':memory:', { memoryMb: 1000, threads: 2 }, async (duck) => {
    const result = await stageReadings(duck, names.map(sharedFile), profile, {
      latest: '2026-01-01' as never,
    })
    await buildUsage(duck)
    return { result, asked: await work(duck) }
  })
}

const rows = async (duck: Duck, sql: string) => (await duck.runAndReadAll(sql)).getRowsJson()

/** The months of all accounts, of those that were read. */
const MONTHS = `
  select account, month::varchar, value from (unpivot usage on columns(* exclude (id)) into name c value value)
    join slot on c = 'm' || lpad(slot::varchar, 2, '0') join meter using (id)
  where value <> -1 order by all`

describe.skipIf(!hasSharedData)(`real readings${NEEDS_SHARED_DATA}`, () => {
  test('days of 770 firms, a column each, add up to their printed months', async () => {
    const daily = await read(['meter-enterprise/daily_wide.csv.gz'], {}, (duck) =>
      rows(duck, MONTHS),
    )
    expect(daily.result).toMatchObject({
      rows: 639 * 770,
      readings: 639 * 770,
      rejected: 0,
      unread: 0,
    })
    const printed = await read(['meter-enterprise/monthly.csv.gz'], {}, (duck) =>
      rows(duck, MONTHS),
    )
    expect(printed.result).toMatchObject({ rows: 16_170, readings: 16_170, rejected: 0 })
    expect(daily.asked).toHaveLength(16_170)
    expect(daily.asked).toEqual(printed.asked)
  })

  test('the floor of a source is use, not nought and not unread', async () => {
    const { asked } = await read(['meter-enterprise/daily_wide.csv.gz'], {}, (duck) =>
      rows(duck, 'select min(used), count(*) filter (used = 100) > 0 from reading'),
    )
    expect(asked).toEqual([[100, true]])
  })

  test('half hours come in as days; partial first and last months and gaps are missing', async () => {
    const { result, asked } = await read(
      ['meter-halfhourly/SGSC-10017994.csv.gz', 'meter-halfhourly/LCL-MAC004179.csv.gz'],
      {},
      (duck) => rows(duck, MONTHS),
    )
    expect(result).toMatchObject({ rejected: 0, rows: 29_913 + 31_083 })
    const months = (account: string) =>
      new Map(asked.filter(([name]) => name === account).map(([, month, value]) => [month, value]))
    const nearlyUnused = months('SGSC-10017994')
    // Read from noon of 1 June 2012 on; the README names 5.7 and 7.0 kWh.
    expect(nearlyUnused.get('2013-02-01')).toBe(566)
    expect(nearlyUnused.get('2013-03-01')).toBe(703)
    const partial = months('LCL-MAC004179')
    // Read from 21 May 2012 on.
    expect(partial.has('2012-05-01')).toBe(false)
    expect(partial.has('2012-06-01')).toBe(true)
  })

  test('a table without accounts is read with the time named by a profile', async () => {
    const { result, asked } = await read(
      ['meter-halfhourly/AUSGRID-customer12_2011-2012.csv.gz'],
      { map: { time: '' } },
      (duck) => rows(duck, `select account, count(*)::integer from reading group by 1 order by 1`),
    )
    expect(result).toMatchObject({ rows: 2 * 17_568, rejected: 0 })
    expect(asked).toEqual([
      ['GC', 366],
      ['GG', 366],
    ])
  })
})
