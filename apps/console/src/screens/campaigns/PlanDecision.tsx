import { approvePlanRoute, returnPlanRoute } from '@nuandeng/contract'
import { campaignCan } from '@nuandeng/domain'
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../api/command.ts'
import { mayAt, useMe } from '../../api/session.ts'
import { Failure } from '../../shell/Failure.tsx'
import type { Campaign } from './current-campaign.ts'
import { useFaults } from './form-faults.ts'
import type { Plan } from './PlanScreen.tsx'

/** The level above approves a filed plan or sends it back; a disabled button says why. */
export function PlanDecision({ campaign, plan }: { campaign: Campaign; plan: Plan }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [isReturning, setReturning] = useState(false)
  const approve = useCommand(approvePlanRoute, {
    stale: [['plan'], ['plans'], ['readiness']],
    onDone: () => message.success(t('plan.approveDone')),
  })
  const why = useWhyNotDecided(campaign, plan)
  const { planId, canDecide } = plan
  return (
    <section className={canDecide ? 'form-end' : 'actions'} aria-label={t('app.actions')}>
      <Button
        type="primary"
        disabled={!canDecide}
        loading={approve.isPending}
        onClick={() => approve.mutate({ planId })}
      >
        {t('plan.approve')}
      </Button>
      <Button danger disabled={!canDecide} onClick={() => setReturning(true)}>
        {t('plan.return')}
      </Button>
      {!canDecide && <span className="soft">{why}</span>}
      {approve.error && <Failure error={approve.error} />}
      {isReturning && <ReturnPlan planId={planId} onClose={() => setReturning(false)} />}
    </section>
  )
}

function useWhyNotDecided(campaign: Campaign, { unit, state }: Plan): string {
  const { t } = useTranslation()
  const me = useMe()
  const above = unit.path.slice(0, unit.path.lastIndexOf('.'))
  if (!mayAt(me, 'plan.decide', above)) return t('plan.whyAbove')
  if (!campaignCan.plan(campaign.state)) return t('plan.whyClosed')
  return state === 'draft' ? t('plan.whyNotFiled') : t('plan.whyDecided')
}

function ReturnPlan({ planId, onClose }: { planId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const showFaults = useFaults(form)
  const send = useCommand(returnPlanRoute, {
    stale: [['plan'], ['plans'], ['readiness']],
    onDone: () => {
      message.success(t('plan.returnDone'))
      onClose()
    },
  })
  return (
    <Modal
      open
      title={t('plan.returnTitle')}
      okText={t('plan.return')}
      okButtonProps={{ danger: true }}
      cancelText={t('app.cancel')}
      confirmLoading={send.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        name="return"
        layout="vertical"
        onFinish={({ reason }) => send.mutate({ planId, reason }, { onError: showFaults })}
      >
        <Form.Item
          name="reason"
          label={t('plan.returnReason')}
          rules={[{ required: true, whitespace: true, message: t('fault.required') }]}
        >
          <Input.TextArea maxLength={1000} rows={4} showCount />
        </Form.Item>
      </Form>
      {send.error && <Failure error={send.error} />}
    </Modal>
  )
}
