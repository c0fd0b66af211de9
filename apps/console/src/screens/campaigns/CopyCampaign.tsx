import { copyCampaignRoute } from '@nuandeng/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import type { Campaign } from './current-campaign.ts'

/** Drafts the next edition from this one: all dates move with the start. */
export function CopyCampaign({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [newCampaignId] = useState(() => crypto.randomUUID())
  const { campaignId, name, startOn } = campaign
  return (
    <FormModal
      title={t('campaign.copyTitle', { name })}
      submit={t('campaign.copy')}
      onCancel={onClose}
      initialValues={{ name, startOn: aYearLater(startOn) }}
      send={(input: { name: string; startOn: string }, commandId) =>
        call(copyCampaignRoute, { campaignId, newCampaignId, ...input }, commandId)
      }
      onDone={() => {
        queries.invalidateQueries({ queryKey: ['campaigns'] })
        message.success(t('campaign.copyDone'))
        navigate({ to: '/campaigns/$campaignId', params: { campaignId: newCampaignId } })
        onClose()
      }}
    >
      <p className="soft">{t('campaign.copyText')}</p>
      <Form.Item
        name="name"
        label={t('campaign.copyName')}
        rules={[{ required: true, whitespace: true, message: t('fault.required') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="startOn"
        label={t('campaign.startOn')}
        rules={[{ required: true, message: t('fault.required') }]}
      >
        <Input type="date" />
      </Form.Item>
    </FormModal>
  )
}

/** The same day of the next year; for the leap day nothing, and the office picks one. */
function aYearLater(day: string): string {
  const next = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
  return day.endsWith('-02-29') ? '' : next
}
