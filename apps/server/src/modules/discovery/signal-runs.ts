import { isDeepStrictEqual } from 'node:util'
import type { InputOf, listRuleRunsRoute, startRuleRunRoute } from '@nuandeng/contract'
import { shanghaiDate, toldCount } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import { pageFrom } from '../../platform/paging.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { refuseUnassessed } from './assess-impact.ts'
import { getRules, permissionsToRun } from './editions.ts'
import {
  findRuleRun,
  insertRuleRun,
  listRuleRuns,
  type RuleCounts,
  type RuleRunRow,
} from './signal-run.queries.ts'

/** Asks for rules over the readings of a city (运行规则); a job works on it. */
export async function startRuleRun(ctx: Context, input: InputOf<typeof startRuleRunRoute>) {
  const { runId, cityUnitId, edition } = input
  const ruleIds = [...new Set(input.ruleIds)].sort()
  const city = await findUnit(ctx.db, cityUnitId)
  if (!city) throw problems.notFound('unit', cityUnitId)
  authorize(ctx, 'signal.run', city)
  if (city.kind !== 'city') throw problems.wrongField('cityUnitId', 'no-city', 'a city')
  const { rules } = getRules(edition, ruleIds)
  for (const permission of permissionsToRun(rules)) authorize(ctx, permission, city)
  const { cityCode, unitId, path } = city
  const today = shanghaiDate(ctx.now)
  await refuseUnassessed(ctx.db, { path, edition, ruleIds, today })
  const said = { unitId, edition, ruleIds }
  const isNew = await insertRuleRun(ctx.db, {
    ...{ cityCode, runId, path, ...said },
    ...{ askedBy: ctx.actor.personId, askedByName: ctx.actor.name, askedAt: ctx.now },
  })
  if (isNew === 0) return answerRepeat(ctx, runId, said)
  await record(ctx, 'rule-run.asked', { id: runId, path, cityCode }, { edition, ruleIds })
  return { runId }
}

async function answerRepeat(ctx: Context, runId: string, said: object) {
  const run = await findRuleRun(ctx.db, runId)
  if (!run) {
    throw problems.conflict('rules-run-already', 'Rules run over the readings of this city already')
  }
  const held = { unitId: run.unitId, edition: run.edition, ruleIds: run.ruleIds }
  if (run.askedBy !== ctx.actor.personId || !isDeepStrictEqual(held, said)) {
    throw problems.conflict('id-taken', 'This id stands for another run')
  }
  return { runId }
}

export async function listRuleRunsInReach(
  ctx: Context,
  { cursor, limit }: InputOf<typeof listRuleRunsRoute>,
) {
  const after = cursor === undefined ? undefined : cursorFrom(cursor)
  const rows = await listRuleRuns(ctx.db, { after, limit })
  const { items, next } = pageFrom(
    rows,
    limit,
    (row) => `${row.askedAt.toISOString()}~${row.runId}`,
  )
  return { items: items.map(runReply), next }
}

const CURSOR =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function cursorFrom(text: string) {
  const [, at, id] = CURSOR.exec(text) ?? []
  if (!at || !id || Number.isNaN(Date.parse(at))) {
    throw problems.wrongField('cursor', 'invalid-cursor', 'take it from the page before')
  }
  return { at, id }
}

function runReply(row: RuleRunRow) {
  const { runId, edition, state, fraction, asOf, seen, counts, refusal } = row
  return {
    ...{ runId, edition, state, fraction, asOf, seen, refusal },
    counts: { ...counts, ...mapped(row.careCounts, toldCounts) },
    city: { unitId: row.unitId, kind: 'city' as const, name: row.unitName, path: row.path },
    ruleIds: [...row.ruleIds],
    askedBy: row.askedByName,
    askedAt: row.askedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}

/** Of a rule that asks who lives alone small counts are hidden from everybody: with what neighbours know, they would name somebody. */
function toldCounts({ skipped, notRun, ...sums }: RuleCounts) {
  return { ...mapped(sums, toldCount), skipped: mapped(skipped, toldCount), notRun }
}

function mapped<K extends string, V, W>(record: Readonly<Record<K, V>>, of: (value: V) => W) {
  const entries = Object.entries<V>(record).map(([key, value]) => [key, of(value)])
  return Object.fromEntries(entries) as Record<K, W>
}
