import {
  extendOutageRoute,
  followOutageRoute,
  moveOutageRoute,
  planOutageRoute,
  publishOutageRoute,
  type SentOf,
} from '@nuandeng/contract'
import { OUTAGE_KINDS, type OutageAction, type OutageKind } from '@nuandeng/domain'
import { Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { MomentField, TextField } from '../requests/request-fields.tsx'
import { fieldOf, instantOf } from './moments.ts'
import { NoticeForm } from './NoticeForm.tsx'
import type { Outage } from './OutagesScreen.tsx'

const STALE = [['outages']]

interface Times {
  beginsAt: string
  endsAt: string
}
const timesOf = ({ beginsAt, endsAt }: Times) => ({
  beginsAt: instantOf(beginsAt),
  endsAt: instantOf(endsAt),
})

function TimeFields() {
  const { t } = useTranslation()
  return (
    <div className="pair">
      <MomentField name="beginsAt" label={t('outages.beginsAt')} isRequired />
      <MomentField name="endsAt" label={t('outages.endsAt')} isRequired />
    </div>
  )
}

interface NewOutage extends Times {
  kind: OutageKind
  unitId: string
  area: string
  line: string
  reason: string
}

export function PlanOutage({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const [outageId] = useState(() => crypto.randomUUID())
  return (
    <NoticeForm
      title={t('outages.plan')}
      stale={STALE}
      onClose={onClose}
      initialValues={{ kind: 'planned', unitId: me.unit.unitId } as Partial<NewOutage>}
      send={(input: NewOutage, commandId) =>
        call(planOutageRoute, { outageId, ...input, ...timesOf(input) }, commandId)
      }
    >
      <Form.Item name="kind" label={t('outages.kind')}>
        <Radio.Group
          optionType="button"
          options={OUTAGE_KINDS.map((value) => ({ value, label: t(`outageKind.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="unitId" label={t('outages.unit')} rules={[{ required: true }]}>
        <UnitPicker />
      </Form.Item>
      <TimeFields />
      <TextField name="area" label={t('outages.area')} isRequired />
      <Form.Item name="line" label={t('outages.line')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="reason" label={t('outages.reason')} rules={[{ required: true }]}>
        <Input maxLength={300} />
      </Form.Item>
    </NoticeForm>
  )
}

interface FormOf {
  outage: Outage
  onClose: () => void
}

const CHANNELS = ['website', 'newspaper', 'broadcast', 'notice-board', 'told-in-person'] as const
interface Published {
  channel: SentOf<typeof publishOutageRoute>['proof']['channel']
  reference: string
  publishedAt?: string
}

function Publish({ outage: { outageId }, onClose }: FormOf) {
  const { t } = useTranslation()
  return (
    <NoticeForm
      title={t('outageAction.publish')}
      stale={STALE}
      onClose={onClose}
      send={({ publishedAt, ...proof }: Published, commandId) =>
        call(
          publishOutageRoute,
          { outageId, proof, ...(publishedAt ? { publishedAt: instantOf(publishedAt) } : {}) },
          commandId,
        )
      }
    >
      <Form.Item name="channel" label={t('outages.channel')} rules={[{ required: true }]}>
        <Select
          options={CHANNELS.map((value) => ({ value, label: t(`outageChannel.${value}`) }))}
        />
      </Form.Item>
      <TextField name="reference" label={t('outages.reference')} isRequired />
      <MomentField name="publishedAt" label={t('outages.publishedWhen')} />
    </NoticeForm>
  )
}

function Move({ outage, onClose }: FormOf) {
  const { t } = useTranslation()
  const { outageId } = outage
  return (
    <NoticeForm
      title={t('outageAction.move')}
      note={t('outages.moveNote')}
      stale={STALE}
      onClose={onClose}
      initialValues={
        { beginsAt: fieldOf(outage.beginsAt), endsAt: fieldOf(outage.endsAt) } as Partial<
          Times & { reason: string }
        >
      }
      send={(input: Times & { reason: string }, commandId) =>
        call(moveOutageRoute, { outageId, ...timesOf(input), reason: input.reason }, commandId)
      }
    >
      <TimeFields />
      <TextField name="reason" label={t('outages.why')} isRequired />
    </NoticeForm>
  )
}

function Extend({ outage: { outageId, endsAt }, onClose }: FormOf) {
  const { t } = useTranslation()
  return (
    <NoticeForm
      title={t('outageAction.extend')}
      note={t('outages.extendNote')}
      stale={STALE}
      onClose={onClose}
      initialValues={{ endsAt: fieldOf(endsAt) } as Partial<{ endsAt: string; reason: string }>}
      send={(input: { endsAt: string; reason: string }, commandId) =>
        call(
          extendOutageRoute,
          { outageId, endsAt: instantOf(input.endsAt), reason: input.reason },
          commandId,
        )
      }
    >
      <MomentField name="endsAt" label={t('outages.endsAt')} isRequired />
      <TextField name="reason" label={t('outages.why')} isRequired />
    </NoticeForm>
  )
}

/** It began, ended or was cancelled: only the last needs a reason. */
function Follow({
  outage: { outageId },
  what,
  onClose,
}: FormOf & { what: 'begin' | 'end' | 'cancel' }) {
  const { t } = useTranslation()
  const isCancel = what === 'cancel'
  return (
    <NoticeForm
      title={t(`outageAction.${what}`)}
      note={isCancel ? t('outages.cancelNote') : undefined}
      stale={STALE}
      onClose={onClose}
      isDanger={isCancel}
      send={({ note }: { note?: string }, commandId) =>
        call(followOutageRoute, { outageId, what, ...(note ? { note } : {}) }, commandId)
      }
    >
      <TextField
        name="note"
        label={t(isCancel ? 'outages.why' : 'requestForm.note')}
        isRequired={isCancel}
      />
    </NoticeForm>
  )
}

/** The form of an action on an outage. */
export function OutageForm({ action, ...props }: FormOf & { action: OutageAction }) {
  switch (action) {
    case 'publish':
      return <Publish {...props} />
    case 'move':
      return <Move {...props} />
    case 'extend':
      return <Extend {...props} />
    default:
      return <Follow {...props} what={action} />
  }
}
