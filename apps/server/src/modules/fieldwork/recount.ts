import type { Database } from '../../platform/db.ts'
import type { Job } from '../../platform/jobs.ts'
import type { Live } from '../../platform/live.ts'
import {
  type CityDay,
  type Difference,
  findStalestDay,
  listCityDays,
  listDifferences,
  listSubjectFaults,
  listUncountedDays,
  saveRecount,
} from './recount.queries.ts'

const EVERY_MS = 2000
/** Of one processor, however many records a day has. */
const SHARE = 0.05

/**
 * Counts a day again from its records (核对), city by city, stores the result and returns the differences.
 * Each comparison is one statement and so sees one state of the records and the counters.
 */
export async function recountDay(
  database: Database,
  day: { campaignId: string; activityDay: string },
  now: () => Date,
): Promise<Difference[]> {
  const cities = await database.transact('system', (db) =>
    listCityDays(db, day.campaignId, day.activityDay),
  )
  const found: Difference[] = []
  for (const city of cities) found.push(...(await recountCity(database, city, now())))
  return found
}

async function recountCity(
  database: Database,
  day: CityDay,
  recountedAt: Date,
): Promise<Difference[]> {
  return database.transact('system', async (db) => {
    const differences = [...(await listDifferences(db, day)), ...(await listSubjectFaults(db, day))]
    await saveRecount(db, day, { recountedAt, differences })
    return differences
  })
}

/**
 * Recounts without end: days that changed first, and otherwise the one whose recount is the oldest,
 * so that a row changed behind our back is found too.
 */
export function recountJob(database: Database, live: Live, now: () => Date): Job {
  const changed = new Set<string>()
  let isSeeded = false
  live.subscribe((topic) => {
    if (topic.startsWith('day:')) changed.add(topic.slice('day:'.length))
  })
  return {
    name: 'recount',
    everyMs: EVERY_MS,
    share: SHARE,
    async run() {
      if (!isSeeded) {
        // Days whose records came in while nobody listened.
        const missed = await database.transact('system', listUncountedDays)
        for (const { campaignId, activityDay } of missed)
          changed.add(`${campaignId}/${activityDay}`)
        isSeeded = true
      }
      const [next] = changed
      if (next === undefined) {
        const day = await database.transact('system', findStalestDay)
        if (day) await recountCity(database, day, now())
        return
      }
      changed.delete(next)
      const [campaignId = '', activityDay = ''] = next.split('/')
      await recountDay(database, { campaignId, activityDay }, now)
      live.announce(`recount:${next}`)
    },
  }
}
