import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDay } from '../../shell/format.ts'
import type { Campaign } from './current-campaign.ts'
import { StateMark } from './StateMark.tsx'

/** Name, theme and period of a campaign, and the ways to its three pages. */
export function CampaignHead({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { campaignId } = campaign
  return (
    <header className="campaign-head">
      <nav aria-label={t('campaign.title')} className="row soft crumbs">
        <Link to="/campaigns">{t('campaign.title')}</Link> ›
      </nav>
      <div className="row">
        <h1>{campaign.name}</h1>
        <StateMark of="campaign" state={campaign.state} />
      </div>
      <p className="soft">
        {campaign.theme} · {campaign.unit.name} ·{' '}
        {t('campaign.from', {
          start: formatDay(campaign.startOn),
          end: formatDay(campaign.endOn),
        })}
      </p>
      {campaign.state !== 'draft' && (
        <nav aria-label={campaign.name} className="tabs">
          <Link
            to="/campaigns/$campaignId"
            params={{ campaignId }}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            {t('campaign.overview')}
          </Link>
          <Link
            to="/campaigns/$campaignId/plans"
            params={{ campaignId }}
            activeOptions={{ includeSearch: false }}
          >
            {t('campaign.plans')}
          </Link>
          <Link
            to="/campaigns/$campaignId/readiness"
            params={{ campaignId }}
            activeOptions={{ includeSearch: false }}
          >
            {t('campaign.readiness')}
          </Link>
        </nav>
      )}
    </header>
  )
}
