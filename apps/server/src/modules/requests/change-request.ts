import type {
  chaseRequestRoute,
  closeRequestRoute,
  exemptClockRoute,
  InputOf,
  reclassifyRequestRoute,
  reopenRequestRoute,
  withdrawRequestRoute,
} from '@nuandeng/contract'
import { fitsKind } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { listClocks, type StoredClock, setExempt } from '../commitments/index.ts'
import { getOwner } from './assign-request.ts'
import { holdRequest, judge, tell } from './hold-request.ts'
import { type RequestRow, setClosed, setRequest } from './request.queries.ts'
import { endPause } from './step.queries.ts'

/** The customer asks again (催办): linked, counted, and no clock restarts (trap 8). */
export async function chaseRequest(ctx: Context, input: InputOf<typeof chaseRequestRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'chase')
  const chases = request.chases + 1
  await setRequest(ctx.db, request, { chases })
  return tell(ctx, request, 'request.chased', { content: input.content, chases })
}

/**
 * Changes the kind of a request (改类). Its clocks count from the first acceptance (trap 8). A promise of
 * the old kind that was still open leaves the count with this as its reason, for everybody to see.
 */
export async function reclassifyRequest(
  ctx: Context,
  input: InputOf<typeof reclassifyRequestRoute>,
) {
  const request = await holdRequest(ctx, input.requestId, 'reclassify')
  const { kind, subkind = null, reason } = input
  if (!fitsKind(kind, subkind))
    throw problems.wrongField('subkind', 'unknown-subkind', `is no division of ${kind}`)
  if (kind === request.kind && subkind === request.subkind)
    throw problems.wrongField('kind', 'same-kind', 'the request is of this kind')
  const changed = { ...request, kind, subkind }
  await setRequest(ctx.db, changed, {})
  const rows = new Set((await judge(ctx, changed, 'reclassified')).map(({ row }) => row))
  const left = (clock: StoredClock) => !rows.has(clock.ruleRow)
  await exemptOpen(ctx, request, { reason: 'reclassified', evidence: reason }, left)
  // There and back again is no way out of a promise.
  const back = (await listClocks(ctx.db, request)).filter(
    (clock) => clock.exemption?.reason === 'reclassified' && rows.has(clock.ruleRow),
  )
  await setExempt(ctx.db, back, null)
  return tell(ctx, changed, 'request.reclassified', {
    from: [request.kind, request.subkind],
    to: [kind, subkind],
    reason,
  })
}

/** Takes open clocks of this round out of the count; what was broken before stays broken. */
async function exemptOpen(
  ctx: Context,
  request: RequestRow,
  why: { reason: string; evidence: string },
  concerns: (clock: StoredClock) => boolean = () => true,
) {
  const clocks = (await listClocks(ctx.db, request)).filter(
    (clock) => clock.round === request.round && clock.verdict === 'open' && concerns(clock),
  )
  const overdue = ({ dueAt }: StoredClock) => dueAt !== null && dueAt < ctx.now
  const exempt = clocks.filter((clock) => !clock.exemption && !overdue(clock))
  await setExempt(ctx.db, exempt, { ...why, by: ctx.actor.name, at: ctx.now.toISOString() })
}

/** Takes a clock out of the count (免责) with reason and evidence. */
export async function exemptClock(ctx: Context, input: InputOf<typeof exemptClockRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'exempt')
  const { row, round, reason, evidence } = input
  const clock = (await listClocks(ctx.db, request)).find(
    ({ ruleRow, round: of, isFloor }) => ruleRow === row && of === round && !isFloor,
  )
  if (!clock) throw problems.notFound('clock', row)
  if (clock.exemption) throw problems.conflict('exempt-before', 'The clock is exempt already')
  const exemption = { reason, evidence, by: ctx.actor.name, at: ctx.now.toISOString() }
  await setExempt(ctx.db, [clock], exemption)
  return tell(ctx, request, 'commitment.exempted', {
    row,
    round,
    reason,
    evidence,
    verdict: clock.verdict,
  })
}

/** The customer takes the request back (撤销). */
export async function withdrawRequest(ctx: Context, input: InputOf<typeof withdrawRequestRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'withdraw')
  if (request.isPaused) await endPause(ctx.db, request, ctx.now)
  await exemptOpen(ctx, request, { reason: 'withdrawn', evidence: input.reason })
  const withdrawn = { ...request, state: 'withdrawn', isPaused: false } as const
  await setRequest(ctx.db, withdrawn, {})
  return tell(ctx, withdrawn, 'request.withdrawn', { reason: input.reason })
}

/** Files a request that is done (归档). */
export async function closeRequest(ctx: Context, input: InputOf<typeof closeRequestRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'close')
  await setClosed(ctx.db, request, ctx.now)
  return tell(ctx, { ...request, state: 'closed' }, 'request.closed')
}

/** Opens a request once more (重开), with another owner. What was judged stays; new clocks run from now. */
export async function reopenRequest(ctx: Context, input: InputOf<typeof reopenRequestRoute>) {
  const request = await holdRequest(ctx, input.requestId, 'reopen')
  if (input.ownerId === request.ownerId)
    throw problems.wrongField('ownerId', 'same-owner', 'a reopened request gets another owner')
  const owner = await getOwner(ctx, request, input.ownerId)
  const reopened: RequestRow = {
    ...request,
    ...owner,
    state: 'assigned',
    round: 2,
    reopenedAt: ctx.now,
    doneAt: null,
    satisfaction: null,
  }
  await setRequest(ctx.db, reopened, {})
  await judge(ctx, reopened, 'reopened')
  const details = { reason: input.reason, owner: owner.ownerName, before: request.ownerName }
  return tell(ctx, reopened, 'request.reopened', details)
}
