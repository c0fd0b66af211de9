import { createDisplayRoute } from '@nuandeng/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api/call.ts'
import { useMe } from '../../api/session.ts'
import { FormModal } from '../../shell/ServerForm.tsx'
import { UnitPicker } from '../../shell/UnitPicker.tsx'

/** Registers a wall screen; its address with the key is shown once. */
export function CreateDisplay({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const [displayId] = useState(() => crypto.randomUUID())
  const [key, setKey] = useState<string>()
  if (key) return <KeyShownOnce wallKey={key} onClose={onClose} />
  return (
    <FormModal
      title={t('displays.create')}
      submit={t('displays.create')}
      onCancel={onClose}
      initialValues={{ unitId: me.unit.unitId } as { unitId: string; name: string }}
      send={(input) => call(createDisplayRoute, { displayId, ...input })}
      onDone={(reply) => {
        setKey(reply.key)
        queries.invalidateQueries({ queryKey: ['displays'] })
      }}
    >
      <Form.Item name="name" label={t('displays.name')} rules={[{ required: true }]}>
        <Input autoComplete="off" maxLength={100} placeholder={t('displays.nameHint')} />
      </Form.Item>
      <Form.Item
        name="unitId"
        label={t('people.unit')}
        extra={t('displays.unitHint')}
        rules={[{ required: true }]}
      >
        <UnitPicker />
      </Form.Item>
    </FormModal>
  )
}

function KeyShownOnce({ wallKey, onClose }: { wallKey: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const address = `${window.location.origin}/wall#key=${wallKey}`
  const copy = async () => {
    await navigator.clipboard.writeText(address)
    message.success(t('slip.copied'))
  }
  return (
    <Modal
      open
      title={t('displays.keyTitle')}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <div className="row">
          <Button onClick={copy}>{t('displays.copy')}</Button>
          <Button type="primary" onClick={onClose}>
            {t('slip.done')}
          </Button>
        </div>
      }
    >
      <p>{t('displays.keyNote')}</p>
      <p>
        <code className="secret">{address}</code>
      </p>
    </Modal>
  )
}
