import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { CLOCK, type ClockKey, type StoredClock } from './clock.queries.ts'

/**
 * Clocks whose time is over and that are still open, the first due first: read by index, never all open
 * ones. An average has no single case that breaks it.
 */
export function listDue(db: Db, now: Date, limit: number) {
  return db.rows<StoredClock>(sql`
    select ${CLOCK} from commitment_clock
    where verdict = 'open' and statistic = 'maximum' and exemption is null and due_at < ${now}
    order by due_at limit ${limit} for update`)
}

/** Open clocks of which 80 % is over and nobody was told yet. */
export function listToWarn(db: Db, now: Date, limit: number) {
  return db.rows<StoredClock>(sql`
    select ${CLOCK} from commitment_clock
    where verdict = 'open' and warned_at is null and exemption is null and warn_at <= ${now}
    order by warn_at limit ${limit} for update`)
}

const keys = (clocks: readonly ClockKey[]) => sql`
  jsonb_to_recordset(${JSON.stringify(
    clocks.map(({ cityCode, requestId, round, ruleRow }) => ({
      cityCode,
      requestId,
      round,
      ruleRow,
    })),
  )}::jsonb) as n("cityCode" text, "requestId" uuid, round smallint, "ruleRow" text)
  where c.city_code = n."cityCode" and c.request_id = n."requestId" and c.round = n.round and c.rule_row = n."ruleRow"`

export async function setBroken(db: Db, clocks: readonly ClockKey[]) {
  await db.run(sql`
    update commitment_clock c set verdict = 'broken', first_verdict = coalesce(c.first_verdict, 'broken')
    from ${keys(clocks)}`)
}

export async function setWarned(db: Db, clocks: readonly ClockKey[], now: Date) {
  await db.run(sql`update commitment_clock c set warned_at = ${now} from ${keys(clocks)}`)
}
