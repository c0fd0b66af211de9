import type { DiscoveryKind, FindingQueue, PlainDate, SignalColour } from '@nuandeng/domain'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { SignalFields, SignalReason } from './signal.queries.ts'

/** Customers of a city by their account numbers; of a merged file the one that was kept. */
export function listByAccount(db: Db, cityCode: string, accounts: readonly string[]) {
  return db.rows<{ accountNo: string; customerId: string }>(sql`
    select account_no, coalesce(merged_into_id, customer_id) as customer_id from customer
    where city_code = ${cityCode} and account_no = any (${accounts}::text[])`)
}

export type KnownSignal = Pick<
  SignalFields,
  'signalId' | 'customerId' | 'ruleId' | 'firstMonth' | 'lastMonth' | 'state' | 'restsUntil'
> & { lastDay: PlainDate | null }

/** The newest signals of customers by rules, each by the index: a scan of all of them a batch would grow with them. */
export function listKnown(
  db: Db,
  cityCode: string,
  of: { customerIds: readonly string[]; ruleIds: readonly string[] },
) {
  return db.rows<KnownSignal>(sql`
    select s.* from unnest(${of.customerIds}::uuid[]) as of(id) cross join lateral (
      select signal_id, customer_id, rule_id, first_month, last_month, state, rests_until,
        reason -> 'days' ->> 1 as last_day
      from signal
      where city_code = ${cityCode} and customer_id = of.id and rule_id = any (${of.ruleIds}::text[]) and is_last
      offset 0) s`)
}

/** What a finding says. */
export interface Said {
  signalId: string
  firstMonth: PlainDate
  lastMonth: PlainDate
  score: number
  colour: SignalColour | null
  edition: string
  reason: SignalReason
}

export interface NewSignal extends Said {
  customerId: string
  ruleId: string
  ruleKind: DiscoveryKind
  queue: FindingQueue
  /** The signal whose memory it takes the place of. */
  before: string | undefined
}

const SAID = sql`"signalId" uuid, "firstMonth" date, "lastMonth" date, score integer, colour text, edition text,
  reason jsonb`

/** Adds signals by one statement; those before them are their memory. */
export async function insertSignals(
  db: Db,
  cityCode: string,
  signals: readonly NewSignal[],
  at: Date,
) {
  const before = signals.flatMap((signal) => signal.before ?? [])
  if (before.length > 0) {
    await db.run(sql`
      update signal set is_last = false
      where city_code = ${cityCode} and signal_id = any (${before}::uuid[])`)
  }
  await db.run(sql`
    insert into signal (city_code, signal_id, customer_id, rule_id, rule_kind, queue, edition, first_month,
      last_month, score, colour, reason, state, found_at, seen_at)
    select ${cityCode}, "signalId", "customerId", "ruleId", "ruleKind", queue, edition, "firstMonth", "lastMonth",
      score, colour, reason, 'open', ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(signals)}::jsonb)
      as n(${SAID}, "customerId" uuid, "ruleId" text, "ruleKind" text, queue text)`)
}

/** Signals that were found again: what they say now. Their state stays as it is. */
export async function updateSeen(db: Db, cityCode: string, seen: readonly Said[], at: Date) {
  await db.run(sql`
    update signal s set first_month = least(s.first_month, n."firstMonth"),
      last_month = greatest(s.last_month, n."lastMonth"), score = n.score, colour = n.colour, edition = n.edition,
      reason = n.reason, seen_at = ${at}, times_seen = s.times_seen + 1, ended_at = null
    from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as n(${SAID})
    where s.city_code = ${cityCode} and s.signal_id = n."signalId"`)
}

/** Newest signals by these rules that the run of this moment did not find and that nothing ended before. */
export function listUnseen(
  db: Db,
  cityCode: string,
  of: { ruleIds: readonly string[]; at: Date; after: string; limit: number },
) {
  return db.rows<{ signalId: string; ruleId: string; accountNo: string }>(sql`
    select s.signal_id, s.rule_id, c.account_no
    from (
      select signal_id, rule_id, customer_id, city_code from signal
      where city_code = ${cityCode} and rule_id = any (${of.ruleIds}::text[]) and is_last
        and ended_at is null and seen_at < ${of.at} and signal_id > ${of.after}::uuid
      order by signal_id limit ${of.limit}) s join customer c using (customer_id, city_code)
    order by s.signal_id`)
}

export function endSignals(db: Db, cityCode: string, signalIds: readonly string[], at: Date) {
  return db.run(sql`
    update signal set ended_at = ${at}
    where city_code = ${cityCode} and signal_id = any (${signalIds}::uuid[])`)
}
