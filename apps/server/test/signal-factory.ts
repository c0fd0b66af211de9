import type { Finding, PlainDate, Role } from '@nuandeng/domain'
import { sql } from 'kysely'
import { insertImpact, setApproved } from '../src/modules/discovery/impact.queries.ts'
import { proposeSignals } from '../src/modules/discovery/propose-signals.ts'
import { findRules } from '../src/modules/discovery/rules.ts'
import { newId } from '../src/platform/ids.ts'
import { aCustomer } from './customer-factory.ts'
import { aPerson, type TestServer, type TestUnit } from './harness.ts'

export const EDITION = findRules('residents-1')
export const LOW_USE = 'under-1-kwh'
const IMPACT = {
  purpose: '发现可能需要上门关爱的家庭',
  dataUsed: '月用电量，不含其他个人信息',
  legalBasis: '个人信息保护法第十三条，同意',
  risk: '误判打扰住户',
  measures: '只作提示，由人决定；不对外公布',
}
export const IMPACT_CONTENT = { ...IMPACT, edition: EDITION.edition, ruleId: LOW_USE }

/** What the rule 一度电 finds at an account. */
export function aFinding(account: string, change: Partial<Finding> = {}): Finding {
  return {
    ...{ account, ruleId: LOW_USE, rank: 1, score: 700, level: null },
    ...{ numbers: { months: 3, belowKwh: 1, highestKwh: 0.62 }, from: '2011-07', to: '2011-09' },
    ...change,
  }
}

async function* inOneBatch(findings: readonly Finding[]) {
  yield findings
}

/** Proposes what a run found in a city; every account was read in the newest month unless it is told apart. */
export function propose(
  { database, clock }: TestServer,
  findings: readonly Finding[],
  {
    cityCode = '410100',
    ruleIds = [LOW_USE] as readonly string[],
    notRead = [] as readonly string[],
  } = {},
) {
  return database.transact('system', (db) =>
    proposeSignals(
      { db, now: clock.now },
      {
        ...{ cityCode, edition: EDITION, ruleIds, findings: inOneBatch(findings) },
        wereRead: async (accounts) => new Set(accounts.filter((no) => !notRead.includes(no))),
      },
    ),
  )
}

/** A signal about a new customer, as a run proposed it. */
export async function aSignal(
  server: TestServer,
  customer: Parameters<typeof aCustomer>[1] = {},
  change: Partial<Finding> = {},
) {
  const made = await aCustomer(server, customer)
  const { cityCode, customerId, accountNo } = made
  const finding = aFinding(accountNo, change)
  await propose(server, [finding], { cityCode, ruleIds: [finding.ruleId] })
  const { signalId } = await signalOf(server, customerId, finding.ruleId)
  return { signalId, customerId, accountNo }
}

export const SILENCE = 'alone-and-silent'
/** What the rule about those who live alone says of somebody who has been silent for four days. */
const SILENT: Partial<Finding> = {
  ...{ ruleId: SILENCE, level: 'red', score: 400, from: '2011-10-11', to: '2011-10-14' },
  numbers: { days: 4, highestKwh: 0.05, medianKwh: 3.2 },
}

/** A signal that tells that a new customer lives alone. */
export function aSilence(
  server: TestServer,
  customer: Parameters<typeof aCustomer>[1] = {},
  change: Partial<Finding> = {},
) {
  return aSignal(server, customer, { ...SILENT, ...change })
}

/** The newest signal of a customer by a rule, as it is stored. */
export function signalOf({ database }: TestServer, customerId: string, ruleId = LOW_USE) {
  return database.transact('system', (db) =>
    db.one<{
      signalId: string
      state: string
      firstMonth: PlainDate
      lastMonth: PlainDate
      timesSeen: number
      endedAt: Date | null
      dismissText: string | null
      needId: string | null
      verdict: string | null
    }>(sql`select signal_id, state, first_month, last_month, times_seen, ended_at, dismiss_text, need_id, verdict
      from signal where customer_id = ${customerId} and rule_id = ${ruleId} and is_last`),
  )
}

/** An assessment of a rule at a unit (the first city), approved by somebody else. */
export async function anApprovedImpact(
  { database, clock, units }: TestServer,
  {
    unit = units.city as { unitId: string; path: string; cityCode: string },
    ruleId = LOW_USE as string,
    validUntil = '2012-06-30',
  } = {},
) {
  const assessmentId = newId()
  const { unitId, path, cityCode } = unit
  await database.transact('system', async (db) => {
    await insertImpact(db, {
      ...{ ...IMPACT_CONTENT, cityCode, assessmentId, unitId, path, ruleId },
      careUse: ruleId === SILENCE ? '只查同意用电关爱的住户（测试）' : null,
      ...{ writtenBy: newId(), writtenByName: '测试起草人', writtenAt: clock.now },
    })
    const by = { personId: newId(), name: '测试审批人', at: clock.now }
    await setApproved(
      db,
      { cityCode, assessmentId },
      { ...by, validUntil: validUntil as PlainDate },
    )
  })
  return { assessmentId }
}

/** Somebody with a role at a unit who is a care officer besides, there or at another. */
export async function aPersonWithCare(
  server: TestServer,
  role: Role,
  unit: TestUnit,
  careAt: TestUnit = unit,
) {
  const person = await aPerson(server, unit, role)
  const { unitId, path, cityCode } = careAt
  await server.database.transact('system', (db) =>
    db.run(sql`
      insert into assignment (assignment_id, city_code, person_id, role, unit_id, unit_path, valid_from)
      values (${newId()}, ${cityCode}, ${person.personId}, 'care-officer', ${unitId}, ${path}::ltree, '2000-01-01')`),
  )
  return person
}
