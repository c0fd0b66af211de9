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
  const present = hundredths(rule.presentKwh)
  const isAway = (age: number) => `a${age} between 0 and ${away}`
  const isPresent = (age: number) => `a${age} >= ${present}`
  const year = span(YEAR)
  const lastYear = span(YEAR, YEAR)
  // Of so many months one is away, if so many of twelve are.
  const some = span(YEAR - rule.awayMonths + 1)
  return {
    prefilter: (column) =>
      [0, YEAR]
        .map((from) => `least(${some.map((age) => column(age + from)).join(', ')}) <= ${away}`)
        .join(' and '),
    exact: `
      select id, alike * 1000 // ${YEAR} as score, away_months as n0, alike as n1,
        greatest(0, ${span(2 * YEAR).map((age) => `a${age}`)}) as n2, null as n3, null as n4,
        ${2 * YEAR - 1} as from_age, 0 as to_age
      from (select *, ${count(year, isAway)} as away_months, ${count(lastYear, isAway)} as away_last_year,
        ${count(year, (age) => `(${isAway(age)} and ${isAway(age + YEAR)}) or (${isPresent(age)} and ${isPresent(age + YEAR)})`)} as alike
        from chosen)
      where away_months >= ${rule.awayMonths} and away_last_year >= ${rule.awayMonths} and alike >= ${rule.agreeMonths}
        and (${year.map(isPresent).join(' or ')}) and (${lastYear.map(isPresent).join(' or ')})`,
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
