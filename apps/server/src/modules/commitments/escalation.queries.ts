import { type PlainDate, ROLE_PERMISSIONS, ROLES } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'

/** Who answers for what was not kept below: the unit above, and somebody there by name. */
export interface Superior {
  path: string
  toUnitId: string
  toUnitName: string
  toPersonId: string | null
  toPersonName: string | null
}

const LEADERS = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes('request.assign'))

/**
 * For each unit path the unit above and the first person there, or further up, who leads requests. Not
 * within the actor's reach, so that it is read as the system.
 */
export function listSuperiors(db: Db, paths: readonly string[], today: PlainDate) {
  return db.asSystem(() =>
    db.rows<Superior>(sql`
      select w.path, s.unit_id as to_unit_id, s.name as to_unit_name, l.person_id as to_person_id,
             l.name as to_person_name
      from unnest(${paths}::text[]) as w(path)
      cross join lateral (
        select u.unit_id, u.name, u.path from unit u
        where u.path @> w.path::ltree and (u.path <> w.path::ltree or u.parent_id is null)
        order by nlevel(u.path) desc limit 1) s
      left join lateral (
        select p.person_id, p.name from assignment a join person p using (person_id)
        where a.unit_path @> s.path and a.role = any(${LEADERS}::text[]) and p.is_active
          and a.valid_from <= ${today} and (a.valid_to is null or a.valid_to > ${today})
        order by nlevel(a.unit_path) desc, array_position(${LEADERS}::text[], a.role), a.valid_from, a.assignment_id
        limit 1) l on true`),
  )
}

export interface NewEscalation {
  escalationId: string
  cityCode: string
  requestId: string
  round: number
  ruleRow: string | null
  cause: 'broken' | 'third-time'
  unitPath: string
  toUnitId: string
  toPersonId: string | null
  toPersonName: string | null
}

export async function insertEscalations(db: Db, rows: readonly NewEscalation[], raisedAt: Date) {
  await db.run(sql`
    insert into escalation (city_code, escalation_id, request_id, round, rule_row, cause, unit_path, to_unit_id,
      to_person_id, to_person_name, raised_at)
    select "cityCode", "escalationId", "requestId", round, "ruleRow", cause, "unitPath"::ltree, "toUnitId",
      "toPersonId", "toPersonName", ${raisedAt}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("cityCode" text, "escalationId" uuid,
      "requestId" uuid, round smallint, "ruleRow" text, cause text, "unitPath" text, "toUnitId" uuid,
      "toPersonId" uuid, "toPersonName" text)`)
}

/** What was told before of a broken limit, and to whom. */
export interface Told {
  cityCode: string
  requestId: string
  round: number
  ruleRow: string
  edition: string
  toUnitName: string
  toPersonName: string | null
}

/** What was told of broken limits of these requests; read as the system, for they may have moved since. */
export function listTold(db: Db, requests: readonly { cityCode: string; requestId: string }[]) {
  return db.asSystem(() =>
    db.rows<Told>(
      keepPlan(sql`
      select e.city_code, e.request_id, e.round, e.rule_row, c.edition, u.name as to_unit_name, e.to_person_name
      from unnest(${requests.map(({ cityCode }) => cityCode)}::text[],
          ${requests.map(({ requestId }) => requestId)}::uuid[]) as n(city_code, request_id)
        join escalation e using (city_code, request_id)
        join commitment_clock c using (city_code, request_id, round, rule_row)
        join unit u on u.unit_id = e.to_unit_id
      order by e.raised_at, e.escalation_id`),
    ),
  )
}

export function listEscalations(db: Db, request: { cityCode: string; requestId: string }) {
  return db.rows<{
    ruleRow: string | null
    edition: string | null
    isFloor: boolean | null
    round: number
    unitName: string
    toPersonName: string | null
    raisedAt: Date
  }>(
    keepPlan(sql`
    select e.rule_row, c.edition, c.is_floor, e.round, u.name as unit_name, e.to_person_name, e.raised_at
    from escalation e left join commitment_clock c using (city_code, request_id, round, rule_row)
      join unit u on u.unit_id = e.to_unit_id
    where e.city_code = ${request.cityCode} and e.request_id = ${request.requestId}
    order by e.raised_at, e.escalation_id`),
  )
}
