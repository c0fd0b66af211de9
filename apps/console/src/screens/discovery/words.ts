import { listDiscoveryRulesRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'

/** Picks the words of the reader's language out of those that an edition brings along. */
export function useBoth() {
  const { i18n } = useTranslation()
  return ({ zh, en }: { zh: string; en: string }) => (i18n.language === 'zh' ? zh : en)
}

/** The rules of all editions at a unit; mine when none is named. */
export function useRules(unitId?: string) {
  const me = useMe()
  const at = unitId ?? me.unit.unitId
  return useQuery({
    queryKey: ['discovery-rules', at],
    queryFn: () => call(listDiscoveryRulesRoute, { unitId: at }),
  })
}

/** The titles of rules by their ids, and as choices of a list. */
export function useRuleTitles(unitId?: string) {
  const both = useBoth()
  const { data } = useRules(unitId)
  const rules = data?.editions.flatMap((edition) => edition.rules) ?? []
  const titles = new Map(rules.map(({ ruleId, title }) => [ruleId, both(title)]))
  return {
    titleOf: (ruleId: string) => titles.get(ruleId) ?? ruleId,
    options: [...titles].map(([value, label]) => ({ value, label })),
  }
}

/** A share in whole percent, or that it is not known. */
export function usePercent() {
  const { t } = useTranslation()
  return (share: number | null) =>
    share === null ? t('trackRecord.unknown') : `${Math.round(share * 100)}%`
}
