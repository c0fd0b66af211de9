import type { CampaignState, PlanState } from '@nuandeng/domain'
import { useTranslation } from 'react-i18next'
import './campaigns.css'

type Shown = { of: 'campaign'; state: CampaignState } | { of: 'plan'; state: PlanState }

/** The state of a campaign or a plan, in words and colour. */
export function StateMark({ of, state }: Shown) {
  const { t } = useTranslation()
  return <span className={`state ${of}-${state}`}>{t(`${of}.${state}`)}</span>
}
