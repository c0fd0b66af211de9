import { listCampaignsRoute } from '@nuandeng/contract'
import { CAMPAIGN_STATES } from '@nuandeng/domain'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Input, InputNumber, Select, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { may, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay } from '../../shell/format.ts'
import type { Campaign } from './current-campaign.ts'
import type { CampaignsSearch } from './routes.tsx'
import { StateMark } from './StateMark.tsx'

/** Campaigns (活动) in reach, newest first; the office writes a new one from here. */
export function CampaignsScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const search = getRouteApi('/shell/campaigns').useSearch()
  const navigate = useNavigate()
  const list = useQuery({
    queryKey: ['campaigns', search],
    queryFn: () => call(listCampaignsRoute, search),
    placeholderData: keepPreviousData,
  })
  const go = (change: CampaignsSearch) =>
    navigate({ to: '/campaigns', search: { ...search, cursor: undefined, ...change } })
  const isOffice = may(me, 'campaign.create')
  return (
    <>
      <div className="row apart">
        <h1>{t('campaign.title')}</h1>
        <div className="row">
          {!isOffice && <span className="soft">{t('campaign.createNeeds')}</span>}
          <Button
            type="primary"
            disabled={!isOffice}
            onClick={() => navigate({ to: '/campaigns/new' })}
          >
            {t('campaign.create')}
          </Button>
        </div>
      </div>
      <Filters search={search} onChange={go} />
      {list.error && <Failure error={list.error} />}
      {list.isPending && <Spin aria-label={t('app.loading')} />}
      {list.data?.items.length === 0 && <p className="card soft">{t('campaign.none')}</p>}
      <ul className="campaigns">
        {list.data?.items.map((campaign) => (
          <Item key={campaign.campaignId} campaign={campaign} />
        ))}
      </ul>
      <div className="row">
        {search.cursor && <Button onClick={() => go({})}>{t('campaign.first')}</Button>}
        {list.data?.next && (
          <Button onClick={() => go({ cursor: list.data?.next ?? undefined })}>
            {t('campaign.next')}
          </Button>
        )}
      </div>
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
    <search className="card row">
      <Input.Search
        aria-label={t('campaign.searchHint')}
        placeholder={t('campaign.searchHint')}
        defaultValue={search.search}
        key={search.search}
        allowClear
        maxLength={100}
        style={{ maxWidth: 320 }}
        onSearch={(text) => onChange({ search: text.trim() || undefined })}
      />
      <Select
        aria-label={t('campaign.state')}
        placeholder={t('campaign.state')}
        value={search.state ?? null}
        allowClear
        style={{ minWidth: 130 }}
        options={CAMPAIGN_STATES.map((value) => ({ value, label: t(`campaign.${value}`) }))}
        onChange={(state) => onChange({ state: state ?? undefined })}
      />
      <InputNumber
        aria-label={t('campaign.year')}
        placeholder={t('campaign.year')}
        value={search.year ?? null}
        key={search.year}
        min={1990}
        max={2199}
        precision={0}
        changeOnWheel={false}
        onBlur={({ target }) => onChange({ year: yearOf(target.value) })}
        onPressEnter={({ currentTarget }) => onChange({ year: yearOf(currentTarget.value) })}
      />
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
