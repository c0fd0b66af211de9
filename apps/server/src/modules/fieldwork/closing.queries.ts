import { type DayTotals, NO_TOTALS, type PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** What is signed at closing: the sum, and the figures of each unit that has any. */
export interface Snapshot {
  totals: DayTotals
  rows: { unitId: string; totals: DayTotals }[]
}

interface Day {
  campaignId: string
  activityDay: PlainDate
}

/** The figures of a day as the counters stand, unit by unit. */
export async function sumOfDay(db: Db, day: Day): Promise<Snapshot> {
  const found = await db.rows<DayTotals & { unitId: string }>(sql`
    select unit_id, people, vehicles, customers, transactions, opinions, leaflets, person_times, vehicle_times,
           visit_times
    from day_total
    where campaign_id = ${day.campaignId} and activity_day = ${day.activityDay} and bucket = 'day'
    order by unit_id`)
  const rows = found.map(({ unitId, ...totals }) => ({ unitId, totals }))
  const totals = { ...NO_TOTALS }
  for (const row of rows) {
    for (const name of Object.keys(totals) as (keyof DayTotals)[]) totals[name] += row.totals[name]
  }
  return { totals, rows }
}

export interface ClosingRow {
  closedAt: Date
  closedByName: string
  snapshot: Snapshot
  digest: string
  signature: string
  keyId: string
}

export function findClosing(db: Db, day: Day) {
  return db.maybe<ClosingRow>(sql`
    select closed_at, closed_by_name, snapshot, digest, signature, key_id from day_closing
    where campaign_id = ${day.campaignId} and activity_day = ${day.activityDay}`)
}

export async function insertClosing(
  db: Db,
  row: Day & {
    cityCode: string
    unitPath: string
    closedBy: string
    closing: {
      closedAt: string
      closedBy: string
      digest: string
      signature: string
      keyId: string
    }
    snapshot: Snapshot
  },
) {
  const { closing } = row
  await db.run(sql`
    insert into day_closing (city_code, campaign_id, activity_day, unit_path, closed_at, closed_by, closed_by_name,
      snapshot, digest, signature, key_id)
    values (${row.cityCode}, ${row.campaignId}, ${row.activityDay}, ${row.unitPath}::ltree, ${closing.closedAt},
      ${row.closedBy}, ${closing.closedBy}, ${JSON.stringify(row.snapshot)}, ${closing.digest}, ${closing.signature},
      ${closing.keyId})`)
}
