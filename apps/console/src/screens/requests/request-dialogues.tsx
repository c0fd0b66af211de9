import {
  assignRequestRoute,
  chaseRequestRoute,
  closeRequestRoute,
  pauseRequestRoute,
  recordCallBackRoute,
  resumeRequestRoute,
  transferRequestRoute,
} from '@nuandeng/contract'
import {
  PAUSE_REASON_NAMES,
  type PauseReason,
  SATISFACTIONS,
  type Satisfaction,
} from '@nuandeng/domain'
import { Form, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { UnitPicker } from '../../shell/UnitPicker.tsx'
import { ActionForm, type Dialogue } from './ActionForm.tsx'
import { OwnerPicker, TextField } from './request-fields.tsx'
import { Exempt, Reclassify, Reopen, Withdraw } from './supervisor-dialogues.tsx'

function Assign(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  return (
    <ActionForm
      {...props}
      title={t('requestAction.assign')}
      send={({ ownerId }: { ownerId: string }, commandId) =>
        call(assignRequestRoute, { requestId, ownerId }, commandId)
      }
    >
      <OwnerPicker file={props.file} />
    </ActionForm>
  )
}

function Transfer(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  return (
    <ActionForm
      {...props}
      title={t('requestAction.transfer')}
      note={t('requestForm.transferNote')}
      send={(input: { unitId: string; reason: string }, commandId) =>
        call(transferRequestRoute, { requestId, ...input }, commandId)
      }
    >
      <Form.Item name="unitId" label={t('requestForm.toUnit')} rules={[{ required: true }]}>
        <UnitPicker />
      </Form.Item>
      <TextField name="reason" label={t('requestForm.reason')} isRequired />
    </ActionForm>
  )
}

function Chase(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  return (
    <ActionForm
      {...props}
      title={t('requestAction.chase')}
      note={t('requestForm.chaseNote')}
      send={({ content }: { content: string }, commandId) =>
        call(chaseRequestRoute, { requestId, content }, commandId)
      }
    >
      <TextField name="content" label={t('request.content')} isRequired />
    </ActionForm>
  )
}

function Pause(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  const [pauseId] = useState(() => crypto.randomUUID())
  return (
    <ActionForm
      {...props}
      title={t('requestAction.pause')}
      note={t('requestForm.pauseNote')}
      send={({ reason, note }: { reason: PauseReason; note?: string }, commandId) =>
        call(
          pauseRequestRoute,
          { requestId, pauseId, reason, ...(note ? { note } : {}) },
          commandId,
        )
      }
    >
      <Form.Item name="reason" label={t('requestForm.reason')} rules={[{ required: true }]}>
        <Select
          options={PAUSE_REASON_NAMES.map((value) => ({ value, label: t(`pauseReason.${value}`) }))}
        />
      </Form.Item>
      <TextField name="note" label={t('requestForm.note')} />
    </ActionForm>
  )
}

function Resume(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  return (
    <ActionForm
      {...props}
      title={t('requestAction.resume')}
      send={({ note }: { note?: string }, commandId) =>
        call(resumeRequestRoute, { requestId, ...(note ? { note } : {}) }, commandId)
      }
    >
      <TextField name="note" label={t('requestForm.note')} />
    </ActionForm>
  )
}

function Close(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  return (
    <ActionForm
      {...props}
      title={t('requestAction.close')}
      note={t('requestForm.closeNote')}
      send={(_: object, commandId) => call(closeRequestRoute, { requestId }, commandId)}
    />
  )
}

const NO_ANSWER = 'none'

function CallBack(props: Dialogue) {
  const { t } = useTranslation()
  const { requestId } = props.file
  const [callBackId] = useState(() => crypto.randomUUID())
  return (
    <ActionForm
      {...props}
      title={t('requestAction.call-back')}
      send={(
        { answer, note }: { answer: Satisfaction | typeof NO_ANSWER; note?: string },
        commandId,
      ) =>
        call(
          recordCallBackRoute,
          {
            ...{ requestId, callBackId },
            ...(answer === NO_ANSWER ? {} : { satisfaction: answer }),
            ...(note ? { note } : {}),
          },
          commandId,
        )
      }
    >
      <Form.Item name="answer" label={t('request.satisfaction')} rules={[{ required: true }]}>
        <Radio.Group
          options={[
            ...SATISFACTIONS.map((value) => ({ value, label: t(`satisfaction.${value}`) })),
            { value: NO_ANSWER, label: t('requestForm.noAnswer') },
          ]}
        />
      </Form.Item>
      <TextField name="note" label={t('requestForm.note')} />
    </ActionForm>
  )
}

/** The dialogue of each action. */
export const DIALOGUES = {
  assign: Assign,
  transfer: Transfer,
  chase: Chase,
  pause: Pause,
  resume: Resume,
  'call-back': CallBack,
  close: Close,
  exempt: Exempt,
  reclassify: Reclassify,
  withdraw: Withdraw,
  reopen: Reopen,
} as const
