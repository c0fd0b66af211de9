import { listCampaignsRoute } from '@nuandeng/contract'
import { CAMPAIGN_STATES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { InputNumber, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { Choice, SearchField } from '../../shell/FilterFields.tsx'
import { formatDay } from '../../shell/format.ts'
import { Pager } from '../../shell/Pager.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import type { Campaign } from './current-campaign.ts'
import type { CampaignsSearch } from './routes.tsx'
import { StateMark } from './StateMark.tsx'

/** Campaigns (活动) in reach, newest first; the office writes a new one from here. */
export function CampaignsScreen() {
  const { t } = useTranslation()
  const refusalOf = useRefusal()
  const search = getRouteApi('/shell/campaigns').useSearch()
  const navigate = useNavigate()
  const list = useQuery({
    queryKey: ['campaigns', search],
    queryFn: () => call(listCampaignsRoute, search),
    placeholderData: keepPreviousData,
  })
  const go = (change: CampaignsSearch) =>
    navigate({ to: '/campaigns', search: { ...search, cursor: undefined, ...change } })
  return (
    <>
      <h1>{t('campaign.title')}</h1>
      <Actions
        actions={[
          {
            label: t('campaign.create'),
            reason: refusalOf('campaign.create'),
            onClick: () => navigate({ to: '/campaigns/new' }),
            isPrimary: true,
          },
        ]}
      />
      <Filters search={search} onChange={go} />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data?.items.length === 0 && <p className="card soft">{t('campaign.none')}</p>}
      <ul className="campaigns">
        {list.data?.items.map((campaign) => (
          <Item key={campaign.campaignId} campaign={campaign} />
        ))}
      </ul>
      <Pager cursor={search.cursor} next={list.data?.next} onGo={(cursor) => go({ cursor })} />
    </>
  )
}

function Filters({
  search,
  onChange,
}: {
  search: CampaignsSearch
  onChange: (change: CampaignsSearch) => void
}) {
  const { t } = useTranslation()
  return (
    <search className="card filters">
      <SearchField
        id="campaign-search"
        hint={t('campaign.searchHint')}
        value={search.search}
        onSearch={(search) => onChange({ search })}
      />
      <Choice
        id="campaign-state"
        label={t('campaign.state')}
        any={t('campaign.anyState')}
        value={search.state}
        options={CAMPAIGN_STATES.map((value) => ({ value, label: t(`campaign.${value}`) }))}
        onChange={(state) => onChange({ state })}
      />
      <div className="field">
        <label htmlFor="campaign-year">{t('campaign.year')}</label>
        <InputNumber
          id="campaign-year"
          key={search.year}
          {...(search.year ? { defaultValue: search.year } : {})}
          placeholder={t('campaign.anyYear')}
          min={1990}
          max={2199}
          precision={0}
          changeOnWheel={false}
          style={{ width: '100%' }}
          onBlur={({ target }) => onChange({ year: yearOf(target.value) })}
          onPressEnter={({ currentTarget }) => onChange({ year: yearOf(currentTarget.value) })}
        />
      </div>
    </search>
  )
}

function yearOf(text: string): number | undefined {
  const year = Number(text)
  return year >= 1990 && year <= 2199 ? year : undefined
}

function Item({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { campaignId } = campaign
  return (
    <li className="card">
      <div className="row">
        <h2>
          <Link to="/campaigns/$campaignId" params={{ campaignId }}>
            {campaign.name}
          </Link>
        </h2>
        <StateMark of="campaign" state={campaign.state} />
      </div>
      <p className="theme">{campaign.theme}</p>
      <dl className="facts">
        <div>
          <dt>{t('campaign.unit')}</dt>
          <dd>{campaign.unit.name}</dd>
        </div>
        <div>
          <dt>{t('campaign.period')}</dt>
          <dd>
            {t('campaign.from', {
              start: formatDay(campaign.startOn),
              end: formatDay(campaign.endOn),
            })}
          </dd>
        </div>
        <div>
          <dt>{t('campaign.days')}</dt>
          <dd>{campaign.activityDays.map(formatDay).join('、') || t('campaign.noDays')}</dd>
        </div>
      </dl>
      {campaign.state !== 'draft' && (
        <p className="row">
          <Link to="/campaigns/$campaignId/plans" params={{ campaignId }}>
            {t('campaign.plans')}
          </Link>
          <Link to="/campaigns/$campaignId/readiness" params={{ campaignId }}>
            {t('campaign.readiness')}
          </Link>
        </p>
      )}
    </li>
  )
}
