import type { DiscoveryKind, PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface CityRow {
  unitId: string
  kind: UnitKind
  name: string
  path: string
  cityCode: string
  lastRunAt: Date | null
}

/** The cities in reach. */
export function listCities(db: Db, scopes: readonly string[], today: PlainDate) {
  return db.rows<CityRow>(sql`
    select u.unit_id, u.kind, u.name, u.path::text as path, u.city_code,
      (select max(r.finished_at) from rule_run r where r.city_code = u.city_code and r.state = 'done') as last_run_at
    from unit u where u.kind = 'city' and u.path <@ any (${scopes}::ltree[])
      and (u.valid_to is null or u.valid_to > ${today})
    order by u.code`)
}

export interface CityCount {
  cityCode: string
  ruleId: string
  ruleKind: DiscoveryKind
  title: string
  titleEn: string
  open: number
  inHand: number
  confirmed: number
}

/**
 * How many customers of these cities stand where, by rule; by rules that tell who lives alone only those of `careCities`.
 * As the system: whole cities, and no customer is asked.
 */
export function countByCity(db: Db, cityCodes: readonly string[], careCities: readonly string[]) {
  return db.asSystem(() =>
    db.rows<CityCount>(sql`
      select s.city_code, s.rule_id, s.rule_kind, max(s.reason ->> 'title') as title, max(s.reason ->> 'titleEn') as title_en,
        count(*) filter (where s.state = 'open' and s.ended_at is null) as open,
        count(*) filter (where s.state = 'in-hand') as in_hand,
        count(*) filter (where s.verdict = 'confirmed') as confirmed
      from signal s where s.is_last and s.city_code = any (${cityCodes}::text[])
        and (not asks_care(s.rule_kind) or s.city_code = any (${careCities}::text[]))
      group by s.city_code, s.rule_id, s.rule_kind order by s.rule_id, s.city_code`),
  )
}
