import {
  addDays,
  type DiscoveryEdition,
  type DiscoveryRule,
  excludedBy,
  type Judgement,
  judgeMonths,
  judgeSilence,
  kwh,
  monthBefore,
  NOT_READ,
  type PlainDate,
  type RegisterFacts,
  reasonOf,
  type UseSeries,
} from '@nuandeng/domain'
import type { Duck } from '../../platform/duck.ts'
import { findFacts, readCustomerSeries } from './discover.queries.ts'

/** What the rules make of one customer, in lines of text; undefined when the readings do not know the account. */
export async function explainCustomer(
  duck: Duck,
  edition: DiscoveryEdition,
  account: string,
): Promise<string[] | undefined> {
  const series = await readCustomerSeries(duck, account)
  if (!series) return undefined
  const facts = await findFacts(duck, account)
  const judged = new Map(
    edition.rules.map((rule) => [rule.id, judge(rule, edition, { ...series, facts })]),
  )
  const { months, days } = series
  const against = (rule: DiscoveryRule) =>
    facts && excludedBy(rule, facts, { ...edition, newest: months.newest })
  const found = new Set(
    edition.rules.flatMap((rule) => {
      const of = judged.get(rule.id)
      return typeof of === 'object' && of.finding && !against(rule) ? [rule.id] : []
    }),
  )
  return [
    `${account}, kWh by the month:`,
    ...listed(months, (age) => monthBefore(months.newest, age)),
    ...(days && facts?.livesAlone
      ? ['kWh by the day:', ...listed(days, (age) => addDays(days.newest as PlainDate, -age))]
      : []),
    ...(facts ? [`register: ${JSON.stringify(facts)}`] : []),
    ...edition.rules.flatMap((rule) => {
      const of = judged.get(rule.id) ?? 'unknown'
      const head = ['', `${rule.id} ${rule.title} (${rule.kind})`]
      if (typeof of === 'string') return [...head, `  = not judged: ${of}`]
      const checks = of.checks.map(
        ({ name, arithmetic, holds }) => `  ${holds ? 'yes' : 'no '} ${name}: ${arithmetic}`,
      )
      return [...head, ...checks, ...verdict(rule, of, { against: against(rule), found })]
    }),
  ]
}

interface Known {
  months: UseSeries
  days: UseSeries | undefined
  facts: RegisterFacts | undefined
}

function judge(
  rule: DiscoveryRule,
  edition: DiscoveryEdition,
  { months, days, facts }: Known,
): Judgement | string {
  if (rule.kind !== 'silence') return judgeMonths(rule, months, edition, facts?.capacityVa ?? null)
  if (!days) return 'no daily readings'
  return facts?.livesAlone ? judgeSilence(rule, days) : 'not known to live alone'
}

function verdict(
  rule: DiscoveryRule,
  { finding }: Judgement,
  { against, found }: { against: string | undefined; found: ReadonlySet<string> },
): string[] {
  if (!finding) return ['  = not found']
  if (against) return [`  = not found: left out by the register (${against})`]
  const explained = rule.unless?.filter((id) => found.has(id)) ?? []
  if (explained.length > 0) return [`  = not found: ${explained.join(', ')} explains it`]
  const level = finding.level ? `, ${finding.level}` : ''
  return [
    `  = found, ${finding.from} to ${finding.to}, score ${finding.score}${level}`,
    ...(['zh', 'en'] as const).map(
      (language) => `    ${reasonOf(rule, finding.numbers, language)}`,
    ),
  ]
}

/** Oldest first, a year or so a line; times before the first reading are left out. */
function listed({ use }: UseSeries, timeOf: (age: number) => string): string[] {
  const first = use.findLastIndex((value) => value !== NOT_READ)
  return use
    .slice(0, first + 1)
    .map((value, age) => `  ${timeOf(age)}  ${kwh(value).padStart(12)}`)
    .reverse()
}
