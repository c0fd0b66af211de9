import { listPlansRoute } from '@nuandeng/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { StateMark } from './StateMark.tsx'

/** The plan of my own unit, first of all. */
export function OwnPlan({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation()
  const { unit } = useMe()
  const { data } = useQuery({
    queryKey: ['plans', campaignId, 'own', unit.unitId],
    queryFn: () => call(listPlansRoute, { campaignId, unitId: unit.unitId, limit: 1 }),
  })
  const plan = data?.items[0]
  if (!plan) return null
  const { planId, state, returnReason } = plan
  return (
    <section className="card own-plan" aria-label={t('plan.own')}>
      <div className="row">
        <strong>{t('plan.own')}</strong>
        <span>{unit.name}</span>
        <StateMark of="plan" state={state} />
        <Link to="/campaigns/$campaignId/plans/$planId" params={{ campaignId, planId }}>
          {t('plan.ownOpen')} ›
        </Link>
      </div>
      {returnReason && <p className="bad">{t('plan.returnedBecause', { reason: returnReason })}</p>}
    </section>
  )
}
