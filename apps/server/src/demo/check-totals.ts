import { getDayTotalsRoute, type ReplyOf } from '@nuandeng/contract'
import { MEASURES, type MeasureTotals } from '@nuandeng/domain'
import { recountDay } from '../modules/fieldwork/index.ts'
import type { Database } from '../platform/db.ts'
import { type CityDay, DEMO_DAY, PUBLISHED } from './day.ts'

export interface DemoResult extends MeasureTotals {
  cities: number
  recount: 'equal' | 'different'
  /** What differs, in words, with the unit; empty when all is as published. */
  differences: string[]
}

/** Reads the totals as a screen does, counts the records again, and holds both against the story. */
export async function checkTotals(
  days: readonly CityDay[],
  at: { url: string; token: string; campaignId: string; database: Database },
): Promise<DemoResult> {
  const path = getDayTotalsRoute.url
    .replace(':campaignId', at.campaignId)
    .replace(':activityDay', DEMO_DAY)
  const response = await fetch(`${at.url}/api${path}`, {
    headers: { authorization: `Bearer ${at.token}` },
  })
  if (!response.ok) throw new Error(`the totals cannot be read: ${await response.text()}`)
  const { totals, rows } = (await response.json()) as ReplyOf<typeof getDayTotalsRoute>
  const differences: string[] = []
  const compare = (name: string, found: MeasureTotals, expected: MeasureTotals) => {
    for (const measure of MEASURES) {
      if (found[measure] !== expected[measure]) {
        differences.push(`${name}: ${measure} is ${found[measure]}, expected ${expected[measure]}`)
      }
    }
  }
  for (const { city, figures } of days) {
    const row = rows.find(({ unit }) => unit.unitId === city.unitId)
    if (row) compare(city.name, row.totals, figures)
    else differences.push(`${city.name}: no row`)
  }
  compare('河南省电力公司', totals, PUBLISHED)
  const day = { campaignId: at.campaignId, activityDay: DEMO_DAY }
  const recounted = await recountDay(at.database, day, () => new Date())
  for (const fault of recounted) {
    differences.push(
      `unit ${fault.unitId}: ${fault.measure} counts ${fault.counted}, the records give ${fault.recounted}`,
    )
  }
  return {
    ...(Object.fromEntries(MEASURES.map((name) => [name, totals[name]])) as MeasureTotals),
    cities: rows.filter(({ totals }) => totals.people > 0).length,
    recount: recounted.length === 0 ? 'equal' : 'different',
    differences,
  }
}
