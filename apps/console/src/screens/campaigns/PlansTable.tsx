import type { listPlansRoute, ReplyOf } from '@nuandeng/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatMoment, formatNumber } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { StateMark } from './StateMark.tsx'

export type PlanSummary = ReplyOf<typeof listPlansRoute>['items'][number]

/** One line a unit; the name leads to its plan, the last column a level down. */
export function PlansTable({
  plans,
  isAnywhere,
}: {
  plans: readonly PlanSummary[]
  /** The units come from different places: then each says where it belongs. */
  isAnywhere: boolean
}) {
  const { t } = useTranslation()
  if (plans.length === 0) return <p className="soft">{t('plan.none')}</p>
  return (
    <Scroll label={t('plan.listTitle')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('day.unit')}</th>
            <th scope="col">{t('plan.state')}</th>
            <th scope="col">{t('plan.level')}</th>
            <th scope="col" className="number">
              {t('plan.activityCount')}
            </th>
            <th scope="col">{t('plan.filedAt')}</th>
            <th scope="col">{t('plan.decidedAt')}</th>
            <th scope="col">{t('plan.reason')}</th>
            <th scope="col">{t('plan.below')}</th>
          </tr>
        </thead>
        <tbody>
          {plans.map((plan) => (
            <Line key={plan.planId} plan={plan} isAnywhere={isAnywhere} />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Line({ plan, isAnywhere }: { plan: PlanSummary; isAnywhere: boolean }) {
  const { t } = useTranslation()
  const { planId, campaignId, unit } = plan
  return (
    <tr>
      <th scope="row">
        <Link to="/campaigns/$campaignId/plans/$planId" params={{ campaignId, planId }}>
          {unit.name}
        </Link>
        {isAnywhere && unit.above.length > 0 && (
          <div className="soft above">{unit.above.join(' › ')}</div>
        )}
      </th>
      <td>
        <StateMark of="plan" state={plan.state} />
      </td>
      <td className="tight">{t(`unit.${unit.kind}`)}</td>
      <td className="number">{formatNumber(plan.activityCount)}</td>
      <td className="tight">{plan.filedAt && formatMoment(plan.filedAt)}</td>
      <td className="tight">{plan.decidedAt && formatMoment(plan.decidedAt)}</td>
      <td>{plan.returnReason}</td>
      <td className="tight">
        {unit.kind !== 'station' && (
          <Link
            to="/campaigns/$campaignId/plans"
            params={{ campaignId }}
            search={{ parentUnitId: unit.unitId }}
            aria-label={`${t('plan.seeBelow')} ${unit.name}`}
          >
            {t('plan.seeBelow')} ›
          </Link>
        )}
      </td>
    </tr>
  )
}
