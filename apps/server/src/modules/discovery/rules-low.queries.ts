import { hundredths, type LowUseRule, type SeasonRule, type VacantRule } from '@nuandeng/domain'
import {
  all,
  type CompiledRule,
  count,
  leading,
  listOf,
  span,
  type Terms,
  YEAR,
} from './rule-sql.queries.ts'

export function lowUse({ months, belowKwh }: LowUseRule, { ages, floors }: Terms): CompiledRule {
  const below = hundredths(belowKwh)
  return {
    prefilter: (column) => all(span(months), (age) => `${column(age)} < ${below}`),
    exact: `
      select id, (${below} * run - used) * 1000 // (${below} * run) as score,
        run as n0, ${below} as n1, highest as n2, null as n3, null as n4, read_ages[run] as from_age, read_ages[1] as to_age
      from (select *, list_sum(read_use[1:run])::bigint as used, list_max(read_use[1:run]) as highest
        from (${runOfRead(ages, (age) => `a${age} > ${floors[age]} and a${age} < ${below}`)}))
      where run >= ${months}`,
  }
}

export function vacant({ months }: VacantRule, { ages, floors }: Terms): CompiledRule {
  return {
    prefilter: (column) => all(span(months), (age) => `${column(age)} <= ${floors[age]}`),
    exact: `
      select id, least(1000, run * 40) as score, run as n0, null as n1, null as n2, null as n3, null as n4,
        read_ages[run] as from_age, read_ages[1] as to_age
      from (${runOfRead(ages, (age) => `a${age} <= ${floors[age]}`)})
      where run >= ${months}`,
  }
}

export function season(rule: SeasonRule): CompiledRule {
  const away = hundredths(rule.awayKwh)
  const kind = (age: number) =>
    `case when a${age} < 0 then null when a${age} <= ${away} then 0 when a${age} >= ${hundredths(rule.presentKwh)} then 2 else 1 end`
  const [year, lastYear] = [span(YEAR), span(YEAR, YEAR)]
  // Of so many months one is away (or not read), if so many of twelve are.
  const some = span(YEAR - rule.awayMonths + 1)
  return {
    prefilter: (column) =>
      [0, YEAR]
        .map((from) => `least(${some.map((age) => column(age + from)).join(', ')}) <= ${away}`)
        .join(' and '),
    exact: `
      select id, (${YEAR} - differing) * 1000 // ${YEAR} as score, away_months as n0, differing as n1, highest as n2,
        null as n3, null as n4, ${2 * YEAR - 1} as from_age, 0 as to_age
      from (select id, highest, ${count(year, (age) => `k${age} = 0`)} as away_months,
          ${count(lastYear, (age) => `k${age} = 0`)} as away_last_year,
          ${count(year, (age) => `k${age} <> k${age + YEAR}`)} as differing,
          ${year.map((age) => `coalesce(k${age} = 2, true)`).join(' or ')} as was_present,
          ${lastYear.map((age) => `coalesce(k${age} = 2, true)`).join(' or ')} as was_present_last_year
        from (select id, greatest(0, ${span(2 * YEAR).map((age) => `a${age}`)}) as highest,
          ${span(2 * YEAR).map((age) => `${kind(age)} as k${age}`)} from chosen))
      where away_months >= ${rule.awayMonths} and away_last_year >= ${rule.awayMonths} and was_present
        and was_present_last_year and highest >= ${hundredths(rule.presentKwh)} and differing <= ${rule.differMonths}`,
  }
}

/** The newest months that were read and pass, months that were not read left out. */
function runOfRead(ages: number, passes: (age: number) => string): string {
  const read = (what: (age: number) => string) =>
    `list_filter(${listOf(span(ages), (age) => `case when a${age} >= 0 then ${what(age)} end`)}, lambda it: it is not null)`
  return `
    select *, ${leading('passing')} as run
    from (select id, ${read(String)} as read_ages, ${read((age) => `a${age}`)} as read_use, ${read(passes)} as passing
      from chosen)`
}
