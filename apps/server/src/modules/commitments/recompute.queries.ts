import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'
import type { ClockKey, StoredClock } from './clock.queries.ts'

export type OpenClock = Pick<
  StoredClock,
  | 'cityCode'
  | 'requestId'
  | 'round'
  | 'ruleRow'
  | 'unitPath'
  | 'periodLimit'
  | 'periodUnit'
  | 'statistic'
  | 'startedAt'
  | 'dueAt'
  | 'pauses'
  | 'isProvisional'
>

/** Which open clocks are computed again. */
export interface Recomputed {
  /** At this unit and below. */
  path: string
  /** Those alone whose deadline a notice may still move. */
  provisionalOnly: boolean
}

/** Every city: a request that was transferred keeps the one that accepted it. */
export async function listCities(db: Db): Promise<string[]> {
  const rows = await db.rows<{ cityCode: string }>(
    sql`select distinct city_code from unit order by 1`,
  )
  return rows.map(({ cityCode }) => cityCode)
}

/** Open clocks of a city in order of their key, after the one given. */
export function listOpenClocks(
  db: Db,
  { path, provisionalOnly }: Recomputed,
  from: { cityCode: string; after: ClockKey | undefined; limit: number },
) {
  const { requestId, round, ruleRow } = from.after ?? FIRST
  return db.rows<OpenClock>(
    keepPlan(sql`
      select city_code, request_id, round, rule_row, unit_path::text as unit_path, period_limit, period_unit, statistic,
        started_at, due_at, pauses, is_provisional
      from commitment_clock
      where verdict = 'open' and not is_reverse and due_at is not null and unit_path <@ ${path}::ltree
        and (not ${provisionalOnly} or is_provisional)
        and city_code = ${from.cityCode}
        and (request_id, round, rule_row) > (${requestId}::uuid, ${round}, ${ruleRow})
      order by request_id, round, rule_row limit ${from.limit}`),
  )
}

const FIRST = {
  requestId: '00000000-0000-0000-0000-000000000000',
  round: 0,
  ruleRow: '',
}

export interface MovedClock extends ClockKey {
  dueAt: Date
  warnAt: Date
  isProvisional: boolean
}

/** Moves deadlines by one statement; a clock that was judged meanwhile stays as it is. */
export async function setDeadlines(db: Db, clocks: readonly MovedClock[]) {
  const column = <T>(of: (clock: MovedClock) => T) => clocks.map(of)
  await db.run(
    keepPlan(sql`
      update commitment_clock c set due_at = n.due_at, warn_at = n.warn_at, is_provisional = n.is_provisional
      from unnest(${column((c) => c.cityCode)}::text[], ${column((c) => c.requestId)}::uuid[],
        ${column((c) => c.round)}::smallint[], ${column((c) => c.ruleRow)}::text[],
        ${column((c) => c.dueAt.toISOString())}::timestamptz[], ${column((c) => c.warnAt.toISOString())}::timestamptz[],
        ${column((c) => c.isProvisional)}::boolean[])
        as n(city_code, request_id, round, rule_row, due_at, warn_at, is_provisional)
      where c.city_code = n.city_code and c.request_id = n.request_id and c.round = n.round
        and c.rule_row = n.rule_row and c.verdict = 'open'`),
  )
}
