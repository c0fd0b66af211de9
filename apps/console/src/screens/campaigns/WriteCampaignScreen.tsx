import { createCampaignRoute, editCampaignRoute } from '@nuandeng/contract'
import {
  addDays,
  campaignCan,
  DEFAULT_MEASURES,
  DEFAULT_WALK_IN_TYPES,
  shanghaiDate,
} from '@nuandeng/domain'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Alert, App, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../api/command.ts'
import { may, mayAt, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import { CampaignForm } from './CampaignForm.tsx'
import { type CampaignContent, campaignQuery } from './current-campaign.ts'

const PERIOD_DAYS = 365

/** What a new campaign starts with: a year from today, the default dictionary and definitions. */
function newContent(): CampaignContent {
  const startOn = shanghaiDate(new Date())
  return {
    name: '',
    theme: '',
    startOn,
    endOn: addDays(startOn, PERIOD_DAYS),
    activityDays: [startOn],
    walkInTypes: DEFAULT_WALK_IN_TYPES,
    measures: DEFAULT_MEASURES,
    fields: [],
  }
}

/** A new campaign (活动) of one's own unit, from the default template. */
export function NewCampaignScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [content] = useState(newContent)
  const [campaignId] = useState(() => crypto.randomUUID())
  const create = useCommand(createCampaignRoute, { stale: [['campaigns']] })
  if (!may(me, 'campaign.create')) {
    return <Alert type="info" showIcon title={t('campaign.createNeeds')} />
  }
  const office = me.grants.find(({ unit }) => mayAt(me, 'campaign.create', unit.path))
  const unit = office?.unit ?? me.unit
  return (
    <>
      <Crumb />
      <h1>{t('campaign.newTitle')}</h1>
      <p className="soft">
        {t('campaign.unit')}: {unit.name}. {t('campaign.newHint')}
      </p>
      <CampaignForm
        initial={content}
        isPending={create.isPending}
        error={create.error}
        onSave={async (input) => {
          await create.mutateAsync({ ...input, campaignId, unitId: unit.unitId })
          message.success(t('campaign.saved'))
          navigate({ to: '/campaigns/$campaignId', params: { campaignId } })
        }}
      />
    </>
  )
}

/** Changes a draft; what is published stands. */
export function EditCampaignScreen() {
  const { t } = useTranslation()
  const me = useMe()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const { campaignId } = getRouteApi('/shell/campaigns/$campaignId/edit').useParams()
  const { data: campaign, error } = useQuery(campaignQuery(campaignId))
  const edit = useCommand(editCampaignRoute, {
    stale: [['campaign', campaignId], ['campaigns']],
  })
  if (error) return <Failure error={error} />
  if (!campaign) return <Spin aria-label={t('app.loading')} />
  if (!campaignCan.edit(campaign.state)) {
    return <Alert type="info" showIcon title={t('campaign.isStanding')} />
  }
  if (!mayAt(me, 'campaign.edit', campaign.unit.path)) {
    const { name } = campaign.unit
    return <Alert type="info" showIcon title={t('campaign.ownerOnly', { unit: name })} />
  }
  return (
    <>
      <Crumb />
      <h1>
        {t('campaign.editTitle')} · {campaign.name}
      </h1>
      <CampaignForm
        initial={campaign}
        isPending={edit.isPending}
        error={edit.error}
        onSave={async (input) => {
          await edit.mutateAsync({ ...input, campaignId })
          message.success(t('campaign.saved'))
          navigate({ to: '/campaigns/$campaignId', params: { campaignId } })
        }}
      />
    </>
  )
}

function Crumb() {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('campaign.title')} className="row soft crumbs">
      <Link to="/campaigns">{t('campaign.title')}</Link> ›
    </nav>
  )
}
