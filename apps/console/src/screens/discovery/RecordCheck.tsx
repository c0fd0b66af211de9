import { recordCheckRoute } from '@nuandeng/contract'
import { type PlainDate, VERDICTS, type Verdict } from '@nuandeng/domain'
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { todayInChina } from '../../shell/format.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { useRuleTitles } from './words.ts'

interface Check {
  ruleId: string
  verdict: Verdict
  visitedOn: PlainDate
  text: string
}

/** Writes down what somebody found at a customer whom no rule had proposed: what makes recall known. */
export function RecordCheck({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const { options } = useRuleTitles()
  const [verdictId] = useState(() => crypto.randomUUID())
  const today = todayInChina() as PlainDate
  return (
    <FormModal
      title={t('trackRecord.check')}
      submit={t('app.save')}
      onCancel={onClose}
      onDone={() => {
        message.success(t('signal.saved'))
        queries.invalidateQueries({ queryKey: ['track-record'] })
        onClose()
      }}
      initialValues={{ visitedOn: today }}
      send={(input: Check) => call(recordCheckRoute, { customerId, verdictId, ...input })}
    >
      <p className="soft">{t('trackRecord.checkNote')}</p>
      <Form.Item name="ruleId" label={t('trackRecord.checkRule')} rules={[{ required: true }]}>
        <Select options={options} />
      </Form.Item>
      <Form.Item name="verdict" label={t('signal.verdicts')} rules={[{ required: true }]}>
        <Select options={VERDICTS.map((value) => ({ value, label: t(`verdict.${value}`) }))} />
      </Form.Item>
      <Form.Item name="visitedOn" label={t('signal.visitedOn')} rules={[{ required: true }]}>
        <Input type="date" max={today} />
      </Form.Item>
      <Form.Item name="text" label={t('signal.found')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormModal>
  )
}
