import type { NotRunReason } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** What came of one rule in a run. */
export interface RuleCounts {
  found: number
  fresh: number
  again: number
  resting: number
  ended: number
  skipped: Readonly<Record<string, number>>
  notRun: NotRunReason | null
}

export interface RuleRunRow {
  cityCode: string
  runId: string
  unitId: string
  unitName: string
  path: string
  edition: string
  ruleIds: readonly string[]
  state: 'waiting' | 'running' | 'done' | 'failed'
  fraction: number
  askedBy: string
  askedByName: string
  askedAt: Date
  finishedAt: Date | null
  asOf: string | null
  seen: number | null
  counts: Readonly<Record<string, RuleCounts>>
  /** Of rules that ask who lives alone; none where the reader may not see care flags. */
  careCounts: Readonly<Record<string, RuleCounts>>
  refusal: string | null
}

const RUN = sql`r.city_code, r.run_id, r.unit_id, u.name as unit_name, r.unit_path::text as path, r.edition, r.rule_ids,
  r.state, r.fraction, r.asked_by, r.asked_by_name, r.asked_at, r.finished_at, r.as_of, r.seen, r.counts, r.refusal,
  coalesce((select jsonb_object_agg(k.rule_id, k.counts) from rule_run_care k
    where k.run_id = r.run_id and k.city_code = r.city_code), '{}') as care_counts`

export interface NewRuleRun {
  cityCode: string
  runId: string
  unitId: string
  path: string
  edition: string
  ruleIds: readonly string[]
  askedBy: string
  askedByName: string
  askedAt: Date
}

/** Adds a run that waits; 0 where its id is taken or the city has one under way. */
export function insertRuleRun(db: Db, run: NewRuleRun) {
  return db.run(sql`
    insert into rule_run (city_code, run_id, unit_id, unit_path, edition, rule_ids, state, asked_by, asked_by_name,
      asked_at)
    values (${run.cityCode}, ${run.runId}, ${run.unitId}, ${run.path}::ltree, ${run.edition}, ${run.ruleIds},
      'waiting', ${run.askedBy}, ${run.askedByName}, ${run.askedAt})
    on conflict do nothing`)
}

export function findRuleRun(db: Db, runId: string) {
  return db.maybe<RuleRunRow>(sql`
    select ${RUN} from rule_run r join unit u using (unit_id) where r.run_id = ${runId}`)
}

/** Runs newest first, one more than the limit. */
export function listRuleRuns(
  db: Db,
  page: { after: { at: string; id: string } | undefined; limit: number },
) {
  const { after } = page
  const beyond = after
    ? sql`where (r.asked_at, r.run_id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  return db.rows<RuleRunRow>(sql`
    select ${RUN} from rule_run r join unit u using (unit_id) ${beyond}
    order by r.asked_at desc, r.run_id desc limit ${page.limit + 1}`)
}

/** The run that is next: one that a killed server left goes on first. */
export function findNextRuleRun(db: Db) {
  return db.maybe<RuleRunRow>(sql`
    select ${RUN} from rule_run r join unit u using (unit_id) where r.state in ('waiting', 'running')
    order by r.state, r.asked_at, r.run_id limit 1`)
}

type Key = Pick<RuleRunRow, 'cityCode' | 'runId'>

export async function setRunning(db: Db, { cityCode, runId }: Key, at: Date) {
  await db.run(sql`
    update rule_run set state = 'running', started_at = coalesce(started_at, ${at})
    where run_id = ${runId} and city_code = ${cityCode}`)
}

export async function setFraction(db: Db, { cityCode, runId }: Key, fraction: number) {
  await db.run(sql`
    update rule_run set fraction = ${fraction} where run_id = ${runId} and city_code = ${cityCode}`)
}

export async function setRunDone(
  db: Db,
  { cityCode, runId }: Key,
  done: { asOf: string; seen: number; counts: Record<string, RuleCounts>; at: Date },
) {
  await db.run(sql`
    update rule_run set state = 'done', fraction = 1, as_of = ${done.asOf}, seen = ${done.seen},
      counts = ${JSON.stringify(done.counts)}::jsonb, finished_at = ${done.at}
    where run_id = ${runId} and city_code = ${cityCode}`)
}

export async function insertCareCounts(
  db: Db,
  { cityCode, runId }: Key,
  ruleId: string,
  counts: RuleCounts,
) {
  await db.run(sql`
    insert into rule_run_care (city_code, run_id, rule_id, counts)
    values (${cityCode}, ${runId}, ${ruleId}, ${JSON.stringify(counts)}::jsonb)`)
}

export async function setRunFailed(db: Db, { cityCode, runId }: Key, refusal: string, at: Date) {
  await db.run(sql`
    update rule_run set state = 'failed', refusal = ${refusal}, finished_at = ${at}
    where run_id = ${runId} and city_code = ${cityCode}`)
}

/** What the register says of the customers of a city, in pages by account number. */
export function listRegisterFacts(db: Db, cityCode: string, after: string, limit: number) {
  return db.rows<{
    account: string
    useCategory: string | null
    isActive: boolean
    isTemporary: boolean | null
    connectedIn: string | null
    capacityVa: number | null
  }>(sql`
    select account_no as account, use_category, status <> 'closed' as is_active, is_temporary,
      to_char(connected_on, 'YYYY-MM') as connected_in,
      round(capacity_kva * 1000)::bigint as capacity_va
    from customer where city_code = ${cityCode} and account_no > ${after} and merged_into_id is null
    order by account_no limit ${limit}`)
}
