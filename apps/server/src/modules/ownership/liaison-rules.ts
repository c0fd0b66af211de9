import { isDeepStrictEqual } from 'node:util'
import type { createLiaisonRuleRoute, endLiaisonRuleRoute, InputOf } from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { findRule, insertRule, listRules, setRuleEnded } from './liaison.queries.ts'
import { refuseUnlessOfficer } from './set-officer.ts'
import { listReaching, namesOf } from './staff.queries.ts'

export async function listLiaisonRules(ctx: Context) {
  const rules = await listRules(ctx.db)
  const names = await namesOf(
    ctx.db,
    rules.flatMap(({ officerIds }) => officerIds),
  )
  const items = []
  for (const { ruleId, officerIds, customerClass, useCategory, supplyArea, ...rule } of rules) {
    const today = shanghaiDate(ctx.now)
    const wanted = { ids: officerIds, roles: ['liaison-officer'] as const, path: rule.path, today }
    const isIn = new Set((await listReaching(ctx.db, wanted)).map(({ personId }) => personId))
    items.push({
      ...{ ruleId, customerClass, useCategory, supplyArea },
      unit: { unitId: rule.unitId, kind: rule.unitKind, name: rule.unitName, path: rule.path },
      officers: officerIds.map((personId) => ({
        ...{ personId, name: names.get(personId) ?? '', isIn: isIn.has(personId) },
      })),
    })
  }
  return { items }
}

/** Says which officers share customers of a kind at a unit (联络员规则). */
export async function createLiaisonRule(
  ctx: Context,
  input: InputOf<typeof createLiaisonRuleRoute>,
) {
  const { ruleId, unitId, officerIds } = input
  const { customerClass = null, useCategory = null, supplyArea = null } = input
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'liaison.write', unit)
  await refuseUnlessOfficer(ctx, officerIds, unit.path, 'officerIds')
  const said = { unitId, customerClass, useCategory, supplyArea, officerIds }
  const { cityCode, path } = unit
  if ((await insertRule(ctx.db, { ruleId, cityCode, path, ...said }, ctx.now)) === 0) {
    const stored = await findRule(ctx.db, ruleId)
    const held = stored && {
      ...{ unitId: stored.unitId, customerClass: stored.customerClass },
      ...{ useCategory: stored.useCategory, supplyArea: stored.supplyArea },
      officerIds: stored.officerIds,
    }
    if (!isDeepStrictEqual(held, said)) {
      throw problems.conflict('id-taken', 'This id stands for another rule')
    }
    return { ruleId }
  }
  await record(ctx, 'liaison.rule-made', { id: ruleId, path, cityCode }, said)
  return { ruleId }
}

export async function endLiaisonRule(
  ctx: Context,
  { ruleId }: InputOf<typeof endLiaisonRuleRoute>,
) {
  const rule = await findRule(ctx.db, ruleId)
  if (!rule) throw problems.notFound('rule', ruleId)
  authorize(ctx, 'liaison.write', rule)
  if (rule.endedAt) throw problems.conflict('rule-ended', 'The rule has ended')
  await setRuleEnded(ctx.db, ruleId, ctx.now)
  await record(ctx, 'liaison.rule-ended', { id: ruleId, path: rule.path, cityCode: rule.cityCode })
  return { ruleId }
}
