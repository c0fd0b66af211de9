import type {
  approveGreenChannelRoute,
  askGreenChannelRoute,
  discloseMaterialsRoute,
  InputOf,
  recordReturnTripRoute,
  signContractRoute,
} from '@nuandeng/contract'
import { processOf, shanghaiDate } from '@nuandeng/domain'
import type { Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { holdRequest, tell } from './hold-request.ts'
import type { RequestRow } from './request.queries.ts'
import { getSupply, type SupplyRow, saveSupply } from './supply.queries.ts'
import { supplyReply } from './supply-view.ts'

async function holdSupply(ctx: Context, requestId: string, action: 'take-step' | 'exempt') {
  const request = await holdRequest(ctx, requestId, action)
  if (request.kind !== 'new-supply') throw problems.requestRefused('not-new-supply')
  return { request, file: await getSupply(ctx.db, request) }
}

async function save(
  ctx: Context,
  { request, file }: { request: RequestRow; file: SupplyRow },
  kind: string,
  details: Record<string, unknown>,
) {
  await saveSupply(ctx.db, request, file)
  await tell(ctx, request, kind, details)
  return supplyReply(ctx, request, file)
}

/** Tells once everything that will be needed (一次性告知). */
export async function discloseMaterials(
  ctx: Context,
  input: InputOf<typeof discloseMaterialsRoute>,
) {
  const { request, file } = await holdSupply(ctx, input.requestId, 'take-step')
  if (file.disclosedAt) throw problems.conflict('disclosed-before', 'It was told once already')
  const { materials } = input
  const told = { materials, disclosedAt: ctx.now, disclosedByName: ctx.actor.name }
  return save(ctx, { request, file: { ...file, ...told } }, 'supply.disclosed', { materials })
}

/** The customer was sent back (重复往返), which the ten prohibitions forbid: counted, never taken back. */
export async function recordReturnTrip(ctx: Context, input: InputOf<typeof recordReturnTripRoute>) {
  const { request, file } = await holdSupply(ctx, input.requestId, 'take-step')
  const returnTrips = file.returnTrips + 1
  const details = { missing: input.missing, returnTrips }
  return save(ctx, { request, file: { ...file, returnTrips } }, 'supply.sent-back', details)
}

/** Asks for the green channel (绿色通道). Its targets are of the utility's own steps; no step is left out. */
export async function askGreenChannel(ctx: Context, input: InputOf<typeof askGreenChannelRoute>) {
  const { request, file } = await holdSupply(ctx, input.requestId, 'take-step')
  if (file.greenAskedAt) throw problems.conflict('green-before', 'It was asked for already')
  const { reason, note, targets } = input
  const { steps } = processOf(request.kind, request.subkind)
  const isOwn = (name: string) => steps.some(({ step, by }) => step === name && by === 'utility')
  if (!targets.every(({ step }) => isOwn(step)))
    throw problems.wrongField('targets', 'not-own-step', 'a target is of a step of the utility')
  const asked: SupplyRow = {
    ...file,
    greenReason: reason,
    greenNote: note,
    greenTargets: targets,
    greenAskedAt: ctx.now,
    greenAskedBy: ctx.actor.personId,
    greenAskedByName: ctx.actor.name,
  }
  return save(ctx, { request, file: asked }, 'supply.green-asked', { reason, note, targets })
}

/** Lets it in; never whoever asked. */
export async function approveGreenChannel(
  ctx: Context,
  input: InputOf<typeof approveGreenChannelRoute>,
) {
  const { request, file } = await holdSupply(ctx, input.requestId, 'exempt')
  if (!file.greenAskedAt || file.greenApprovedAt)
    throw problems.conflict('green-not-asked', 'Nothing is asked for')
  if (file.greenAskedBy === ctx.actor.personId) throw problems.ownAccount()
  const approved = { greenApprovedAt: ctx.now, greenApprovedByName: ctx.actor.name }
  return save(ctx, { request, file: { ...file, ...approved } }, 'supply.green-approved', {
    reason: file.greenReason,
  })
}

/** Signs a service contract (契约式服务), once. */
export async function signContract(ctx: Context, input: InputOf<typeof signContractRoute>) {
  const { request, file } = await holdSupply(ctx, input.requestId, 'take-step')
  if (file.signedAt) throw problems.conflict('contract-before', 'A contract was signed already')
  const { promisedOn, penalty, responsible } = input
  if (promisedOn < shanghaiDate(ctx.now))
    throw problems.wrongField('promisedOn', 'in-past', 'the promised day is to come')
  const contract = { promisedOn, penalty, responsible }
  const signed = { ...contract, signedAt: ctx.now, signedByName: ctx.actor.name }
  return save(ctx, { request, file: { ...file, ...signed } }, 'supply.contract-signed', contract)
}
