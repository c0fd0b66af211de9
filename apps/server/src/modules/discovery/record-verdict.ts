import { isDeepStrictEqual } from 'node:util'
import type { InputOf, recordCheckRoute, recordVerdictRoute } from '@nuandeng/contract'
import {
  asksCare,
  NEED_AFTER,
  type NeedState,
  type PlainDate,
  restsUntil,
  shanghaiDate,
  signalAllows,
} from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { closeNeed, findCustomerPlace, moveNeed } from '../ownership/index.ts'
import { watchedAmong } from '../protection/index.ts'
import { type HeldSignal, holdSignal, refuseTelling, signalSubject } from './decide-signal.ts'
import { getRuleKind } from './editions.ts'
import { findLastSignal, findNeedOf, setVisited } from './signal.queries.ts'
import { findVerdict, insertVerdict } from './verdict.queries.ts'

type VerdictInput = InputOf<typeof recordVerdictRoute>

/** What the visit found (走访结果): the rule learns of it, and the need is closed or goes on with a next step. */
export async function recordVerdict(ctx: Context, input: VerdictInput) {
  const { signalId, verdictId, verdict, visitedOn, text } = input
  const signal = await holdSignal(ctx, signalId, {
    permission: 'signal.verdict',
    action: 'verdict',
  })
  refuseFuture(ctx, visitedOn)
  // The words go to the need, too, and to whoever reads needs.
  refuseTelling(signal, { text, nextStep: input.nextStep })
  const { cityCode, customerId, ruleId, ruleKind } = signal
  const isNew = await insertVerdict(ctx.db, {
    ...{ cityCode, verdictId, customerId, ruleId, ruleKind, signalId, verdict, visitedOn, text },
    ...recorderOf(ctx),
  })
  if (isNew === 0) throw idTaken()
  const needState = await settleNeed(ctx, signal, input)
  if (verdict !== 'away') {
    const rest = restsUntil(visitedOn, verdict)
    await setVisited(ctx.db, signal, { verdict, visitedOn, restsUntil: rest })
  }
  await record(ctx, 'signal.visited', signalSubject(signal), { verdict, visitedOn })
  return { signalId, verdictId, needState }
}

/** Closes the need or moves it on, unless somebody closed it before. */
async function settleNeed(
  ctx: Context,
  signal: HeldSignal,
  { verdict, text, nextStep, nextStepOn }: VerdictInput,
): Promise<NeedState> {
  const need = signal.needId ? await findNeedOf(ctx.db, signal.needId) : undefined
  if (!need) throw new Error(`signal ${signal.signalId} is in hand without a need`)
  if (need.state === 'closed') return 'closed'
  const result = NEED_AFTER[verdict]
  const { needId } = need
  if (result) {
    await closeNeed(ctx, { needId, result, text })
    return 'closed'
  }
  if (!nextStep) throw problems.wrongField('nextStep', 'missing', 'the need goes on: say how')
  if (!nextStepOn) throw problems.wrongField('nextStepOn', 'missing', 'the need goes on: say when')
  await moveNeed(ctx, { needId, done: text, nextStep, nextStepOn })
  return 'open'
}

/**
 * What somebody found at a customer whom the rule had not proposed (漏查登记与抽查): without such looks nobody knows what
 * a rule misses.
 */
export async function recordCheck(ctx: Context, input: InputOf<typeof recordCheckRoute>) {
  const { customerId, verdictId, ruleId, verdict, visitedOn, text } = input
  const customer = await findCustomerPlace(ctx.db, customerId)
  if (!customer) throw problems.notFound('customer', customerId)
  authorize(ctx, 'signal.verdict', customer)
  const ruleKind = getRuleKind(ruleId)
  if (asksCare(ruleKind)) await refuseUnwatched(ctx, customer)
  refuseFuture(ctx, visitedOn)
  const last = await findLastSignal(ctx.db, customerId, ruleId)
  if (last && (last.endedAt === null || signalAllows('verdict', last.state))) {
    throw problems.conflict(
      'signal-exists',
      'The rule had proposed this customer; decide on that signal',
      last.signalId,
    )
  }
  const { cityCode, path } = customer
  const said = { customerId, ruleId, signalId: null, verdict, visitedOn, text }
  const isNew = await insertVerdict(ctx.db, {
    ...{ cityCode, verdictId, ruleKind, ...said, ...recorderOf(ctx) },
  })
  if (isNew === 0) return answerRepeat(ctx, verdictId, said)
  const subject = { id: verdictId, path, cityCode }
  await record(ctx, 'signal.checked', subject, { ruleId, verdict, visitedOn })
  return { verdictId }
}

/** The rule looks at nobody without a consent to a watch, and so misses none of them; what tells it would be erased. */
async function refuseUnwatched(ctx: Context, customer: { customerId: string; path: string }) {
  authorize(ctx, 'care.read', customer)
  const watched = await watchedAmong(ctx, [customer.customerId])
  if (!watched.has(customer.customerId)) {
    throw problems.conflict('not-watched', 'This household has not agreed to a watch')
  }
}

async function answerRepeat(ctx: Context, verdictId: string, said: object) {
  const held = await findVerdict(ctx.db, verdictId)
  const heldSaid = held && {
    ...{ customerId: held.customerId, ruleId: held.ruleId, signalId: held.signalId },
    ...{ verdict: held.verdict, visitedOn: held.visitedOn, text: held.text },
  }
  if (held?.recordedBy !== ctx.actor.personId || !isDeepStrictEqual(heldSaid, said)) throw idTaken()
  return { verdictId }
}

function idTaken() {
  return problems.conflict('id-taken', 'This id stands for another verdict')
}

function recorderOf({ actor, now }: Context) {
  return { recordedBy: actor.personId, recordedByName: actor.name, recordedAt: now }
}

function refuseFuture({ now }: Context, visitedOn: PlainDate) {
  if (visitedOn > shanghaiDate(now)) {
    throw problems.wrongField('visitedOn', 'in-future', 'today or earlier')
  }
}
