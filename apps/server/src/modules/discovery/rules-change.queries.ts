import {
  type CameAliveRule,
  type CollapseRule,
  daysIn,
  type GrowthRule,
  hundredths,
  monthBefore,
  type StuckRule,
} from '@nuandeng/domain'
import {
  all,
  type CompiledRule,
  isNothing,
  leading,
  listOf,
  span,
  type Terms,
  YEAR,
} from './rule-sql.queries.ts'

export function collapse(rule: CollapseRule): CompiledRule {
  const { months, dropPercent, sameMonthsPercent, historyMonths } = rule
  const recent = span(months)
  const history = span(historyMonths, months).map((age) => `a${age}`)
  return {
    // Below the median and last year not: below last year by at least as much.
    prefilter: (column) =>
      all(recent, (age) => {
        const [now, then] = [column(age), column(age + YEAR)]
        return `${now} * ${sameMonthsPercent}::bigint < ${dropPercent}::bigint * ${then} and ${now} >= 0`
      }),
    exact: `
      select id, (twice * ${months} - 2 * used) * 1000 // (twice * ${months}) as score,
        ${months} as n0, highest as n1, twice // 2 as n2, null as n3, null as n4, ${months - 1} as from_age, 0 as to_age
      from (${withMedian(`
        select *, list_filter([${history}], lambda use: use >= 0) as history,
          ${recent.map((age) => `a${age}::bigint`).join(' + ')} as used, greatest(${recent.map((age) => `a${age}`)}) as highest
        from chosen`)})
      where ${historyHolds(rule)} and ${notSoLastYear(rule)}
        and ${all(recent, (age) => `a${age} >= 0 and a${age} * 200::bigint < ${dropPercent} * twice`)}`,
  }
}

export function stuck(rule: StuckRule, { ages, floors }: Terms): CompiledRule {
  const step = hundredths(rule.stepKwh)
  const recent = span(rule.months)
  const least = hundredths(rule.historyKwh) * rule.sameMonthsPercent
  const isStep = (age: number) =>
    `case when stops then ${isNothing(`a${age}`, floors[age])} else a${age} = a0 and a0 >= 0 end`
  return {
    prefilter: (column) => {
      const isSame = all(recent.slice(1), (age) => `${column(age)} = ${column(0)}`) || 'true'
      const stopped = all(recent, (age) => isNothing(column(age), floors[age]))
      const wasUsed = all(recent, (age) => `${column(age + YEAR)} * 100::bigint >= ${least}`)
      // Nothing is the same step too, unless a floor stands for it.
      const isEither = floors.some((floor) => floor > 0) ? `(${isSame} or ${stopped})` : isSame
      return `${isEither} and (${column(0)} >= ${step} and ${isSame} or ${stopped} and ${wasUsed})`
    },
    exact: `
      select id, least(1000, run * 100) as score, run as n0, a0 as n1, twice // 2 as n2, null as n3, null as n4,
        run - 1 as from_age, 0 as to_age
      from (${withMedian(`
        select *, list_filter(months[run + 1 : run + ${rule.historyMonths}], lambda use: use >= 0) as history,
          coalesce(months[run + 1], -1)::bigint as before
        from (select *, ${leading('steps')} as run
          from (select *, ${listOf(span(ages), isStep)} as steps, ${listOf(span(ages), (age) => `a${age}`)} as months
            from (select *, ${isNothing('a0', floors[0])} as stops from chosen)))
        where run >= ${rule.months}`)})
      where ${historyHolds(rule)} and (case when stops
        then before * 200 >= ${rule.sameMonthsPercent} * twice and ${notSoLastYear(rule)} else a0 >= ${step} end)`,
  }
}

/** The load is judged with the capacity of the register, which is joined last: n3 is the hours, n4 the percent asked. */
export function growth(rule: GrowthRule, { newest }: Terms): CompiledRule {
  const recent = span(rule.months)
  const lastYear = span(rule.months, YEAR)
  const hours = recent.reduce((sum, age) => sum + 24 * daysIn(monthBefore(newest, age)), 0)
  const grown = (now: string, then: string) =>
    `${now} * 100::bigint >= ${rule.growPercent}::bigint * ${then} and ${then} >= 0 and ${now} >= ${hundredths(rule.leastKwh)}`
  const sum = (of: number[]) => of.map((age) => `a${age}::bigint`).join(' + ')
  return {
    prefilter: (column) => all(recent, (age) => grown(column(age), column(age + YEAR))),
    exact: `
      select id, 0 as score, ${rule.months} as n0, ${sum(recent)} as n1, ${sum(lastYear)} as n2, ${hours} as n3,
        ${rule.loadPercent} as n4, ${rule.months - 1} as from_age, 0 as to_age
      from chosen where ${all(recent, (age) => `a${age} >= 0`)}`,
  }
}

export function cameAlive(rule: CameAliveRule, { floors }: Terms): CompiledRule {
  const recent = span(rule.months)
  const quiet = span(rule.quietMonths, rule.months)
  const least = hundredths(rule.leastKwh)
  const holds = (column: (age: number) => string) =>
    `${all(quiet, (age) => isNothing(column(age), floors[age]))}
      and ${all(recent, (age) => `${column(age)} >= ${least} and ${column(age)} > ${floors[age]}`)}`
  const lowest = `least(${recent.map((age) => `a${age}`)})::bigint`
  const score = least === 0 ? '1000' : `least(1000, ${lowest} * 100 // ${least})`
  return {
    prefilter: holds,
    exact: `
      select id, ${score} as score, ${rule.months} as n0, ${rule.quietMonths} as n1, ${lowest} as n2,
        null as n3, null as n4, ${rule.months - 1} as from_age, 0 as to_age
      from chosen where ${holds((age) => `a${age}`)}`,
  }
}

/** Adds twice the median of the list `history`, an integer. */
function withMedian(rows: string): string {
  return `
    select *, sorted[(history_reads + 1) // 2]::bigint + sorted[history_reads // 2 + 1] as twice
    from (select *, list_sort(history) as sorted, len(history) as history_reads from (${rows}))`
}

function historyHolds({ minHistory, historyKwh }: CollapseRule | StuckRule): string {
  return `history_reads >= ${minHistory} and twice >= ${2 * hundredths(historyKwh)}`
}

function notSoLastYear({ months, sameMonthsPercent }: CollapseRule | StuckRule): string {
  return all(
    span(months, YEAR),
    (age) => `a${age} >= 0 and a${age} * 200::bigint >= ${sameMonthsPercent} * twice`,
  )
}
