import {
  passOnHazardRoute,
  recordAssuranceRoute,
  removeHazardRoute,
  reportHazardRoute,
} from '@nuandeng/contract'
import { ASSURANCE_KINDS, type AssuranceKind } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { todayInChina } from '../../shell/format.ts'
import { FormModal } from '../../shell/ServerForm.tsx'

/** What can be written down of the assurance of a key customer. */
export type AssuranceTask =
  | { name: 'record' | 'report' }
  | { name: 'remove' | 'pass-on'; hazardId: string }

interface FormProps<T extends AssuranceTask> {
  customerId: string
  task: T
  onClose: () => void
}

export function AssuranceForm({ customerId, task, onClose }: FormProps<AssuranceTask>) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [id] = useState(() => crypto.randomUUID())
  const modal = {
    submit: t('app.save'),
    onCancel: onClose,
    onDone: () => {
      message.success(t('assurance.saved'))
      queries.invalidateQueries({ queryKey: ['customer', customerId] })
      queries.invalidateQueries({ queryKey: ['due'] })
      onClose()
    },
  }
  const today = todayInChina()
  switch (task.name) {
    case 'record':
      return (
        <FormModal
          {...modal}
          title={t('assurance.record')}
          initialValues={{ doneOn: today }}
          send={(input: Entry) =>
            call(recordAssuranceRoute, { customerId, entryId: id, ...withoutEmpty(input) })
          }
        >
          <EntryFields />
        </FormModal>
      )
    case 'report':
      return (
        <FormModal
          {...modal}
          title={t('assurance.report')}
          initialValues={{ severity: 'general', foundOn: today }}
          send={(input: NewHazard) =>
            call(reportHazardRoute, { customerId, hazardId: id, ...input })
          }
        >
          <Form.Item name="severity" label={t('assurance.severity')} rules={[{ required: true }]}>
            <Select
              options={(['serious', 'general'] as const).map((value) => ({
                value,
                label: t(`severity.${value}`),
              }))}
            />
          </Form.Item>
          <Words name="text" label={t('assurance.hazard')} />
          <Day name="foundOn" label={t('assurance.foundOn')} />
          <Day name="deadlineOn" label={t('assurance.deadlineOn')} />
        </FormModal>
      )
    case 'remove':
      return (
        <FormModal
          {...modal}
          title={t('assurance.remove')}
          initialValues={{ removedOn: today }}
          send={(input: { removedOn: string; text: string }, commandId) =>
            call(removeHazardRoute, { hazardId: task.hazardId, ...input }, commandId)
          }
        >
          <Day name="removedOn" label={t('assurance.removedDay')} />
          <Words name="text" label={t('assurance.removalText')} />
        </FormModal>
      )
    case 'pass-on':
      return (
        <FormModal
          {...modal}
          title={t('assurance.passOn')}
          initialValues={{ reportedOn: today }}
          send={(input: { reportedOn: string; reportedTo: string }, commandId) =>
            call(passOnHazardRoute, { hazardId: task.hazardId, ...input }, commandId)
          }
        >
          <Day name="reportedOn" label={t('assurance.reportedOn')} />
          <Form.Item
            name="reportedTo"
            label={t('assurance.reportedTo')}
            rules={[{ required: true }]}
          >
            <Input maxLength={100} />
          </Form.Item>
        </FormModal>
      )
  }
}

interface Entry {
  kind: AssuranceKind
  doneOn: string
  nextOn?: string
  text: string
}

interface NewHazard {
  severity: 'serious' | 'general'
  text: string
  foundOn: string
  deadlineOn: string
}

/** Inspections follow their cycle, whatever day was typed before that kind was chosen. */
function withoutEmpty({ nextOn, ...entry }: Entry) {
  return { ...entry, ...(nextOn && entry.kind !== 'inspection' ? { nextOn } : {}) }
}

function EntryFields() {
  const { t } = useTranslation()
  const kind = Form.useWatch<AssuranceKind | undefined>('kind')
  return (
    <>
      <Form.Item name="kind" label={t('due.kind')} rules={[{ required: true }]}>
        <Select
          options={ASSURANCE_KINDS.map((value) => ({ value, label: t(`dueKind.${value}`) }))}
        />
      </Form.Item>
      <Day name="doneOn" label={t('assurance.doneOn')} />
      {kind && kind !== 'inspection' && <Day name="nextOn" label={t('assurance.nextOn')} />}
      <Words name="text" label={t('assurance.text')} />
    </>
  )
}

function Day({ name, label }: { name: string; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Input type="date" />
    </Form.Item>
  )
}

function Words({ name, label }: { name: string; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} />
    </Form.Item>
  )
}
