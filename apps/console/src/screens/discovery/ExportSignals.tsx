import { exportSignalsRoute } from '@nuandeng/contract'
import { Button, Form, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../api/call.ts'

/** Links that download the filtered signals, once it is said what for. */
export function ExportSignals({ filter, onClose }: { filter: object; onClose: () => void }) {
  const { t } = useTranslation()
  const id = useId()
  const [typed, setTyped] = useState('')
  const purpose = typed.trim()
  const hrefOf = (format: 'csv' | 'xlsx') =>
    addressOf(exportSignalsRoute, { ...filter, format, purpose }).url
  return (
    <Modal open title={t('signal.exportTitle')} footer={null} onCancel={onClose} width={560}>
      <p className="soft">{t('signal.exportNote')}</p>
      <Form layout="vertical">
        <Form.Item label={t('signal.purpose')} htmlFor={id} required>
          <Input
            id={id}
            value={typed}
            maxLength={200}
            onChange={({ target }) => setTyped(target.value)}
          />
        </Form.Item>
      </Form>
      <div className="row">
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button
            key={format}
            {...(purpose ? { href: hrefOf(format), download: true } : { disabled: true })}
            {...(purpose ? {} : { 'aria-describedby': `${id}-why` })}
          >
            {t(`customerExport.${format}`)}
          </Button>
        ))}
      </div>
      {!purpose && (
        <p className="why" id={`${id}-why`}>
          {t('customerExport.needsPurpose')}
        </p>
      )}
    </Modal>
  )
}
