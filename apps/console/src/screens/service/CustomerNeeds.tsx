import { fileNeedRoute, listNeedsRoute } from '@nuandeng/contract'
import { NEED_SOURCES, NEED_TOPICS, type NeedSource, type NeedTopic } from '@nuandeng/domain'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { Actions } from '../../shell/Actions.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { useRefusal } from '../../shell/refusal.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { RecordCheck } from '../discovery/RecordCheck.tsx'
import { CustomerOfficer } from './CustomerOfficer.tsx'
import { NeedsTable } from './NeedsTable.tsx'
import { NeedOwnerField, NextStepFields } from './NextStepFields.tsx'

interface Subject {
  customerId: string
  /** Where the customer stands. */
  path: string
}

interface NewNeed {
  topic: NeedTopic
  source: NeedSource
  text: string
  nextStep: string
  nextStepOn: string
  ownerId?: string
}

/** Who answers for a customer today, and what the customer needs. */
export function CustomerNeeds({ customerId, path }: Subject) {
  const { t } = useTranslation()
  const refusalOf = useRefusal()
  const maySeeOfficer = !refusalOf('liaison.read', path)
  const [isFiling, setFiling] = useState(false)
  const [isChecking, setChecking] = useState(false)
  const needs = useQuery({
    queryKey: ['needs', 'customer', customerId],
    queryFn: () => call(listNeedsRoute, { customerId }),
  })
  return (
    <section className="card">
      <h2>{t('need.ofCustomer')}</h2>
      {maySeeOfficer && <CustomerOfficer customerId={customerId} path={path} />}
      {needs.error && <Failure error={needs.error} />}
      {needs.data && needs.data.items.length > 0 && (
        <NeedsTable needs={needs.data.items} none={t('need.none')} />
      )}
      <Actions
        actions={[
          {
            label: t('need.file'),
            reason: refusalOf('need.write', path),
            onClick: () => setFiling(true),
          },
          {
            label: t('trackRecord.check'),
            reason: refusalOf('signal.verdict', path),
            onClick: () => setChecking(true),
          },
        ]}
      />
      {isFiling && <FileNeed customerId={customerId} onClose={() => setFiling(false)} />}
      {isChecking && <RecordCheck customerId={customerId} onClose={() => setChecking(false)} />}
    </section>
  )
}

function FileNeed({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [needId] = useState(() => crypto.randomUUID())
  return (
    <FormModal
      title={t('need.file')}
      submit={t('need.file')}
      onCancel={onClose}
      initialValues={{ source: 'visit' }}
      send={({ ownerId, ...input }: NewNeed) =>
        call(fileNeedRoute, { customerId, needId, ...input, ...(ownerId ? { ownerId } : {}) })
      }
      onDone={() => {
        message.success(t('need.filed'))
        queries.invalidateQueries({ queryKey: ['needs'] })
        onClose()
      }}
    >
      <p className="soft">{t('need.fileNote')}</p>
      <Form.Item name="topic" label={t('need.topic')} rules={[{ required: true }]}>
        <Select options={NEED_TOPICS.map((value) => ({ value, label: t(`needTopic.${value}`) }))} />
      </Form.Item>
      <Form.Item name="source" label={t('need.source')} rules={[{ required: true }]}>
        <Select
          options={NEED_SOURCES.map((value) => ({ value, label: t(`needSource.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="text" label={t('need.text')} rules={[{ required: true }]}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <NextStepFields />
      <NeedOwnerField customerId={customerId} emptyMeans={t('need.ownerToday')} />
    </FormModal>
  )
}
