import type { getCallBackRulesRoute, InputOf, setCallBackRulesRoute } from '@nuandeng/contract'
import { DEFAULT_CALL_BACK_RULES } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { findCallBackRules, saveCallBackRules } from './call-back-rules.queries.ts'

/** How call-backs are made at a unit (回访规则): by the nearest unit that set it, or the starting values. */
export async function getCallBackRules(ctx: Context, input: InputOf<typeof getCallBackRulesRoute>) {
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  authorize(ctx, 'request.read', unit)
  const found = await findCallBackRules(ctx.db, unit.path)
  const { attempts, hoursApart, quietHours } = found ?? DEFAULT_CALL_BACK_RULES
  return {
    ...{ attempts, hoursApart },
    quietHours: quietHours.map(([from, to]): [number, number] => [from, to]),
    setBy: found
      ? { unitName: found.unitName, name: found.setByName, at: found.setAt.toISOString() }
      : null,
  }
}

export async function setCallBackRules(ctx: Context, input: InputOf<typeof setCallBackRulesRoute>) {
  const unit = await findUnit(ctx.db, input.unitId)
  if (!unit) throw problems.notFound('unit', input.unitId)
  authorize(ctx, 'calendar.edit', unit)
  const { attempts, hoursApart, quietHours } = input
  const rules = { attempts, hoursApart, quietHours }
  await saveCallBackRules(ctx.db, unit, rules, { at: ctx.now, by: ctx.actor.name })
  const subject = { id: unit.unitId, path: unit.path, cityCode: unit.cityCode }
  await record(ctx, 'request.call-backs-set', subject, rules)
  return { unitId: unit.unitId }
}
