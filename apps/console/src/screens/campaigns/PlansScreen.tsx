import { listPlansRoute } from '@nuandeng/contract'
import { PLAN_STATES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { Choice, SearchField } from '../../shell/FilterFields.tsx'
import { Pager } from '../../shell/Pager.tsx'
import { CampaignHead } from './CampaignHead.tsx'
import { campaignQuery, topUnit } from './current-campaign.ts'
import { OwnPlan } from './OwnPlan.tsx'
import { PlansTable } from './PlansTable.tsx'
import { PlansWhere } from './PlansWhere.tsx'
import type { PlansSearch } from './routes.tsx'

/** Plans (实施方案) of a campaign: level by level, or found by state and name anywhere in reach. */
export function PlansScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const route = getRouteApi('/shell/campaigns/$campaignId/plans')
  const { campaignId } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const campaign = useQuery(campaignQuery(campaignId))
  const top = topUnit(me)
  const isFiltered = search.search !== undefined || search.state !== undefined
  const parentUnitId = search.parentUnitId ?? (isFiltered ? undefined : top.unitId)
  const list = useQuery({
    queryKey: ['plans', campaignId, search, parentUnitId],
    queryFn: () => call(listPlansRoute, { campaignId, ...search, parentUnitId }),
    placeholderData: keepPreviousData,
  })
  const go = (change: PlansSearch) =>
    navigate({
      to: '/campaigns/$campaignId/plans',
      params: { campaignId },
      search: { ...search, cursor: undefined, ...change },
    })
  if (campaign.error) return <Failure error={campaign.error} />
  if (!campaign.data) return <Spin aria-label={t('app.loading')} />
  return (
    <>
      <CampaignHead campaign={campaign.data} />
      <OwnPlan campaignId={campaignId} />
      <section className="card">
        <h2>{t('plan.listTitle')}</h2>
        <PlansWhere campaignId={campaignId} unitId={parentUnitId} search={search} />
        <Filters search={search} onChange={go} />
        {list.error && <Failure error={list.error} />}
        {list.isPending && <Spin aria-label={t('app.loading')} />}
        {list.data && (
          <PlansTable plans={list.data.items} isAnywhere={parentUnitId === undefined} />
        )}
        <Pager cursor={search.cursor} next={list.data?.next} onGo={(cursor) => go({ cursor })} />
      </section>
    </>
  )
}

function Filters({
  search,
  onChange,
}: {
  search: PlansSearch
  onChange: (change: PlansSearch) => void
}) {
  const { t } = useTranslation()
  return (
    <search className="filters">
      <SearchField
        id="plan-search"
        hint={t('plan.searchHint')}
        value={search.search}
        onSearch={(search) => onChange({ search })}
      />
      <Choice
        id="plan-state"
        label={t('plan.state')}
        any={t('plan.anyState')}
        value={search.state}
        options={PLAN_STATES.map((value) => ({ value, label: t(`plan.${value}`) }))}
        onChange={(state) => onChange({ state })}
      />
    </search>
  )
}
