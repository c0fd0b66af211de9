import {
  exemptClockRoute,
  reclassifyRequestRoute,
  reopenRequestRoute,
  withdrawRequestRoute,
} from '@nuandeng/contract'
import type { RequestKind } from '@nuandeng/domain'
import { Form, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { ActionForm, type Dialogue } from './ActionForm.tsx'
import { ClockPicker, KindFields, OwnerPicker, TextField } from './request-fields.tsx'

export function Reclassify(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  return (
    <ActionForm
      {...props}
      title={t('requestAction.reclassify')}
      note={t('requestForm.reclassifyNote')}
      send={(input: { kind: RequestKind; subkind?: string; reason: string }, commandId) =>
        call(reclassifyRequestRoute, { requestId, ...input }, commandId)
      }
    >
      <KindFields />
      <TextField name="reason" label={t('requestForm.reason')} isRequired />
    </ActionForm>
  )
}

const EXEMPT_REASONS = [
  'force-majeure',
  'access-blocked',
  'customer-caused',
  'wrong-address',
] as const

export function Exempt(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  return (
    <ActionForm
      {...props}
      title={t('requestAction.exempt')}
      note={t('requestForm.exemptNote')}
      isDanger
      send={(
        {
          clock,
          ...input
        }: { clock: string; reason: (typeof EXEMPT_REASONS)[number]; evidence: string },
        commandId,
      ) => {
        const [round, row = ''] = clock.split(' ')
        return call(exemptClockRoute, { requestId, round: Number(round), row, ...input }, commandId)
      }}
    >
      <ClockPicker file={props.file} />
      <Form.Item name="reason" label={t('requestForm.reason')} rules={[{ required: true }]}>
        <Select
          options={EXEMPT_REASONS.map((value) => ({ value, label: t(`exemptReason.${value}`) }))}
        />
      </Form.Item>
      <TextField name="evidence" label={t('requestForm.evidence')} isRequired />
    </ActionForm>
  )
}

export function Withdraw(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  return (
    <ActionForm
      {...props}
      title={t('requestAction.withdraw')}
      note={t('requestForm.withdrawNote')}
      isDanger
      send={({ reason }: { reason: string }, commandId) =>
        call(withdrawRequestRoute, { requestId, reason }, commandId)
      }
    >
      <TextField name="reason" label={t('requestForm.reason')} isRequired />
    </ActionForm>
  )
}

export function Reopen(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  return (
    <ActionForm
      {...props}
      title={t('requestAction.reopen')}
      note={t('requestForm.reopenNote')}
      send={(input: { ownerId: string; reason: string }, commandId) =>
        call(reopenRequestRoute, { requestId, ...input }, commandId)
      }
    >
      <OwnerPicker file={props.file} />
      <TextField name="reason" label={t('requestForm.reason')} isRequired />
    </ActionForm>
  )
}
