import type { InputOf, listDiscoveryRulesRoute } from '@nuandeng/contract'
import { asksCare, type DiscoveryEdition, type DiscoveryRule } from '@nuandeng/domain'
import { authorize, type Context } from '../../platform/context.ts'
import { problems } from '../../platform/problems.ts'
import { findUnit } from '../organisation/index.ts'
import { impactReply } from './assess-impact.ts'
import { type ImpactRow, listImpactsAt } from './impact.queries.ts'
import { shippedEditionsOfRules } from './rules.ts'

/** The editions of rules, each rule with the assessments that hold at a unit: those made there or above it. */
export async function listDiscoveryRules(
  ctx: Context,
  { unitId }: InputOf<typeof listDiscoveryRulesRoute>,
) {
  const unit = await findUnit(ctx.db, unitId)
  if (!unit) throw problems.notFound('unit', unitId)
  authorize(ctx, 'impact.read', unit)
  const impacts = await listImpactsAt(ctx.db, unit.path)
  const editions = shippedEditionsOfRules().map((edition) => ({
    ...{ edition: edition.edition, validFrom: edition.validFrom },
    name: { zh: edition.name, en: edition.nameEn },
    rules: edition.rules.map((rule) => ruleReply(ctx, { edition, rule }, impacts)),
  }))
  return { editions }
}

function ruleReply(
  ctx: Context,
  { edition, rule }: { edition: DiscoveryEdition; rule: DiscoveryRule },
  impacts: readonly ImpactRow[],
) {
  const own = impacts
    .filter((row) => row.ruleId === rule.id && row.edition === edition.edition)
    .map((row) => impactReply(row, ctx))
  return {
    ...{ ruleId: rule.id, kind: rule.kind, queue: rule.queue },
    title: { zh: rule.title, en: rule.titleEn },
    reason: { zh: rule.reason, en: rule.reasonEn },
    source: { zh: rule.source, en: rule.sourceEn },
    asksCare: asksCare(rule.kind),
    parameters: parametersOf(rule),
    impacts: own,
    mayRun: own.some((impact) => impact.isInForce),
  }
}

function parametersOf(rule: DiscoveryRule): Record<string, number> {
  return Object.fromEntries(
    Object.entries(rule).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}
