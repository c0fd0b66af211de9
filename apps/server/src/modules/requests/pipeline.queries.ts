import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { listViewsOf, type RequestView } from './request-view.queries.ts'
import type { PauseRow, StepRow } from './step.queries.ts'

/** New supplies that are under way, the oldest first. */
export function listUnderWay(
  db: Db,
  {
    unitPath,
    subkind,
    limit,
  }: { unitPath?: string | undefined; subkind?: string | undefined; limit: number },
): Promise<RequestView[]> {
  const wanted = [sql`r.kind = 'new-supply' and r.state in ('accepted', 'assigned', 'working')`]
  if (unitPath) wanted.push(sql`r.unit_path <@ ${unitPath}::ltree`)
  if (subkind) wanted.push(sql`r.subkind = ${subkind}`)
  const rest = sql`where ${sql.join(wanted, sql` and `)} order by r.accepted_at, r.request_id limit ${limit}`
  return listViewsOf(db, rest)
}

const IDS = (requestIds: readonly string[]) => sql`request_id = any(${requestIds}::uuid[])`

/** The steps of many requests at once. */
export function listStepsOf(db: Db, requestIds: readonly string[]) {
  return db.rows<StepRow & { requestId: string }>(sql`
    select request_id, step_id, round, step, taken_at, recorded_at, taken_by_name, outcome, note, replaced_by_id
    from request_step where ${IDS(requestIds)} order by taken_at, step_id`)
}

export function listPausesOf(db: Db, requestIds: readonly string[]) {
  return db.rows<PauseRow & { requestId: string }>(sql`
    select request_id, pause_id, round, reason, from_at, to_at, paused_by_name, note
    from request_pause where ${IDS(requestIds)} order by from_at, pause_id`)
}
