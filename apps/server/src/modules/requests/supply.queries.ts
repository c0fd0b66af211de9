import type { GreenReason, GreenTarget, PlainDate } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** What a new supply has beside its steps (报装档案). */
export interface SupplyRow {
  materials: string[]
  disclosedAt: Date | null
  disclosedByName: string | null
  returnTrips: number
  greenReason: GreenReason | null
  greenNote: string | null
  greenTargets: GreenTarget[]
  greenAskedAt: Date | null
  greenAskedBy: string | null
  greenAskedByName: string | null
  greenApprovedAt: Date | null
  greenApprovedByName: string | null
  promisedOn: PlainDate | null
  penalty: string | null
  responsible: string | null
  signedAt: Date | null
  signedByName: string | null
}

const NO_SUPPLY: SupplyRow = {
  materials: [],
  disclosedAt: null,
  disclosedByName: null,
  returnTrips: 0,
  greenReason: null,
  greenNote: null,
  greenTargets: [],
  greenAskedAt: null,
  greenAskedBy: null,
  greenAskedByName: null,
  greenApprovedAt: null,
  greenApprovedByName: null,
  promisedOn: null,
  penalty: null,
  responsible: null,
  signedAt: null,
  signedByName: null,
}

interface OfRequest {
  cityCode: string
  requestId: string
}

export async function getSupply(db: Db, { cityCode, requestId }: OfRequest): Promise<SupplyRow> {
  const found = await db.maybe<SupplyRow>(sql`
    select materials, disclosed_at, disclosed_by_name, return_trips, green_reason, green_note, green_targets,
      green_asked_at, green_asked_by, green_asked_by_name, green_approved_at, green_approved_by_name, promised_on,
      penalty, responsible, signed_at, signed_by_name
    from supply_file where city_code = ${cityCode} and request_id = ${requestId}`)
  return found ?? NO_SUPPLY
}

export async function saveSupply(db: Db, { cityCode, requestId }: OfRequest, s: SupplyRow) {
  const columns =
    sql.raw(`materials, disclosed_at, disclosed_by_name, return_trips, green_reason, green_note,
    green_targets, green_asked_at, green_asked_by, green_asked_by_name, green_approved_at, green_approved_by_name,
    promised_on, penalty, responsible, signed_at, signed_by_name`)
  const values = sql`${s.materials}::text[], ${s.disclosedAt}::timestamptz, ${s.disclosedByName}, ${s.returnTrips}::integer,
    ${s.greenReason}, ${s.greenNote}, ${JSON.stringify(s.greenTargets)}::jsonb, ${s.greenAskedAt}::timestamptz,
    ${s.greenAskedBy}::uuid, ${s.greenAskedByName}, ${s.greenApprovedAt}::timestamptz, ${s.greenApprovedByName},
    ${s.promisedOn}::date, ${s.penalty}, ${s.responsible}, ${s.signedAt}::timestamptz, ${s.signedByName}`
  await db.run(sql`
    insert into supply_file (city_code, request_id, ${columns}) values (${cityCode}, ${requestId}, ${values})
    on conflict (city_code, request_id) do update set (${columns}) = row(${values})`)
}
