import {
  approveStopRoute,
  deliverStopNoticeRoute,
  followArrearsRoute,
  openArrearsRoute,
  recordPaymentRoute,
} from '@nuandeng/contract'
import {
  ARREARS_GUARDS,
  type ArrearsAction,
  type ArrearsGuard,
  DELIVERY_PROOFS,
  type DeliveryProof,
} from '@nuandeng/domain'
import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { MomentField, TextField } from '../requests/request-fields.tsx'
import type { ArrearsCase } from './ArrearsScreen.tsx'
import { instantOf } from './moments.ts'
import { fenOf } from './money.ts'
import { NoticeForm } from './NoticeForm.tsx'

const STALE = [['arrears']]

interface NewCase {
  unitId: string
  accountNo: string
  yuan: number
  overdueSince: string
  isImportant?: boolean
  guards?: ArrearsGuard[]
}

export function OpenArrears({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const [caseId] = useState(() => crypto.randomUUID())
  return (
    <NoticeForm
      title={t('arrears.openCase')}
      stale={STALE}
      onClose={onClose}
      initialValues={{ unitId: me.unit.unitId } as Partial<NewCase>}
      send={({ yuan, isImportant = false, guards = [], ...input }: NewCase, commandId) =>
        call(
          openArrearsRoute,
          { caseId, ...input, amountFen: fenOf(yuan), isImportant, guards },
          commandId,
        )
      }
    >
      <Form.Item name="accountNo" label={t('arrears.account')} rules={[{ required: true }]}>
        <Input autoComplete="off" maxLength={30} />
      </Form.Item>
      <Form.Item name="unitId" label={t('arrears.unit')} rules={[{ required: true }]}>
        <UnitPicker />
      </Form.Item>
      <div className="pair">
        <Form.Item name="yuan" label={t('arrears.amount')} rules={[{ required: true }]}>
          <InputNumber min={0.01} max={100_000_000} precision={2} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="overdueSince"
          label={t('arrears.overdueSince')}
          rules={[{ required: true }]}
        >
          <Input type="date" />
        </Form.Item>
      </div>
      <Form.Item name="isImportant" valuePropName="checked" extra={t('arrears.importantHint')}>
        <Checkbox>{t('arrears.important')}</Checkbox>
      </Form.Item>
      <Form.Item name="guards" label={t('arrears.guards')} extra={t('arrears.guardsHint')}>
        <Select
          mode="multiple"
          options={ARREARS_GUARDS.map((value) => ({ value, label: t(`arrearsGuard.${value}`) }))}
        />
      </Form.Item>
    </NoticeForm>
  )
}

interface FormOf {
  found: ArrearsCase
  onClose: () => void
}

function Approve({ found: { caseId, isImportant }, onClose }: FormOf) {
  const { t } = useTranslation()
  return (
    <NoticeForm
      title={t('arrearsAction.approve')}
      note={isImportant ? t('arrears.importantNote') : undefined}
      stale={STALE}
      onClose={onClose}
      send={(_: object, commandId) => call(approveStopRoute, { caseId }, commandId)}
    />
  )
}

interface Delivery {
  kind: DeliveryProof
  reference: string
  deliveredAt?: string
}

function Deliver({ found: { caseId }, onClose }: FormOf) {
  const { t } = useTranslation()
  return (
    <NoticeForm
      title={t('arrearsAction.notify')}
      note={t('arrears.deliverNote')}
      stale={STALE}
      onClose={onClose}
      send={({ deliveredAt, ...proof }: Delivery, commandId) =>
        call(
          deliverStopNoticeRoute,
          { caseId, proof, ...(deliveredAt ? { deliveredAt: instantOf(deliveredAt) } : {}) },
          commandId,
        )
      }
    >
      <Form.Item name="kind" label={t('arrears.proofKind')} rules={[{ required: true }]}>
        <Select
          options={DELIVERY_PROOFS.map((value) => ({ value, label: t(`deliveryProof.${value}`) }))}
        />
      </Form.Item>
      <TextField name="reference" label={t('arrears.reference')} isRequired />
      <MomentField name="deliveredAt" label={t('arrears.deliveredAt')} />
    </NoticeForm>
  )
}

function Follow({
  found: { caseId },
  what,
  onClose,
}: FormOf & { what: 'urge' | 'remind' | 'stop' }) {
  const { t } = useTranslation()
  return (
    <NoticeForm
      title={t(`arrearsAction.${what}`)}
      note={what === 'stop' ? t('arrears.stopNote') : undefined}
      stale={STALE}
      onClose={onClose}
      isDanger={what === 'stop'}
      send={({ note }: { note?: string }, commandId) =>
        call(followArrearsRoute, { caseId, what, ...(note ? { note } : {}) }, commandId)
      }
    >
      <TextField name="note" label={t('requestForm.note')} />
    </NoticeForm>
  )
}

function Pay({ found, onClose }: FormOf) {
  const { t } = useTranslation()
  const { caseId, amountFen, paidFen } = found
  const [ids] = useState(() => ({
    reconnectionId: crypto.randomUUID(),
    stepId: crypto.randomUUID(),
  }))
  return (
    <NoticeForm
      title={t('arrearsAction.settle')}
      note={t('arrears.paymentNote')}
      stale={[...STALE, ['requests']]}
      onClose={onClose}
      initialValues={{ yuan: Math.max(0, amountFen - paidFen) / 100 } as Partial<{ yuan: number }>}
      send={({ yuan }: { yuan: number }, commandId) =>
        call(recordPaymentRoute, { caseId, amountFen: fenOf(yuan), ...ids }, commandId)
      }
    >
      <Form.Item name="yuan" label={t('arrears.paymentAmount')} rules={[{ required: true }]}>
        <InputNumber min={0.01} max={100_000_000} precision={2} style={{ width: '100%' }} />
      </Form.Item>
    </NoticeForm>
  )
}

/** The form of a step of the procedure. */
export function ArrearsForm({ action, ...props }: FormOf & { action: ArrearsAction }) {
  switch (action) {
    case 'approve':
      return <Approve {...props} />
    case 'notify':
      return <Deliver {...props} />
    case 'settle':
      return <Pay {...props} />
    default:
      return <Follow {...props} what={action} />
  }
}
