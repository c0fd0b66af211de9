import type {
  acceptSignalRoute,
  dismissSignalRoute,
  InputOf,
  reopenSignalRoute,
} from '@nuandeng/contract'
import {
  addDays,
  asksCare,
  DISMISS_REASONS,
  type NeedSource,
  type Permission,
  REST_DAYS_MOST,
  type SignalAction,
  shanghaiDate,
  signalAllows,
  tellsCareFlag,
} from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { fileNeed } from '../ownership/index.ts'
import {
  findSignalForUpdate,
  type SignalFields,
  setDismissed,
  setInHand,
  setReopened,
} from './signal.queries.ts'

export type HeldSignal = SignalFields & { path: string }

/** A signal in reach that its state lets be acted on, held. */
export async function holdSignal(
  ctx: Context,
  signalId: string,
  { permission, action }: { permission: Permission; action: SignalAction },
): Promise<HeldSignal> {
  const signal = await findSignalForUpdate(ctx.db, signalId)
  if (!signal) throw problems.notFound('signal', signalId)
  authorize(ctx, permission, signal)
  if (!signalAllows(action, signal.state)) {
    throw problems.conflict(
      'signal-stands',
      'The signal does not allow this now',
      `It is ${signal.state}`,
    )
  }
  return signal
}

export function signalSubject({ signalId, path, cityCode }: HeldSignal) {
  return { id: signalId, path, cityCode }
}

/** What becomes of a signal is read by many who may not know of it: words that tell who lives alone are refused. */
export function refuseTelling(
  { ruleKind }: SignalFields,
  words: Readonly<Record<string, string | undefined>>,
) {
  if (!asksCare(ruleKind)) return
  for (const [field, text = ''] of Object.entries(words)) {
    if (tellsCareFlag(text))
      throw problems.wrongField(field, 'care-word', 'a need tells no care flag')
  }
}

/** A need from readings of which no signal is shown would tell that there is one that may not be shown. */
function sourceOf({ ruleKind }: SignalFields): NeedSource {
  return asksCare(ruleKind) ? 'other' : 'usage'
}

function deciderOf({ actor, now }: Context) {
  return { personId: actor.personId, name: actor.name, at: now }
}

/** A person makes a need of a signal (转为需求或走访): one transaction, so that there is never one without the other. */
export async function acceptSignal(ctx: Context, input: InputOf<typeof acceptSignalRoute>) {
  const { signalId, needId, topic, ownerId, text, nextStep, nextStepOn } = input
  const signal = await holdSignal(ctx, signalId, {
    permission: 'signal.decide',
    action: 'accept',
  })
  refuseTelling(signal, { text, nextStep })
  const { customerId } = signal
  const owner = ownerId ? { ownerId } : {}
  await fileNeed(ctx, {
    ...{ customerId, needId, topic, source: sourceOf(signal), text, nextStep, nextStepOn },
    ...owner,
  })
  await setInHand(ctx.db, signal, needId, deciderOf(ctx))
  await record(ctx, 'signal.accepted', signalSubject(signal), { topic, needId })
  return { signalId, needId }
}

/** A person finds that there is nothing to do (排除): the reason stays, and the situation rests until a day. */
export async function dismissSignal(ctx: Context, input: InputOf<typeof dismissSignalRoute>) {
  const { signalId, reason, text } = input
  const signal = await holdSignal(ctx, signalId, {
    permission: 'signal.decide',
    action: 'dismiss',
  })
  const today = shanghaiDate(ctx.now)
  const restsUntil = input.restsUntil ?? addDays(today, DISMISS_REASONS[reason])
  if (restsUntil < today) throw problems.wrongField('restsUntil', 'in-past', 'today or later')
  if (restsUntil > addDays(today, REST_DAYS_MOST)) {
    throw problems.wrongField('restsUntil', 'too-late', `within ${REST_DAYS_MOST} days`)
  }
  await setDismissed(ctx.db, signal, { reason, text, restsUntil }, deciderOf(ctx))
  await record(ctx, 'signal.dismissed', signalSubject(signal), { reason, restsUntil })
  return { signalId, restsUntil }
}

/** A dismissal was wrong: the signal waits for a decision again. What was said stays in the audit trail. */
export async function reopenSignal(ctx: Context, input: InputOf<typeof reopenSignalRoute>) {
  const { signalId, reason } = input
  const signal = await holdSignal(ctx, signalId, {
    permission: 'signal.decide',
    action: 'reopen',
  })
  await setReopened(ctx.db, signal)
  const { dismissReason } = signal
  await record(ctx, 'signal.reopened', signalSubject(signal), { dismissReason, reason })
  return { signalId }
}
