import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** A city, or the province, whose whole trail somebody may see. */
export interface ChainCity {
  cityCode: string
  cityName: string
  path: string
}

/** Cities that lie wholly below the paths; the one that stands today, where codes were passed on. */
export function listChainCities(db: Db, paths: readonly string[]) {
  return db.rows<ChainCity>(sql`
    select distinct on (city_code) city_code, name as city_name, path::text as path from unit
    where kind in ('province', 'city') and path <@ ${paths}::ltree[]
    order by city_code, valid_to desc nulls first`)
}

/** How much of each city waits to be sealed, and since when. */
export function listTails(db: Db, cityCodes: readonly string[]) {
  return db.asSystem(() =>
    db.rows<{ cityCode: string; count: number; oldestAt: Date }>(sql`
      select city_code, count(*) as count, min(queued_at) as oldest_at from event_tail
      where city_code = any(${cityCodes}) group by city_code`),
  )
}
