import type { DiscoveryKind, PlainDate, UnitKind, Verdict } from '@nuandeng/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface VerdictRow {
  cityCode: string
  verdictId: string
  customerId: string
  ruleId: string
  ruleKind: DiscoveryKind
  /** None: no signal had proposed it. */
  signalId: string | null
  verdict: Verdict
  visitedOn: PlainDate
  text: string
  recordedBy: string
  recordedByName: string
  recordedAt: Date
}

/** Adds a verdict; 0 where its id is taken. */
export function insertVerdict(db: Db, row: VerdictRow) {
  return db.run(sql`
    insert into signal_verdict (city_code, verdict_id, customer_id, rule_id, rule_kind, signal_id, verdict, visited_on,
      text, recorded_by, recorded_by_name, recorded_at)
    values (${row.cityCode}, ${row.verdictId}, ${row.customerId}, ${row.ruleId}, ${row.ruleKind}, ${row.signalId},
      ${row.verdict}, ${row.visitedOn}, ${row.text}, ${row.recordedBy}, ${row.recordedByName}, ${row.recordedAt})
    on conflict do nothing`)
}

export function findVerdict(db: Db, verdictId: string) {
  return db.maybe<VerdictRow>(sql`select * from signal_verdict where verdict_id = ${verdictId}`)
}

/** Verdicts on signals of a customer by a rule, newest first. */
export function listVerdictsOf(db: Db, customerId: string, ruleId: string) {
  return db.rows<VerdictRow>(sql`
    select * from signal_verdict where customer_id = ${customerId} and rule_id = ${ruleId}
    order by recorded_at desc, verdict_id desc`)
}

export interface CountedVerdict {
  ruleId: string
  ruleKind: DiscoveryKind
  verdict: Verdict
  isProposed: boolean
  count: number
}

interface Wanted {
  path: string
  /** Where verdicts of rules that tell who lives alone may be counted. */
  carePaths: readonly string[]
  ruleId?: string | undefined
  from: PlainDate
  until: PlainDate
}

/**
 * Verdicts that count: of a signal the last one, since nobody at home is settled by the next visit. As the system with
 * the unit as a condition, because the wall asks for the customer of every one.
 */
function counted<T>(
  db: Db,
  { path, carePaths, ruleId, from, until }: Wanted,
  by: RawBuilder<unknown>,
) {
  const ofRule = ruleId ? sql`and v.rule_id = ${ruleId}` : sql``
  return db.asSystem(() =>
    db.rows<CountedVerdict & T>(sql`
      with last as (
        select distinct on (coalesce(v.signal_id, v.verdict_id)) v.city_code, v.customer_id, v.rule_id, v.rule_kind,
          v.verdict, v.visited_on, v.signal_id is not null as is_proposed
        from signal_verdict v join customer c using (customer_id, city_code)
        where c.unit_path <@ ${path}::ltree and v.visited_on between ${from} and ${until} ${ofRule}
          and (not asks_care(v.rule_kind) or c.unit_path <@ any (${carePaths}::ltree[]))
        order by coalesce(v.signal_id, v.verdict_id), v.recorded_at desc, v.verdict_id desc)
      select l.rule_id, l.rule_kind, l.verdict, l.is_proposed, count(*), ${by}
      from last l join customer c using (customer_id, city_code) join unit u on u.unit_id = c.unit_id
      group by 1, 2, 3, 4, ${sql.raw('6')} order by 1, 6`),
  )
}

export function countByMonth(db: Db, wanted: Wanted) {
  return counted<{ month: string }>(db, wanted, sql`to_char(l.visited_on, 'YYYY-MM') as month`)
}

/** By the units directly below; what stands at the unit itself is under its own path. */
export function countByUnit(db: Db, wanted: Wanted) {
  const depth = wanted.path.split('.').length + 1
  return counted<{ path: string }>(
    db,
    wanted,
    sql`subpath(c.unit_path, 0, least(nlevel(c.unit_path), ${depth}))::text as path`,
  )
}

export function listUnitsByPath(db: Db, paths: readonly string[]) {
  return db.rows<{ unitId: string; kind: UnitKind; name: string; path: string }>(sql`
    select unit_id, kind, name, path::text as path from unit where path = any (${paths}::ltree[]) order by path`)
}
