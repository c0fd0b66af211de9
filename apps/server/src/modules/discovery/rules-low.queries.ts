import { hundredths, type LowUseRule, type SeasonRule, type VacantRule } from '@nuandeng/domain'
import {
  all,
  bitsOf,
  type CompiledRule,
  countOf,
  isNothing,
  span,
  type Terms,
  YEAR,
} from './rule-sql.queries.ts'

export function lowUse({ months, belowKwh }: LowUseRule, { ages, floors }: Terms): CompiledRule {
  const below = hundredths(belowKwh)
  const isLow = (age: number) =>
    `a${age} < ${below} and ${floors[age] ? `a${age} > ${floors[age]}` : `a${age} <> 0`}`
  const inRun = (age: number) => `case when run_bits & ${2 ** age} <> 0 then a${age} else 0 end`
  return {
    prefilter: (column) =>
      all(
        span(months),
        (age) => `${column(age)} < ${below} and not ${isNothing(column(age), floors[age])}`,
      ),
    exact: `
      select id, (${below} * run - used) * 1000 // (${below} * run) as score, run as n0, ${below} as n1, highest as n2,
        null as n3, null as n4, from_age, to_age
      from (select id, run, from_age, to_age, ${span(ages).map(inRun).join(' + ')} as used,
          greatest(${span(ages).map(inRun)}) as highest
        from (${runOfRead(bitsOf(span(ages), isLow), months)}))`,
  }
}

export function vacant({ months }: VacantRule, { ages, floors }: Terms): CompiledRule {
  return {
    prefilter: (column) => all(span(months), (age) => `${column(age)} <= ${floors[age]}`),
    exact: `
      select id, least(1000, run * 40) as score, run as n0, null as n1, null as n2, null as n3, null as n4,
        from_age, to_age
      from (${runOfRead(
        bitsOf(span(ages), (age) => `a${age} <= ${floors[age]}`),
        months,
      )})`,
  }
}

export function season(rule: SeasonRule): CompiledRule {
  const away = hundredths(rule.awayKwh)
  const present = hundredths(rule.presentKwh)
  const years = span(2 * YEAR)
  // Of so many months one is away (or not read), if so many of twelve are.
  const some = span(YEAR - rule.awayMonths + 1)
  const year = (bits: string) => `((${bits}) & ${2 ** YEAR - 1})`
  const lastYear = (bits: string) => year(`(${bits}) >> ${YEAR}`)
  const differ = (bits: string) => `xor(${year(bits)}, ${lastYear(bits)})`
  return {
    prefilter: (column) => `
      ${[0, YEAR].map((from) => `(${some.map((age) => `${column(age + from)} <= ${away}`).join(' or ')})`).join(' and ')}
      and greatest(${years.map(column)}) >= ${present}`,
    exact: `
      select id, (${YEAR} - differing) * 1000 // ${YEAR} as score, ${countOf(year('away'))} as n0, differing as n1,
        highest as n2, null as n3, null as n4, ${2 * YEAR - 1} as from_age, 0 as to_age
      from (select *, ${countOf(`(${differ('away')} | ${differ('present')}) & ${year('read_bits')} & ${lastYear('read_bits')}`)} as differing
        from (select id, read_bits, ${bitsOf(years, (age) => `a${age} <= ${away}`)} & read_bits as away,
          ${bitsOf(years, (age) => `a${age} >= ${present}`)} as present,
          greatest(${years.map((age) => `a${age}`)}) as highest from chosen))
      where ${countOf(year('away'))} >= ${rule.awayMonths} and ${countOf(lastYear('away'))} >= ${rule.awayMonths}
        and ${year('present | ~read_bits')} <> 0 and ${lastYear('present | ~read_bits')} <> 0
        and highest >= ${present} and differing <= ${rule.differMonths}`,
  }
}

/**
 * The newest months that were read, up to the first that does not pass; months that were not read are left out. Months
 * are bits, the newest the lowest, so that a run is found without looking at them one by one.
 */
function runOfRead(passing: string, months: number): string {
  return `
    select *, ${countOf('run_bits')} as run, floor(log2(run_bits))::bigint as from_age,
      floor(log2(run_bits & -run_bits))::bigint as to_age
    from (select *, read_bits & ((failing & -failing) - 1) as run_bits
      from (select *, read_bits & ~(${passing}) as failing from chosen))
    where ${countOf('run_bits')} >= ${months}`
}
