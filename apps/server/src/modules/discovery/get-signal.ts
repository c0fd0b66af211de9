import type { getSignalRoute, InputOf } from '@nuandeng/contract'
import { thresholdOf } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findNeedOf, findSignalView, listSignalsOf, type SignalView } from './signal.queries.ts'
import { addressReply, signalReply } from './signal-view.ts'
import { recentTrackRecord } from './track-record.ts'
import { listVerdictsOf } from './verdict.queries.ts'

/** One signal with what is remembered of it: a look at somebody, which leaves an Event. */
export async function getSignal(ctx: Context, { signalId }: InputOf<typeof getSignalRoute>) {
  const row = await findSignalView(ctx.db, signalId)
  if (!row) throw problems.notFound('signal', signalId)
  authorize(ctx, 'signal.read', row)
  const { path, cityCode, ruleId } = row
  await record(ctx, 'signal.looked', { id: signalId, path, cityCode }, { ruleId })
  return { ...signalReply(row), ...(await aroundOf(ctx, row)) }
}

async function aroundOf(ctx: Context, row: SignalView) {
  const { signalId, customerId, ruleId } = row
  const all = await listSignalsOf(ctx.db, row)
  const verdicts = await listVerdictsOf(ctx.db, customerId, ruleId)
  const [province = '', city] = row.path.split('.')
  return {
    address: addressReply(row),
    thresholdKwh: thresholdOf(row.reason.numbers),
    need: (row.needId && (await findNeedOf(ctx.db, row.needId))) || null,
    former: all.filter((other) => other.signalId !== signalId).map(signalReply),
    verdicts: verdicts.map((found) => ({
      ...{ verdictId: found.verdictId, verdict: found.verdict, visitedOn: found.visitedOn },
      ...{ text: found.text, by: found.recordedByName, at: found.recordedAt.toISOString() },
    })),
    trackRecord: await recentTrackRecord(ctx, {
      ruleId,
      path: city ? `${province}.${city}` : province,
    }),
  }
}
