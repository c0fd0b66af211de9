import type {
  ComplaintGrade,
  RequestChannel,
  RequestKind,
  RequestState,
  Satisfaction,
  SupplyArea,
  SupplyClass,
} from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'
import { wordsOf } from './search.queries.ts'

/** A request (工单) as stored. */
export interface RequestRow {
  cityCode: string
  requestId: string
  number: string
  kind: RequestKind
  subkind: string | null
  grade: ComplaintGrade | null
  channel: RequestChannel
  state: RequestState
  round: number
  isPaused: boolean
  unitId: string
  unitPath: string
  acceptedUnitId: string
  acceptedAt: Date
  acceptedByName: string
  ownerId: string | null
  ownerName: string | null
  reopenedAt: Date | null
  doneAt: Date | null
  edition: string | null
  area: SupplyArea | null
  supplyClass: SupplyClass | null
  customerId: string | null
  accountNo: string | null
  address: string | null
  content: string
  isAnonymous: boolean
  isConfidential: boolean
  accusedUnitId: string | null
  mobileServiceId: string | null
  contactMasked: { name: string; phone: string | null } | null
  phoneKey: string | null
  chases: number
  flags: string[]
  satisfaction: Satisfaction | null
}

export const REQUEST = sql`r.city_code, r.request_id, r.number, r.kind, r.subkind, r.grade, r.channel, r.state, r.round,
  r.is_paused, r.unit_id, r.unit_path::text as unit_path, r.accepted_unit_id, r.accepted_at, r.accepted_by_name,
  r.owner_id, r.owner_name, r.reopened_at, r.done_at, r.edition, r.area, r.supply_class, r.customer_id, r.account_no,
  r.address, r.content, r.is_anonymous, r.is_confidential, r.accused_unit_id, r.mobile_service_id, r.contact_masked, r.phone_key, r.chases,
  r.flags, r.satisfaction`

/** Holds a request while its state is judged and changed. */
export function findRequestForUpdate(db: Db, requestId: string) {
  return db.maybe<RequestRow>(
    keepPlan(
      sql`select ${REQUEST} from service_request r where r.request_id = ${requestId} for update`,
    ),
  )
}

/** Whether the id is used, by whatever unit. */
export async function isTaken(db: Db, requestId: string): Promise<boolean> {
  const found = await db.asSystem(() =>
    db.maybe(
      keepPlan(sql`select request_id from service_request where request_id = ${requestId} limit 1`),
    ),
  )
  return found !== undefined
}

export interface NewRequest
  extends Omit<
    RequestRow,
    'reopenedAt' | 'doneAt' | 'chases' | 'satisfaction' | 'round' | 'isPaused' | 'acceptedByName'
  > {
  recordedAt: Date
  acceptedBy: { personId: string; name: string }
  contactSealed: string | null
}

/** Writes a request, and what a search finds it by, with one statement. */
export async function insertRequest(db: Db, r: NewRequest) {
  await db.run(
    keepPlan(sql`
      with found_by as (
        insert into request_words (city_code, request_id, words)
        values (${r.cityCode}, ${r.requestId}, array_to_tsvector(${wordsOf(r.content, r.address)}::text[])))
      insert into service_request (city_code, request_id, number, kind, subkind, grade, channel, state, unit_id, unit_path,
        accepted_unit_id, accepted_at, recorded_at, accepted_by, accepted_by_name, owner_id, owner_name, edition, area,
        supply_class, customer_id, account_no, address, content, is_anonymous, is_confidential, accused_unit_id,
        mobile_service_id, contact_sealed, contact_masked, phone_key, flags)
      values (${r.cityCode}, ${r.requestId}, ${r.number}, ${r.kind}, ${r.subkind}, ${r.grade}, ${r.channel}, ${r.state},
        ${r.unitId}, ${r.unitPath}::ltree, ${r.acceptedUnitId}, ${r.acceptedAt}, ${r.recordedAt}, ${r.acceptedBy.personId},
        ${r.acceptedBy.name}, ${r.ownerId}, ${r.ownerName}, ${r.edition}, ${r.area}, ${r.supplyClass}, ${r.customerId},
        ${r.accountNo}, ${r.address}, ${r.content}, ${r.isAnonymous}, ${r.isConfidential}, ${r.accusedUnitId},
        ${r.mobileServiceId}, ${r.contactSealed}, ${r.contactMasked && JSON.stringify(r.contactMasked)}::jsonb, ${r.phoneKey}, ${r.flags}::text[])`),
  )
}

/** What a use case may change of a request. */
export type RequestChange = Partial<
  Pick<
    RequestRow,
    | 'kind'
    | 'subkind'
    | 'state'
    | 'round'
    | 'isPaused'
    | 'ownerId'
    | 'ownerName'
    | 'reopenedAt'
    | 'doneAt'
    | 'chases'
    | 'flags'
    | 'satisfaction'
  >
>

/** Writes the changeable part of a request, by one text for all changes. */
export async function setRequest(db: Db, request: RequestRow, change: RequestChange) {
  const r = { ...request, ...change }
  await db.run(
    keepPlan(sql`
      update service_request set kind = ${r.kind}, subkind = ${r.subkind}, state = ${r.state}, round = ${r.round},
        is_paused = ${r.isPaused}, owner_id = ${r.ownerId}, owner_name = ${r.ownerName}, reopened_at = ${r.reopenedAt},
        done_at = ${r.doneAt}, chases = ${r.chases}, flags = ${r.flags}::text[], satisfaction = ${r.satisfaction}
      where city_code = ${r.cityCode} and request_id = ${r.requestId}`),
  )
}

/** Files a request. */
export async function setClosed(db: Db, request: RequestRow, closedAt: Date) {
  await db.run(sql`
    update service_request set state = 'closed', closed_at = ${closedAt}
    where city_code = ${request.cityCode} and request_id = ${request.requestId}`)
}

/** Hands a request to a unit that may be out of the actor's reach. */
export async function moveRequest(
  db: Db,
  request: RequestRow,
  unit: { unitId: string; path: string },
) {
  await db.run(sql`
    update service_request set unit_id = ${unit.unitId}, unit_path = ${unit.path}::ltree, owner_id = null,
      owner_name = null, state = 'accepted'
    where city_code = ${request.cityCode} and request_id = ${request.requestId}`)
}

export function findSealedContact(db: Db, requestId: string) {
  return db.maybe<{
    cityCode: string
    unitPath: string
    contactSealed: string | null
    isConfidential: boolean
  }>(sql`
    select city_code, unit_path::text as unit_path, contact_sealed, is_confidential
    from service_request where request_id = ${requestId}`)
}

/** By whom somebody is known again: the account, or the keyed digest of the telephone. */
export interface SameCustomer {
  kind: RequestKind
  accountNo: string | null
  phoneKey: string | null
  since: Date
}

/** Whether the id is used, and how often the same customer came with the same kind, at whatever unit. */
export function findBefore(
  db: Db,
  { requestId, kind, accountNo, phoneKey, since }: SameCustomer & { requestId: string },
) {
  return db.asSystem(() =>
    db.one<{ isTaken: boolean; same: number }>(
      keepPlan(sql`
        select exists (select from service_request where request_id = ${requestId}) as is_taken,
          (select count(*) from (
            select request_id from service_request
            where account_no = ${accountNo} and kind = ${kind} and accepted_at >= ${since}
            union
            select request_id from service_request
            where phone_key = ${phoneKey} and kind = ${kind} and accepted_at >= ${since}) found) as same`),
    ),
  )
}
