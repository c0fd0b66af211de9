import { closeCampaignRoute, getCampaignReachRoute, publishCampaignRoute } from '@nuandeng/contract'
import { campaignCan } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useCommand } from '../../api/command.ts'
import { may, mayAt, useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure, useReason } from '../../shell/Failure.tsx'
import { formatNumber } from '../../shell/format.ts'
import { CopyCampaign } from './CopyCampaign.tsx'
import type { Campaign } from './current-campaign.ts'

/** What the office that runs a campaign does with it; whoever may not reads why. */
export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const [isCopying, setCopying] = useState(false)
  const { publish, askToPublish } = usePublish(campaign)
  const { close, askToClose } = useClose(campaign)
  const { campaignId, state, unit } = campaign
  if (!may(me, 'campaign.edit')) return null
  const reason = mayAt(me, 'campaign.edit', unit.path)
    ? undefined
    : t('campaign.ownerOnly', { unit: unit.name })
  const standing = reason ?? (campaignCan.edit(state) ? undefined : t('campaign.isStanding'))
  const edit = () => navigate({ to: '/campaigns/$campaignId/edit', params: { campaignId } })
  const publishing = {
    label: t('campaign.publish'),
    reason,
    onClick: askToPublish,
    isPrimary: true,
  }
  const closing = { label: t('campaign.close'), reason, onClick: askToClose, isDanger: true }
  return (
    <>
      <Actions
        actions={[
          ...(campaignCan.publish(state) ? [publishing] : []),
          { label: t('campaign.edit'), reason: standing, onClick: edit },
          { label: t('campaign.copy'), reason, onClick: () => setCopying(true) },
          ...(campaignCan.close(state) ? [closing] : []),
        ]}
      />
      {publish.error && <Failure error={publish.error} />}
      {close.error && <Failure error={close.error} />}
      {isCopying && <CopyCampaign campaign={campaign} onClose={() => setCopying(false)} />}
    </>
  )
}

/** Publishing cannot be taken back: it first says how many units get a plan. */
function usePublish({ campaignId, name }: Campaign) {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const reason = useReason()
  const queries = useQueryClient()
  const publish = useCommand(publishCampaignRoute, {
    stale: [['campaign', campaignId], ['campaigns']],
    onDone: ({ plans }) => message.success(t('campaign.publishDone', { plans })),
  })
  const askToPublish = async () => {
    try {
      const reach = await queries.fetchQuery({
        queryKey: ['reach', campaignId],
        queryFn: () => call(getCampaignReachRoute, { campaignId }),
      })
      const total = reach.cities + reach.counties + reach.stations
      if (total === 0) return message.warning(t('campaign.publishNone'))
      return modal.confirm({
        title: t('campaign.publishTitle', { name }),
        content: t('campaign.publishText', {
          cities: formatNumber(reach.cities),
          counties: formatNumber(reach.counties),
          stations: formatNumber(reach.stations),
          total: formatNumber(total),
        }),
        okText: t('campaign.publish'),
        cancelText: t('app.cancel'),
        onOk: () => publish.mutateAsync({ campaignId }).catch(() => undefined),
      })
    } catch (error) {
      return message.error(reason(error))
    }
  }
  return { publish, askToPublish }
}

function useClose({ campaignId, name }: Campaign) {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const close = useCommand(closeCampaignRoute, {
    stale: [['campaign', campaignId], ['campaigns'], ['plan']],
    onDone: () => message.success(t('campaign.closeDone')),
  })
  const askToClose = () =>
    modal.confirm({
      title: t('campaign.closeTitle', { name }),
      content: t('campaign.closeText'),
      okText: t('campaign.close'),
      okButtonProps: { danger: true },
      cancelText: t('app.cancel'),
      onOk: () => close.mutateAsync({ campaignId }).catch(() => undefined),
    })
  return { close, askToClose }
}
