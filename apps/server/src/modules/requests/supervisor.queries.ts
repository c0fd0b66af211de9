import type { ClockVerdict, RequestKind, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** How the open clocks of a unit stand, with all below it. */
export interface UnitLoad {
  unitId: string
  kind: UnitKind
  name: string
  path: string
  open: number
  dueSoon: number
  overdue: number
  paused: number
  brokenThisMonth: number
  floorBrokenThisMonth: number
}

/**
 * The unit itself and those directly below it; what stands at a unit is counted there and above. Promises, and apart
 * from them what broke the floor.
 */
export function listLoads(
  db: Db,
  unit: { unitId: string; path: string },
  at: { now: Date; monthStart: Date },
) {
  const child = sql`case when c.unit_path = ${unit.path}::ltree then ${unit.path}::ltree
    else subpath(c.unit_path, 0, nlevel(${unit.path}::ltree) + 1) end`
  return db.rows<UnitLoad>(sql`
    with open as (
      select ${child} as path, count(*) as open,
        count(*) filter (where c.due_at < ${at.now} and c.statistic = 'maximum') as overdue,
        count(*) filter (where c.warn_at <= ${at.now} and c.due_at >= ${at.now}) as due_soon,
        count(*) filter (where c.due_at is null) as paused
      from commitment_clock c
      where c.verdict = 'open' and c.exemption is null and not c.is_floor and c.unit_path <@ ${unit.path}::ltree group by 1),
    late as (
      select ${child} as path, count(*) filter (where not c.is_floor) as broken,
        count(*) filter (where c.is_floor) as floor_broken,
        count(*) filter (where c.stopped_at is null and not c.is_floor) as overdue
      from commitment_clock c
      where c.verdict = 'broken' and c.exemption is null and c.unit_path <@ ${unit.path}::ltree
        and (c.started_at >= ${at.monthStart} or c.stopped_at is null) group by 1)
    select u.unit_id, u.kind, u.name, u.path::text as path, coalesce(o.open, 0) as open,
      coalesce(o.due_soon, 0) as due_soon, coalesce(o.overdue, 0) + coalesce(l.overdue, 0) as overdue,
      coalesce(o.paused, 0) as paused, coalesce(l.broken, 0) as broken_this_month,
      coalesce(l.floor_broken, 0) as floor_broken_this_month
    from unit u left join open o on o.path = u.path left join late l on l.path = u.path
    where u.unit_id = ${unit.unitId} or u.parent_id = ${unit.unitId}
    order by nlevel(u.path), u.code`)
}

/** A clock that somebody above should look at. */
export interface UrgentClock {
  requestId: string
  number: string
  kind: RequestKind
  unitId: string
  unitKind: UnitKind
  unitName: string
  unitPath: string
  ownerName: string | null
  edition: string
  ruleRow: string
  dueAt: Date
  isFloor: boolean
  verdict: ClockVerdict
  isProvisional: boolean
  /** What was told above of this request in this round, the newest first. */
  told: { edition: string; ruleRow: string; to: string | null }[]
}

/** Clocks past 80 % of their time and not stopped, the one due first on top. */
export function listUrgent(db: Db, path: string, now: Date, limit: number) {
  return db.rows<UrgentClock>(sql`
    select c.request_id, r.number, r.kind, c.unit_id, u.kind as unit_kind, u.name as unit_name,
      c.unit_path::text as unit_path, r.owner_name, c.edition, c.rule_row, c.is_floor, c.due_at, c.verdict,
      c.is_provisional,
      (select coalesce(jsonb_agg(jsonb_build_object('edition', t.edition, 'ruleRow', t.rule_row, 'to', e.to_person_name)
           order by e.raised_at desc), '[]')
         from escalation e join commitment_clock t using (city_code, request_id, round, rule_row)
         where e.city_code = c.city_code and e.request_id = c.request_id and e.round = c.round) as told
    from commitment_clock c join service_request r using (city_code, request_id)
      join unit u on u.unit_id = c.unit_id
    where c.unit_path <@ ${path}::ltree and c.exemption is null and c.stopped_at is null and c.due_at is not null
      and (c.verdict = 'broken' or (c.verdict = 'open' and c.warn_at <= ${now}))
    order by c.due_at, c.request_id, c.rule_row limit ${limit}`)
}
