import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { ClockPlace, ClockText } from './clock.queries.ts'

/** A promise of notice (提前时限) on an outage or a stop of supply. */
export interface NoticeClock extends ClockText {
  ruleRow: string
  item: string
  limit: number
  unit: string
  /** When what was announced begins: the clock falls due then. */
  beginsAt: Date
  warnAt: Date
  givenAt: Date | null
  verdict: 'open' | 'kept' | 'broken'
}

export async function saveNotice(db: Db, at: ClockPlace, clock: NoticeClock) {
  const first = clock.verdict === 'open' ? null : clock.verdict
  await db.run(sql`
    insert into commitment_clock as c (city_code, request_id, round, rule_row, edition, is_floor, item, period_limit,
      period_unit, statistic, unit_id, unit_path, started_at, due_at, warn_at, is_provisional, is_assumed, stopped_at, verdict,
      first_verdict, is_reverse)
    values (${at.cityCode}, ${at.requestId}, ${at.round}, ${clock.ruleRow}, ${clock.edition}, ${clock.isFloor},
      ${clock.item}, ${clock.limit}, ${clock.unit}, 'maximum', ${at.unitId}, ${at.unitPath}::ltree, ${clock.beginsAt}, ${clock.beginsAt}, ${clock.warnAt},
      false, false, ${clock.givenAt}, ${clock.verdict}, ${first}, true)
    on conflict (city_code, request_id, round, rule_row) do update set started_at = excluded.started_at,
      due_at = excluded.due_at, warn_at = excluded.warn_at, stopped_at = excluded.stopped_at,
      verdict = excluded.verdict, first_verdict = coalesce(c.first_verdict, excluded.first_verdict)`)
}
