import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFailure } from '../../shell/FormFailure.tsx'
import { useFaults } from '../../shell/form-faults.ts'
import { useUnsaved } from '../../shell/unsaved.ts'
import type { CampaignContent } from './current-campaign.ts'
import { DayFields } from './DayFields.tsx'
import { MeasureFields } from './MeasureFields.tsx'
import { TemplateFields } from './TemplateFields.tsx'
import { WalkInTypeFields } from './WalkInTypeFields.tsx'
import './campaigns.css'

/** The words of a campaign; what was typed stays when the server refuses, with the fault at its field. */
export function CampaignForm({
  initial,
  isPending,
  error,
  onSave,
}: {
  initial: CampaignContent
  isPending: boolean
  error: Error | null
  onSave: (input: CampaignContent) => Promise<void>
}) {
  const { t } = useTranslation()
  const [form] = Form.useForm<CampaignContent>()
  const showFaults = useFaults(form)
  const [elsewhere, setElsewhere] = useState<string[]>([])
  const { isUnsaved, setUnsaved } = useUnsaved()
  const save = async (input: CampaignContent) => {
    setElsewhere([])
    setUnsaved(false)
    try {
      await onSave(input)
    } catch (failure) {
      setUnsaved(true)
      setElsewhere(showFaults(failure))
    }
  }
  return (
    <Form
      form={form}
      name="campaign"
      layout="vertical"
      noValidate
      initialValues={initial}
      scrollToFirstError={{ focus: true, block: 'center' }}
      onValuesChange={() => setUnsaved(true)}
      onFinish={save}
    >
      <Basics />
      <DayFields />
      <WalkInTypeFields />
      <MeasureFields />
      <TemplateFields />
      <FormFailure error={error} elsewhere={elsewhere} />
      <div className="form-end">
        <Button type="primary" htmlType="submit" loading={isPending}>
          {t('campaign.saveDraft')}
        </Button>
        {isUnsaved && <span className="soft">{t('plan.unsaved')}</span>}
      </div>
    </Form>
  )
}

function Basics() {
  const { t } = useTranslation()
  const required = [{ required: true, message: t('fault.required') }]
  const words = [{ required: true, whitespace: true, message: t('fault.required') }]
  return (
    <section className="card">
      <h2>{t('campaign.basics')}</h2>
      <div className="fields">
        <Form.Item name="name" label={t('campaign.name')} rules={words} className="wide">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="theme" label={t('campaign.theme')} rules={words} className="wide">
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="startOn" label={t('campaign.startOn')} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="endOn" label={t('campaign.endOn')} rules={required}>
          <Input type="date" />
        </Form.Item>
      </div>
    </section>
  )
}
