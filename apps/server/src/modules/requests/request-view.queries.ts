import type { RequestKind, RequestState, UnitKind } from '@nuandeng/domain'
import { type RawBuilder, sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'
import { REQUEST, type RequestRow, type SameCustomer } from './request.queries.ts'

/** A request as lists show it. */
export interface RequestView extends RequestRow {
  unitKind: UnitKind
  unitName: string
  nextRow: string | null
  nextEdition: string | null
  nextIsFloor: boolean | null
  nextDueAt: Date | null
  nextWarnAt: Date | null
  nextIsProvisional: boolean | null
  brokenClocks: number
}

const VIEW = sql`${REQUEST}, u.kind as unit_kind, u.name as unit_name, n.rule_row as next_row, n.edition as next_edition,
  n.is_floor as next_is_floor, n.due_at as next_due_at,
  n.warn_at as next_warn_at, n.is_provisional as next_is_provisional,
  (select count(*) from commitment_clock c where c.city_code = r.city_code and c.request_id = r.request_id
     and c.verdict = 'broken' and c.exemption is null and not c.is_floor) as broken_clocks`

/** The open clock that is due first, of a promise or of the floor. */
const NEXT = sql`left join lateral (
  select c.rule_row, c.edition, c.is_floor, c.due_at, c.warn_at, c.is_provisional from commitment_clock c
  where c.city_code = r.city_code and c.request_id = r.request_id and c.verdict = 'open' and c.exemption is null
    and c.due_at is not null
  order by c.due_at, c.rule_row limit 1) n on true`

const FROM = sql`service_request r join unit u using (unit_id) ${NEXT}`

export function findRequestView(db: Db, requestId: string) {
  return db.maybe<
    RequestView & { acceptedUnit: string; accusedUnit: string | null; mobilePlace: string | null }
  >(
    keepPlan(sql`
      select ${VIEW}, (select name from unit where unit_id = r.accepted_unit_id) as accepted_unit,
        (select name from unit where unit_id = r.accused_unit_id) as accused_unit,
        (select place from mobile_service where service_id = r.mobile_service_id) as mobile_place
      from ${FROM} where r.request_id = ${requestId}`),
  )
}

/** Views of the requests that the rest of a statement picks. */
export function listViewsOf(db: Db, rest: RawBuilder<unknown>) {
  return db.rows<RequestView>(sql`select ${VIEW} from ${FROM} ${rest}`)
}

export interface RequestFilter {
  unitPath?: string | undefined
  kind?: RequestKind | undefined
  state?: RequestState | undefined
  accountNo?: string | undefined
  number?: string | undefined
  mobileServiceId?: string | undefined
  /** Those that a search found. */
  requestIds?: readonly string[] | undefined
  /** Recorded by then; what comes in later is left out. */
  recordedBy?: Date | undefined
}

function conditionsOf(filter: RequestFilter) {
  const wanted = [sql`true`]
  if (filter.unitPath) wanted.push(sql`r.unit_path <@ ${filter.unitPath}::ltree`)
  if (filter.kind) wanted.push(sql`r.kind = ${filter.kind}`)
  if (filter.state) wanted.push(sql`r.state = ${filter.state}`)
  if (filter.accountNo) wanted.push(sql`r.account_no = ${filter.accountNo}`)
  if (filter.requestIds) wanted.push(sql`r.request_id = any(${filter.requestIds}::uuid[])`)
  if (filter.mobileServiceId) wanted.push(sql`r.mobile_service_id = ${filter.mobileServiceId}`)
  if (filter.number) wanted.push(sql`r.number = ${filter.number}`)
  if (filter.recordedBy) wanted.push(sql`r.recorded_at <= ${filter.recordedBy}`)
  return wanted
}

export function countRequests(db: Db, filter: RequestFilter) {
  return db.one<{ count: number }>(
    sql`select count(*) as count from service_request r where ${sql.join(conditionsOf(filter), sql` and `)}`,
  )
}

/** Requests newest first, one more than the limit. */
export function listRequests(
  db: Db,
  filter: RequestFilter,
  page: { after: { at: string; id: string } | undefined; limit: number },
) {
  const wanted = conditionsOf(filter)
  if (page.after)
    wanted.push(
      sql`(r.accepted_at, r.request_id) < (${page.after.at}::timestamptz, ${page.after.id}::uuid)`,
    )
  return db.rows<RequestView>(sql`
    select ${VIEW} from ${FROM} where ${sql.join(wanted, sql` and `)}
    order by r.accepted_at desc, r.request_id desc limit ${page.limit + 1}`)
}

/** What somebody owns and is not done, the one due first on top. */
export function listOwned(db: Db, ownerId: string, limit: number) {
  return db.rows<RequestView>(sql`
    select ${VIEW} from ${FROM} where r.owner_id = ${ownerId} and r.state in ('assigned', 'working')
    order by n.due_at nulls last, r.accepted_at, r.request_id limit ${limit}`)
}

/** Requests of the same customer and kind within reach. */
export function listSame(db: Db, { kind, accountNo, phoneKey, since }: SameCustomer) {
  return db.rows<RequestView>(sql`
    select ${VIEW} from ${FROM}
    where r.kind = ${kind} and r.accepted_at >= ${since}
      and (r.account_no = ${accountNo} or r.phone_key = ${phoneKey})
    order by r.accepted_at desc, r.request_id desc limit 20`)
}

/** The Events about a request that the actor may see. */
export function listHistory(db: Db, request: { cityCode: string; requestId: string }) {
  return db.rows<{
    recordedAt: Date
    actorName: string
    kind: string
    details: Record<string, unknown>
  }>(
    keepPlan(sql`
      select recorded_at, actor_name, kind, details from event
      where city_code = ${request.cityCode} and subject_id = ${request.requestId}
      order by recorded_at, event_id limit 500`),
  )
}
