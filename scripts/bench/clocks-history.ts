// Fills a database with requests and their open clocks, set by set, as the use cases would have left them.
import { sql } from 'kysely'
import { workingCalendar } from '../../apps/server/src/modules/commitments/index.ts'
import { editions } from '../../apps/server/src/modules/commitments/known-editions.ts'
import type { Database } from '../../apps/server/src/platform/db.ts'

const SET = 100_000
const DAY_MS = 86_400_000

/** What a request of each kind is owed, by the newest edition: its first clock. */
const OWED = [
  ['complaint', 'service', '9-answer'],
  ['service', 'meter-test', '7-meter'],
  ['service', 'reading-dispute', '7-reading'],
  ['new-supply', 'resident', '6-resident'],
  ['new-supply', 'low-voltage', '6-low-voltage'],
  ['new-supply', 'high-voltage-dual', '6-high-voltage-dual'],
] as const

/**
 * Stores requests accepted in the last days with one clock each that is open and not due during the run,
 * with the Event of each acceptance.
 */
export async function fillRequests(database: Database, count: number, now: Date) {
  const calendar = workingCalendar()
  const newest = editions().at(-1)
  const owed = OWED.map(([kind, subkind, row], n) => {
    const rule = newest?.rules.find((found) => found.row === row)
    if (!newest || !rule || !('limit' in rule)) throw new Error(`no clock ${row}`)
    return {
      n,
      kind,
      subkind,
      row,
      item: rule.item,
      limit: rule.limit,
      unit: rule.unit,
      edition: newest.edition,
    }
  })
  // A deadline depends on the day of the start alone: one row for each day and kind.
  const starts = owed.flatMap((promise) =>
    Array.from({ length: promise.limit }, (_, day) => {
      const startedAt = new Date(now.getTime() - day * DAY_MS)
      const { dueAt, isProvisional } = calendar.afterWorkingDays(startedAt, promise.limit)
      return { n: promise.n, day, dueAt, isProvisional }
    }).filter(({ dueAt }) => dueAt.getTime() > now.getTime() + DAY_MS),
  )
  for (let done = 0; done < count; done += SET) {
    await database.transact('system', async (db) => {
      await db.run(sql`
        create temporary table made on commit drop as
        with station as (
          select row_number() over (order by code) - 1 as place, unit_id, path, city_code, count(*) over () as all_of
          from unit where kind = 'station'),
        start as (
          select row_number() over () - 1 as place, count(*) over () as all_of, s.*, o.*
          from jsonb_to_recordset(${JSON.stringify(starts)}::jsonb)
              as s(n int, day int, "dueAt" timestamptz, "isProvisional" boolean)
            join jsonb_to_recordset(${JSON.stringify(owed)}::jsonb)
              as o(n int, kind text, subkind text, "row" text, item text, "limit" int, unit text, edition text) using (n)),
        number as (select i, md5(i::text || 'request') as hex, ('x' || substr(md5(i::text), 1, 7))::bit(28)::int as h
          from generate_series(${done + 1}::int, ${Math.min(done + SET, count)}::int) as i)
        select station.city_code, station.unit_id, station.path, start.kind, start.subkind, start.row as rule_row,
          start.item, start."limit" as period_limit, start.unit as period_unit, start.edition, start."isProvisional" as is_provisional,
          ${now}::timestamptz - make_interval(days => start.day, secs => h % 3600) as started_at,
          -- Spread over the day, so that a minute holds what it would in a year of a province.
          start."dueAt" + make_interval(secs => h % 86400) as due_at, number.i, number.h, number.hex,
          (lpad(to_hex((extract(epoch from ${now}::timestamptz - make_interval(days => start.day)) * 1000)::bigint), 12, '0')
            || '7' || substr(hex, 1, 3) || '8' || substr(hex, 4, 15))::uuid as request_id
        from number join start on start.place = number.h % start.all_of
          join station on station.place = number.i % station.all_of`)
      await insertMade(db.run)
    })
  }
}

async function insertMade(run: (query: ReturnType<typeof sql>) => Promise<number>) {
  await run(sql`
    insert into service_request (city_code, request_id, number, kind, subkind, channel, state, unit_id, unit_path,
      accepted_unit_id, accepted_at, recorded_at, accepted_by, accepted_by_name, owner_id, owner_name, edition, area,
      account_no, address, content, is_anonymous, is_confidential, contact_sealed, contact_masked, phone_key)
    select city_code, request_id, 'B' || i, kind, subkind, 'hotline', 'assigned', unit_id, path, unit_id, started_at,
      started_at, request_id, '接线员示例', md5((h % 7000)::text)::uuid, '一线人员示例', edition, 'urban',
      lpad((h % 5000000)::text, 10, '0'), '示例路' || h % 900 || '号', '电表走得快，希望校验一下', false, false,
      hex || hex || hex, '{"name": "王**", "phone": "000****0001"}'::jsonb, hex
    from made`)
  await run(sql`
    insert into commitment_clock (city_code, request_id, round, rule_row, edition, item, period_limit, period_unit,
      statistic, unit_id, unit_path, started_at, due_at, warn_at, is_provisional, is_assumed, verdict)
    select city_code, request_id, 1, rule_row, edition, item, period_limit, period_unit, 'maximum', unit_id, path,
      started_at, due_at, due_at - interval '1 hour', is_provisional, false, 'open'
    from made`)
  await run(sql`
    insert into event (city_code, event_id, recorded_at, actor_id, actor_name, unit_path, kind, subject_id, details)
    select city_code, gen_random_uuid(), started_at, request_id, '接线员示例', path, 'request.accepted',
      request_id::text, jsonb_build_object('number', 'B' || i, 'kind', kind, 'subkind', subkind, 'edition', edition)
    from made`)
}
