import { correctStepRoute, takeStepRoute } from '@nuandeng/contract'
import { processOf } from '@nuandeng/domain'
import { Form, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { ActionForm, type Dialogue } from './ActionForm.tsx'
import type { RequestFile } from './RequestScreen.tsx'
import { MomentField, TextField } from './request-fields.tsx'
import { useTitles } from './words.ts'

export function TakeStep(props: Dialogue & { step: string }) {
  const { t } = useTranslation()
  const { stepTitle } = useTitles()
  const { file, step } = props
  const { requestId, kind, subkind } = file
  const [stepId] = useState(() => crypto.randomUUID())
  const stage = processOf(kind, subkind).steps.find((candidate) => candidate.step === step)
  return (
    <ActionForm
      {...props}
      title={stepTitle(step)}
      initialValues={
        { outcome: 'done' } as { outcome: 'done' | 'attempt'; at?: string; note?: string }
      }
      send={({ at, note, outcome = 'done' }, commandId) =>
        call(
          takeStepRoute,
          { requestId, stepId, step, outcome, ...momentOf(at), ...(note ? { note } : {}) },
          commandId,
        )
      }
    >
      {stage?.isContact && (
        <Form.Item name="outcome" label={t('requestForm.outcome')}>
          <Radio.Group
            options={(['done', 'attempt'] as const).map((value) => ({
              value,
              label: t(`requestForm.${value}`),
            }))}
          />
        </Form.Item>
      )}
      <MomentField name="at" label={t('requestForm.at')} />
      <TextField name="note" label={t('requestForm.note')} />
    </ActionForm>
  )
}

/** A time typed as it is in China; nothing where none was. */
function momentOf(text: string | undefined) {
  return text ? { at: instantOf(text) } : {}
}

const instantOf = (text: string) => new Date(`${text}:00+08:00`).toISOString()

export function CorrectStep(props: Dialogue & { step: RequestFile['steps'][number] }) {
  const { t } = useTranslation()
  const { requestId } = props.file
  const { stepId } = props.step
  const [newStepId] = useState(() => crypto.randomUUID())
  return (
    <ActionForm
      {...props}
      title={t('requestAction.correct')}
      note={t('requestForm.correctNote')}
      send={({ at, reason }: { at: string; reason: string }, commandId) =>
        call(
          correctStepRoute,
          { requestId, stepId, newStepId, at: instantOf(at), reason },
          commandId,
        )
      }
    >
      <MomentField name="at" label={t('requestForm.correctAt')} isRequired />
      <TextField name="reason" label={t('requestForm.reason')} isRequired />
    </ActionForm>
  )
}
