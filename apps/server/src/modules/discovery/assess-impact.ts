import { isDeepStrictEqual } from 'node:util'
import type {
  approveImpactRoute,
  Impact,
  InputOf,
  withdrawImpactRoute,
  writeImpactRoute,
} from '@nuandeng/contract'
import { asksCare, isInForce, latestValidity, type PlainDate, shanghaiDate } from '@nuandeng/domain'
import { authorize, type Context, record } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { getRules } from './editions.ts'
import {
  findImpactForUpdate,
  type ImpactRow,
  insertImpact,
  listAssessed,
  setApproved,
  setWithdrawn,
} from './impact.queries.ts'

/** Writes down what a rule is for and what it risks (影响评估), for another person to approve. */
export async function writeImpact(ctx: Context, input: InputOf<typeof writeImpactRoute>) {
  const { assessmentId, unitId, ruleId, careUse = null, ...content } = input
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'impact.write', unit)
  const [rule] = getRules(input.edition, [ruleId]).rules
  refuseWrongCareUse(rule ? asksCare(rule.kind) : false, careUse)
  const { path, cityCode } = unit
  const said = { unitId, ruleId, careUse, ...content }
  const isNew = await insertImpact(ctx.db, {
    ...{ cityCode, assessmentId, path, ...said },
    ...{ writtenBy: ctx.actor.personId, writtenByName: ctx.actor.name, writtenAt: ctx.now },
  })
  if (isNew === 0) return answerRepeat(ctx, assessmentId, said)
  const details = { ruleId, edition: content.edition }
  await record(ctx, 'impact.written', { id: assessmentId, path, cityCode }, details)
  return { assessmentId }
}

/** A rule that asks the protected store says on which consent, and what guards it; another has nothing to say of that. */
function refuseWrongCareUse(isAsked: boolean, careUse: string | null) {
  if (isAsked && careUse === null) {
    throw problems.wrongField('careUse', 'required', 'this rule asks who lives alone')
  }
  if (!isAsked && careUse !== null) {
    throw problems.wrongField('careUse', 'no-care', 'this rule asks for no care flag')
  }
}

async function answerRepeat(ctx: Context, assessmentId: string, said: object) {
  const row = await findImpactForUpdate(ctx.db, assessmentId)
  const held = row && {
    ...{ unitId: row.unitId, ruleId: row.ruleId, edition: row.edition, purpose: row.purpose },
    ...{ dataUsed: row.dataUsed, legalBasis: row.legalBasis, risk: row.risk },
    ...{ measures: row.measures, careUse: row.careUse },
  }
  if (row?.writtenBy !== ctx.actor.personId || !isDeepStrictEqual(held, said)) {
    throw problems.conflict('id-taken', 'This id stands for another assessment')
  }
  return { assessmentId }
}

async function holdImpact(ctx: Context, assessmentId: string, states: readonly string[]) {
  const row = await findImpactForUpdate(ctx.db, assessmentId)
  if (!row) throw problems.notFound('assessment', assessmentId)
  authorize(ctx, 'impact.approve', row)
  if (!states.includes(row.state)) {
    throw problems.conflict('impact-stands', 'The assessment does not allow this now', row.state)
  }
  return row
}

/** Another person than wrote it approves: the rule may run until the last day, and is then thought about again. */
export async function approveImpact(ctx: Context, input: InputOf<typeof approveImpactRoute>) {
  const { assessmentId, validUntil } = input
  const row = await holdImpact(ctx, assessmentId, ['draft'])
  const { personId, name } = ctx.actor
  if (row.writtenBy === personId) {
    throw problems.conflict('own-impact', 'Nobody approves the assessment that they wrote')
  }
  const today = shanghaiDate(ctx.now)
  if (validUntil < today) throw problems.wrongField('validUntil', 'in-past', 'today or later')
  if (validUntil > latestValidity(today)) {
    throw problems.wrongField('validUntil', 'too-late', `at most ${latestValidity(today)}`)
  }
  await setApproved(ctx.db, row, { personId, name, at: ctx.now, validUntil })
  const { ruleId, edition } = row
  await record(ctx, 'impact.approved', subjectOf(row), { ruleId, edition, validUntil })
  return { assessmentId }
}

/** The rule runs no more on it; the assessment is kept. */
export async function withdrawImpact(ctx: Context, input: InputOf<typeof withdrawImpactRoute>) {
  const { assessmentId, reason } = input
  const row = await holdImpact(ctx, assessmentId, ['draft', 'approved'])
  await setWithdrawn(ctx.db, row, { name: ctx.actor.name, at: ctx.now, reason })
  const { ruleId, edition } = row
  await record(ctx, 'impact.withdrawn', subjectOf(row), { ruleId, edition, reason })
  return { assessmentId }
}

function subjectOf({ assessmentId, path, cityCode }: ImpactRow) {
  return { id: assessmentId, path, cityCode }
}

/** A rule without an assessment in force does not run (个人信息保护法 55). */
export async function refuseUnassessed(
  db: Db,
  wanted: { path: string; edition: string; ruleIds: readonly string[]; today: PlainDate },
) {
  const assessed = new Set((await listAssessed(db, wanted)).map(({ ruleId }) => ruleId))
  const without = wanted.ruleIds.filter((ruleId) => !assessed.has(ruleId))
  if (without.length > 0) throw problems.impactMissing(without)
}

export function impactReply(row: ImpactRow, ctx: Pick<Context, 'actor' | 'now'>): Impact {
  const { assessmentId, ruleId, edition, state, validUntil } = row
  const { purpose, dataUsed, legalBasis, risk, measures, careUse } = row
  return {
    ...{ assessmentId, ruleId, edition, state, validUntil },
    ...{ purpose, dataUsed, legalBasis, risk, measures, careUse },
    unit: { unitId: row.unitId, kind: row.unitKind, name: row.unitName, path: row.path },
    writtenBy: row.writtenByName,
    writtenAt: row.writtenAt.toISOString(),
    isMine: row.writtenBy === ctx.actor.personId,
    approvedBy: row.approvedByName,
    approvedAt: row.approvedAt?.toISOString() ?? null,
    withdrawnBy: row.withdrawnByName,
    withdrawnReason: row.withdrawnReason,
    isInForce: isInForce(row, shanghaiDate(ctx.now)),
  }
}
