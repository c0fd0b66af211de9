import { App, Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../shell/format.ts'

export interface Slip {
  name: string
  loginName: string
  password: string
}

/** The first password, shown once: to print and hand over. Nobody can see it again. */
export function PasswordSlip({ slip, onClose }: { slip: Slip; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(slip.password)
    message.success(t('slip.copied'))
  }
  return (
    <Modal
      open
      title={t('slip.title')}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <div className="row no-print">
          <Button onClick={copy}>{t('slip.copy')}</Button>
          <Button onClick={() => window.print()}>{t('slip.print')}</Button>
          <Button type="primary" onClick={onClose}>
            {t('slip.done')}
          </Button>
        </div>
      }
    >
      <div className="slip">
        <dl className="pairs">
          <dt>{t('people.name')}</dt>
          <dd>{slip.name}</dd>
          <dt>{t('people.loginName')}</dt>
          <dd>
            <code>{slip.loginName}</code>
          </dd>
          <dt>{t('slip.password')}</dt>
          <dd>
            <code className="secret">{slip.password}</code>
          </dd>
          <dt>{t('slip.madeAt')}</dt>
          <dd>{formatMoment(new Date())}</dd>
        </dl>
        <p>{t('slip.note')}</p>
      </div>
    </Modal>
  )
}
