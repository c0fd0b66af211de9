import {
  asksCare,
  type DiscoveryEdition,
  type DiscoveryKind,
  type DiscoveryRule,
  type Permission,
} from '@nuandeng/domain'
import { problems } from '../../platform/problems.ts'
import { shippedEditionsOfRules } from './rules.ts'

/** Rules of an edition; what is not there is refused. */
export function getRules(
  name: string,
  ruleIds: readonly string[],
): { edition: DiscoveryEdition; rules: DiscoveryRule[] } {
  const edition = shippedEditionsOfRules().find((shipped) => shipped.edition === name)
  if (!edition) throw problems.notFound('edition', name)
  const rules = ruleIds.map((ruleId) => {
    const rule = edition.rules.find(({ id }) => id === ruleId)
    if (!rule) throw problems.notFound('rule', ruleId)
    return rule
  })
  return { edition, rules }
}

export function findRule(edition: string, ruleId: string): DiscoveryRule | undefined {
  return shippedEditionsOfRules()
    .find((shipped) => shipped.edition === edition)
    ?.rules.find(({ id }) => id === ruleId)
}

/** What a rule looks for; an id names the same rule in every edition. */
export function getRuleKind(ruleId: string): DiscoveryKind {
  const rule = shippedEditionsOfRules()
    .flatMap(({ rules }) => rules)
    .find(({ id }) => id === ruleId)
  if (!rule) throw problems.notFound('rule', ruleId)
  return rule.kind
}

/** What somebody must be allowed at a city to run these rules over it: those who may not read the store do not make it be read. */
export function permissionsToRun(rules: readonly DiscoveryRule[]): Permission[] {
  return rules.some(({ kind }) => asksCare(kind)) ? ['signal.run', 'care.read'] : ['signal.run']
}
