import {
  addDays,
  type DiscoveryEdition,
  type DiscoveryRule,
  type Finding,
  monthBefore,
  type NotRunReason,
  type PlainDate,
  type RegisterFacts,
  type RuleOutcome,
  type SilenceRule,
} from '@nuandeng/domain'
import type { Duck } from '../../platform/duck.ts'
import {
  countCustomers,
  countFindings,
  findAll,
  MONTHS_KEPT,
  namedNumbers,
  readStateDays,
  readStateMonths,
  streamFindings,
} from './rule-run.queries.ts'
import { appendRegister, askRegister, createRegister, nameRegister } from './rule-tables.queries.ts'
import { monthsNeeded } from './rules-compiled.queries.ts'

/** What a run of rules over the state of a city came to. */
export interface RuleRun {
  /** The newest month of the state, and the newest day where there are daily readings. */
  newest: string
  newestDay: string | null
  customers: number
  /** Without a register nobody is left out for what it says, and some rules do not run. */
  hasRegister: boolean
  outcomes: RuleOutcome[]
}

/** Gives the rules what the register says of the customers in the state; for this connection only, before the run. */
export async function stageRegister(
  duck: Duck,
  rows: AsyncIterable<RegisterFacts> | Iterable<RegisterFacts>,
): Promise<void> {
  await createRegister(duck)
  await appendRegister(duck, rows)
  await nameRegister(duck)
}

/**
 * Runs every rule of an edition over the state that the connection has open (tables usage, slot and meter; daily and
 * day_slot where there are daily readings). Writes temporary tables only; `readFindings` gives what was found.
 */
export async function runRules(duck: Duck, edition: DiscoveryEdition): Promise<RuleRun> {
  const months = await readStateMonths(duck)
  if (!months) throw new Error('the state has no month')
  const days = await readStateDays(duck)
  const register = await askRegister(duck)
  const known = {
    months: months.columns.findLastIndex((column) => column !== '-1') + 1,
    hasDays: days !== undefined,
    ...register,
  }
  const notRun = edition.rules.map((rule) => whyNotRun(rule, known))
  await findAll(duck, {
    ...{ edition, months, days: days?.columns ?? [], hasRegister: register.hasRegister },
    rules: edition.rules.flatMap((rule, at) => (notRun[at] ? [] : [{ rule, at }])),
  })
  const found = await countFindings(duck)
  return {
    newest: months.newest,
    newestDay: days?.newest ?? null,
    customers: await countCustomers(duck),
    hasRegister: register.hasRegister,
    outcomes: edition.rules.map(({ id }, at) => ({
      ruleId: id,
      found: found.get(at) ?? 0,
      notRun: notRun[at] ?? null,
    })),
  }
}

/** What the run on this connection found, in batches, by rule and rank. */
export async function* readFindings(
  duck: Duck,
  { rules }: DiscoveryEdition,
  { newest, newestDay }: Pick<RuleRun, 'newest' | 'newestDay'>,
): AsyncGenerator<Finding[]> {
  const months = Array.from({ length: MONTHS_KEPT }, (_, age) => monthBefore(newest, age))
  let [ranked, rank] = [-1, 0]
  for await (const rows of streamFindings(duck)) {
    yield rows.map(({ account, rule: at, score, level, numbers, fromAge, toAge }) => {
      const rule = rules[at]
      rank = at === ranked ? rank + 1 : 1
      ranked = at
      if (!rule) throw new Error(`a finding of rule ${at}`)
      const timeOf = (age: number) =>
        isSilence(rule) ? addDays(newestDay as PlainDate, -age) : (months[age] ?? '')
      return {
        ...{ account, ruleId: rule.id, rank, score, level, numbers: namedNumbers(rule, numbers) },
        ...{ from: timeOf(fromAge), to: timeOf(toAge) },
      }
    })
  }
}

function isSilence(rule: DiscoveryRule): rule is SilenceRule {
  return rule.kind === 'silence'
}

function whyNotRun(
  rule: DiscoveryRule,
  known: { months: number; hasDays: boolean; hasCapacity: boolean; hasAlone: boolean },
): NotRunReason | undefined {
  if (isSilence(rule)) {
    if (!known.hasDays) return 'no-daily-readings'
    return known.hasAlone ? undefined : 'nobody-lives-alone'
  }
  if (known.months < monthsNeeded(rule)) return 'too-few-months'
  return rule.kind === 'growth' && !known.hasCapacity ? 'no-capacity' : undefined
}
