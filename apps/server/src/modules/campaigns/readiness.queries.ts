import type { PlanState, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { ABOVE } from '../organisation/index.ts'

export interface ReadinessRow {
  unitId: string
  kind: UnitKind
  name: string
  path: string
  ownState: PlanState | null
  due: number
  filed: number
  approved: number
  missing: number
}

/** Per unit directly below: how many plans of it and below are due, filed, approved and missing. */
export function listReadiness(db: Db, campaignId: string, unit: { unitId: string; path: string }) {
  return db.rows<ReadinessRow>(sql`
    with counted as materialized (
      select subpath(unit_path, 0, nlevel(${unit.path}::ltree) + 1) as path, count(*) as due,
             count(*) filter (where state in ('filed', 'approved')) as filed,
             count(*) filter (where state = 'approved') as approved,
             count(*) filter (where state in ('draft', 'returned')) as missing
      from plan
      where campaign_id = ${campaignId} and unit_path <@ ${unit.path}::ltree and unit_path <> ${unit.path}::ltree
      group by 1)
    select u.unit_id, u.kind, u.name, u.path::text as path, c.due, c.filed, c.approved, c.missing,
           (select p.state from plan p where p.campaign_id = ${campaignId} and p.unit_id = u.unit_id) as own_state
    from counted c join unit u on u.path = c.path
    order by u.code`)
}

/** State of the plan of a unit itself; null where it has none. */
export async function findOwnState(db: Db, campaignId: string, unitId: string) {
  const plan = await db.maybe<{ state: PlanState }>(
    sql`select state from plan where campaign_id = ${campaignId} and unit_id = ${unitId}`,
  )
  return plan?.state ?? null
}

export interface MissingRow {
  planId: string
  unitId: string
  kind: UnitKind
  code: string
  name: string
  path: string
  above: string[]
  state: PlanState
  returnReason: string | null
  total: number
}

/** The units that have not filed, by code, and how many they are in all; without a limit all of them. */
export function listMissing(db: Db, campaignId: string, path: string, limit: number | null) {
  return db.rows<MissingRow>(sql`
    select p.plan_id, u.unit_id, u.kind, u.code, u.name, u.path::text as path, ${ABOVE} as above, p.state,
           p.return_reason, count(*) over () as total
    from plan p join unit u using (unit_id)
    where p.campaign_id = ${campaignId} and p.unit_path <@ ${path}::ltree and p.state in ('draft', 'returned')
    order by u.code limit ${limit}::bigint`)
}
