import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** The figures of one promise at one unit in a month. */
export interface BoardFigures {
  path: string
  edition: string
  ruleRow: string
  cases: number
  kept: number
  broken: number
  exempt: number
  open: number
  measured: number
  corrected: number
  worstMinutes: number | null
  medianMinutes: number | null
  meanMinutes: number | null
}

/**
 * Clocks that started in a month, per promise: for the unit as a whole, and for each unit directly below
 * it with all that stands under that one.
 */
export function listFigures(db: Db, path: string, month: { from: Date; to: Date }) {
  const minutes = sql`(extract(epoch from c.stopped_at - c.started_at) / 60)`
  const counted = sql`filter (where c.exemption is null and c.stopped_at is not null)`
  return db.rows<BoardFigures>(sql`
    with counted as (
      select c.*, case when c.unit_path = ${path}::ltree then null
        else subpath(c.unit_path, 0, nlevel(${path}::ltree) + 1) end as below
      from commitment_clock c
      where c.started_at >= ${month.from} and c.started_at < ${month.to} and c.unit_path <@ ${path}::ltree
        and not c.is_floor)
    select coalesce(below, ${path}::ltree)::text as path, edition, rule_row, count(*) as cases,
      count(*) filter (where exemption is null and verdict = 'kept') as kept,
      count(*) filter (where exemption is null and verdict = 'broken') as broken,
      count(*) filter (where exemption is not null) as exempt,
      count(*) filter (where exemption is null and verdict = 'open') as open,
      count(*) filter (where exemption is null and verdict = 'measured') as measured,
      count(*) filter (where first_verdict <> verdict) as corrected,
      round(max(${minutes}) ${counted}) as worst_minutes,
      round((percentile_disc(0.5) within group (order by ${minutes}) ${counted})::numeric) as median_minutes,
      round(avg(${minutes}) ${counted}, 1) as mean_minutes
    from counted c
    group by grouping sets ((edition, rule_row), (below, edition, rule_row))
    having grouping(below) = 1 or below is not null`)
}
