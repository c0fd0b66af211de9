import type { PauseReason, Satisfaction } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'

interface OfRequest {
  cityCode: string
  requestId: string
}

/** A step (环节) that was taken or tried. */
export interface StepRow {
  stepId: string
  round: number
  step: string
  takenAt: Date
  recordedAt: Date
  takenByName: string
  outcome: 'done' | 'attempt'
  note: string | null
  replacedById: string | null
}

export interface NewStep {
  stepId: string
  round: number
  step: string
  takenAt: Date
  outcome: 'done' | 'attempt'
  note: string | null
}

export async function insertStep(
  db: Db,
  { cityCode, requestId }: OfRequest,
  step: NewStep,
  told: { at: Date; by: { personId: string; name: string } },
) {
  await db.run(
    keepPlan(sql`
      insert into request_step (city_code, request_id, step_id, round, step, taken_at, recorded_at, taken_by, taken_by_name,
        outcome, note)
      values (${cityCode}, ${requestId}, ${step.stepId}, ${step.round}, ${step.step}, ${step.takenAt}, ${told.at},
        ${told.by.personId}, ${told.by.name}, ${step.outcome}, ${step.note})`),
  )
}

/** Lets a correction take the place of a step; the step stays. */
export async function setReplaced(
  db: Db,
  { cityCode, requestId }: OfRequest,
  stepId: string,
  byId: string,
) {
  await db.run(sql`
    update request_step set replaced_by_id = ${byId}
    where city_code = ${cityCode} and request_id = ${requestId} and step_id = ${stepId}`)
}

export interface PauseRow {
  pauseId: string
  round: number
  reason: PauseReason
  fromAt: Date
  toAt: Date | null
  pausedByName: string
  note: string | null
}

/** Steps and pauses by one statement: every judgement needs both. */
export async function listHappened(
  db: Db,
  { cityCode, requestId }: OfRequest,
): Promise<{ steps: StepRow[]; pauses: PauseRow[] }> {
  const rows = await db.rows<HappenedRow>(
    keepPlan(sql`
      select step_id as id, true as is_step, round, step as name, taken_at as from_at, recorded_at as to_at,
        taken_by_name as by_name, outcome, note, replaced_by_id
      from request_step where city_code = ${cityCode} and request_id = ${requestId}
      union all
      select pause_id, false, round, reason, from_at, to_at, paused_by_name, null, note, null
      from request_pause where city_code = ${cityCode} and request_id = ${requestId}
      order by from_at, id`),
  )
  return {
    steps: rows.flatMap((row) => (row.isStep ? [stepOf(row)] : [])),
    pauses: rows.flatMap((row) => (row.isStep ? [] : [pauseOf(row)])),
  }
}

type HappenedRow = {
  id: string
  round: number
  fromAt: Date
  byName: string
  note: string | null
} & (
  | {
      isStep: true
      name: string
      toAt: Date
      outcome: StepRow['outcome']
      replacedById: string | null
    }
  | { isStep: false; name: PauseReason; toAt: Date | null }
)

const stepOf = (row: HappenedRow & { isStep: true }): StepRow => ({
  stepId: row.id,
  round: row.round,
  step: row.name,
  takenAt: row.fromAt,
  recordedAt: row.toAt,
  takenByName: row.byName,
  outcome: row.outcome,
  note: row.note,
  replacedById: row.replacedById,
})

const pauseOf = (row: HappenedRow & { isStep: false }): PauseRow => ({
  pauseId: row.id,
  round: row.round,
  reason: row.name,
  fromAt: row.fromAt,
  toAt: row.toAt,
  pausedByName: row.byName,
  note: row.note,
})

export async function insertPause(
  db: Db,
  { cityCode, requestId }: OfRequest,
  pause: { pauseId: string; round: number; reason: PauseReason; note: string | null },
  told: { at: Date; by: { personId: string; name: string } },
) {
  await db.run(sql`
    insert into request_pause (city_code, request_id, pause_id, round, reason, from_at, paused_by, paused_by_name, note)
    values (${cityCode}, ${requestId}, ${pause.pauseId}, ${pause.round}, ${pause.reason}, ${told.at},
      ${told.by.personId}, ${told.by.name}, ${pause.note})`)
}

/** Ends the pause that lasts; one that began later than `at` has no length. */
export async function endPause(db: Db, { cityCode, requestId }: OfRequest, at: Date) {
  await db.run(sql`
    update request_pause set to_at = greatest(from_at, ${at}::timestamptz)
    where city_code = ${cityCode} and request_id = ${requestId} and to_at is null`)
}

export interface CallBackRow {
  round: number
  calledAt: Date
  calledByName: string
  satisfaction: Satisfaction | null
  note: string | null
}

export function listCallBacks(db: Db, { cityCode, requestId }: OfRequest) {
  return db.rows<CallBackRow>(
    keepPlan(sql`
      select round, called_at, called_by_name, satisfaction, note from request_call_back
      where city_code = ${cityCode} and request_id = ${requestId} order by called_at, call_back_id`),
  )
}

export async function insertCallBack(
  db: Db,
  { cityCode, requestId }: OfRequest,
  call: {
    callBackId: string
    round: number
    satisfaction: Satisfaction | null
    note: string | null
  },
  told: { at: Date; by: { personId: string; name: string } },
) {
  await db.run(sql`
    insert into request_call_back (city_code, request_id, call_back_id, round, called_at, called_by, called_by_name,
      satisfaction, note)
    values (${cityCode}, ${requestId}, ${call.callBackId}, ${call.round}, ${told.at}, ${told.by.personId},
      ${told.by.name}, ${call.satisfaction}, ${call.note})`)
}
