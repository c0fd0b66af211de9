import { getPlanRoute, type ReplyOf } from '@nuandeng/contract'
import { campaignCan, planCan } from '@nuandeng/domain'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Alert, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { may, mayAt, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { type Campaign, campaignQuery } from './current-campaign.ts'
import { PlanDecision } from './PlanDecision.tsx'
import { PlanEditor } from './PlanEditor.tsx'
import { PlanHistory } from './PlanHistory.tsx'
import { PlanView } from './PlanView.tsx'
import { StateMark } from './StateMark.tsx'

export type Plan = ReplyOf<typeof getPlanRoute>

const planQuery = (planId: string) =>
  queryOptions({
    queryKey: ['plan', planId],
    queryFn: () => call(getPlanRoute, { planId }),
  })

/** One unit's plan: written by the unit while it may be, read by the levels above, decided by the next. */
export function PlanScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const { campaignId, planId } = getRouteApi(
    '/shell/campaigns/$campaignId/plans/$planId',
  ).useParams()
  const campaign = useQuery(campaignQuery(campaignId))
  const plan = useQuery(planQuery(planId))
  const error = campaign.error ?? plan.error
  if (error) return <Failure error={error} />
  if (!campaign.data || !plan.data) return <Spin aria-label={t('app.loading')} />
  const { unit, state } = plan.data
  const isOpen = campaignCan.plan(campaign.data.state)
  const isEditable = isOpen && planCan.edit(state) && mayAt(me, 'plan.file', unit.path)
  return (
    <>
      <Head campaign={campaign.data} plan={plan.data} />
      {isEditable ? (
        <PlanEditor key={`${planId} ${state}`} campaign={campaign.data} plan={plan.data} />
      ) : (
        <PlanView campaign={campaign.data} plan={plan.data} />
      )}
      {may(me, 'plan.decide') && <PlanDecision campaign={campaign.data} plan={plan.data} />}
      <PlanHistory plan={plan.data} />
    </>
  )
}

function Head({ campaign, plan }: { campaign: Campaign; plan: Plan }) {
  const { t } = useTranslation()
  const me = useMe()
  const { campaignId } = campaign
  const { unit, state, returnReason } = plan
  const why = useWhyNotWritten(campaign, plan)
  const isOnBehalf = !why && me.grants.every((grant) => grant.unit.unitId !== unit.unitId)
  return (
    <header>
      <nav aria-label={t('campaign.title')} className="row soft crumbs">
        <Link to="/campaigns">{t('campaign.title')}</Link> ›
        <Link to="/campaigns/$campaignId" params={{ campaignId }}>
          {campaign.name}
        </Link>{' '}
        ›
        <Link to="/campaigns/$campaignId/plans" params={{ campaignId }}>
          {t('campaign.plans')}
        </Link>{' '}
        ›
      </nav>
      <div className="row">
        <h1>{t('plan.title', { unit: unit.name })}</h1>
        <StateMark of="plan" state={state} />
        {unit.above.length > 0 && <span className="soft">{unit.above.join(' › ')}</span>}
      </div>
      {returnReason && (
        <Alert
          type="warning"
          showIcon
          title={t('plan.returnedBecause', { reason: returnReason })}
          className="gap"
        />
      )}
      {isOnBehalf && <p className="soft">{t('plan.onBehalf', { unit: unit.name })}</p>}
      {why && may(me, 'plan.file') && <p className="soft">{why}</p>}
    </header>
  )
}

/** Why the plan is shown and not written; undefined while it may be. */
function useWhyNotWritten(campaign: Campaign, { unit, state }: Plan): string | undefined {
  const { t } = useTranslation()
  const me = useMe()
  if (!mayAt(me, 'plan.file', unit.path)) return t('plan.whyNotYours', { unit: unit.name })
  if (!campaignCan.plan(campaign.state)) return t('plan.whyClosed')
  if (state === 'filed') return t('plan.whyFiled')
  return state === 'approved' ? t('plan.whyApproved') : undefined
}
