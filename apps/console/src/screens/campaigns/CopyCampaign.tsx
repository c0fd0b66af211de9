import { copyCampaignRoute } from '@nuandeng/contract'
import { useNavigate } from '@tanstack/react-router'
import { App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../api/command.ts'
import { Failure } from '../../shell/Failure.tsx'
import type { Campaign } from './current-campaign.ts'
import { useFaults } from './form-faults.ts'

/** Drafts the next edition from this one: all dates move with the start. */
export function CopyCampaign({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ name: string; startOn: string }>()
  const [newCampaignId] = useState(() => crypto.randomUUID())
  const showFaults = useFaults(form)
  const copy = useCommand(copyCampaignRoute, {
    stale: [['campaigns']],
    onDone: ({ campaignId }) => {
      message.success(t('campaign.copyDone'))
      navigate({ to: '/campaigns/$campaignId', params: { campaignId } })
      onClose()
    },
  })
  return (
    <Modal
      open
      title={t('campaign.copyTitle', { name: campaign.name })}
      okText={t('campaign.copy')}
      cancelText={t('app.cancel')}
      confirmLoading={copy.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="soft">{t('campaign.copyText')}</p>
      <Form
        form={form}
        name="copy"
        layout="vertical"
        initialValues={{ name: campaign.name, startOn: aYearLater(campaign.startOn) }}
        onFinish={(input) =>
          copy.mutate(
            { campaignId: campaign.campaignId, newCampaignId, ...input },
            { onError: showFaults },
          )
        }
      >
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
      </Form>
      {copy.error && <Failure error={copy.error} />}
    </Modal>
  )
}

/** The same day of the next year; for the leap day nothing, and the office picks one. */
function aYearLater(day: string): string {
  const next = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
  return day.endsWith('-02-29') ? '' : next
}
