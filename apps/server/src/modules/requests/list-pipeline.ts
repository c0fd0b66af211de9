import type { InputOf, listPipelineRoute } from '@nuandeng/contract'
import { elapsedOf, stepAwaited, turnOf } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { factsOf } from './hold-request.ts'
import { listPausesOf, listStepsOf, listUnderWay } from './pipeline.queries.ts'
import { summaryReply } from './request-reply.ts'
import type { RequestView } from './request-view.queries.ts'
import type { PauseRow, StepRow } from './step.queries.ts'

/** New supplies under way (业扩在途), each at the step that it waits for. */
export async function listPipeline(ctx: Context, input: InputOf<typeof listPipelineRoute>) {
  const { unitId, subkind, limit } = input
  const unit = unitId ? await findUnit(ctx.db, unitId) : undefined
  if (unitId && !unit) throw problems.notFound('unit', unitId)
  if (unit) authorize(ctx, 'request.read', unit)
  const found = await listUnderWay(ctx.db, { unitPath: unit?.path, subkind, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const ids = rows.map(({ requestId }) => requestId)
  const steps = Map.groupBy(await listStepsOf(ctx.db, ids), ({ requestId }) => requestId)
  const pauses = Map.groupBy(await listPausesOf(ctx.db, ids), ({ requestId }) => requestId)
  const items = rows.map((row) =>
    itemOf(ctx, row, {
      steps: steps.get(row.requestId) ?? [],
      pauses: pauses.get(row.requestId) ?? [],
    }),
  )
  return { asOf: ctx.now.toISOString(), items, isCut: found.length > limit }
}

type Supply = 'resident' | 'low-voltage' | 'high-voltage-single' | 'high-voltage-dual'

function itemOf(
  ctx: Context,
  row: RequestView,
  happened: { steps: readonly StepRow[]; pauses: readonly PauseRow[] },
) {
  const facts = factsOf(row, happened)
  const done = new Set(facts.steps.map(({ step }) => step))
  const awaited = stepAwaited(facts.process, done)
  if (!awaited) throw new Error(`the request ${row.requestId} waits for nothing`)
  const latest = Math.max(facts.beganAt.getTime(), ...facts.steps.map(({ at }) => at.getTime()))
  const { requestId, number, unit, owner, address, acceptedAt, isPaused, ...more } =
    summaryReply(row)
  return {
    ...{ requestId, number, unit, owner, address, acceptedAt, isPaused },
    subkind: row.subkind as Supply,
    step: awaited.step,
    turn: turnOf(facts.process, done),
    since: new Date(latest).toISOString(),
    ...elapsedOf(facts, null, ctx.now),
    nextClock: more.nextClock,
    brokenClocks: more.brokenClocks,
  }
}
