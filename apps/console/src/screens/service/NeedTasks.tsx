import { closeNeedRoute, type getNeedRoute, moveNeedRoute, type ReplyOf } from '@nuandeng/contract'
import { NEED_RESULTS, type NeedResult } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { NeedOwnerField, NextStepFields } from './NextStepFields.tsx'

type Need = ReplyOf<typeof getNeedRoute>

/** What can be done with a need: move it on, change its owner or next step, close it. */
export function NeedTasks({ need }: { need: Need }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [open, setOpen] = useState<'move' | 'change' | 'close'>()
  const refusalOf = useRefusal()
  const reason =
    need.state === 'closed' ? t('need.isClosed') : refusalOf('need.write', need.unit.path)
  const modal = {
    need,
    onCancel: () => setOpen(undefined),
    onDone: () => {
      message.success(t('need.saved'))
      setOpen(undefined)
      for (const key of ['need', 'needs']) queries.invalidateQueries({ queryKey: [key] })
    },
  }
  return (
    <>
      <Actions
        actions={[
          { label: t('need.move'), reason, onClick: () => setOpen('move'), isPrimary: true },
          { label: t('need.change'), reason, onClick: () => setOpen('change') },
          { label: t('need.close'), reason, onClick: () => setOpen('close') },
        ]}
      />
      {open === 'move' && <MoveNeed {...modal} />}
      {open === 'change' && <MoveNeed {...modal} isChange />}
      {open === 'close' && <CloseNeed {...modal} />}
    </>
  )
}

interface TaskProps {
  need: Need
  onCancel: () => void
  onDone: () => void
}

interface Move {
  done: string
  nextStep: string
  nextStepOn: string
  ownerId?: string
}

/** What was done and comes next; or, where nothing was done, why somebody else or something else comes next. */
function MoveNeed({ need, isChange = false, ...modal }: TaskProps & { isChange?: boolean }) {
  const { t } = useTranslation()
  const { needId, owner, nextStep, nextStepOn } = need
  const initialValues: Partial<Move> = {
    ...(owner.person ? { ownerId: owner.person.personId } : {}),
    ...(isChange && nextStep && nextStepOn ? { nextStep, nextStepOn } : {}),
  }
  return (
    <FormModal
      {...modal}
      title={t(isChange ? 'need.change' : 'need.move')}
      submit={t('app.save')}
      initialValues={initialValues}
      send={({ ownerId, ...input }: Move, commandId) =>
        call(moveNeedRoute, { needId, ...input, ownerId: ownerId ?? null }, commandId)
      }
    >
      <Form.Item
        name="done"
        label={t(isChange ? 'need.whyChanged' : 'need.done')}
        rules={[{ required: true }]}
      >
        <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <NextStepFields />
      <NeedOwnerField
        customerId={need.customer.customerId}
        emptyMeans={t('need.ownerUnit', { name: need.unit.name })}
      />
    </FormModal>
  )
}

function CloseNeed({ need: { needId }, ...modal }: TaskProps) {
  const { t } = useTranslation()
  return (
    <FormModal
      {...modal}
      title={t('need.close')}
      submit={t('need.close')}
      send={(input: { result: NeedResult; text: string }, commandId) =>
        call(closeNeedRoute, { needId, ...input }, commandId)
      }
    >
      <Form.Item name="result" label={t('need.result')} rules={[{ required: true }]}>
        <Select
          options={NEED_RESULTS.map((value) => ({ value, label: t(`needResult.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="text" label={t('need.resultText')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormModal>
  )
}
