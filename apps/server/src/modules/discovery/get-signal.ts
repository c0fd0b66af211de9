import type { getSignalRoute } from '@nuandeng/contract'
import { thresholdOf } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import type { Call } from '../../platform/http.ts'
import { problems } from '../../platform/problems.ts'
import { readSeries } from '../metering/index.ts'
import { findRule } from './editions.ts'
import {
  findNeedOf,
  findSignalView,
  listOthersOf,
  listSignalsOf,
  type SignalView,
} from './signal.queries.ts'
import { addressReply, signalReply } from './signal-view.ts'
import { recentTrackRecord } from './track-record.ts'
import { listVerdictsOf } from './verdict.queries.ts'

/**
 * One signal with the curve of the household. The curve shows how somebody lives: who looked is an Event, which stands
 * before the readings are opened; these are read outside of the transaction.
 */
export async function getSignal(call: Call<typeof getSignalRoute>) {
  const { deps, actor, scope, input } = call
  const shown = await deps.database.transact(scope, (db) =>
    lookAt({ db, actor, now: deps.now(), vault: deps.vault, announce: () => {} }, input.signalId),
  )
  const { row, reply } = shown
  const series = await readSeries(deps.settings.dataDir, row.cityCode, row.accountNo)
  const kwhOf = (used: number | null) => (used === null ? null : used / 100)
  const days = row.ruleKind === 'silence' ? (series?.days ?? []) : []
  return {
    ...reply,
    series: (series?.months ?? []).map(({ when, used }) => ({
      month: when.slice(0, 7),
      kwh: kwhOf(used),
    })),
    days: days.map(({ when, used }) => ({ day: when, kwh: kwhOf(used) })),
    thresholdKwh: lineOf(row),
  }
}

/** The line is a figure of the edition; of one that is no longer there it is not known. */
function lineOf({ edition, ruleId, reason: { numbers } }: SignalView) {
  const rule = findRule(edition, ruleId)
  return rule ? thresholdOf(rule, numbers) : null
}

async function lookAt(ctx: Context, signalId: string) {
  const row = await findSignalView(ctx.db, signalId)
  if (!row) throw problems.notFound('signal', signalId)
  authorize(ctx, 'signal.read', row)
  const { path, cityCode } = row
  await record(ctx, 'signal.looked', { id: signalId, path, cityCode })
  return { row, reply: { ...signalReply(row), ...(await aroundOf(ctx, row)) } }
}

async function aroundOf(ctx: Context, row: SignalView) {
  const { signalId, customerId, ruleId } = row
  const all = await listSignalsOf(ctx.db, row)
  const verdicts = await listVerdictsOf(ctx.db, customerId, ruleId)
  const [province = '', city] = row.path.split('.')
  return {
    address: addressReply(row),
    need: (row.needId && (await findNeedOf(ctx.db, row.needId))) || null,
    former: all.filter((other) => other.signalId !== signalId).map(signalReply),
    others: (await listOthersOf(ctx.db, row)).map(signalReply),
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
