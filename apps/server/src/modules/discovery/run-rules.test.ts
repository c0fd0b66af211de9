import {
  type DiscoveryEdition,
  type DiscoveryRule,
  excludedBy,
  type Finding,
  judgeMonths,
  judgeSilence,
  monthBefore,
  type PlainDate,
  type RegisterFacts,
} from '@nuandeng/domain'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AState, writeState } from '../../../test/meter-state-factory.ts'
import { type Duck, withDuck } from '../../platform/duck.ts'
import { findRules } from './rules.ts'
import { readFindings, runRules, stageRegister } from './run-rules.ts'

const LIMITS = { memoryMb: 512, threads: 1 }
const residents = findRules('residents-1')
const firms = findRules('enterprises-1')
/** Other lengths, and rules that differ in what explains them away and in whom they are about. */
const varied: DiscoveryEdition = {
  ...residents,
  rules: residents.rules.map((rule): DiscoveryRule => {
    switch (rule.kind) {
      case 'low-use':
        return { ...rule, months: 1, unless: ['collapse'], categories: undefined }
      case 'vacant':
        return { ...rule, months: 2, unless: ['meter-stuck', 'away-by-season'] }
      case 'season':
        return { ...rule, awayMonths: 4, differMonths: 4, categories: ['201'] }
      case 'stuck':
        return { ...rule, months: 1, unless: undefined }
      case 'collapse':
      case 'growth':
        return { ...rule, months: 1, categories: ['405'] }
      default:
        return rule
    }
  }),
}

/** What the plain functions say of every customer: the oracle. */
function expected(
  edition: DiscoveryEdition,
  state: AState,
  register: ReadonlyMap<string, RegisterFacts> | undefined,
): string[] {
  const { newest } = state
  const findingOf = (rule: DiscoveryRule, account: string) => {
    const facts = register?.get(account)
    if (rule.kind === 'silence') {
      const use = state.days?.[account]
      if (!facts?.livesAlone || !use || !state.newestDay) return undefined
      return judgeSilence(rule, { newest: state.newestDay, use }).finding
    }
    const use = (state.customers[account] ?? []).slice(0, state.months)
    return judgeMonths(rule, { newest, use }, edition, facts?.capacityVa).finding
  }
  return Object.keys(state.customers).flatMap((account) => {
    const facts = register?.get(account)
    const isOut = (rule: DiscoveryRule) => facts && excludedBy(rule, facts, { ...edition, newest })
    const found = new Map(
      edition.rules.map((rule) => [rule.id, isOut(rule) ? undefined : findingOf(rule, account)]),
    )
    return edition.rules.flatMap((rule) => {
      const finding = found.get(rule.id)
      if (!finding || rule.unless?.some((id) => found.get(id))) return []
      return [line({ account, ruleId: rule.id, ...finding })]
    })
  })
}

function line({ account, ruleId, score, level, numbers, from, to }: Omit<Finding, 'rank'>): string {
  return JSON.stringify([account, ruleId, score, level, numbers, from, to])
}

async function found(duck: Duck, edition: DiscoveryEdition): Promise<Finding[]> {
  const run = await runRules(duck, edition)
  const findings: Finding[] = []
  for await (const batch of readFindings(duck, edition, run)) findings.push(...batch)
  return findings
}

/** Amounts at which the rules of an edition turn, each with its neighbours, and those of a firm's floor. */
function turningPoints({ rules }: DiscoveryEdition): number[] {
  const amounts = rules.flatMap((rule) =>
    Object.entries(rule).flatMap(([name, value]) =>
      name.endsWith('Kwh') ? [Math.round(Number(value) * 100)] : [],
    ),
  )
  const near = amounts.flatMap((amount) => [amount - 1, amount, amount + 1])
  return [...new Set([0, 1, 2800, 3000, 3100, ...near])].filter((amount) => amount >= 0)
}

/** A customer as a few stretches of similar months: most rules look at stretches and at where they end. */
function aSeries(edition: DiscoveryEdition, length: number): fc.Arbitrary<number[]> {
  const base = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...turningPoints(edition)) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 60_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 2_000_000_000 }) },
  )
  const stretch = fc.record({
    base,
    length: fc.integer({ min: 1, max: 14 }),
    spread: fc.constantFrom(0, 0, 1, 10),
    noise: fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 14, maxLength: 14 }),
  })
  const missing = fc.array(fc.integer({ min: 0, max: length - 1 }), { maxLength: 3 })
  const rise = fc.array(fc.integer({ min: 9000, max: 600_000 }), { maxLength: 3 })
  return fc
    .tuple(fc.array(stretch, { minLength: 1, maxLength: 8 }), missing, fc.boolean(), rise)
    .map(([stretches, gaps, isYearly, risen]) => {
      const months = stretches.flatMap((of) =>
        of.noise.slice(0, of.length).map((noise) => {
          return Math.min(
            2_147_483_647,
            Math.max(0, of.base + Math.round((of.base * of.spread * noise) / 2000)),
          )
        }),
      )
      const use = Array.from({ length }, (_, age) => months[isYearly ? age % 12 : age] ?? -1)
      if (isYearly) use.splice(0, risen.length, ...risen)
      for (const gap of gaps) use[gap] = -1
      return use
    })
}

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const facts = (newest: string) =>
  fc.record({
    useCategory: orNull(fc.constantFrom('201', '202', '405')),
    isActive: orNull(fc.boolean()),
    isCut: fc.constantFrom(null, false, false, true),
    isTemporary: fc.constantFrom(null, false, false, true),
    connectedIn: orNull(fc.integer({ min: 0, max: 5 }).map((age) => monthBefore(newest, age))),
    capacityVa: orNull(fc.constantFrom(0, 1, 2000, 8000, 100_000)),
    livesAlone: orNull(fc.boolean()),
  })

const aCase = fc
  .record({
    edition: fc.constantFrom(residents, firms, varied),
    dayFloorKwh: fc.constantFrom(0, 0, 1),
    newest: fc.constantFrom('2016-09', '2016-02', '2017-01'),
    months: fc.constantFrom(25, 25, 24, 14, 3, 2),
    slot: fc.integer({ min: 0, max: 24 }),
    hasRegister: fc.boolean(),
  })
  .chain((base) => {
    const edition = { ...base.edition, dayFloorKwh: base.dayFloorKwh }
    const customer = fc.tuple(
      aSeries(edition, 25),
      aSeries(residents, 63).map((use) => use.slice(0, 60)),
      facts(base.newest),
    )
    return fc
      .array(customer, { minLength: 60, maxLength: 60 })
      .map((customers) => ({ ...base, edition, customers }))
  })

test('SQL finds the same as the plain functions, whatever was or was not read', async () => {
  const hits = new Map<string, number>()
  await withDuck(':memory:', LIMITS, async (duck) => {
    const isSame = fc.asyncProperty(aCase, async ({ edition, customers, hasRegister, ...base }) => {
      const account = (at: number) => `0${100 + at}`
      const register = new Map(
        customers.map(([, , said], at) => [account(at), { account: account(at), ...said }]),
      )
      const state: AState = {
        ...{ ...base, newestDay: '2016-10-05' as PlainDate },
        customers: Object.fromEntries(customers.map(([use], at) => [account(at), use])),
        days: Object.fromEntries(customers.map(([, use], at) => [account(at), use])),
      }
      await writeState(duck, state)
      await duck.run('drop table if exists temp.register')
      if (hasRegister) await stageRegister(duck, register.values())
      const findings = await found(duck, edition)
      for (const { ruleId } of findings) hits.set(ruleId, (hits.get(ruleId) ?? 0) + 1)
      expect(findings.map(line).sort()).toEqual(
        expected(edition, state, hasRegister ? register : undefined).sort(),
      )
    })
    await fc.assert(isSame, { numRuns: 60, seed: 2011, endOnFailure: true })
  })
  // Each rule was tried on customers that it finds.
  const never = [...residents.rules, ...firms.rules].filter(({ id }) => !hits.has(id))
  expect(never.map(({ id }) => id)).toEqual([])
}, 240_000)
