import {
  approveImpactRoute,
  type Impact,
  withdrawImpactRoute,
  writeImpactRoute,
} from '@nuandeng/contract'
import { latestValidity, type PlainDate } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { todayInChina } from '../../shell/format.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import type { Rule } from './RulesScreen.tsx'

const FIELDS = [
  ['purpose', 1000],
  ['dataUsed', 1000],
  ['legalBasis', 1000],
  ['risk', 2000],
  ['measures', 2000],
] as const

type Content = Record<(typeof FIELDS)[number][0], string> & { careUse?: string }

function useDone(onClose: () => void) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return () => {
    message.success(t('signal.saved'))
    queries.invalidateQueries({ queryKey: ['discovery-rules'] })
    onClose()
  }
}

/** Writes the assessment of a rule, for somebody else to approve. */
export function WriteImpact({
  rule: { ruleId, asksCare },
  onClose,
  ...at
}: {
  rule: Rule
  unitId: string
  edition: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [assessmentId] = useState(() => crypto.randomUUID())
  return (
    <FormModal
      title={t('rules.write')}
      submit={t('app.save')}
      onCancel={onClose}
      onDone={useDone(onClose)}
      send={(input: Content) => call(writeImpactRoute, { assessmentId, ruleId, ...at, ...input })}
    >
      {FIELDS.map(([name, maxLength]) => (
        <Form.Item key={name} name={name} label={t(`rules.${name}`)} rules={[{ required: true }]}>
          <Input.TextArea maxLength={maxLength} autoSize={{ minRows: 2 }} />
        </Form.Item>
      ))}
      {asksCare && (
        <Form.Item
          name="careUse"
          label={t('rules.careUse')}
          extra={t('rules.careUseHint')}
          rules={[{ required: true }]}
        >
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
        </Form.Item>
      )}
    </FormModal>
  )
}

interface OfImpact {
  impact: Impact
  onClose: () => void
}

export function ApproveImpact({ impact: { assessmentId }, onClose }: OfImpact) {
  const { t } = useTranslation()
  const today = todayInChina() as PlainDate
  return (
    <FormModal
      title={t('rules.approveTitle')}
      submit={t('rules.approve')}
      onCancel={onClose}
      onDone={useDone(onClose)}
      initialValues={{ validUntil: latestValidity(today) }}
      send={(input: { validUntil: PlainDate }, commandId) =>
        call(approveImpactRoute, { assessmentId, ...input }, commandId)
      }
    >
      <Form.Item name="validUntil" label={t('rules.validUntil')} rules={[{ required: true }]}>
        <Input type="date" min={today} max={latestValidity(today)} />
      </Form.Item>
    </FormModal>
  )
}

export function WithdrawImpact({ impact: { assessmentId }, onClose }: OfImpact) {
  const { t } = useTranslation()
  return (
    <FormModal
      title={t('rules.withdraw')}
      submit={t('rules.withdraw')}
      isDanger
      onCancel={onClose}
      onDone={useDone(onClose)}
      send={(input: { reason: string }, commandId) =>
        call(withdrawImpactRoute, { assessmentId, ...input }, commandId)
      }
    >
      <Form.Item name="reason" label={t('rules.withdrawReason')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormModal>
  )
}
