import type { ImpactState, PlainDate, UnitKind } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

interface ImpactContent {
  purpose: string
  dataUsed: string
  legalBasis: string
  risk: string
  measures: string
  /** On which consent the rule asks the protected store; null of rules that do not. */
  careUse: string | null
}

export interface NewImpact extends ImpactContent {
  cityCode: string
  assessmentId: string
  unitId: string
  path: string
  ruleId: string
  edition: string
  writtenBy: string
  writtenByName: string
  writtenAt: Date
}

export interface ImpactRow extends NewImpact {
  unitKind: UnitKind
  unitName: string
  state: ImpactState
  approvedByName: string | null
  approvedAt: Date | null
  validUntil: PlainDate | null
  withdrawnByName: string | null
  withdrawnReason: string | null
}

/** Adds a draft; 0 where its id is taken. */
export function insertImpact(db: Db, row: NewImpact) {
  return db.run(sql`
    insert into impact_assessment (city_code, assessment_id, unit_id, unit_path, rule_id, edition, purpose, data_used,
      legal_basis, risk, measures, care_use, state, written_by, written_by_name, written_at)
    values (${row.cityCode}, ${row.assessmentId}, ${row.unitId}, ${row.path}::ltree, ${row.ruleId}, ${row.edition},
      ${row.purpose}, ${row.dataUsed}, ${row.legalBasis}, ${row.risk}, ${row.measures}, ${row.careUse}, 'draft', ${row.writtenBy},
      ${row.writtenByName}, ${row.writtenAt})
    on conflict do nothing`)
}

const IMPACT = sql`i.city_code, i.assessment_id, i.unit_id, i.unit_path::text as path, u.kind as unit_kind,
  u.name as unit_name, i.rule_id, i.edition, i.purpose, i.data_used, i.legal_basis, i.risk, i.measures, i.care_use, i.state,
  i.written_by, i.written_by_name, i.written_at, i.approved_by_name, i.approved_at, i.valid_until,
  i.withdrawn_by_name, i.withdrawn_reason`

export function findImpactForUpdate(db: Db, assessmentId: string) {
  return db.maybe<ImpactRow>(sql`
    select ${IMPACT} from impact_assessment i join unit u using (unit_id)
    where i.assessment_id = ${assessmentId} for update of i`)
}

/** Assessments that hold at a path: made there or above it, newest first. */
export function listImpactsAt(db: Db, path: string) {
  return db.rows<ImpactRow>(sql`
    select ${IMPACT} from impact_assessment i join unit u using (unit_id)
    where i.unit_path @> ${path}::ltree order by i.written_at desc, i.assessment_id desc`)
}

type Key = { cityCode: string; assessmentId: string }

export async function setApproved(
  db: Db,
  { cityCode, assessmentId }: Key,
  by: { personId: string; name: string; at: Date; validUntil: PlainDate },
) {
  await db.run(sql`
    update impact_assessment set state = 'approved', approved_by = ${by.personId}, approved_by_name = ${by.name},
      approved_at = ${by.at}, valid_until = ${by.validUntil}
    where assessment_id = ${assessmentId} and city_code = ${cityCode}`)
}

export async function setWithdrawn(
  db: Db,
  { cityCode, assessmentId }: Key,
  by: { name: string; at: Date; reason: string },
) {
  await db.run(sql`
    update impact_assessment set state = 'withdrawn', withdrawn_by_name = ${by.name}, withdrawn_at = ${by.at},
      withdrawn_reason = ${by.reason}
    where assessment_id = ${assessmentId} and city_code = ${cityCode}`)
}

/** Which of these rules have an assessment in force at a path on a day. */
export function listAssessed(
  db: Db,
  wanted: { path: string; edition: string; ruleIds: readonly string[]; today: PlainDate },
) {
  return db.rows<{ ruleId: string }>(sql`
    select distinct rule_id from impact_assessment
    where edition = ${wanted.edition} and rule_id = any (${wanted.ruleIds}::text[]) and state = 'approved'
      and valid_until >= ${wanted.today} and unit_path @> ${wanted.path}::ltree`)
}
