import { exportCustomersRoute } from '@nuandeng/contract'
import { Button, Form, Input, Modal, Radio } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../api/call.ts'
import { useRefusal } from '../../shell/refusal.ts'
import type { CustomersSearch } from './routes.tsx'

/** Links that download the filtered customers, once it is said what for. */
export function ExportCustomers({
  filter,
  onClose,
}: {
  filter: Omit<CustomersSearch, 'cursor'>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const mayNotReveal = useRefusal()('customer.reveal')
  const [purpose, setPurpose] = useState('')
  const [content, setContent] = useState<'masked' | 'full'>('masked')
  const isReady = purpose.trim() !== ''
  const hrefOf = (format: 'csv' | 'xlsx') =>
    addressOf(exportCustomersRoute, { ...filter, format, content, purpose: purpose.trim() }).url
  return (
    <Modal open title={t('customerExport.title')} footer={null} onCancel={onClose} width={560}>
      <p className="soft">{t('customerExport.note')}</p>
      <Form layout="vertical">
        <Form.Item label={t('customerExport.purpose')} htmlFor={id} required>
          <Input
            id={id}
            value={purpose}
            maxLength={200}
            onChange={({ target }) => setPurpose(target.value)}
          />
        </Form.Item>
        <Form.Item label={t('customerExport.content')}>
          <Radio.Group
            value={content}
            vertical
            onChange={({ target }) => setContent(target.value)}
            options={[
              { value: 'masked', label: t('customerExport.masked') },
              {
                value: 'full',
                label: t('customerExport.full'),
                disabled: mayNotReveal !== undefined,
              },
            ]}
          />
          {mayNotReveal && (
            <p className="why">
              {t('refusal.of', { what: t('customerExport.full'), reason: mayNotReveal })}
            </p>
          )}
        </Form.Item>
      </Form>
      <div className="row">
        {(['xlsx', 'csv'] as const).map((format) =>
          isReady ? (
            <Button key={format} href={hrefOf(format)} download>
              {t(`customerExport.${format}`)}
            </Button>
          ) : (
            <Button key={format} disabled aria-describedby={`${id}-why`}>
              {t(`customerExport.${format}`)}
            </Button>
          ),
        )}
      </div>
      {!isReady && (
        <p className="why" id={`${id}-why`}>
          {t('customerExport.needsPurpose')}
        </p>
      )}
    </Modal>
  )
}
