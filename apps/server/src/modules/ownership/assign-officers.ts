import type { assignOfficersRoute, InputOf } from '@nuandeng/contract'
import { shanghaiDate, shareOut } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit, type UnitRow } from '../organisation/index.ts'
import {
  countFree,
  giveOut,
  holdAssigning,
  listLoads,
  releaseAll,
  releaseFrom,
  releaseFromThoseWhoLeft,
  type Whom,
} from './assign.queries.ts'
import { countGaps, listRulesFor, type RuleRow } from './liaison.queries.ts'

type Input = InputOf<typeof assignOfficersRoute>
type Tally = Map<string, { personId: string; name: string; customers: number }>

/**
 * Gives the customers of a unit their liaison officers (直通服务联络员), rule by rule, the most specific first; each
 * rule is one statement, however many customers it fits.
 */
export async function assignOfficers(ctx: Context, input: Input) {
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  authorize(ctx, 'liaison.write', unit)
  await holdAssigning(ctx.db)
  await release(ctx, unit, input)
  const officers = await assignByRules(ctx, { path: unit.path }, input.officerId)
  const assigned = officers.reduce((sum, { customers }) => sum + customers, 0)
  const { withoutOfficer: without } = await countGaps(ctx.db, unit.path)
  const subject = { id: unit.unitId, path: unit.path, cityCode: unit.cityCode }
  const { mode, officerId = null } = input
  await record(ctx, 'liaison.assigned', subject, { mode, officerId, assigned, without })
  return { assigned, without, officers }
}

/** Rule by rule, the most specific first, whoever is left by the one before; returns who got how many. */
export async function assignByRules(ctx: Context, whom: Whom, leftOut?: string) {
  const given: Tally = new Map()
  for (const rule of await listRulesFor(ctx.db, whom.path)) {
    await assignByRule(ctx, { rule, whom, leftOut }, given)
  }
  return [...given.values()]
}

async function release({ db, now }: Context, { path }: UnitRow, { mode, officerId }: Input) {
  if ((mode === 'hand-over') !== (officerId !== undefined)) {
    throw problems.wrongField(
      'officerId',
      'only-hand-over',
      'names whose customers are handed over',
    )
  }
  if (mode === 'all') await releaseAll(db, path)
  if (officerId) await releaseFrom(db, path, officerId)
  await releaseFromThoseWhoLeft(db, path, shanghaiDate(now))
}

async function assignByRule(
  { db, now }: Context,
  step: { rule: RuleRow; whom: Whom; leftOut: string | undefined },
  given: Tally,
) {
  const { rule, whom, leftOut } = step
  const { count } = await countFree(db, rule, whom)
  if (count === 0) return
  const loads = (await listLoads(db, rule, shanghaiDate(now))).filter(
    ({ personId }) => personId !== leftOut,
  )
  if (loads.length === 0) return
  const numbers = shareOut(
    loads.map(({ customers }) => customers),
    count,
  )
  const shares = loads.map((officer, at) => ({ ...officer, customers: numbers[at] ?? 0 }))
  await giveOut(db, { rule, whom, at: now }, shares)
  for (const { personId, name, customers } of shares) {
    const before = given.get(personId)?.customers ?? 0
    if (before + customers > 0)
      given.set(personId, { personId, name, customers: before + customers })
  }
}
