import type { getSupervisorBoardRoute, InputOf } from '@nuandeng/contract'
import { shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { areOneFault } from '../commitments/index.ts'
import { findUnit } from '../organisation/index.ts'
import { ruleOf } from './request-reply.ts'
import { listLoads, listUrgent, type UrgentClock } from './supervisor.queries.ts'

/** What a supervisor looks at (督办看板): due soon, broken and escalated, by unit. */
export async function getSupervisorBoard(
  ctx: Context,
  input: InputOf<typeof getSupervisorBoardRoute>,
) {
  const unitId = input.unitId ?? ctx.actor.unitId
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'request.supervise', unit)
  const monthStart = new Date(`${shanghaiDate(ctx.now).slice(0, 7)}-01T00:00:00+08:00`)
  const loads = await listLoads(ctx.db, unit, { now: ctx.now, monthStart })
  const urgent = await listUrgent(ctx.db, unit.path, ctx.now, input.limit)
  return {
    unit: { unitId, kind: unit.kind, name: unit.name, path: unit.path },
    asOf: ctx.now.toISOString(),
    units: loads.map(({ unitId, kind, name, path, ...load }) => ({
      unit: { unitId, kind, name, path },
      ...load,
    })),
    clocks: urgent.map(urgentReply),
  }
}

function urgentReply(clock: UrgentClock) {
  const { title, titleEn } = ruleOf(clock.edition, clock.ruleRow)
  return {
    requestId: clock.requestId,
    number: clock.number,
    kind: clock.kind,
    unit: {
      unitId: clock.unitId,
      kind: clock.unitKind,
      name: clock.unitName,
      path: clock.unitPath,
    },
    owner: clock.ownerName,
    row: clock.ruleRow,
    title,
    titleEn,
    isFloor: clock.isFloor,
    dueAt: clock.dueAt.toISOString(),
    stand: clock.verdict,
    isProvisional: clock.isProvisional,
    escalatedTo: clock.told.find((told) => areOneFault(clock, told))?.to ?? null,
  }
}
