import { approvePlanRoute, returnPlanRoute } from '@nuandeng/contract'
import { campaignCan } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useCommand } from '../../api/command.ts'
import { mayAt, useMe } from '../../api/session.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { FormModal } from '../../shell/ServerForm.tsx'
import type { Campaign } from './current-campaign.ts'
import type { Plan } from './PlanScreen.tsx'

const STALE = [['plan'], ['plans'], ['readiness']]

/** The level above approves a filed plan or sends it back; a disabled button says why. */
export function PlanDecision({ campaign, plan }: { campaign: Campaign; plan: Plan }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [isReturning, setReturning] = useState(false)
  const approve = useCommand(approvePlanRoute, {
    stale: STALE,
    onDone: () => message.success(t('plan.approveDone')),
  })
  const reason = useWhyNotDecided(campaign, plan)
  const { planId, canDecide } = plan
  return (
    <div className={canDecide ? 'form-end' : ''}>
      <Actions
        actions={[
          {
            label: t('plan.approve'),
            reason,
            onClick: () => !approve.isPending && approve.mutate({ planId }),
            isPrimary: true,
          },
          { label: t('plan.return'), reason, onClick: () => setReturning(true), isDanger: true },
        ]}
      />
      {approve.error && <Failure error={approve.error} />}
      {isReturning && <ReturnPlan planId={planId} onClose={() => setReturning(false)} />}
    </div>
  )
}

function useWhyNotDecided(campaign: Campaign, plan: Plan): string | undefined {
  const { t } = useTranslation()
  const me = useMe()
  const { unit, state, canDecide } = plan
  if (canDecide) return undefined
  const above = unit.path.slice(0, unit.path.lastIndexOf('.'))
  if (!mayAt(me, 'plan.decide', above)) return t('plan.whyAbove')
  if (!campaignCan.plan(campaign.state)) return t('plan.whyClosed')
  return state === 'draft' ? t('plan.whyNotFiled') : t('plan.whyDecided')
}

function ReturnPlan({ planId, onClose }: { planId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return (
    <FormModal
      title={t('plan.returnTitle')}
      submit={t('plan.return')}
      isDanger
      onCancel={onClose}
      send={({ reason }: { reason: string }, commandId) =>
        call(returnPlanRoute, { planId, reason }, commandId)
      }
      onDone={() => {
        for (const queryKey of STALE) queries.invalidateQueries({ queryKey })
        message.success(t('plan.returnDone'))
        onClose()
      }}
    >
      <Form.Item
        name="reason"
        label={t('plan.returnReason')}
        rules={[{ required: true, whitespace: true, message: t('fault.required') }]}
      >
        <Input.TextArea maxLength={1000} rows={4} showCount />
      </Form.Item>
    </FormModal>
  )
}
