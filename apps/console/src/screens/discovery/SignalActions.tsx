import {
  acceptSignalRoute,
  dismissSignalRoute,
  recordVerdictRoute,
  reopenSignalRoute,
} from '@nuandeng/contract'
import {
  addDays,
  asksCare,
  DISMISS_REASON_NAMES,
  DISMISS_REASONS,
  type DismissReason,
  NEED_AFTER,
  type PlainDate,
  REST_DAYS_MOST,
  SIGNAL_TOPICS,
  type SignalAction,
  type SignalTopic,
  signalAllows,
  VERDICTS,
  type Verdict,
} from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { todayInChina } from '../../shell/format.ts'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { NextStepFields } from '../service/NextStepFields.tsx'
import type { Signal } from './SignalScreen.tsx'
import { useBoth } from './words.ts'

const today = () => todayInChina() as PlainDate

/** What a person can make of a signal in its state; what cannot be done says why. */
export function SignalActions({ signal }: { signal: Signal }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const refusalOf = useRefusal()
  const [open, setOpen] = useState<SignalAction>()
  const reasonOf = (action: SignalAction) => {
    const permission = action === 'verdict' ? 'signal.verdict' : 'signal.decide'
    const refused = refusalOf(permission, signal.unit.path)
    if (refused || signalAllows(action, signal.state)) return refused
    return t('signal.stands', { state: t(`signalState.${signal.state}`) })
  }
  const actionOf = (action: SignalAction, more: object = {}) => ({
    ...{ label: t(`signal.${action}`), reason: reasonOf(action), ...more },
    onClick: () => setOpen(action),
  })
  const dialogue = {
    signal,
    onCancel: () => setOpen(undefined),
    onDone: () => {
      message.success(t('signal.saved'))
      setOpen(undefined)
      for (const key of ['signal', 'signals', 'need', 'needs', 'track-record'])
        queries.invalidateQueries({ queryKey: [key] })
    },
  }
  return (
    <>
      <Actions
        actions={[
          actionOf('accept', { isPrimary: true }),
          actionOf('dismiss'),
          actionOf('verdict', { isPrimary: signal.state === 'in-hand' }),
          ...(signal.state === 'dismissed' ? [actionOf('reopen')] : []),
        ]}
      />
      {open === 'accept' && <Accept {...dialogue} />}
      {open === 'dismiss' && <Dismiss {...dialogue} />}
      {open === 'verdict' && <RecordVerdict {...dialogue} />}
      {open === 'reopen' && <Reopen {...dialogue} />}
    </>
  )
}

interface Dialogue {
  signal: Signal
  onCancel: () => void
  onDone: () => void
}

interface AcceptInput {
  topic: SignalTopic
  text: string
  nextStep: string
  nextStepOn: PlainDate
}

function Accept({ signal, ...dialogue }: Dialogue) {
  const { t } = useTranslation()
  const both = useBoth()
  const { signalId, queue, reason, ruleKind } = signal
  const tells = asksCare(ruleKind)
  const [needId] = useState(() => crypto.randomUUID())
  return (
    <FormModal
      {...dialogue}
      title={t('signal.accept')}
      submit={t('app.save')}
      initialValues={{
        topic: queue === 'capacity' ? 'capacity' : 'visit',
        text: tells ? t('signal.textOfCare') : t('signal.textDefault', { reason: both(reason) }),
      }}
      send={(input: AcceptInput, commandId) =>
        call(acceptSignalRoute, { signalId, needId, ...input }, commandId)
      }
    >
      <p className="soft">{t('signal.acceptNote')}</p>
      {tells && <p className="soft">{t('signal.wordsNote')}</p>}
      <Form.Item name="topic" label={t('signal.topic')} rules={[{ required: true }]}>
        <Select
          options={SIGNAL_TOPICS.map((value) => ({ value, label: t(`needTopic.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="text" label={t('signal.text')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <NextStepFields />
    </FormModal>
  )
}

interface DismissInput {
  reason: DismissReason
  text: string
  rest?: number | null
}

function Dismiss({ signal: { signalId }, ...dialogue }: Dialogue) {
  const { t } = useTranslation()
  const [reason, setReason] = useState<DismissReason>()
  return (
    <FormModal
      {...dialogue}
      title={t('signal.dismiss')}
      submit={t('signal.dismiss')}
      fieldOf={{}}
      send={({ reason, text, rest }: DismissInput, commandId) =>
        call(
          dismissSignalRoute,
          {
            ...{ signalId, reason, text },
            ...(rest ? { restsUntil: addDays(today(), rest) } : {}),
          },
          commandId,
        )
      }
    >
      <Form.Item name="reason" label={t('signal.dismissReason')} rules={[{ required: true }]}>
        <Select
          onChange={setReason}
          options={DISMISS_REASON_NAMES.map((value) => ({
            ...{ value, label: t(`dismissReason.${value}`) },
          }))}
        />
      </Form.Item>
      <Form.Item name="text" label={t('signal.dismissText')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item name="rest" label={t('signal.rest')} extra={t('signal.restHelp')}>
        <InputNumber
          min={0}
          max={REST_DAYS_MOST}
          placeholder={reason ? String(DISMISS_REASONS[reason]) : ''}
        />
      </Form.Item>
    </FormModal>
  )
}

interface VerdictInput {
  verdict: Verdict
  visitedOn: PlainDate
  text: string
  nextStep?: string
  nextStepOn?: PlainDate
}

function RecordVerdict({ signal, ...dialogue }: Dialogue) {
  const { t } = useTranslation()
  const { signalId, need } = signal
  const [verdictId] = useState(() => crypto.randomUUID())
  const [verdict, setVerdict] = useState<Verdict>()
  const result = verdict && NEED_AFTER[verdict]
  const goesOn = verdict !== undefined && result === null && need?.state === 'open'
  return (
    <FormModal
      {...dialogue}
      title={t('signal.verdict')}
      submit={t('app.save')}
      initialValues={{ visitedOn: today() }}
      send={(input: VerdictInput, commandId) =>
        call(recordVerdictRoute, { signalId, verdictId, ...input }, commandId)
      }
    >
      <Form.Item name="verdict" label={t('signal.verdicts')} rules={[{ required: true }]}>
        <Select
          onChange={setVerdict}
          options={VERDICTS.map((value) => ({ value, label: t(`verdict.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="visitedOn" label={t('signal.visitedOn')} rules={[{ required: true }]}>
        <Input type="date" max={today()} />
      </Form.Item>
      {asksCare(signal.ruleKind) && <p className="soft">{t('signal.wordsNote')}</p>}
      <Form.Item name="text" label={t('signal.found')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
      {result && need?.state === 'open' && (
        <p className="soft">{t('signal.closesNote', { result: t(`needResult.${result}`) })}</p>
      )}
      {goesOn && (
        <>
          <p className="soft">{t('signal.nextNote')}</p>
          <NextStepFields />
        </>
      )}
    </FormModal>
  )
}

function Reopen({ signal: { signalId }, ...dialogue }: Dialogue) {
  const { t } = useTranslation()
  return (
    <FormModal
      {...dialogue}
      title={t('signal.reopen')}
      submit={t('signal.reopen')}
      send={(input: { reason: string }, commandId) =>
        call(reopenSignalRoute, { signalId, ...input }, commandId)
      }
    >
      <Form.Item name="reason" label={t('signal.reopenReason')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormModal>
  )
}
