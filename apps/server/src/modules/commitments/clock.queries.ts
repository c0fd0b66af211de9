import type { Clock, ClockVerdict, PeriodUnit, Statistic } from '@nuandeng/domain'
import { sql } from 'kysely'
import { type Db, keepPlan } from '../../platform/db.ts'

/** Which clock: one promise in one round of a request. */
export interface ClockKey {
  cityCode: string
  requestId: string
  round: number
  ruleRow: string
}

/** A clock (承诺时钟) as stored. */
export interface StoredClock extends ClockKey {
  edition: string
  /** Of the regulatory floor: told like a promise, and counted nowhere. */
  isFloor: boolean
  periodLimit: number
  periodUnit: PeriodUnit
  statistic: Statistic
  unitPath: string
  startedAt: Date
  dueAt: Date | null
  warnAt: Date | null
  pauses: readonly (readonly [string, string | null])[]
  isProvisional: boolean
  isAssumed: boolean
  stoppedAt: Date | null
  verdict: ClockVerdict
  exemption: { reason: string; evidence: string; by: string; at: string } | null
}

export const CLOCK = sql`city_code, request_id, round, rule_row, edition, is_floor, period_limit, period_unit,
  statistic, unit_path::text as unit_path, started_at, due_at, warn_at, pauses, is_provisional, is_assumed, stopped_at, verdict,
  exemption`

export function listClocks(db: Db, request: { cityCode: string; requestId: string }) {
  return db.rows<StoredClock>(
    keepPlan(sql`
      select ${CLOCK} from commitment_clock
      where city_code = ${request.cityCode} and request_id = ${request.requestId}
      order by round, started_at, rule_row`),
  )
}

/** Where clocks stand in the organisation. */
export interface ClockPlace {
  cityCode: string
  requestId: string
  round: number
  unitId: string
  unitPath: string
}

/** Of which text a clock is. */
export interface ClockText {
  edition: string
  isFloor: boolean
}

/** Writes clocks that are new or changed, by one statement. */
export async function saveClocks(
  db: Db,
  at: ClockPlace,
  clocks: readonly (Clock & ClockText & { item: string })[],
) {
  const rows = clocks.map((clock) => ({
    rule_row: clock.row,
    edition: clock.edition,
    is_floor: clock.isFloor,
    item: clock.item,
    period_limit: clock.period.limit,
    period_unit: clock.period.unit,
    statistic: clock.statistic,
    started_at: clock.startedAt,
    due_at: clock.dueAt,
    warn_at: clock.warnAt,
    pauses: clock.pauses.map(({ from, to }) => [from, to]),
    is_provisional: clock.isProvisional,
    is_assumed: clock.isAssumed,
    stopped_at: clock.stoppedAt,
    verdict: clock.verdict,
    first_verdict: clock.verdict === 'open' ? null : clock.verdict,
  }))
  await db.run(
    keepPlan(sql`
      insert into commitment_clock as c (city_code, request_id, round, rule_row, edition, is_floor, item, period_limit,
        period_unit, statistic, unit_id, unit_path, started_at, due_at, warn_at, pauses, is_provisional, is_assumed,
        stopped_at, verdict, first_verdict)
      select ${at.cityCode}, ${at.requestId}, ${at.round}, rule_row, edition, is_floor, item, period_limit,
        period_unit, statistic, ${at.unitId}, ${at.unitPath}::ltree, started_at, due_at, warn_at, pauses, is_provisional, is_assumed,
        stopped_at, verdict, first_verdict
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(rule_row text, edition text, is_floor boolean, item text,
        period_limit integer, period_unit text, statistic text, started_at timestamptz, due_at timestamptz, warn_at timestamptz, pauses jsonb,
        is_provisional boolean, is_assumed boolean, stopped_at timestamptz, verdict text, first_verdict text)
      on conflict (city_code, request_id, round, rule_row) do update set started_at = excluded.started_at,
        due_at = excluded.due_at, warn_at = excluded.warn_at, pauses = excluded.pauses,
        is_provisional = excluded.is_provisional, is_assumed = excluded.is_assumed, stopped_at = excluded.stopped_at,
        verdict = excluded.verdict, first_verdict = coalesce(c.first_verdict, excluded.first_verdict)`),
  )
}

export interface NewVerdict extends ClockKey {
  verdictId: string
  verdict: string
  dueAt: Date | null
  stoppedAt: Date | null
}

/** Adds verdicts (判定) to those there were. */
export async function insertVerdicts(
  db: Db,
  verdicts: readonly NewVerdict[],
  told: { at: Date; cause: string; by: string },
) {
  await db.run(
    keepPlan(sql`
      insert into clock_verdict (city_code, request_id, verdict_id, round, rule_row, verdict, due_at, stopped_at,
        judged_at, cause, judged_by_name)
      select "cityCode", "requestId", "verdictId", round, "ruleRow", verdict, "dueAt", "stoppedAt", ${told.at},
        ${told.cause}, ${told.by}
      from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as n("cityCode" text, "requestId" uuid,
        "verdictId" uuid, round smallint, "ruleRow" text, verdict text, "dueAt" timestamptz, "stoppedAt" timestamptz)`),
  )
}

export interface VerdictRow extends Omit<NewVerdict, 'verdictId'> {
  judgedAt: Date
  cause: string
  judgedByName: string
}

export function listVerdicts(db: Db, request: { cityCode: string; requestId: string }) {
  return db.rows<VerdictRow>(
    keepPlan(sql`
      select city_code, request_id, round, rule_row, verdict, due_at, stopped_at, judged_at, cause, judged_by_name
      from clock_verdict where city_code = ${request.cityCode} and request_id = ${request.requestId}
      order by judged_at, verdict_id`),
  )
}

/** Takes clocks out of the count, or back into it; their verdicts stay. */
export async function setExempt(
  db: Db,
  clocks: readonly ClockKey[],
  exemption: StoredClock['exemption'],
) {
  await db.run(sql`
    update commitment_clock c set exemption = ${exemption && JSON.stringify(exemption)}::jsonb
    from jsonb_to_recordset(${JSON.stringify(clocks)}::jsonb) as n("cityCode" text, "requestId" uuid, round smallint,
      "ruleRow" text)
    where c.city_code = n."cityCode" and c.request_id = n."requestId" and c.round = n.round
      and c.rule_row = n."ruleRow"`)
}

/** The clocks of a request go where it goes. */
export async function moveClocks(
  db: Db,
  request: { cityCode: string; requestId: string },
  unit: { unitId: string; path: string },
) {
  await db.run(sql`
    update commitment_clock set unit_id = ${unit.unitId}, unit_path = ${unit.path}::ltree
    where city_code = ${request.cityCode} and request_id = ${request.requestId}`)
}
