import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../shell/Failure.tsx'
import { formatDay } from '../../shell/format.ts'
import { Scroll } from '../../shell/Scroll.tsx'
import { CampaignActions } from './CampaignActions.tsx'
import { CampaignHead } from './CampaignHead.tsx'
import { type Campaign, campaignQuery } from './current-campaign.ts'
import { useWords } from './words.ts'

/** One campaign as every unit below reads it: days, dictionary, definitions, template. */
export function CampaignScreen() {
  const { t } = useTranslation()
  const { campaignId } = getRouteApi('/shell/campaigns/$campaignId').useParams()
  const { data: campaign, error } = useQuery(campaignQuery(campaignId))
  if (error) return <Failure error={error} />
  if (!campaign) return <Spin aria-label={t('app.loading')} />
  return (
    <>
      <CampaignHead campaign={campaign} />
      <CampaignActions campaign={campaign} />
      {campaign.state === 'draft' && <p className="soft">{t('campaign.cascadeLater')}</p>}
      <div className="two">
        <Days campaign={campaign} />
        <WalkInTypes campaign={campaign} />
      </div>
      <Measures campaign={campaign} />
      <Fields campaign={campaign} />
    </>
  )
}

function Days({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { campaignId, activityDays, state } = campaign
  return (
    <section className="card">
      <h2>{t('campaign.days')}</h2>
      {activityDays.length === 0 && <p className="soft">{t('campaign.noDays')}</p>}
      <ol className="chips">
        {activityDays.map((activityDay) => (
          <li key={activityDay}>
            {state === 'draft' ? (
              formatDay(activityDay)
            ) : (
              <Link to="/day" search={{ campaignId, activityDay }}>
                {formatDay(activityDay)}
              </Link>
            )}
          </li>
        ))}
      </ol>
      {campaign.copiedFromId && (
        <p>
          <Link
            to="/campaigns/$campaignId"
            params={{ campaignId: campaign.copiedFromId }}
            className="soft"
          >
            {t('campaign.copiedFrom')}
          </Link>
        </p>
      )}
    </section>
  )
}

function WalkInTypes({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { nameOf } = useWords()
  return (
    <section className="card">
      <h2>{t('campaign.walkInTypes')}</h2>
      <ul className="chips">
        {campaign.walkInTypes.map((type) => (
          <li key={type.code}>
            <code>{type.code}</code> {nameOf(type)}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Measures({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { nameOf } = useWords()
  return (
    <Scroll className="card" label={t('campaign.measures')}>
      <h2>{t('campaign.measures')}</h2>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('campaign.measure')}</th>
            <th scope="col">{t('campaign.measureUnit')}</th>
            <th scope="col">{t('campaign.definition')}</th>
          </tr>
        </thead>
        <tbody>
          {campaign.measures.map((measure) => (
            <tr key={measure.measure}>
              <th scope="row">{nameOf(measure)}</th>
              <td>{measure.unit}</td>
              <td className="definition">{measure.definition}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Fields({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const { labelOf } = useWords()
  if (campaign.fields.length === 0) return null
  return (
    <section className="card">
      <h2>{t('campaign.fields')}</h2>
      <p className="soft">{t('campaign.fieldsHint')}</p>
      <dl className="pairs template">
        {campaign.fields.map((field) => (
          <div key={field.key} style={{ display: 'contents' }}>
            <dt>
              <span className={`state field-${field.isLocked ? 'locked' : 'local'}`}>
                {t(field.isLocked ? 'campaign.locked' : 'campaign.local')}
              </span>{' '}
              {labelOf(field)}
            </dt>
            <dd>{field.value || <span className="soft">{t('campaign.filledByUnits')}</span>}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
