import { type Duck, quoted } from '../../platform/duck.ts'
import { MAX_DAYS, READING_FAULTS } from './stage.queries.ts'

/** Where a reading stands, as it is compared. */
const PLACE = '[file_no, n, coalesce(c, 0)]'

/**
 * Makes of what meters show (示数) what was used between one look and the next, times the factor of the meter (倍率). The
 * first of an account in a file tells nothing yet, and counts as unread.
 */
export async function settleRegisters(duck: Duck, fileNo: number, maxKwh: number) {
  await duck.run(`
    create or replace temp table look as
    select account, day, n, lag(day) over looks as before, (kwh - lag(kwh) over looks) * factor as used
    from staged where file_no = ${fileNo} and fault is null and not is_unread
    window looks as (partition by account order by day, n);
    update staged set is_unread = look.before is null, day = coalesce(look.before, staged.day),
      days = coalesce(look.day - look.before, 1), kwh = try_cast(look.used as decimal(18, 6)),
      fault = case
        when look.before is null then null
        when look.used < 0 then 'backwards'
        when look.used > ${maxKwh} then 'absurd'
        when look.day - look.before not between 1 and ${MAX_DAYS} then 'out-of-range'
      end
    from look where file_no = ${fileNo} and staged.n = look.n and fault is null and not is_unread;
    drop table look`)
}

/**
 * Readings that stand twice, in one file or in several: the same again is left out, another use is refused.
 * Returns how many of each there were.
 */
export async function settleRepeats(duck: Duck, files: readonly string[]) {
  const names = files.map((name, i) => `(${i}, ${quoted(name)})`).join(', ')
  await duck.run(`
    create or replace temp table twice as
    select account, day, minute, days from staged
    where not is_unread group by account, day, minute, days having count(*) > 1;
    create or replace temp table repeated as
    select account, day, minute, days, arg_min(kwh, ${PLACE}) as kwh, min(${PLACE}) as first
    from staged join twice using (account, day, minute, days)
    where not is_unread group by account, day, minute, days`)
  const reader = await duck.runAndReadAll(`
    select (count(*) filter (s.kwh = r.kwh))::integer, (count(*) filter (s.kwh <> r.kwh))::integer
    from staged s join repeated r using (account, day, minute, days)
    where not is_unread and ${PLACE} <> first`)
  await duck.run(`
    insert into reject
    select f.name, n, null, 'duplicate', ${quoted(READING_FAULTS.duplicate)},
           concat_ws(' ', account, day, case when minute > 0 then minute end, s.kwh)
    from staged s join repeated r using (account, day, minute, days)
      join (values ${names}) f (no, name) on f.no = file_no
    where not is_unread and ${PLACE} <> first and s.kwh <> r.kwh;
    delete from staged using repeated r
    where not is_unread and staged.account = r.account and staged.day = r.day
      and staged.minute = r.minute and staged.days = r.days and ${PLACE} <> r.first`)
  const [same, different] = reader.getRowsJson()[0] as number[]
  return { same: same ?? 0, different: different ?? 0 }
}

/** Of an interval's day so much must be there, in tenths: less is a day that was not read. */
const DAY_TENTHS = 9

/** Makes `reading` of what was staged: parts of days are summed to whole days. Returns how many days lacked some. */
export async function makeReadings(duck: Duck): Promise<{ readings: number; partialDays: number }> {
  await duck.run(`
    create or replace temp table part as
    select account, day, sum(kwh) as kwh, bit_or(1::hugeint << (minute // 15)) as quarters
    from staged where days = 0 and not is_unread group by account, day;
    create or replace table reading as
    select account, day as from_day, days, (round(kwh, 2) * 100)::integer as used
    from staged where days > 0 and not is_unread
    union all
    select account, day, 1::smallint, (round(p.kwh, 2) * 100)::integer
    from part p join (select account, bit_or(quarters) as quarters from part group by account) a using (account)
    where bit_count(p.quarters)::integer * 10 >= bit_count(a.quarters)::integer * ${DAY_TENTHS}`)
  const reader = await duck.runAndReadAll(`
    select (select count(*) from reading)::integer,
           ((select count(*) from part) - (select count(*) from reading where days = 1)
             + (select count(*) from staged where days = 1 and not is_unread))::integer`)
  await duck.run('drop table staged; drop table if exists cell; drop table part')
  const [readings, partialDays] = reader.getRowsJson()[0] as number[]
  return { readings: readings ?? 0, partialDays: partialDays ?? 0 }
}
