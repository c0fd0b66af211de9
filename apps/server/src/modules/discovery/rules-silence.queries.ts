import { hundredths, type SilenceRule } from '@nuandeng/domain'

/** Silence as SQL, over the days of those of whom the register says that they live alone. */
export function compileSilence(rule: SilenceRule, columns: readonly string[]): string {
  const { minReadPercent, minHistory, historyKwh, silentPercent, yellowDays, redDays } = rule
  const days = `[${columns.join(', ')}]`
  return `
    with alone as (select daily.id, ${days} as days from daily
      where id in (select id from register where lives_alone)),
    read as (select *, list_filter(range(0, ${columns.length}), lambda age: days[age + 1] >= 0) as read_ages,
      list_sort(list_filter(days[${redDays + 1} : ${redDays + rule.historyDays}], lambda use: use >= 0)) as history
      from alone),
    usual as (select *, history[(len(history) + 1) // 2]::bigint + history[len(history) // 2 + 1] as twice from read
      where len(history) >= ${minHistory} and len(read_ages) * 100 >= ${minReadPercent} * (read_ages[-1] + 1)),
    silent as (select *, list_filter(read_ages, lambda age: days[age + 1] * 200::bigint >= ${silentPercent} * twice)[1] as loud
      from usual where twice >= ${2 * hundredths(historyKwh)}),
    run as (select *, list_filter(read_ages, lambda age: age < coalesce(loud, ${columns.length})) as ages from silent)
    select id, least(1000, len(ages) * 1000 // ${redDays}) as score, case when len(ages) >= ${redDays} then 'red' else 'yellow' end as level,
      len(ages) as n0, list_max(list_transform(ages, lambda age: days[age + 1])) as n1, twice // 2 as n2,
      ages[-1] as from_age, ages[1] as to_age
    from run where len(ages) >= ${yellowDays}`
}
