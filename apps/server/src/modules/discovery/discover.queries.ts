import {
  type DiscoveryEdition,
  FINDING_NUMBERS,
  isDecimal,
  type RegisterFacts,
} from '@nuandeng/domain'
import { type Duck, quoted } from '../../platform/duck.ts'
import { readStateDays, readStateMonths } from './rule-run.queries.ts'
import { hasTable, rowsOf } from './rule-tables.queries.ts'

/** Writes what a run found to a file, a row each with its reason in words. */
export async function copyFindings(
  duck: Duck,
  { edition, rules }: DiscoveryEdition,
  { newest, newestDay }: { newest: string; newestDay: string | null },
  { path, format }: { path: string; format: 'csv' | 'parquet' },
): Promise<void> {
  const terms = rules.map(
    ({ id, title, titleEn, queue }, at) =>
      `(${at}, ${[id, title, titleEn, queue].map(quoted).join(', ')})`,
  )
  const time = (age: string) =>
    `case ${rules
      .map(({ kind }, at) =>
        kind === 'silence'
          ? `when rule = ${at} then strftime(date ${quoted(newestDay ?? '1970-01-01')} - ${age}::integer, '%Y-%m-%d')`
          : `when rule = ${at} then strftime(date ${quoted(`${newest}-01`)} - to_months(${age}::integer), '%Y-%m')`,
      )
      .join(' ')} end`
  const reason = (field: 'reason' | 'reasonEn') =>
    `case rule ${rules.map((rule, at) => `when ${at} then ${reasonSql(rule.kind, rule[field])}`).join(' ')} end`
  await duck.run(`
    copy (select ${quoted(edition)} as edition, name as rule, title, title_en, queue,
        row_number() over (partition by finding.rule order by score desc, finding.id) as rank, account, level, score,
        ${time('from_age')} as "from", ${time('to_age')} as "to", ${reason('reason')} as reason, ${reason('reasonEn')} as reason_en
      from finding join meter using (id) join (values ${terms.join(', ')}) of(rule, name, title, title_en, queue) using (rule)
      order by finding.rule, rank)
    to ${quoted(path)} (format ${format}${format === 'csv' ? ', header' : ', compression zstd'})`)
}

/** The words of a reason with the numbers of a row set in; what `reasonOf` does for one finding. */
function reasonSql(kind: keyof typeof FINDING_NUMBERS, text: string): string {
  const names: readonly string[] = FINDING_NUMBERS[kind]
  const parts = text.split(/(\{\w+\})/).map((part) => {
    const at = names.indexOf(part.slice(1, -1))
    if (!part.startsWith('{') || at === -1) return quoted(part)
    return isDecimal(part.slice(1, -1)) ? `printf('%.2f', n${at} / 100)` : `n${at}::varchar`
  })
  return `concat(${parts.join(', ')})`
}

/** What the state knows of one customer: the months, and the days where there are any, by age. */
export async function readCustomerSeries(duck: Duck, account: string) {
  const months = await readStateMonths(duck)
  if (!months) return undefined
  const [use] = await rowsOf<{ use: number[] }>(
    duck,
    `select [${months.columns.join(', ')}] as use from usage ${ofAccount(account)}`,
  )
  if (!use) return undefined
  const days = await readStateDays(duck)
  const [daily] = days
    ? await rowsOf<{ use: number[] }>(
        duck,
        `select [${days.columns.join(', ')}] as use from daily ${ofAccount(account)}`,
      )
    : []
  return {
    months: { newest: months.newest, use: use.use },
    days: days && daily ? { newest: days.newest, use: daily.use } : undefined,
  }
}

/** What the register of the connection says of one customer. */
export async function findFacts(duck: Duck, account: string): Promise<RegisterFacts | undefined> {
  if (!(await hasTable(duck, 'register'))) return undefined
  const [facts] = await rowsOf<RegisterFacts>(
    duck,
    `select account, use_category as "useCategory", is_active as "isActive", is_cut as "isCut",
      is_temporary as "isTemporary", connected_in as "connectedIn", capacity_va::double as "capacityVa",
      lives_alone as "livesAlone" from register ${ofAccount(account)} limit 1`,
  )
  return facts
}

function ofAccount(account: string): string {
  return `join meter using (id) where account = ${quoted(account)}`
}
